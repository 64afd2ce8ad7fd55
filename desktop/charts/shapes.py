"""The words and shapes of completeness, for charts and for pages that need no pyqtgraph."""

from __future__ import annotations

from desktop.models.pictures import Share

WHOLE, PART, NONE, NOT_OWED = "●", "◐", "○", "／"


def cell_words(share: Share | None) -> str:
    """● 16/16, ◐ 14/16, ○ 0/16, ／ where nothing is owed."""
    return NOT_OWED if share is None else f"{glyph_of(share)} {share.reported}/{share.of}"


def shorter_words(share: Share | None) -> tuple[str, ...]:
    """The same, shorter and shorter: who is missing matters more than the shape."""
    if share is None or share.whole:
        return cell_words(share), glyph_of(share)
    return cell_words(share), f"{share.reported}/{share.of}", glyph_of(share)


def glyph_of(share: Share | None) -> str:
    """The shape of a cell."""
    if share is None:
        return NOT_OWED
    return WHOLE if share.whole else PART if share.reported else NONE
