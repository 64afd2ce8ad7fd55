"""Numbers in cells however they are written, for finding figures and checking them."""

from __future__ import annotations

import re
from decimal import Context as DecimalContext
from decimal import Decimal

from importers.measures import multiple, shifted
from importers.names import MEASURES
from importers.numerals import numeral
from importers.workbook import Scalar
from monitoring.digits import PERCENT, folded, plain

WITH_UNIT = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([\u4e00-\u9fff㎡].*)", re.DOTALL)
NUMERAL_UNIT = re.compile(
    r"([〇○零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億]+)(\D*)"
)
# A workbook keeps fifteen digits; what a sum leaves behind them is noise of its binary numbers.
FIFTEEN = DecimalContext(prec=15)
# With a number before it, what heads a column or says when rather than how many.
_AGES = frozenset(("岁", "天", "日"))


def plain_number(scalar: Scalar) -> Decimal | None:
    """The number in a cell of any kind, ``None`` when there is none (for checks, not values)."""
    if isinstance(scalar, bool):
        return None
    if isinstance(scalar, int):
        return Decimal(scalar)
    if isinstance(scalar, Decimal):
        return FIFTEEN.plus(scalar) if scalar.is_finite() else None
    if isinstance(scalar, str):
        digits = plain(folded(scalar))
        return None if digits is None else Decimal(digits)
    return None


def number_in(scalar: Scalar) -> Decimal | None:
    """The number in a cell however it is written: 63人, 63.5%, 1.2万, 一百二十.

    For finding where figures stand, not for values; ``None`` for words, which 65岁 over a column
    and 一 before a line are.
    """
    found = plain_number(scalar)
    if found is not None or not isinstance(scalar, str):
        return found
    text = folded(scalar)
    if match := PERCENT.fullmatch(text):
        return Decimal(match[1])
    if match := WITH_UNIT.fullmatch(text):
        digits, unit = plain(match[1]), match[2].strip()
        return Decimal(shifted(digits, multiple(unit))) if digits and _counts(unit) else None
    if (match := NUMERAL_UNIT.fullmatch(text)) is None:
        return None
    said, unit = numeral(match[1]), match[2].strip()
    numbered = len(match[1]) == 1 and not unit
    counted = not numbered and (not unit or _counts(unit))
    return Decimal(said) if said is not None and counted else None


def _counts(unit: str) -> bool:
    return unit in MEASURES and unit not in _AGES


def percent(scalar: Scalar) -> Decimal | None:
    """The number before the sign of a text such as "63.5%", or ``None``."""
    if not isinstance(scalar, str):
        return None
    match = PERCENT.fullmatch(folded(scalar))
    return Decimal(match[1]) if match else None
