"""Which item stands where a row's words meet a column's: service × kind, group × measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from importers.columns import (
    FLOW,
    MEASURE_WORDS,
    MONTH,
    STATISTICAL,
    STOCK,
    YTD,
    ColumnWord,
)
from importers.context import Context
from importers.matching import TELLING, narrows
from importers.names import label
from monitoring.catalogue import Form, Item, Kind

_WORDS = {
    FLOW: ("本月", "本月完成数", "本月数"),
    YTD: ("本年累计", "本年度累计完成数", "本年累计数", "本年累计完成数"),
    STATISTICAL: ("统计年度累计", "本统计年度累计"),
    STOCK: ("截止本月底全部累计数", "月末数", "月末累计"),
    **MEASURE_WORDS,
}
_KINDS = {FLOW: Kind.FLOW, YTD: Kind.YTD, STATISTICAL: Kind.YTD, STOCK: Kind.STOCK}
_SPAN = re.compile(r"[(（](本月|本年累计|统计年度累计)[)）]\s*$")
_SPANS = {"本月": FLOW, "本年累计": YTD, "统计年度累计": STATISTICAL}
_COUNT = re.compile(r"(?:总?人数|总?人次|次数|总数|数)$")


class Crossing:
    """The items of one form by what rows and columns say together."""

    def __init__(self, form: Form, context: Context) -> None:
        self.form, self._labels = form, context.labels
        self._headings = context.headings[form.code]
        self._stems = _stems(form.items)

    def item_at(self, parts: Sequence[str], word: ColumnWord) -> Item | None:
        """The one item the row's ``parts`` (section first, name last) mean under ``word``."""
        if word.kind == MONTH:
            flow = self.item_at(parts, replace(word, kind=FLOW))
            return flow or self.item_at(parts, replace(word, kind=STOCK))
        if word.kind and word.kind not in _KINDS:
            return None
        for cut in range(len(parts)):
            name, dropped = "".join(parts[cut:]), parts[:cut]
            found = {
                item.code: item
                for item in self._candidates(name, word)
                if self._belongs(item, name, dropped)
            }
            if found:
                return next(iter(found.values())) if len(found) == 1 else None
        return None

    def _belongs(self, item: Item, name: str, dropped: Sequence[str]) -> bool:
        """A short alias under a section nobody knows (签约数 under 慢阻肺) could be anyone's,
        and no item is what it is under 男 or 上年同期.
        """
        if narrows(dropped, item, self.form.name):
            return False
        key = label(name).bare
        if len(key) >= TELLING or key == label(item.name).key:
            return True
        return all({label(p).key, label(p).bare} & self._headings for p in dropped)

    def knows(self, name: str) -> bool:
        """Whether a row's name alone means something, whatever its column says."""
        words = (ColumnWord(text, kind=kind) for kind in _KINDS for text in _WORDS[kind])
        return any(True for _ in self._named(name)) or any(
            self.item_at((name,), word) is not None for word in words
        )

    def _candidates(self, name: str, word: ColumnWord) -> Iterator[Item]:
        if word.kind:
            kind = _KINDS[word.kind]
            for text in (word.text, *_WORDS[word.kind]):
                yield from (item for item in self._named(name + text) if item.kind is kind)
            yield from (item for item in self._named(name) if _spans(item, word.kind))
            for key in _keys(name):
                yield from self._stems.get((_COUNT.sub("", key), word.kind), ())
        elif word.measure:
            for text in _WORDS[word.measure]:
                yield from self._named(name + text)
        else:
            yield from self._named(name)

    def _named(self, text: str) -> Iterator[Item]:
        for key in _keys(text):
            for match in self._labels.get(key, ()):
                if match.form == self.form.code:
                    yield match.item


def _keys(text: str) -> tuple[str, ...]:
    folded = label(text)
    return tuple(dict.fromkeys((folded.key, folded.bare)))


def _spans(item: Item, kind: str) -> bool:
    """Whether an item named without its span is of the kind: 统计年度累计 is not 本年累计."""
    if item.kind is not _KINDS[kind]:
        return False
    said = _SPAN.search(item.name)
    return _SPANS[said[1]] == kind if said else kind != STATISTICAL


def _stems(items: Sequence[Item]) -> Mapping[tuple[str, str], tuple[Item, ...]]:
    """Items by the service their name begins with and the span it ends with."""
    found: dict[tuple[str, str], dict[str, Item]] = {}
    for item in items:
        if said := _SPAN.search(item.name):
            stem = _COUNT.sub("", label(_SPAN.sub("", item.name)).key)
            found.setdefault((stem, _SPANS[said[1]]), {})[item.code] = item
    return {key: tuple(each.values()) for key, each in found.items()}
