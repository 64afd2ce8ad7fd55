"""Whether a city workbook is still the one that was pointed at, and agrees with the return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from importers import pointing
from importers.views import View
from importers.workbook import Workbook, cell_name
from monitoring.city_labels import moved, of_another_time, words_moved
from monitoring.city_layout import CityLayout, Place
from monitoring.errors import ExpectedError
from monitoring.periods import Period

_NAMED = 3


def still_there(layout: CityLayout, workbook: Workbook) -> CityLayout:
    """The layout with the labels of another copy of its workbook.

    Raises ``ExpectedError`` when one says something else than it did where cells were pointed at.
    """
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    labels = {}
    for name in {*layout.labels, *(word.sheet for word in layout.words)}:
        sheet = sheets.get(name)
        if sheet is None:
            raise ExpectedError(f"这份表里没有工作表“{name}”；请核对，或重新套用这份新表样。")
        heading = View(sheet).heading
        words = [word for word in layout.words if word.sheet == name]
        changes = moved(layout.labels.get(name, {}), heading)
        changes += words_moved(words, partial(pointing.text_at, sheet))
        if changes:
            at, was, now = changes[0]
            raise ExpectedError(
                f"市局改了表样：“{name}”的 {cell_name(*at)} 原来是“{was}”，"
                f"现在是“{now or '空'}”；请重新套用这份新表样。"
            )
        labels[name] = {at: heading(*at) for at in layout.labels.get(name, {})}
    return replace(layout, labels=labels)


def other_times(layout: CityLayout, period: Period) -> list[str]:
    """A sentence when heads over the figures speak of another time, such as 9月签约数.

    Raises ``ExpectedError`` when a head is nothing but another month: its column is that month's.
    """
    told = []
    for name, labels in layout.labels.items():
        alone, among = of_another_time(labels, period)
        if alone:
            at, text = alone[0]
            raise ExpectedError(
                f"“{name}”的 {cell_name(*at)} 写的是“{text}”，不是{period.label}；请把这一格"
                "指定为“文字：报告期”，或重新指定这个月的格子。"
            )
        if among:
            named = "、".join(f"{cell_name(*at)}“{text}”" for at, text in among[:_NAMED])
            told.append(f"“{name}”的 {named} 写的不是{period.label}；请核对，必要时改过再报。")
    return told


def differing(
    expected: Mapping[tuple[str, Place], str], results: Mapping[tuple[str, str], Fraction | None]
) -> Iterator[str]:
    """Formulas of the city that come to another figure than the return has in their place."""
    for (sheet, at), number in expected.items():
        result = results.get((sheet, cell_name(*at)))
        if result is not None and result != Fraction(number):
            yield (
                f"“{sheet}”的 {cell_name(*at)} 是公式，算出 {_plain(result)}，"
                f"报表上是 {number}；请核对公式包括哪些格，或这一格是不是这个数。"
            )


def _plain(number: Fraction) -> str:
    return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")
