"""Chinese numerals read exactly: 一百二十三, 两千零五, 壹拾, 一〇五. What is vague is no number."""

from __future__ import annotations

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
_FOLD = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零二一二三四五六七八九十百千万亿")
_UNITS = {"千": 1000, "百": 100, "十": 10}
_NUMERAL = re.compile(r"[零一二三四五六七八九十百千万亿]{1,40}")
_LETTERS = re.compile(r"[零一二三四五六七八九]+")


def numeral(text: str) -> int | None:
    """The number a Chinese numeral says, ``None`` for anything else.

    一百二 and 三万五 (which mean 120 and 35,000 when spoken, or not) are refused, and so is 三五.
    """
    plain = text.translate(_FOLD)
    if not _NUMERAL.fullmatch(plain):
        return None
    if len(plain) > 1 and _LETTERS.fullmatch(plain):
        told = len(plain) > 2 or "零" in plain[1:]
        return int("".join(str(_DIGITS[c]) for c in plain)) if told else None
    return _grouped(plain, (("亿", 10**8), ("万", 10**4)))


def _grouped(text: str, units: tuple[tuple[str, int], ...]) -> int | None:
    if not units:
        return _section(text)
    (sign, factor), *rest = units
    if sign not in text:
        return _grouped(text, tuple(rest))
    high, _, low = text.partition(sign)
    above = _grouped(high, tuple(rest))
    if not above or high.startswith("零"):
        return None
    if not low:
        return above * factor
    below = _grouped(low.removeprefix("零"), tuple(rest))
    # 三万五 is thirty-five thousand to most people and thirty thousand and five to the letter.
    if not below or (len(low) == 1):
        return None
    return above * factor + below


def _section(text: str) -> int | None:
    """A number below 10,000."""
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    total, last, after_zero, position = 0, 10_000, False, 0
    while position < len(text):
        sign = text[position]
        following = text[position + 1 : position + 2]
        if sign == "零":
            if after_zero or not total:
                return None
            after_zero = True
            position += 1
        elif sign == "十" and not total:
            total, last, after_zero = 10, 10, False
            position += 1
        elif sign in _DIGITS and following in _UNITS:
            unit = _UNITS[following]
            if unit >= last:
                return None
            total, last, after_zero = total + _DIGITS[sign] * unit, unit, False
            position += 2
        elif sign in _DIGITS and not following and (last == 10 or after_zero):
            return total + _DIGITS[sign]
        else:
            return None
    return None if after_zero else total
