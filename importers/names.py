"""Names as people write them, reduced to what has to agree: exact matching after folding."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|\d+(?:[.．]\d+)+[、.．]?|\d+、|\d+[.．](?!\d)|[①-⑳])\s*"
)
_BRACKETS = re.compile(r"[(\[【〔]\s*(?:单位\s*:)?\s*([^()\[\]【】〔〕]*?)\s*[)\]】〕]")
_RANGE = re.compile(r"(?<=\d)[-‐‑‒–—―~至到](?=\d)")
_PUNCTUATION = re.compile(
    r"[\s、,.。:;'\"“”‘’()\[\]【】〔〕《》<>·•_*#—–…!?/\\|~]|(?<!\d)-|-(?!\d)"
)
_AMONG = re.compile(r"^其中")
_COUNTED = (
    *("个", "家", "人", "名", "张", "次", "人次", "剂次", "家次", "人日", "床日", "所", "支", "台"),
    *(
        "项",
        "例",
        "户",
        "间",
        "处",
        "种",
        "件",
        "份",
        "辆",
        "对",
        "天",
        "日",
        "岁",
        "元",
        "吨",
        "千克",
    ),
)
MEASURES = frozenset(
    [*_COUNTED, "%", "‰", "平方米", "m2", "㎡", "/10万", "1/10万", "1/万", "千", "万", "亿"]
    + ["克/人·日", "克"]
    + [many + counted for many in "千万亿" for counted in _COUNTED]
    + [
        f"{counted}/{base}"
        for counted in (*_COUNTED, "平方米", "m2", "㎡")
        for base in ("人", "千人", "万人")
    ]
)
_MULTIPLES = re.compile(r"^[千万亿百]")


@dataclass(frozen=True, slots=True)
class Label:
    """A folded name: ``key`` is compared, ``measure`` is the unit written in its brackets.

    ``bare`` is the key without numbering and 其中, the same as ``key`` when there is neither.
    """

    key: str
    bare: str
    measure: str = ""


@lru_cache(maxsize=20_000)
def label(text: str) -> Label:
    """Fold width, spaces, line breaks, punctuation and bracketed units of measure away."""
    if len(text) > 200:
        text = text[:200]
    numbered = _NUMBERING.sub("", text)
    key, measure = _folded(text)
    bare = _folded(numbered)[0] if numbered != text else key
    return Label(key, _AMONG.sub("", bare) or bare, measure)


def multiplied(measure: str) -> bool:
    """Whether a unit of measure counts in thousands or more, such as 万人."""
    return bool(_MULTIPLES.match(measure))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKC", text)
    measures: list[str] = []

    def bracket(match: re.Match[str]) -> str:
        inside = re.sub(r"\s", "", match[1])
        if inside.replace("m²", "m2") in MEASURES:
            measures.append(inside)
            return ""
        return inside

    plain = _BRACKETS.sub(bracket, plain)
    plain = re.sub(r"\s+", "", plain)
    for sign in ("%", "‰"):
        if plain.endswith(sign):
            plain = plain[:-1]
            measures.append(sign)
    plain = _PUNCTUATION.sub("", _RANGE.sub("-", plain)).lower()
    return plain, measures[0] if measures else ""
