"""A chart in words: for the clipboard, for a screen reader, for who cannot see the colours."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.models.pictures import (
    BulletPicture,
    Figure,
    GridPicture,
    LinePicture,
    Picture,
    RankingPicture,
)


def words_of(picture: Picture) -> str:
    """One line a figure, tabs between, as a spreadsheet takes it."""
    lines = [(picture.title,), *_lines(picture)]
    return "\n".join("\t".join(line) for line in lines)


def _lines(picture: Picture) -> Iterator[tuple[str, ...]]:
    if isinstance(picture, BulletPicture):
        yield from _bullet(picture)
    elif isinstance(picture, LinePicture):
        yield from _line(picture)
    elif isinstance(picture, RankingPicture):
        yield from _ranking(picture)
    else:
        yield from _grid(picture)


def _bullet(picture: BulletPicture) -> Iterator[tuple[str, ...]]:
    named = (
        ("实际", picture.actual),
        ("今天应为", picture.today),
        ("目标", picture.target),
        ("基期", picture.start),
        ("试算", picture.tried),
    )
    yield from ((name, figure.text) for name, figure in named if figure is not None)


def _line(picture: LinePicture) -> Iterator[tuple[str, ...]]:
    for each in picture.history:
        if each is not None:
            mark = "" if each.whole else "未报齐"
            yield f"{each.day.year}年{each.day.month}月", each.figure.text, mark
    for name, moment in (("今天应为", picture.today), ("目标", picture.wanted)):
        if moment is not None:
            yield name, moment.figure.text
    for spread in picture.forecast[-1:]:
        yield "预测", spread.figure.text, f"{spread.low.text}～{spread.high.text}"


def _ranking(picture: RankingPicture) -> Iterator[tuple[str, ...]]:
    for bar in picture.bars:
        yield bar.name, _text(bar.figure), bar.detail
    if picture.target is not None:
        yield "目标", picture.target.text


def _grid(picture: GridPicture) -> Iterator[tuple[str, ...]]:
    yield "", *picture.columns
    for name, cells in zip(picture.rows, picture.cells, strict=True):
        yield name, *("／" if c is None else f"{c.reported}/{c.of}" for c in cells)


def _text(figure: Figure | None) -> str:
    return "未报" if figure is None else figure.text
