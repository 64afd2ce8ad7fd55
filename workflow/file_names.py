"""What a file's name says of month and unit, held against what is inside.

Last month's table under this month's name, or another township's, shows in its name alone. A name
that could mean several months, or the day it was sent or corrected, says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from db.ledger import Ledger
from importers.recognise import Context, Reading
from monitoring.issues import Issue, Severity
from monitoring.periods import Frequency, Period, parse_period
from workflow.staged import FileStatus, StagedFile

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTHS = re.compile(
    rf"(?<![\d一二三四五六七八九十])(?P<year>20\d\d\s*年?[-_.\s]*)?"
    rf"(?:(?P<from>{_NUMERAL})\s*月?\s*[-—–~～至到]\s*)?(?P<month>{_NUMERAL})\s*月份?(?P<after>.*)"
)
_DIGITS = re.compile(
    r"(?<!\d)20\d\d(?:[-_.年](?:0?[1-9]|1[0-2])(?![\d月日])(?![-_.]\d)|(?:0[1-9]|1[0-2])(?!\d))"
)
_LONGER = re.compile(r"(?:(?<!\d)20\d\d\s*年?)?(?:第?[一二三四1-4]季度?|[上下]半年)")
_YEAR = re.compile(r"(?<!\d)20\d\d年度?(?![\d〇一二三四五六七八九十上下第])")
# A month before these is when the file was sent or changed, and one with a day is a date.
_SENT = re.compile(
    r"\s*(?:\d{1,2}(?!\d|\s*月)|初|[上中下]旬|[底末]报"
    r"|[底末]?(?:上报|报送|填报|收|交|提交|发|补|改|修|重|更|打印|导出))"
)
_SEVERAL = re.compile(r"\d\s*[、,，和及与]\s*\d{1,2}\s*月")


def named_period(name: str, frequency: Frequency, year: int) -> Period | None:
    """The one period a file's name states, as a form of this ``frequency`` counts it.

    ``year`` completes a month without one. ``None`` when it states none, several, or one that
    may be the day of sending (10月5日上报, 10月收9月 counts as 9月).
    """
    stem = unicodedata.normalize("NFKC", Path(name).stem)
    if _SEVERAL.search(stem):
        return None
    try:
        found = {parse_period(text, frequency=frequency, year=year) for text in _stated(stem)}
    except ValueError:
        return None
    return found.pop() if len(found) == 1 else None


def _stated(stem: str) -> list[str]:
    texts = []
    rest = stem
    while match := _MONTHS.search(rest):
        first = match["from"]
        if first is not None and first not in ("1", "01", "一"):
            return []
        if not _SENT.match(match["after"]):
            year = re.sub(r"[-_.\s]", "", match["year"] or "")
            texts.append(f"{year}{'年' if year and '年' not in year else ''}{match['month']}月")
        rest = match["after"]
    texts += [each.replace("_", "-") for each in _DIGITS.findall(stem)]
    texts += _LONGER.findall(stem)
    return texts or _YEAR.findall(stem)


def against_name(ledger: Ledger, file: StagedFile, period: Period | None) -> StagedFile:
    """The file with what its name says otherwise than its inside, refused where nobody knows.

    ``period`` is what the clerk asked for: a file that says the same inside only gets a warning
    for its month. One whose name alone states the month is told which to choose.
    """
    reading = file.reading
    if reading is None or reading.form is None or reading.layout == "package":
        return file
    if reading.period is None:
        return _with_hint(ledger, file, reading)
    if file.status is not FileStatus.STAGED:
        return file
    named = named_period(file.path.name, _frequency(ledger, reading), reading.period.year)
    if named is not None and named != reading.period:
        file = _other_period(file, reading, named, asked=period is not None)
    return _of_another_unit(ledger, file, reading)


def _other_period(file: StagedFile, reading: Reading, named: Period, *, asked: bool) -> StagedFile:
    here = reading.period.label if reading.period else ""
    if reading.stated:
        message = (
            f"文件名写的是{named.label}，表里写的是{here}；请核对是哪一期，改正写错的一处再收。"
        )
    else:
        message = (
            f"文件名写的是{named.label}，表里没有写期别，现在收的是{here}；"
            "请核对文件，或改选期别后再收。"
        )
    if reading.stated and asked:
        message = (
            f"文件名写的是{named.label}，表里写的是{here}；请核对数字是不是{here}的，确实是再收。"
        )
        issue = Issue("name_differs", message, Severity.WARNING)
        return replace(file, issues=(*file.issues, issue))
    return file.refused(Issue("name_differs", message))


def _of_another_unit(ledger: Ledger, file: StagedFile, reading: Reading) -> StagedFile:
    named = Context(ledger.area, ledger.catalogue).named_unit(file.path.stem)
    if named is None or not reading.units or named.code in reading.units:
        return file
    units = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    if set(reading.units) == {ledger.area.code}:
        return file
    inside = "、".join(units[code] for code in reading.units[:3])
    more = f"等 {len(reading.units)} 个单位" if len(reading.units) > 3 else ""
    message = (
        f"文件名写的是{named.name}，表里是{inside}{more}的数；"
        "请核对是哪个单位的，改正写错的一处再收。"
    )
    return file.refused(Issue("name_differs", message))


def _with_hint(ledger: Ledger, file: StagedFile, reading: Reading) -> StagedFile:
    """Where nothing inside states the period, point to the one the name states."""
    named = named_period(file.path.name, _frequency(ledger, reading), 0)
    if named is None:
        return file
    hint = (
        f"标题和工作表名里都没有写明报告期，文件名写的是{named.label}；请选定{named.label}后再收。"
    )
    issues = tuple(
        replace(issue, message=hint) if issue.code == "no_period" and not issue.cell else issue
        for issue in file.issues
    )
    return replace(file, issues=issues)


def _frequency(ledger: Ledger, reading: Reading) -> Frequency:
    return ledger.catalogue.forms[reading.form or ""].frequency
