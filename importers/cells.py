"""Reading one cell: a number, 未报, 不适用, blank, or a sentence on why it is none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Context as DecimalContext
from decimal import Decimal

from importers.workbook import CellError, Scalar, Uncached
from monitoring.amounts import MAX_AMOUNT, MISSING, NOT_APPLICABLE, Value, number, scale
from monitoring.catalogue import Item

# Only digits and signs are folded: general folding would read 10² as 102 and ① as 1.
_FOLD = str.maketrans("０１２３４５６７８９，．％＋－−／　\u00a0", "0123456789,.%+--/  ")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?) ?%")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9,.]*\s*[\u4e00-\u9fff].*")
_MARKS = re.compile(r"[-—–―_~～…·.。*×xX?？]+|无|没有|暂无|空|N/?A|n/?a")
_MISSING = "未报"
_NOT_APPLICABLE = ("不适用", "/")
# A workbook keeps fifteen digits; what a sum leaves behind them is noise of its binary numbers.
_FIFTEEN = DecimalContext(prec=15)

_SENTENCES = {
    "ambiguous_mark": "“{item}”填的是“{text}”，看不出意思；请填 0、未报 或 不适用。",
    "negative": "“{item}”填的是负数 {text}；请核对后改为不小于 0 的数。",
    "decimals": "“{item}”填的是 {text}，{places}；请核对后改正。",
    "error_value": "“{item}”的公式出错（{text}），没有结果；请改正公式或直接填数。",
    "uncached": "“{item}”的公式没有保存结果；请用 Excel 或 WPS 打开文件，保存一次后再收。",
    "date": "“{item}”填的是日期或时间；请把单元格格式改为数值后重新填数。",
    "boolean": "“{item}”填的是逻辑值 {text}；请改填数字。",
    "percent": "“{item}”填的是百分数 {text}，应填{unit}数；请改填数字。",
    "needs_unit": "“{item}”填的是“{text}”，数字带有单位；请按“{unit}”换算后只填数字。",
    "out_of_range": "“{item}”填的数太大；请核对是否多填了位数。",
    "not_a_number": "“{item}”填的是“{text}”，不是数字；请填数字、未报 或 不适用。",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be taken: a stable code and a sentence for the clerk."""

    code: str
    message: str


CellReading = tuple[Value | None, Problem | None]


def read_cell(scalar: Scalar, item: Item) -> CellReading:
    """The cell as a value of ``item``. Neither value nor problem means the cell is blank."""
    if scalar is None:
        return None, None
    # bool before int, which it also is.
    if isinstance(scalar, bool):
        return _problem("boolean", item, "是" if scalar else "否")
    if isinstance(scalar, int):
        return _count(scalar, item)
    if isinstance(scalar, str):
        return _text(scalar, item)
    if isinstance(scalar, Decimal):
        return _decimal(scalar, item)
    if isinstance(scalar, CellError):
        return _problem("error_value", item, scalar.text or "错误值")
    if isinstance(scalar, Uncached):
        return _problem("uncached", item)
    if isinstance(scalar, date | time | timedelta):
        return _problem("date", item)
    raise TypeError(f"no cell: {scalar!r}")


def plain_number(scalar: Scalar) -> Decimal | None:
    """The number in a cell of any kind, ``None`` when there is none (for checks, not values)."""
    if isinstance(scalar, bool):
        return None
    if isinstance(scalar, int):
        return Decimal(scalar)
    if isinstance(scalar, Decimal):
        return _FIFTEEN.plus(scalar) if scalar.is_finite() else None
    if isinstance(scalar, str):
        text = scalar.translate(_FOLD).strip()
        if _NUMBER.fullmatch(text) or _GROUPED.fullmatch(text):
            return Decimal(text.replace(",", ""))
    return None


def percent(scalar: Scalar) -> Decimal | None:
    """The number before the sign of a text such as "63.5%", or ``None``."""
    if not isinstance(scalar, str):
        return None
    match = _PERCENT.fullmatch(scalar.translate(_FOLD).strip())
    return Decimal(match[1]) if match else None


def _count(amount: int, item: Item) -> CellReading:
    if abs(amount) > MAX_AMOUNT:
        return _problem("out_of_range", item)
    return _scaled(str(amount), item)


def _decimal(amount: Decimal, item: Item) -> CellReading:
    if not amount.is_finite():
        return _problem("error_value", item, "不是有限的数")
    if abs(amount) > MAX_AMOUNT:
        return _problem("out_of_range", item)
    return _scaled(format(_FIFTEEN.plus(amount), "f"), item)


def _text(written: str, item: Item) -> CellReading:
    text = written.translate(_FOLD).strip()
    if not text:
        return None, None
    if text == _MISSING:
        return MISSING, None
    if text in _NOT_APPLICABLE:
        return NOT_APPLICABLE, None
    if _NUMBER.fullmatch(text) or _GROUPED.fullmatch(text):
        return _scaled(text.replace(",", ""), item)
    if match := _PERCENT.fullmatch(text):
        return _scaled(match[1], item) if item.unit == "%" else _problem("percent", item, text)
    if _MARKS.fullmatch(text):
        return _problem("ambiguous_mark", item, text)
    code = "needs_unit" if _WITH_UNIT.fullmatch(text) else "not_a_number"
    return _problem(code, item, text)


def _scaled(text: str, item: Item) -> CellReading:
    if text.startswith("-") and text.strip("-0.") and not item.negative:
        return _problem("negative", item, text)
    places = text.partition(".")[2].rstrip("0")
    if len(places) > item.decimals:
        return _problem("decimals", item, text)
    try:
        return number(scale(text, item.decimals)), None
    except ValueError:
        return _problem("out_of_range", item)


def _problem(code: str, item: Item, text: str = "") -> CellReading:
    short = text if len(text) <= 20 else f"{text[:20]}…"
    places = f"最多保留 {item.decimals} 位小数" if item.decimals else "应是整数"
    message = _SENTENCES[code].format(item=item.name, text=short, unit=item.unit, places=places)
    return None, Problem(code, message)
