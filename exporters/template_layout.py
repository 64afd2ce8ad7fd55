"""What stands in which row of a blank template, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exporters.return_layout import nested_label
from monitoring.catalogue import Form, Indicator, Item
from monitoring.periods import Frequency

ORDINAL, LABEL, UNIT, INPUT, DEFINITION, LAST = 1, 2, 3, 4, 5, 6
TITLE_ROW, PLACE_ROW, GUIDE_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3, 4, 5
INPUT_LETTER, LABEL_LETTER = "D", "B"
HEADS = ("行次", "项目", "计量单位", "本期数", "口径", "上期数")


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the head: a heading (neither ``item`` nor ``rate``), an item, or a rate."""

    row: int
    label: str
    ordinal: int = 0
    item: Item | None = None
    rate: Indicator | None = None

    @property
    def address(self) -> str:
        """The cell that takes the figure, e.g. "D7"."""
        return f"{INPUT_LETTER}{self.row}"

    @property
    def label_address(self) -> str:
        """The cell that says what the figure is, e.g. "B7"."""
        return f"{LABEL_LETTER}{self.row}"


def rows_of(form: Form, indicators: Mapping[str, Indicator]) -> tuple[Row, ...]:
    """The rows of a form's template from top to bottom: headings, items, computed rates."""
    contents = _contents(form, indicators)
    return tuple(
        Row(number, label, ordinal, item, rate)
        for number, (label, ordinal, item, rate) in enumerate(contents, FIRST_ROW)
    )


def definition_text(form: Form, item: Item) -> str:
    """What the 口径 column says: the kind of figure, who supplies it, what it counts."""
    kind = item.kind.label
    if form.frequency is not Frequency.MONTH:
        kind = kind.replace("月末", "期末").replace("本月", "本期")
    supplier = f"（{item.supplier}提供）" if item.supplier else ""
    return f"【{kind}】{supplier}{item.definition}"


def _contents(
    form: Form, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, int, Item | None, Indicator | None]]:
    section = ""
    parents_seen: set[str] = set()
    for ordinal, item in enumerate(form.items, 1):
        if item.section != section:
            section = item.section
            if section:
                yield section, 0, None, None
            parents_seen.clear()
        first = item.parent not in parents_seen
        parents_seen.add(item.parent)
        yield nested_label(item.name, form.depth(item), first=first), ordinal, item, None
        for line in form.rates:
            if line.after == item.code and line.indicator in indicators:
                rate = indicators[line.indicator]
                yield rate.name, 0, None, rate
