"""What says that the cells of a city workbook are still the ones that were pointed at."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from monitoring.city_layout import PLACE, Place, Word
from monitoring.periods import Frequency, Period, find_period, parse_period

# The text of a sheet's cell by (row, column) from 0, empty where none stands.
TextAt = Callable[[int, int], str]
Change = tuple[Place, str, str]
_LEFT, _ABOVE = 2, 3
# A head that names the month is another text every month and still the same head.
_DATES = re.compile(
    r"[\d〇一二三四五六七八九零○]{4}\s*年度?|[\d一二三四五六七八九十]{1,3}\s*月份?|\d{1,2}\s*日"
    r"|第?[一二三四1-4]\s*季度|[上下]半年"
)
_NAMES_TIME = re.compile("[年月季]")
_AT_THE_END = re.compile(r"^截[止至]到?|[末底]$")


def labels_around(cells: Iterable[Place], text_at: TextAt) -> dict[Place, str]:
    """The texts left of each cell, the two nearest, and the three above: names of its row and
    of its column with the group that holds it.

    A text that is read several times on the way (a merged one) counts once.
    """
    pointed = set(cells)
    if not pointed:
        return {}
    rows, columns = {row for row, _ in pointed}, {column for _, column in pointed}
    found: dict[Place, str] = {}
    for column in columns:
        above = [
            ((row, column), text)
            for row in range(max(rows))
            if (row, column) not in pointed and (text := text_at(row, column).strip())
        ]
        for row in (row for row, each in pointed if each == column):
            end = bisect_left(above, ((row, column), ""))
            found.update(islice(_each_once(above, end), _ABOVE))
    for row in rows:
        beside = [
            ((row, column), text)
            for column in range(max(columns))
            if (row, column) not in pointed and (text := text_at(row, column).strip())
        ]
        for column in (column for each, column in pointed if each == row):
            end = bisect_left(beside, ((row, column), ""))
            found.update(islice(_each_once(beside, end), _LEFT))
    return dict(sorted(found.items()))


def moved(labels: Mapping[Place, str], text_at: TextAt) -> list[Change]:
    """Labels that say something else than they did: place, then and now."""
    return [
        (where, text, now)
        for where, text in labels.items()
        if _lasting(now := text_at(*where)) != _lasting(text)
    ]


def words_moved(words: Iterable[Word], text_at: TextAt) -> list[Change]:
    """Cells of words whose caption is no longer around the place for the word."""
    found = []
    for word in words:
        now = _lasting(text_at(word.row, word.column))
        before, _, after = (_lasting(part) for part in word.pattern.partition(PLACE))
        kept = len(now) >= len(before) + len(after)
        if not (kept and now.startswith(before) and now.endswith(after)):
            said = word.pattern.replace(PLACE, "…")
            found.append(((word.row, word.column), said, text_at(word.row, word.column).strip()))
    return found


def of_another_time(
    labels: Mapping[Place, str], period: Period
) -> tuple[list[tuple[Place, str]], list[tuple[Place, str]]]:
    """Labels that name another time than a period: those that name nothing else, and others.

    Under the first stand figures of that other time; of a label such as 9月签约数 only a person
    can say what is meant.
    """
    alone: list[tuple[Place, str]] = []
    among: list[tuple[Place, str]] = []
    for where, text in labels.items():
        if not _NAMES_TIME.search(text):
            continue
        try:
            plain = "".join(text.split()).strip("()（）")
            found = parse_period(_AT_THE_END.sub("", plain), year=period.year)
        except ValueError:
            inside = find_period(text, year=period.year)
            if inside and inside.frequency is period.frequency and inside.end != period.end:
                among.append((where, text))
            continue
        if not _same(found, period):
            alone.append((where, text))
    return alone, among


def _same(found: Period, period: Period) -> bool:
    if found.frequency is Frequency.YEAR:
        return found.year == period.year
    return found.end == period.end


def _each_once(texts: Sequence[tuple[Place, str]], end: int) -> Iterator[tuple[Place, str]]:
    """The texts before ``end``, the nearest first, without one that repeats the one before."""
    before = ""
    for number in range(end - 1, -1, -1):
        if texts[number][1] != before:
            yield texts[number]
            before = texts[number][1]


def _lasting(text: str) -> str:
    return _DATES.sub("", "".join(text.split()))
