"""How alike a heading and an item's names are: sure, worth asking about, or no.

Names in this field differ by one word that turns the meaning round: 已管理 and 未管理, 60岁 and
65岁, 户籍 and 常住. What a heading says beyond an item's name rules the item out, however alike
the rest is; what it leaves unsaid is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from monitoring.catalogue import Item

SURE = 100.0
MARGIN = 3.0
ASK = 60.0
_CONTAINED = 70.0

# A name as short as 签约 could be anyone's, however well it fits one.
_LEAST = 4

_NUMBERS = re.compile(r"\d+(?:\.\d+)?(?:-\d+)?(?:岁|个?月|周|天|次|级|型)?|十")
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")
_PLUS = re.compile(r"(?<=\d\d)\+")
_LOOSE = re.compile(r"的")
_ENDING = re.compile(r"(?:总人数|总数|人数|数量|总量|情况|数)$")
_DENIALS = re.compile(r"[未无非不半]|脱落|失访|终止|注销|死亡|退出|率|占比|比例|比重")
_WORDS = tuple(
    (words.split("|")[0], re.compile(words))
    for words in (
        *("男", "女", "户籍", "常住", "流动|外来", "城镇|城市", "农村", "职工", "学生"),
        *("高血压", "糖尿病", "结核", "精神|重精", "慢阻肺|慢性阻塞", "冠心病", "卒中", "肿瘤|癌"),
        *("老年|老人", "儿童|幼儿", "孕产妇|产妇|孕妇", "新生儿", "婴儿", "残疾", "特困", "失能"),
        *(
            "脱贫|贫困",
            "低保",
            "计划生育|计生",
            "重点",
            "慢性病|慢病",
            "普通|一般",
            "签约",
            "续约|续签",
            "履约|按协议",
            "管理",
        ),
        *(
            "规范",
            "达标|控制",
            "健康管理",
            "中医",
            "系统",
            "登记",
            "随访",
            "访视",
            "建册",
            "档案|建档",
        ),
        *("服药", "治疗", "应管|应种|应建|应", "实种", "在册", "探访", "培训", "持证|持有", "团队"),
        *(
            "新增|新建|新签",
            "累计",
            "本月|当月",
            "上月",
            "上年|去年|往年",
            "本年|今年|年度",
            "年末",
        ),
        *(
            "率|占比|比例|比重",
            "以上",
            "以下|以内|不足",
            "医院",
            "卫生院",
            "中心",
            "服务站",
            "卫生室",
        ),
        *(
            "床位|病床",
            "医师|医生",
            "护士",
            "护理员",
            "机构",
            "人次",
            "剂次",
            "次数",
            "门诊",
            "住院",
        ),
        *("上门", "内设", "民办|民营|社会办", "公办|公立", "电子", "有偿", "免费", "目标|计划任务"),
        *("西医", "饮片", "中成药", "国医堂", "精品", "特色", "养老", "安宁", "家庭养老", "集中"),
    )
)


@dataclass(frozen=True, slots=True)
class Near:
    """An item a heading may mean; ``score`` up to 100, ``plain`` when nothing is left unsaid."""

    item: Item
    score: float
    plain: bool


def nearest(heading: str, names: Iterable[tuple[str, Item]]) -> list[Near]:
    """The items worth asking about, likeliest first, each by the name that is most alike.

    ``heading`` and ``names`` are folded; imports rapidfuzz, which most collections never need.
    """
    from rapidfuzz import fuzz

    said, own = spoken(heading), core(heading)
    best: dict[str, Near] = {}
    for name, item in names:
        other = spoken(name)
        if said.denials != other.denials or not said.words <= other.words:
            continue
        score = fuzz.ratio(own, core(name))
        if len(own) > 1 and own in core(name):
            score = max(score, _CONTAINED)
        if score >= ASK and (item.code not in best or score > best[item.code].score):
            plain = said.words == other.words and len(own) >= _LEAST
            best[item.code] = Near(item, score, plain)
    return sorted(best.values(), key=lambda near: -near.score)


def certain(near: list[Near]) -> Item | None:
    """The one item beyond doubt among the ``near``, best first."""
    if not near or not near[0].plain or near[0].score < SURE:
        return None
    alone = len(near) == 1 or near[0].score - near[1].score >= MARGIN
    return near[0].item if alone else None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a name that must not be mistaken: numbers, groups, actions; and denials."""

    words: frozenset[str]
    denials: frozenset[str]


@lru_cache(maxsize=5_000)
def spoken(name: str) -> Spoken:
    """The telling words of a folded name, each by one spelling, and what it denies."""
    text = _spelled(name)
    numbers = {number.replace("个", "") for number in _NUMBERS.findall(text)}
    words = {word for word, pattern in _WORDS if pattern.search(text)}
    return Spoken(frozenset(numbers | words), frozenset(_DENIALS.findall(text)))


@lru_cache(maxsize=5_000)
def core(name: str) -> str:
    """A name without the words that count nothing: 签约人数 and 签约数 are both 签约."""
    text = _spelled(name)
    return _ENDING.sub("", _LOOSE.sub("", text)) or name


def _spelled(name: str) -> str:
    """65+ as 65岁及以上, 二型 as 2型."""
    text = _PLUS.sub("岁及以上", name).replace("周岁", "岁")
    return text.translate(_NUMERALS)
