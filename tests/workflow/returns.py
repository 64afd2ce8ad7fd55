"""One township's return of one form and month, and the ways of laying it out that forms share.

The figures are the made-up ones of the samples (演示数据), so that the rules find nothing hard in
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitoring.areas import Unit
from monitoring.catalogue import Form
from monitoring.periods import Period, add_months
from tests.samples.county import County
from tests.samples.linqing import LINQING
from tests.workflow.containers import Cell, Page

Rows = Sequence[Sequence[Cell]]


@dataclass
class Return:
    """One unit's form for the month ``end``; ``truth`` keeps each figure that was put on paper."""

    unit: Unit
    form: Form
    end: int
    county: County
    place: int
    truth: dict[str, int] = field(default_factory=dict)

    def put(self, item: str) -> int:
        """The figure of an item, which the letter now says."""
        amount = self.look(item, self.end)
        self.truth[item] = amount
        return amount

    def look(self, item: str, end: int) -> int:
        """The figure of an item in any month, which the letter need not be about."""
        steps = (end // 100 - LINQING.first // 100) * 12 + end % 100 - LINQING.first % 100
        amount = self.county.amount(item, self.place, steps)
        assert amount is not None, item
        return amount

    @property
    def month(self) -> str:
        """2026年10月."""
        return Period(self.end).label

    @property
    def title(self) -> str:
        """Month and form."""
        return f"{self.month}{self.form.name}"

    @property
    def sender(self) -> str:
        """The line that says whose it is."""
        return f"填报单位：{self.unit.name}"

    def name(self, item: str) -> str:
        """The item's name in the form."""
        return self.form.by_code[item].name


def page_of(rows: Rows, *merges: str, name: str = "Sheet1") -> Page:
    return Page([list(row) for row in rows], merges, name=name)


def percent(above: int, below: int) -> str:
    """A rate as townships write it, one place, rounded down."""
    tenths = above * 1000 // below if below else 0
    return f"{tenths // 10}.{tenths % 10}%"


def pairs(given: Return, items: Sequence[str], width: int) -> Page:
    """Labels with their figures beside them, several to a row."""
    rows: list[list[Cell]] = [[given.title], [f"填报单位（盖章）：{given.unit.name}"]]
    for start in range(0, len(items), width):
        row: list[Cell] = []
        for item in items[start : start + width]:
            row += [f"{given.name(item)}({given.form.by_code[item].unit})", given.put(item)]
        rows.append(row)
    return page_of([*rows, ["填报人：某某", None, "联系电话："]])


def months_across(given: Return, items: Sequence[str], style: str) -> Page:
    """The last three months side by side with codes before and reasons behind."""
    ends = [add_months(given.end, -2), add_months(given.end, -1), given.end]
    heads = [style.format(year=end // 100, month=end % 100) for end in ends]
    rows: list[list[Cell]] = [
        [f"{given.end // 100}年{given.form.name}"],
        [given.sender],
        ["指标代码", "指标名称", "单位", *heads, "变化原因", "说明"],
        ["甲", "乙", "丙", 1, 2, 3, 4, 5],
    ]
    for number, code in enumerate(items, 1):
        item = given.form.by_code[code]
        before: list[Cell] = [given.look(code, end) for end in ends[:-1]]
        rows.append([f"A{number:02}", item.name, item.unit, *before, given.put(code), None, "—"])
    return page_of(rows)
