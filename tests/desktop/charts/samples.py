"""Pictures to draw, made up."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from desktop.models.pictures import (
    Bar,
    BulletPicture,
    Figure,
    GridPicture,
    LinePicture,
    Moment,
    Picture,
    RankingPicture,
    Share,
    Spread,
)

TITLE = "养老机构护理型床位占比（%）"
NAMES = ("青年路街道", "新华路街道", "大辛庄街道", "松林镇", "老赵庄镇", "刘垓子镇", "金郝庄镇")


def percent(text: str) -> Figure:
    """37.64 → 37.64%."""
    return Figure(Fraction(text), f"{text}%")


def plain(text: str) -> Figure:
    """An end of a range, without its unit."""
    return Figure(Fraction(text), text)


def bullet(actual: str = "45.64") -> BulletPicture:
    return BulletPicture(
        TITLE,
        "滞后",
        percent(actual),
        Figure(Fraction(60), "≥60%"),
        percent("59.25"),
        percent("37.64"),
    )


def line() -> LinePicture:
    """Two years of months, one of them missing, one not whole; a forecast to the due date."""
    ends = [_end(2023 + at // 12, at % 12 + 1) for at in range(34)]
    history = tuple(
        None if at == 7 else Moment(day, percent(f"{38 + at // 4}.{at:02}"), at != 9)
        for at, day in enumerate(ends)
    )
    last = history[-1]
    assert last is not None
    due = _end(2025, 12)
    return LinePicture(
        TITLE,
        "滞后",
        history,
        (Moment(_end(2020, 12), percent("37.64")), Moment(due, percent("60"))),
        Moment(due, Figure(Fraction(60), "≥60%，2025年底")),
        Moment(ends[-1], percent("59.25")),
        (
            Spread(ends[-1], last.figure, last.figure, last.figure),
            Spread(due, percent("46.80"), plain("45.90"), plain("48.10")),
        ),
    )


def ranking() -> RankingPicture:
    bars = [
        Bar(str(at), name, percent(f"{20 + at * 10}"), f"{at * 137:,} / 1,500", at < 4)
        for at, name in enumerate(NAMES[:-1])
    ]
    bars.append(Bar("last", NAMES[-1], None))
    return RankingPicture(TITLE, tuple(bars), Figure(Fraction(60), "≥60%"))


def grid() -> GridPicture:
    cells = tuple(
        tuple(None if month == 11 else Share(6 - (row + month) % 3, 6) for month in range(12))
        for row in range(len(NAMES))
    )
    months = tuple(f"{month}月" for month in range(1, 13))
    return GridPicture("各单位报送情况（2025年）", NAMES, months, cells)


def every() -> list[Picture]:
    """One of each kind."""
    return [bullet(), line(), ranking(), grid()]


def _end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
