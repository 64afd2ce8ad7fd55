"""Units of measure as people write them: 万人, 亿元, 名; and what one is in terms of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from importers.questions import IGNORE, Asker, Option, Question
from monitoring.catalogue import Item

_MULTIPLE = re.compile(r"(百万|千万|十万|万亿|[百千万亿])?(.*)", re.DOTALL)
_WORD = re.compile(r"[\u4e00-\u9fff]*")
_FACTORS = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_SAME = {"名": "人", "位": "人", "㎡": "平方米", "m2": "平方米", "m²": "平方米"}
# What the general 个 may stand for; a 人次 is never a 个.
_THINGS = frozenset(("家", "处", "所", "张", "项", "台", "支", "间", "对"))
_YES = (Option("yes", "是，换算"), Option(IGNORE, "不收这些数"))
_HEAD = (*_YES[:1], Option("no", "不换算，照原数收"), *_YES[1:])


@dataclass(frozen=True, slots=True)
class Conversion:
    """``written`` counts in ten to ``shift`` of the item's own unit."""

    written: str
    shift: int


@lru_cache(maxsize=2_000)
def conversion(written: str, unit: str) -> Conversion | None:
    """What a written unit of measure is to an item's; ``None`` when they are not comparable.

    A multiple without a unit (2000万) counts what the item counts.
    """
    multiple, base = _parts(written)
    own_multiple, own_base = _parts(unit)
    if not (_alike(base, own_base) if base else _WORD.fullmatch(own_base)):
        return None
    shift = _FACTORS[multiple] - _FACTORS[own_multiple]
    return Conversion(multiple + own_base, shift)


def multiple(written: str) -> int:
    """The power of ten a unit of measure counts in: 4 for 万人, 0 for 人."""
    return _FACTORS[_parts(written)[0]]


def shifted(text: str, shift: int) -> str:
    """A plain decimal times ten to ``shift``, exactly and without an exponent."""
    sign, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)
    return format(Decimal((sign, digits, exponent + shift)), "f")


def measure_key(found: Conversion, item: Item, *, head: bool = False) -> str:
    """What an answer about a conversion is kept under.

    A head may be wrong about its figures, which 2000万 in a cell never is: two questions.
    """
    return f"{'表头' if head else ''}{found.written}→{item.unit}|{item.code}"


def measure_question(
    found: Conversion, item: Item, asker: Asker, text: str, *, head: bool
) -> Question:
    """Whether figures written in another multiple are to be turned into the item's own."""
    example = f"“{text}”" if text else "数"
    stated = f"表头写的单位是“{found.written}”" if head else f"填的是{example}"
    return Question(
        asker.sender,
        "measure",
        measure_key(found, item, head=head),
        f"“{item.name}”{stated}，本表以“{item.unit}”计，要换算吗？",
        _HEAD if head else _YES,
        "yes",
    )


def caption_question(found: Conversion, item: Item, asker: Asker) -> Question:
    """Whether all figures in the item's unit are to be turned into it from what a line such as
    单位：万人 over the table says: one answer for the table.
    """
    return Question(
        asker.sender,
        "measure",
        f"表上{found.written}→{item.unit}",
        f"表上写的单位是“{found.written}”，“{item.name}”等本表以“{item.unit}”计，各列都要换算吗？",
        _HEAD,
        "yes",
    )


def _parts(unit: str) -> tuple[str, str]:
    if match := _MULTIPLE.fullmatch(unit.replace(" ", "")):
        base = match[2]
        return match[1] or "", _SAME.get(base, base)
    return "", unit


def _alike(base: str, own: str) -> bool:
    return base == own or (base == "个" and own in _THINGS) or (own == "个" and base in _THINGS)
