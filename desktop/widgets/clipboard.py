"""Blocks of cells on the system clipboard, as Excel and WPS put and take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication

from monitoring.typing_in import Block, format_block, parse_block

LONGEST = 4_000_000


def copy_block(rows: Iterable[Sequence[str]]) -> None:
    """Put rows of texts on the clipboard."""
    QGuiApplication.clipboard().setText(format_block(rows))


def clipboard_block() -> Block | None:
    """The clipboard as rows of texts, ``None`` when there is far more than any form holds."""
    text = QGuiApplication.clipboard().text()
    return None if len(text) > LONGEST else parse_block(text)
