"""What the head of a column says its figures are: of which period, which kind, which measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from importers.names import label
from importers.workbook import Scalar
from monitoring.periods import Frequency, Period, find_period, parse_period

FLOW, YTD, STATISTICAL, STOCK, UNCLEAR = "flow", "ytd", "statistical", "stock", "unclear"
# A month beside a year to date: what the month brought, or how things stood at its end.
MONTH = "month"
SIZE, SIGNED, MANAGED = "size", "signed", "managed"

_ASIDE = re.compile(
    r"^(?:序号|编号|(?:指标|项目)?(?:代码|编码)|行次|栏次|(?:计量)?单位|丙|乙|甲)$"
    r"|说明|备注|原因|口径|部门|来源|审核|示例|样例|^例$|上年|去年|上月|上期|同期|同比|环比|增减|增长"
    r"|增幅|目标|计划(?!生育)|任务|排名|名次|进度|比重|占比"
)
_ELSEWHEN = re.compile(
    r"(?=.*(?:上年|去年|往年|上月|上期|上季|同期|同比|环比|增减|增长|增幅|目标|计划|任务))"
    r"(?:[比较与本年月期]|上年|去年|往年|上月|上期|上季|同期|同比|环比|增减|增长|增幅|目标|计划|任务"
    r"|全年|年度|完成|累计|实际|情况|[数量值末底率])+"
)
_RATE = re.compile(r"(?:率|百分比|比例)$")
_KINDS = (
    (STOCK, re.compile(r"(?:截[止至]|月末|月底|期末|季末|全部累计|在册|现有)")),
    (STATISTICAL, re.compile(r"统计年度")),
    (YTD, re.compile(r"(?:本年|今年|年内|全年|年初|年度).*累?|^1-\d{1,2}月|年1-\d{1,2}月")),
    (FLOW, re.compile(r"本月|当月|本期|本季")),
    (UNCLEAR, re.compile(r"累计")),
)
_SPOKEN = re.compile(
    r"(?:本月|当月|本期|本季|本年度?|今年|年初至今|月末|月底|期末|截[止至]本?月底?|全部|累计|完成|实际|数)+"
)
_THIS_YEAR = frozenset(("本年", "今年", "本年度", "本期"))
_MEASURES = {
    SIZE: ("群体数", "群体人数", "辖区人群数", "辖区人数", "人群数", "总数", "总人数", "人数"),
    SIGNED: ("签约数", "签约人数", "已签约数", "已签约人数"),
    MANAGED: ("已管理", "已管理数", "已管理人数"),
}
# How the items of a group are called: 残疾人 under 群体数 is 残疾人数.
MEASURE_WORDS = {
    SIZE: ("数", "人数", "总数", ""),
    SIGNED: ("签约数", "签约人数", "签约"),
    MANAGED: ("已管理", "已管理人数", "已管理数"),
}
_MEASURE_OF = {word: measure for measure, words in _MEASURES.items() for word in words}
_CALENDAR = re.compile(
    r"(?:(?:统计|截[止至])?(?:日期|时间|月份)|周次|星期|报告期|期别|所属期|所属月份|[年月日周])"
)
_UNTIL = re.compile(r"^截[止至]到?")
_MONTHS = re.compile(r"(\d{1,2})月?-(\d{1,2})月")
_MONTH_END = re.compile(r"(?<=\d)月[末底]")
_ENDINGS = re.compile(r"(?:[末底]|数|累计|完成数?|实际|期末数?)+$")


@dataclass(frozen=True, slots=True)
class ColumnWord:
    """A column's head understood. ``aside`` holds no figures of items, ``rate`` computed ones."""

    text: str
    period: Period | None = None
    kind: str = ""
    measure: str = ""
    aside: bool = False
    rate: bool = False

    @property
    def telling(self) -> bool:
        """Whether it says which figures these are rather than only that they are figures."""
        return bool(self.period or self.kind or self.measure)


