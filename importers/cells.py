"""Reading one cell: a number, 未报, 不适用, blank, a question, or a sentence on why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from importers.measures import (
    Conversion,
    conversion,
    measure_key,
    measure_question,
    shifted,
)
from importers.numbers import FIFTEEN, NUMERAL_UNIT, WITH_UNIT
from importers.numerals import numeral
from importers.questions import IGNORE, Asker, Option, Question
from importers.workbook import CellError, Scalar, Uncached
from monitoring.amounts import (
    MAX_AMOUNT,
    MISSING,
    NOT_APPLICABLE,
    State,
    Value,
    grouped,
    number,
    scale,
)
from monitoring.catalogue import Item
from monitoring.digits import DATE, PERCENT, folded, plain
from monitoring.issues import Issue, Severity

_MARKS = re.compile(r"[-—–―_~～…·.。*×xX?？/\\]+|无|没有|暂无|空|无数据|不详|N/?A|n/?a")
_RUN = re.compile(r"(.)\1+")
_DASHES = str.maketrans("–―", "——")
_MISSING = frozenset(("未报", "缺报", "未填", "未填报", "未上报", "漏报", "未统计", "暂缺"))
_NOT_APPLICABLE = frozenset(("不适用", "不涉及", "无此项", "无此项目", "无此业务", "无此项业务"))
_SAYS_NONE = frozenset(("无", "没有"))
_SMALL = 10**9

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
    "converted": "“{item}”填的是“{text}”，已换算成 {new} {unit}；请核对换算是否正确。",
}
_MEANINGS = {"missing": MISSING, "not_applicable": NOT_APPLICABLE}
_STATES = (Option("missing", "未报"), Option("not_applicable", "不适用"))
_LEFT_OUT = Option(IGNORE, "不收这些格")
_SHARES = (Option("ratio", "按比值读，乘以 100"), Option("as_is", "照原数读"), _LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be taken as it is: a stable code and a sentence for the clerk.

    With a ``question`` the clerk's answer decides; a warning comes with the value it is about.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    question: Question | None = None


CellReading = tuple[Value | None, Problem | None]


def take(
    scalar: Scalar, item: Item, asker: Asker, cell: str, measure: str = ""
) -> tuple[Value | None, Issue | None]:
    """:func:`read_cell` for the cell of that name, its question put to the ``asker``."""
    value, problem = read_cell(scalar, item, asker, measure)
    if problem is None:
        return value, None
    if problem.question is not None:
        asker.ask(problem.question, cell)
        return None, None
    return value, Issue(problem.code, problem.message, problem.severity, asker.sheet, cell)


def read_cell(
    scalar: Scalar, item: Item, asker: Asker | None = None, measure: str = ""
) -> CellReading:
    """The cell as a value of ``item``. Neither value nor problem means the cell is blank, or
    that the clerk has said to leave such cells out.

    ``asker`` knows what the sender's marks mean and what may be converted; without one both
    are refused. ``measure`` is another multiple of the item's unit that the column is headed
    with (万人 over an item in 人).
    """
    # Most cells are whole numbers.
    if type(scalar) is int and 0 <= scalar < _SMALL and scalar != 1 and not measure:
        return Value(State.NUMBER, scalar * 10**item.decimals), None
    if scalar is None:
        return None, None
    if isinstance(scalar, str):
        return _text(scalar, item, asker, measure)
    # bool before int, which it also is.
    if isinstance(scalar, bool):
        return _problem("boolean", item, "是" if scalar else "否")
    if isinstance(scalar, int | Decimal):
        return _amount(scalar, item, asker, measure)
    return _no_figure(scalar, item)


def is_blank(scalar: Scalar) -> bool:
    """Whether a person sees nothing in the cell."""
    return scalar is None or (isinstance(scalar, str) and not folded(scalar))


def _no_figure(scalar: CellError | Uncached | date | time | timedelta, item: Item) -> CellReading:
    if isinstance(scalar, CellError):
        return _problem("error_value", item, scalar.text or "错误值")
    if isinstance(scalar, Uncached):
        return _problem("uncached", item)
    if isinstance(scalar, date | time | timedelta):
        return _problem("date", item)
    raise TypeError(f"no cell: {scalar!r}")


def _amount(amount: int | Decimal, item: Item, asker: Asker | None, measure: str) -> CellReading:
    if isinstance(amount, Decimal) and not amount.is_finite():
        return _problem("error_value", item, "不是有限的数")
    if not -MAX_AMOUNT <= amount <= MAX_AMOUNT:
        return _problem("out_of_range", item)
    if isinstance(amount, Decimal):
        return _written(format(FIFTEEN.plus(amount), "f"), item, asker, measure)
    return _written(str(amount), item, asker, measure)


def _text(written: str, item: Item, asker: Asker | None, measure: str) -> CellReading:
    text = folded(written)
    if not text:
        return None, None
    if (digits := plain(text)) is not None:
        return _written(digits, item, asker, measure)
    if text in _MISSING:
        return MISSING, None
    if text in _NOT_APPLICABLE or (text == "/" and (asker is None or asker.template)):
        return NOT_APPLICABLE, None
    if _MARKS.fullmatch(text):
        return _mark(text, item, asker)
    return _said(text, item, asker, measure)


def _said(text: str, item: Item, asker: Asker | None, measure: str) -> CellReading:
    """A number written with words or signs: a percentage, a numeral, a unit of measure."""
    if match := PERCENT.fullmatch(text):
        return _scaled(match[1], item) if item.unit == "%" else _problem("percent", item, text)
    if DATE.fullmatch(text):
        return _problem("date", item)
    if match := NUMERAL_UNIT.fullmatch(text):
        if (said := numeral(match[1])) is not None and _is_own(match[2], item, measure):
            return _scaled(str(said), item)
    elif match := WITH_UNIT.fullmatch(text):
        return _with_unit(match[1], match[2], text, item, asker)
    return _problem("not_a_number", item, text)


def _mark(text: str, item: Item, asker: Asker | None) -> CellReading:
    """What a mark means to this sender; only a word for nothing may be 0."""
    if asker is None:
        return _problem("ambiguous_mark", item, text)
    mark = _RUN.sub(r"\1", text.translate(_DASHES))
    answer = asker.answer("mark", mark)
    if answer in _MEANINGS:
        return _MEANINGS[answer], None
    if answer == IGNORE:
        return None, None
    if answer == "zero" and mark in _SAYS_NONE:
        return number(0), None
    none = (Option("zero", "0"),) if mark in _SAYS_NONE else ()
    question = Question(
        asker.sender,
        "mark",
        mark,
        f"格里填的“{mark}”是什么意思？",
        (*_STATES, *none, _LEFT_OUT),
        "not_applicable" if mark == "/" else "",
    )
    return _asked(question)


def _is_own(unit: str, item: Item, measure: str) -> bool:
    """Whether a numeral with this unit behind it counts in the item's own unit for certain."""
    if not unit:
        return not measure
    found = conversion(unit.strip(), item.unit)
    return found is not None and found.shift == 0


