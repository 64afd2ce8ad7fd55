"""What a what-if is asked with and what it answers, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.models import wording
from desktop.models.pictures import Figure
from desktop.models.targets import TargetLine
from monitoring.amounts import Value, grouped
from monitoring.catalogue import Catalogue, Item
from monitoring.county_series import items_of
from monitoring.progress import GLYPHS, Verdict
from workflow.outlook import WhatIf

# The slider ends well past what one unit would have to bring by itself.
_ROOM = 2
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """What can be changed under a target: items in their order, units with the ones that hold the
    gap first, and every unit's amount by (unit, item), scaled by the item's decimals.
    """

    target: str
    items: tuple[Item, ...]
    units: tuple[tuple[str, str], ...]
    amounts: Mapping[tuple[str, str], int]
    needed: int

    def amount(self, unit: str, item: str) -> int | None:
        """What the ledger holds, ``None`` for 未报 and 不适用."""
        return self.amounts.get((unit, item))

    def most(self, unit: str, item: Item) -> int:
        """Where the slider ends."""
        now = self.amount(unit, item.code) or 0
        scale: int = 10**item.decimals
        return max(_ROOM * now, now + (self.needed * scale * 6) // 5, _LEAST * scale)


def trial_of(
    line: TargetLine,
    catalogue: Catalogue,
    names: Mapping[str, str],
    values: Mapping[tuple[str, str], Value],
) -> Trial | None:
    """What can be tried under a target; ``None`` without an indicator or any figure."""
    indicator, verdict = line.indicator, line.verdict
    if indicator is None or verdict.figure is None:
        return None
    amounts = {key: each.amount for key, each in values.items() if each.amount is not None}
    held = line.outlook.contributions
    order = [each.unit for each in held.units] if held else []
    giving = {unit for unit, _ in amounts}
    first = [unit for unit in order if unit in giving]
    units = [*first, *(unit for unit in names if unit in giving and unit not in first)]
    over = [*indicator.numerator.items]
    items = [*over, *(item for item in items_of([indicator]) if item not in over)]
    return Trial(
        verdict.target.id,
        tuple(catalogue.items[item] for item in items),
        tuple((unit, names[unit]) for unit in units),
        amounts,
        verdict.needed or 0,
    )


def amount_words(amount: int | None, item: Item) -> str:
    """1,204 人."""
    return "未报" if amount is None else f"{grouped(amount, item.decimals)} {item.unit}".rstrip()


def answer(found: Sequence[WhatIf], target: str, measure: str) -> tuple[str, ...]:
    """The county before and after, then what else the change would touch."""
    own = next((each for each in found if each.before.target.id == target), None)
    if own is None:
        return ()
    return tuple(_lines(own, found, measure))


def tried_figure(found: Sequence[WhatIf], target: str, measure: str) -> Figure | None:
    """The county's figure after the change."""
    for each in found:
        after = each.after
        if after.target.id == target and after.figure is not None:
            return Figure(after.figure, wording.with_unit(after.actual, measure))
    return None


def _lines(own: WhatIf, found: Sequence[WhatIf], measure: str) -> Iterator[str]:
    before, after = own.before, own.after
    figures = (wording.separated(before.actual), wording.with_unit(after.actual, measure))
    yield f"全县 {_arrow(*figures)}"
    yield f"结论 {_arrow(_status(before), _status(after))}"
    left = [each.need.text or "已够" for each in (before, after) if each.need is not None]
    if len(left) == 2:
        yield _arrow(*left)
    for each in found:
        if each is not own and each.before.status != each.after.status:
            name = each.before.target.indicator_name
            yield f"另一项“{name}” {_arrow(_status(each.before), _status(each.after))}"


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def _status(verdict: Verdict) -> str:
    return f"{GLYPHS[verdict.status]} {verdict.status}"
