"""The mistakes planted in the last two months, for review to find (listed in make_samples)."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.amounts import Value, number
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.figures import Key
from monitoring.periods import add_months

LIANGSHAN, LINQING = "370832000000", "371581000000"
EARLIEST = 202609


@dataclass(frozen=True)
class Mistake:
    """One mistake of a unit on a form, and the rule that should find it.

    ``kind`` is ``over`` (the first item is ``by`` more than the second), ``blank`` (the items),
    ``times_ten``, ``add`` (``by`` to the item), ``repeat`` (last month's form), ``absent`` (no
    row at all) or ``total`` (the 合计 of the item is ``by`` too high).
    """

    county: str
    end: int
    form: str
    unit: str
    rule: str
    kind: str
    items: tuple[str, ...] = ()
    by: int = 0


MISTAKES = (
    Mistake(LIANGSHAN, 202609, "F3", "韩岗镇", "R02", "over", ("nursing_bed", "care_bed"), 12),
    Mistake(
        LIANGSHAN, 202609, "F2", "小安山镇", "R24", "blank", ("htn_ctrl", "dm_ctrl", "smi_stable")
    ),
    Mistake(LIANGSHAN, 202610, "F1", "寿张集镇", "R04", "over", ("elder65_signed", "elder65"), 214),
    Mistake(LIANGSHAN, 202610, "F1", "拳铺镇", "R05", "over", ("key_signed", "fd_signed"), 350),
    Mistake(LIANGSHAN, 202610, "F2", "马营镇", "R18", "add", ("elder_managed_ytd",), -100),
    Mistake(LIANGSHAN, 202610, "F2", "黑虎庙镇", "", "absent"),
    Mistake(LIANGSHAN, 202610, "F3", "大路口乡", "R21", "repeat"),
    Mistake(LIANGSHAN, 202610, "F4", "杨营镇", "R21", "times_ten", ("visits",)),
    Mistake(LIANGSHAN, 202610, "F4", "", "R01", "total", ("village_clinic",), 9),
    Mistake(LINQING, 202609, "F3", "康庄镇", "R02", "over", ("nursing_bed", "care_bed"), 8),
    Mistake(LINQING, 202609, "F1", "魏湾镇", "R24", "blank", ("disabled", "disabled_signed")),
    Mistake(LINQING, 202610, "F1", "唐园镇", "R04", "over", ("elder65_signed", "elder65"), 163),
    Mistake(LINQING, 202610, "F1", "老赵庄镇", "R05", "over", ("key_signed", "fd_signed"), 280),
    Mistake(LINQING, 202610, "F2", "潘庄镇", "R18", "add", ("vacc_due_ytd",), 1_000),
    Mistake(LINQING, 202610, "F3", "先锋路街道", "", "absent"),
    Mistake(LINQING, 202610, "F4", "松林镇", "R21", "times_ten", ("visits",)),
    Mistake(LINQING, 202610, "F4", "尚店镇", "R21", "repeat"),
)


def plant(figures: dict[Key, Value], catalogue: Catalogue, area: Area) -> None:
    """Put the county's mistakes into its figures."""
    units = {unit.name: unit.code for unit in area.units}
    for mistake in MISTAKES:
        if mistake.county == area.code and mistake.unit:
            form = tuple(item.code for item in catalogue.forms[mistake.form].items)
            _plant(figures, mistake, units[mistake.unit], form)


def wrong_totals(county: str, form: str, end: int) -> dict[str, int]:
    """How much too high the 合计 row states an item."""
    return {
        mistake.items[0]: mistake.by
        for mistake in MISTAKES
        if mistake.kind == "total"
        and (mistake.county, mistake.form, mistake.end) == (county, form, end)
    }


def _plant(figures: dict[Key, Value], mistake: Mistake, unit: str, form: tuple[str, ...]) -> None:
    end, kind = mistake.end, mistake.kind
    if kind == "over":
        wrong, bound = mistake.items
        figures[unit, wrong, end] = number(_amount(figures, unit, bound, end) + mistake.by)
    elif kind == "times_ten":
        (item,) = mistake.items
        figures[unit, item, end] = number(_amount(figures, unit, item, end) * 10)
    elif kind == "add":
        (item,) = mistake.items
        figures[unit, item, end] = number(_amount(figures, unit, item, end) + mistake.by)
    elif kind == "repeat":
        for item in form:
            figures[unit, item, end] = figures[unit, item, add_months(end, -1)]
    else:
        for item in form if kind == "absent" else mistake.items:
            del figures[unit, item, end]


def _amount(figures: dict[Key, Value], unit: str, item: str, end: int) -> int:
    amount = figures[unit, item, end].amount
    if amount is None:
        raise ValueError(item)
    return amount
