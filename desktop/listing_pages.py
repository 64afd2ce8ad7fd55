"""A list on A4 landscape pages: a title, a head on every page, rows that wrap, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.paper import Draft, Face, Look, Page, Side, a4, wrapped_height
from desktop.paper_columns import PAD
from desktop.paper_pages import finished

_MOST_BESIDE = 14

_TITLE = Look(200, Side.CENTRE, face=Face.TITLE)
_UNDER = Look(110, Side.CENTRE)
_SMALL = Look(90, line=True)
_CELL = Look(90, boxed=True)
_HEAD = Look(90, Side.CENTRE, face=Face.HEADING, boxed=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to be printed. ``shares`` are the columns' widths in proportion to each other,
    ``right`` the columns whose figures stand at the right edge and ``centre`` those in the middle.
    The first ``frozen`` columns stay in sight in a workbook, and are printed again where the
    others do not all fit on a page.
    """

    title: str
    period: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    centre: frozenset[int] = frozenset()
    demonstration: bool = False
    frozen: int = 0


def listing_pages(listing: Listing) -> tuple[Page, ...]:
    """Set a list on as many pages as it takes; one without rows says so."""
    drafts: list[Draft] = []
    for part in _parts(listing):
        _set(drafts, part)
    return finished(drafts, demonstration=listing.demonstration)


def _set(drafts: list[Draft], listing: Listing) -> None:
    """Set what fits across a page, on new pages."""
    widths = _widths(listing.shares)
    looks = [_look(listing, column) for column in range(len(listing.heads))]
    _turn(drafts, listing, widths)
    for row in listing.rows or (("（没有）", *[""] * (len(listing.heads) - 1)),):
        height = _height(row, widths, looks) + 50
        if not drafts[-1].holds(height):
            _turn(drafts, listing, widths)
        _put(drafts[-1], row, widths, height, looks)
    for note in listing.notes:
        height = wrapped_height(note, a4().inner, _SMALL) + 40
        if not drafts[-1].holds(height):
            _turn(drafts, listing, None)
        drafts[-1].row(note, height, replace(_SMALL, line=False))


def _parts(listing: Listing) -> list[Listing]:
    """A list of many figures in as many parts as it takes, the notes below the last."""
    frozen, columns = listing.frozen, len(listing.heads)
    if not frozen or columns - frozen <= _MOST_BESIDE:
        return [listing]
    count = -(-(columns - frozen) // _MOST_BESIDE)
    size = -(-(columns - frozen) // count)
    firsts = range(frozen, columns, size)
    return [
        _part(listing, [*range(frozen), *range(first, min(first + size, columns))], last=last)
        for first, last in zip(firsts, [*[False] * (count - 1), True], strict=True)
    ]


def _part(listing: Listing, places: Sequence[int], *, last: bool) -> Listing:
    return replace(
        listing,
        heads=tuple(listing.heads[place] for place in places),
        shares=tuple(listing.shares[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in listing.rows),
        right=frozenset(at for at, place in enumerate(places) if place in listing.right),
        centre=frozenset(at for at, place in enumerate(places) if place in listing.centre),
        notes=listing.notes if last else (),
    )


def _look(listing: Listing, column: int) -> Look:
    if column in listing.right:
        return replace(_CELL, side=Side.RIGHT, line=True)
    return replace(_CELL, side=Side.CENTRE) if column in listing.centre else _CELL


def _turn(drafts: list[Draft], listing: Listing, widths: Sequence[int] | None) -> None:
    """A new page with the title and, over rows, the head."""
    page = Draft(a4())
    if drafts:
        page.row(f"{listing.title}　{listing.period}（续）", 180, _SMALL)
    else:
        page.row(listing.title, 340, _TITLE)
        page.row(listing.period, 220, _UNDER)
    drafts.append(page)
    if widths is not None:
        looks = [_HEAD] * len(widths)
        _put(page, listing.heads, widths, _height(listing.heads, widths, looks) + 60, looks)


def _put(
    page: Draft, texts: Sequence[str], widths: Sequence[int], height: int, looks: Sequence[Look]
) -> None:
    x = page.format.left
    for text, width, look in zip(texts, widths, looks, strict=True):
        page.put(text, x, width, height, look)
        x += width
    page.y += height


def _height(texts: Sequence[str], widths: Sequence[int], looks: Sequence[Look]) -> int:
    return max(
        wrapped_height(text, width - 2 * PAD, look)
        for text, width, look in zip(texts, widths, looks, strict=True)
    )


def _widths(shares: Sequence[int]) -> list[int]:
    """Whole widths that fill the page; the last takes what division leaves."""
    inner = a4().inner
    widths = [inner * share // sum(shares) for share in shares]
    widths[-1] += inner - sum(widths)
    return widths