def column_word(cells: tuple[Scalar, ...], year: int | None) -> ColumnWord:
    """The head cells from the top down as one word; ``year`` completes a month without one."""
    periods = [found for cell in cells if (found := head_period(cell, year))]
    period = periods[-1] if len({(p.end, p.frequency) for p in periods}) == 1 else None
    if len(periods) == 2 and periods[0].frequency is Frequency.YEAR:
        # 2026年 over 10月 is October of that year.
        over = periods[0].year
        period = head_period(cells[-1], over) if _bare_month(cells[-1]) else None
    texts = [cell for cell in cells if isinstance(cell, str)]
    text = "".join("".join(part.split()) for part in texts)
    keys = [label(part).key for part in texts]
    last = keys[-1] if keys else ""
    aside = any(_ASIDE.search(key) or _is_part_of_year(key) for key in keys)
    rate = bool(_RATE.search(last)) or any(label(part).measure in ("%", "‰") for part in texts)
    measure = _MEASURE_OF.get(last, "")
    # 2026年10月末 is a month like the others beside it, 10月 over 今年 and 去年 this year's month.
    said = [_MONTH_END.sub("月", key) for key in keys if key not in _THIS_YEAR] if period else keys
    kind = _kind(said)
    if period is not None and period.frequency is Frequency.YEAR and kind and year is not None:
        # 2026年 over 本月 is the month the table is of, 2025年 over it another one.
        aside = aside or period.year != year
        period = None
    return ColumnWord(text, period, kind, measure, aside, rate and not aside)


def _kind(keys: Sequence[str]) -> str:
    """The kind the lowest cell that says one says; 累计 is the year's when the year is above it."""
    kinds = [kind for key in reversed(keys) if (kind := _kind_of(key))]
    if kinds[:1] == [UNCLEAR] and kinds[1:2] in ([YTD], [STATISTICAL]):
        return kinds[1]
    return kinds[0] if kinds else ""


def _kind_of(key: str) -> str:
    return next((kind for kind, says in _KINDS if says.search(key)), "")


def _is_part_of_year(key: str) -> bool:
    """Whether months are added up that do not begin with January: 8-10月 is no month, no year."""
    found = _MONTHS.search(key)
    return found is not None and found[1] not in ("1", "01", found[2])


@lru_cache(maxsize=4096)
def _text_period(text: str, year: int | None) -> Period | None:
    plain = _ENDINGS.sub("", "".join(text.split()).strip("（）()"))
    if not re.search(r"[年月季]|^\d{4}[-/.]\d{1,2}$", plain) or len(plain) > 20:
        return None
    try:
        return parse_period(plain, year=year)
    except ValueError:
        return find_period(plain, year=year)


def head_period(cell: Scalar, year: int | None) -> Period | None:
    """The period a head cell names: a date, 2026年10月, 10月, 2026-10, 2026年."""
    if isinstance(cell, (datetime, date)):
        return Period(cell.year * 100 + cell.month) if 1949 <= cell.year <= 2099 else None
    return _text_period(cell, year) if isinstance(cell, str) else None


def _bare_month(cell: Scalar) -> bool:
    return isinstance(cell, str) and "年" not in cell and "月" in cell


def is_calendar(text: str) -> bool:
    """Whether a head stands over days, weeks or months: 日期, 月份, 周次."""
    return bool(_CALENDAR.fullmatch("".join(text.split())))


def measure_of(text: str) -> str:
    """The measure a head cell names by itself: 签约人数 counts who signed; empty for any other."""
    return _MEASURE_OF.get(label(text).key, "")


def says_when(cell: Scalar, year: int | None) -> ColumnWord | None:
    """What a head cell that names nothing but a time says, ``None`` for any other.

    10月, 1-10月, 本月 and 本年累计 say when; so do 上年同期 and 全年任务, which are ``aside``.
    """
    if isinstance(cell, str):
        return _text_says_when(cell, year)
    return column_word((cell,), year) if head_period(cell, year) else None


@lru_cache(maxsize=4096)
def _text_says_when(cell: str, year: int | None) -> ColumnWord | None:
    key = label(cell).bare
    if not key or len(key) > 20:
        return None
    if _ELSEWHEN.fullmatch(key) or _is_period(_ENDINGS.sub("", key), year or 2000):
        return column_word((cell,), year)
    return column_word((cell,), year) if _SPOKEN.fullmatch(key) else None


def _is_period(text: str, year: int) -> bool:
    text = _UNTIL.sub("", text)
    try:
        return bool(re.search("[年月季]", text)) and parse_period(text, year=year) is not None
    except ValueError:
        return False


def same_period(found: Period, wanted: Period) -> bool:
    """Whether a head's period is the one wanted; a month that ends a quarter or year is it too."""
    return found.end == wanted.end and found.frequency in (wanted.frequency, Frequency.MONTH)
