"""Whom to call in a unit: what a name and a phone number may be. A phone number is text."""

from __future__ import annotations

import re

from monitoring.digits import folded
from monitoring.errors import ExpectedError

LONGEST_NAME, LONGEST_PHONE, LONGEST_NOTE = 20, 60, 100

_PHONES = re.compile(r"[0-9+*#() 、,;/转分机-]*[0-9][0-9+*#() 、,;/转分机-]*")
_BRACKETS = str.maketrans("（），；—–", "(),;--")


def name_of(text: str) -> str:
    """A person's name without needless blanks. Raises ``ExpectedError`` for none or a long one."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise ExpectedError(f"姓名要有 1 到 {LONGEST_NAME} 个字；请重新填写。")
    return name


def phone_of(text: str) -> str:
    """One or more phone numbers as they were written, leading zeros and all; empty for none.

    Raises ``ExpectedError`` for a text that is no phone number.
    """
    phone = " ".join(folded(text).translate(_BRACKETS).split())
    if phone and (len(phone) > LONGEST_PHONE or not _PHONES.fullmatch(phone)):
        short = phone if len(phone) <= 20 else f"{phone[:20]}…"
        raise ExpectedError(f"“{short}”不像电话号码；请只写数字和横线，几个号码用“、”隔开。")
    return phone


def note_of(text: str) -> str:
    """A note in one line. Raises ``ExpectedError`` for a long one."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise ExpectedError(f"备注有 {len(note)} 个字；请缩短到 {LONGEST_NOTE} 个字以内。")
    return note


def lost_its_zero(number: int) -> bool:
    """Whether a phone number kept as a number must have begun with 0: an area code and seven or
    eight digits, where a mobile number has eleven beginning with 1.
    """
    digits = str(number)
    return 9 <= len(digits) <= 11 and not (len(digits) == 11 and digits[0] == "1")
