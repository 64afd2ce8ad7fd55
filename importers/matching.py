"""Which items the words over a column may stand for; no word that matters is passed over.

Groups and titles stand over columns and change nothing; 上年同期, 男 or 签约人数 over 高血压患者
make it another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.columns import FLOW, MEASURE_WORDS, SIZE, STOCK, YTD, ColumnWord, measure_of
from importers.context import Context, Match
from importers.likeness import spoken
from importers.names import label
from monitoring.catalogue import Item, Kind
from monitoring.periods import Frequency

# A short alias under a group nobody knows (签约数 under 慢阻肺) could be anyone's.
TELLING = 6
_GENERIC = frozenset(("", "数", "人数", "总数", "数量", "合计", "数值", "个数", "总人数"))
_SUFFIXES = {FLOW: "本月", YTD: "本年累计"}
_PERSONS = frozenset(("人", "人次", "剂次"))
_PEOPLE = frozenset(
    (
        *("男", "女", "户籍", "流动", "城镇", "农村", "职工", "学生", "普通"),
        *("高血压", "糖尿病", "结核", "精神", "慢阻肺", "冠心病", "卒中", "肿瘤"),
        *("老年", "儿童", "孕产妇", "新生儿", "婴儿", "残疾", "特困", "失能", "脱贫", "低保"),
        "计划生育",
    )
)
_WIDE = frozenset(("重点", "慢性病"))
_DEEDS = frozenset(
    (
        *("签约", "续约", "履约", "规范", "达标", "服药", "治疗", "随访", "访视", "探访"),
        *("培训", "持证", "有偿", "免费"),
    )
)
_TIMES = frozenset(("新增", "上月", "上年", "目标"))
_PLACES = frozenset(("医院", "卫生院", "中心", "服务站", "卫生室", "民办", "公办"))
_AGE = re.compile(r"\d(?:岁|月|级|型|周|天|次)$")
_TITLE = re.compile(r"服务|情况|工作|统计|报表?|进展|进度|基本|信息|数据|指标|一览|汇总|部分|协议")
_RATES = frozenset(("率", "占比", "比例", "比重"))


@dataclass(frozen=True)
class Meaning:
    """The items, one a form, that words may stand for; ``doubtful`` when they say still more."""

    matches: tuple[Match, ...] = ()
    doubtful: bool = False


def meaning(
    parts: Sequence[str], times: Sequence[str], when: ColumnWord | None, context: Context
) -> Meaning:
    """What the ``parts`` (from the top down) mean; ``times`` are those that only say ``when``."""
    if found := whole(parts, context):
        return Meaning(found)
    names = [part for part in parts if part not in times]
    if when is None or when.aside:
        return _lower(names, context)
    if suffix := _SUFFIXES.get(when.kind or FLOW):
        found = whole([*names, suffix], context) if names else ()
        if found:
            return Meaning(found)
    plain = _lower(names, context)
    held = tuple(m for m in plain.matches if _may_hold(when, m.item.kind))
    return Meaning(held, plain.doubtful) if held else Meaning(plain.matches, doubtful=True)


def narrows(words: Iterable[str], item: Item, form: str) -> bool:
    """Whether ``words`` over an item of the ``form`` (its name) make it another figure."""
    own: set[str] = set()
    denied: set[str] = set()
    for text in (item.name, *item.aliases, item.group, item.section, form):
        own |= spoken(label(text).bare).words
        denied |= spoken(label(text).bare).denials
    persons = item.unit in _PERSONS
    for text in words:
        said = spoken(label(text).bare)
        beyond = said.words - own
        limits = _TIMES | (_PEOPLE if persons else frozenset()) | _PLACES
        if not _TITLE.search(text):
            limits |= _DEEDS
        if beyond & limits or said.denials - denied - _RATES:
            return True
        if any(_AGE.search(word) for word in beyond):
            return True
        if persons and beyond & _WIDE and not own & _PEOPLE:
            return True
    return False


def whole(parts: Sequence[str], context: Context) -> tuple[Match, ...]:
    """Items named by all words together, or by 签约人数 over 高血压患者 the other way round."""
    orders = [list(parts)]
    measure = measure_of(parts[0]) if len(parts) == 2 else ""
    if measure:
        orders.append([parts[1], parts[0]])
    if measure == SIZE:
        orders.append([parts[1]])
    if len(parts) > 1 and (below := measure_of(parts[-1])):
        orders += [[*parts[:-1], word] for word in MEASURE_WORDS[below]]
    for order in orders:
        folded = [label(part) for part in order]
        key, bare = "".join(n.key for n in folded), "".join(n.bare for n in folded)
        if found := context.labels.get(key) or context.labels.get(bare):
            return _measured(found, parts)
    return ()


def _may_hold(when: ColumnWord, kind: Kind) -> bool:
    """Whether a column of this time holds figures of this kind when its name says no more."""
    if when.kind not in ("", FLOW):
        return {YTD: Kind.YTD, STOCK: Kind.STOCK}.get(when.kind) is kind
    yearly = when.period is not None and when.period.frequency is Frequency.YEAR
    return yearly or kind is not Kind.YTD


def _lower(parts: Sequence[str], context: Context) -> Meaning:
    """All words, then the lower ones, then the upper alone."""
    if not parts:
        return Meaning()
    if found := whole(parts, context):
        return Meaning(found)
    labels = context.labels
    folded = [label(part) for part in parts]
    for cut in range(1, len(parts)):
        dropped, kept = folded[:cut], folded[cut:]
        key, bare = "".join(n.key for n in kept), "".join(n.bare for n in kept)
        candidates = labels.get(key) or labels.get(bare) or ()
        found = tuple(
            match
            for match in candidates
            if match.canonical
            or len(key) >= TELLING
            or all({n.key, n.bare} & context.headings[match.form] for n in dropped)
        )
        if found:
            found = _measured(found, parts)
            plain = tuple(m for m in found if not narrows(parts[:cut], m.item, _form(m, context)))
            return Meaning(plain or found, doubtful=not plain)
    if len(parts) > 1 and folded[-1].key in _GENERIC:
        return _lower(parts[:-1], context)
    return Meaning()


def _form(match: Match, context: Context) -> str:
    return context.catalogue.forms[match.form].name


def _measured(matches: tuple[Match, ...], parts: Sequence[str]) -> tuple[Match, ...]:
    """Without those a percent sign in the head rules out."""
    signs = {label(part).measure for part in parts} & {"%", "‰"}
    return tuple(m for m in matches if not signs or m.item.unit in signs)
