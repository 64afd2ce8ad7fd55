"""Text from files kept plain where Qt would look for markup in it."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """A tooltip that shows ``text`` letter by letter, its lines kept."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>"


def plain_caption(text: str) -> str:
    """A button's or a tab's words in which no letter becomes a mnemonic."""
    return text.replace("&", "&&")
