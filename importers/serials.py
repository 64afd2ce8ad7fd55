"""Dates as workbooks store them: a number of days, and a format that shows it as a date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

# What a format shows as it stands: quoted, escaped, as wide as another sign; and its brackets.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_GENERAL = re.compile("general", re.IGNORECASE)
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)
# Formats that show dates and need no code in the file (ECMA-376 part 1, 18.8.30, East Asian
# ones included).
BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# The calendar of 1900 has a 29 February, which only days after it count.
_LEAP_DAY = 60


def shows_date(code: str) -> bool:
    """Whether a number format shows a date, a time of day or a duration."""
    if _ELAPSED.search(code):
        return True
    return bool(_DATE_LETTER.search(_GENERAL.sub("", _LITERAL.sub("", code))))


def day_of(serial: float, dates_1904: bool) -> date | datetime | float:
    """The day, with its time where it has one; the number itself where there is no such day."""
    if dates_1904:
        first = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
    else:
        first = datetime(1899, 12, 30 if serial >= _LEAP_DAY else 31)  # noqa: DTZ001
    try:
        moment = first + timedelta(milliseconds=round(serial * 86_400_000))
    except (OverflowError, ValueError):
        return serial
    return moment if serial % 1 else moment.date()
