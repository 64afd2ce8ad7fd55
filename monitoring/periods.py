"""Reporting periods. A period is the month it ends in; its frequency says how long it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

EARLIEST_YEAR = 1949
LATEST_YEAR = 2099

_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= dict.fromkeys("零○Oo0", "0")
_YEAR_DIGITS = r"\d" + "".join(_DIGITS)
_MONTHS = {
    name: str(month) for month, name in enumerate((*"一二三四五六七八九十", "十一", "十二"), 1)
}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?P<year>\d{4})"
# What may not stand before a period inside a text: more digits, or the start of a span of years.
_BOUNDARY = r"(?<!\d)(?<!\d[-—–―~至到])"
_SPAN = r"\d{1,2}月?[-—–―~至到]{1,2}"
_DATES = re.compile(
    r"(?P<first_year>\d{4})年(?P<first>\d{1,2})月(?:\d{1,2}日)?[-—–―~至到]{1,2}"
    r"(?:(?P<last_year>\d{4})年)?(?P<last>\d{1,2})月"
)
_FORMS: tuple[tuple[str, str], ...] = (
    ("month", rf"{_YEAR}年(?:{_SPAN})?(?P<month>\d{{1,2}})月份?"),
    ("month", rf"{_YEAR}[-/.](?P<month>\d{{1,2}})月份?"),
    ("month", rf"{_YEAR}[-/.](?P<month>\d{{1,2}})"),
    ("month", rf"{_YEAR}(?P<month>\d{{2}})"),
    ("month", rf"(?:{_SPAN})?(?P<month>\d{{1,2}})月份?"),
    ("quarter", rf"{_YEAR}年?第?(?P<quarter>[一二三四1-4])季度?"),
    ("quarter", rf"{_YEAR}-?[Qq](?P<quarter>[1-4])"),
    ("quarter", r"第?(?P<quarter>[一二三四1-4])季度"),
    ("half", rf"{_YEAR}年?(?P<half>[上下])半年"),
    ("half", rf"{_YEAR}-?[Hh](?P<half>[12])"),
    ("half", r"(?P<half>[上下])半年"),
    ("year", rf"{_YEAR}年度?"),
    ("year", _YEAR),
    ("year", r"全年|年度"),
)
# Inside a text only the forms with a word count, and those with their year come first.
_IN_TEXTS = sorted(
    (form for form in _FORMS if re.search("[年月季]", form[1])),
    key=lambda form: _YEAR not in form[1],
)


class Frequency(StrEnum):
    """How often a form is filled."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Length in months."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]

    @property
    def label(self) -> str:
        """The word a clerk uses for a form of this frequency."""
        return {"month": "月报", "quarter": "季报", "half": "半年报", "year": "年报"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter, half or year, known by the month it ends in (``end``, as yyyymm).

    Raises ``ValueError`` for a month that does not exist or cannot end such a period.
    """

    end: int
    frequency: Frequency = Frequency.MONTH

    def __post_init__(self) -> None:
        year, month = divmod(self.end, 100)
        if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
            raise ValueError(f"no such month: {self.end}")
        if month % self.frequency.months:
            raise ValueError(f"no {self.frequency} ends in {self.end}")

    @property
    def year(self) -> int:
        """Calendar year the period ends in."""
        return self.end // 100

    @property
    def month(self) -> int:
        """Calendar month (1–12) the period ends in."""
        return self.end % 100

    @property
    def label(self) -> str:
        """The period in Chinese, e.g. 2026年10月, 2026年第三季度, 2026年上半年, 2026年."""
        if self.frequency is Frequency.MONTH:
            return f"{self.year}年{self.month}月"
        if self.frequency is Frequency.QUARTER:
            return f"{self.year}年第{'一二三四'[self.month // 3 - 1]}季度"
        if self.frequency is Frequency.HALF:
            return f"{self.year}年{'上' if self.month == 6 else '下'}半年"
        return f"{self.year}年"

    def shift(self, count: int) -> Period:
        """The period ``count`` periods of the same length later (earlier when negative)."""
        return Period(add_months(self.end, count * self.frequency.months), self.frequency)

    def year_before(self) -> Period:
        """The same period one year earlier."""
        return Period(self.end - 100, self.frequency)


def add_months(end: int, count: int) -> int:
    """The month ``count`` months after ``end``; both as yyyymm."""
    months = end // 100 * 12 + end % 100 - 1 + count
    return months // 12 * 100 + months % 12 + 1


@lru_cache(maxsize=1024)
def latest(frequency: Frequency, month: int) -> Period:
    """The last period of ``frequency`` that has ended by ``month`` (yyyymm)."""
    return Period(add_months(month, -(month % 100 % frequency.months)), frequency)


def parse_period(
    text: str, *, frequency: Frequency | None = None, year: int | None = None
) -> Period:
    """Read a period as clerks write it: 2026年10月, 二〇二六年十月, 2026-10, 10月份, 2026年上半年.

    2026年1-10月 is the month it runs to: a period is known by the month it ends in.
    ``year`` completes a text without one. ``frequency`` is what the form asks for: a text that
    means another length is refused, except that a month which ends such a period is taken as it.
    Raises ``ValueError`` when the text is not a period.
    """
    plain = _plain(text)
    for name, pattern in _FORMS:
        if match := re.fullmatch(pattern, plain):
            return _as_frequency(_period_of(name, match.groupdict(), year, text), frequency)
    raise ValueError(f"not a period: {text!r}")


def find_period(
    text: str, *, frequency: Frequency | None = None, year: int | None = None
) -> Period | None:
    """The period inside a longer text such as a title, or ``None``.

    Only forms that carry 年, 月, 季 or 半年 count: bare digits in a title are rarely a period.
    One that carries its year goes before one that does not; years alone, and spans of years
    (2021-2025年规划), are a period only when a yearly one is asked for and never in a span.
    A span of dates (2025年12月26日至2026年1月25日) is the month it ends in.
    """
    plain = _DATES.sub(_last_of_dates, _plain(text))
    for name, pattern in _IN_TEXTS:
        if name == "year" and frequency is not Frequency.YEAR:
            continue
        for match in re.finditer(_BOUNDARY + pattern, plain):
            try:
                return _as_frequency(_period_of(name, match.groupdict(), year, text), frequency)
            except ValueError:
                continue
    return None


def _last_of_dates(match: re.Match[str]) -> str:
    """The end of a span of dates; one without a year of its own lies within the next twelve."""
    year = int(match["last_year"] or match["first_year"])
    if match["last_year"] is None and int(match["last"]) < int(match["first"]):
        year += 1
    return f"{year}年{match['last']}月"


def _plain(text: str) -> str:
    """Width folded, white space gone, Chinese numerals of dates as digits."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    folded = re.sub(
        rf"(?<![{_YEAR_DIGITS}])[{_YEAR_DIGITS}]{{4}}(?=年)",
        lambda match: "".join(_DIGITS.get(character, character) for character in match[0]),
        folded,
    )
    return re.sub("[一二三四五六七八九十]+(?=月)", lambda m: _MONTHS.get(m[0], m[0]), folded)


def _period_of(name: str, parts: dict[str, str | None], year: int | None, text: str) -> Period:
    written = parts.get("year")
    if written is None and year is None:
        raise ValueError(f"no year in {text!r}")
    base = (int(written) if written else int(year or 0)) * 100
    if name == "month":
        return Period(base + int(parts["month"] or 0))
    if name == "quarter":
        return Period(base + 3 * _QUARTERS[parts["quarter"] or ""], Frequency.QUARTER)
    if name == "half":
        return Period(base + (6 if parts["half"] in ("上", "1") else 12), Frequency.HALF)
    return Period(base + 12, Frequency.YEAR)


def _as_frequency(period: Period, wanted: Frequency | None) -> Period:
    if wanted is None or period.frequency is wanted:
        return period
    if period.frequency is Frequency.MONTH:
        return Period(period.end, wanted)
    raise ValueError(f"{period.label} is no {wanted}")