def _with_unit(digits: str, unit: str, text: str, item: Item, asker: Asker | None) -> CellReading:
    amount = plain(digits)
    found = conversion(unit.strip(), item.unit)
    if amount is None or found is None:
        return _problem("needs_unit", item, text)
    if found.shift == 0:
        return _scaled(amount, item)
    if asker is None:
        return _problem("needs_unit", item, text)
    return _converted(amount, text, found, item, asker)


def _converted(amount: str, text: str, found: Conversion, item: Item, asker: Asker) -> CellReading:
    answer = asker.answer("measure", measure_key(found, item))
    if answer == IGNORE:
        return None, None
    if answer != "yes":
        return _asked(measure_question(found, item, asker, text, head=False))
    value, problem = _scaled(shifted(amount, found.shift), item)
    if value is None or value.amount is None:
        return value, problem
    return value, Problem(
        "converted",
        _sentence("converted", item, text, grouped(value.amount, item.decimals)),
        Severity.WARNING,
    )


def _written(text: str, item: Item, asker: Asker | None, measure: str) -> CellReading:
    """A plain number: as the head says it is counted, or as a share where that is in doubt."""
    if measure and (found := conversion(measure, item.unit)) is not None:
        return _scaled(shifted(text, found.shift), item)
    if item.unit == "%" and asker is not None and _is_share(text):
        return _share(text, item, asker)
    return _scaled(text, item)


def _is_share(text: str) -> bool:
    return 0 < abs(Decimal(text)) <= 1


def _share(text: str, item: Item, asker: Asker) -> CellReading:
    """A cell shown as 65 % holds 0.65, and so does one that means 0.65 %."""
    key = f"0.65→65%|{item.code}"
    answer = asker.answer("measure", key)
    if answer == IGNORE:
        return None, None
    if answer == "as_is":
        return _scaled(text, item)
    if answer == "ratio":
        value, problem = _scaled(shifted(text, 2), item)
        if value is None or value.amount is None:
            return value, problem
        new = grouped(value.amount, item.decimals)
        message = _sentence("converted", item, text, new)
        return value, Problem("converted", message, Severity.WARNING)
    if asker.template:
        return _small_share(text, item)
    asked = f"“{item.name}”填的是 {text}，它是比值（即 {shifted(text, 2)}%）还是 {text}%？"
    return _asked(Question(asker.sender, "measure", key, asked, _SHARES))


def _small_share(text: str, item: Item) -> CellReading:
    """Our own template says 计量单位 %, so the figure stands; it is only pointed out."""
    value, problem = _scaled(text, item)
    if value is None:
        return value, problem
    message = (
        f"“{item.name}”填的是 {text}%，比 1% 还小或刚好 1%；"
        f"如果应是 {shifted(text, 2)}%，请改成 {shifted(text, 2)} 后重新发来。"
    )
    return value, Problem("share", message, Severity.WARNING)


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


def _asked(question: Question) -> CellReading:
    return None, Problem("question", question.text, question=question)


def _problem(code: str, item: Item, text: str = "") -> CellReading:
    return None, Problem(code, _sentence(code, item, text))


def _sentence(code: str, item: Item, text: str, new: str = "") -> str:
    short = text if len(text) <= 20 else f"{text[:20]}…"
    places = f"最多保留 {item.decimals} 位小数" if item.decimals else "应是整数"
    return _SENTENCES[code].format(
        item=item.name, text=short, unit=item.unit, places=places, new=new
    )
