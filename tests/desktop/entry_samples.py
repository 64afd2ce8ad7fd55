"""A small form made by hand, and sheets and pages of it."""

from __future__ import annotations

from datetime import date

from desktop.entry_sheet import EntrySheet
from monitoring.amounts import Value
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Kind, RateLine, Reporters
from monitoring.expressions import parse_expression
from monitoring.periods import Frequency, Period

MONTH = 202610


def small_item(code: str, name: str, section: str = "一、人口", **more: object) -> Item:
    return Item(code, name, "人", Kind.STOCK, section, "谁算在内。", "内部口径", **more)  # type: ignore[arg-type]


def small_form(reporters: Reporters = Reporters.TOWNSHIPS, items: int = 0) -> Form:
    """People, of them elders, signed and their rate; ``items`` more for size."""
    listed = (
        small_item("people", "常住人口数"),
        small_item("elders", "老年人数", parent="people"),
        small_item("signed", "签约数", "二、签约"),
        small_item("beds", "床位占比", "二、签约", decimals=2),
        *(small_item(f"more_{n}", f"另一项第{n}", "三、其他") for n in range(items)),
    )
    return Form(
        "T1",
        "测试月报",
        1,
        Frequency.MONTH,
        reporters,
        date(2020, 1, 1),
        "内部口径",
        "全部",
        5,
        listed,
        (RateLine("sign_rate", "signed"),),
    )


def small_catalogue(form: Form) -> Catalogue:
    rate = Indicator(
        "sign_rate",
        "签约率",
        parse_expression("signed"),
        parse_expression("people"),
        100,
        "%",
        "stock",
        Frequency.MONTH,
        "up",
        "常住人口",
        "家庭医生",
        "both",
        "签约的占比。",
        "内部口径",
    )
    return Catalogue({form.code: form}, {rate.code: rate}, ())


def small_area(count: int = 3) -> Area:
    units = tuple(Unit(f"371581{n + 100:03}000", f"第{n + 1}镇") for n in range(count))
    return Area("371581000000", "某县", "371500000000", "某市", "测试", units)


def small_sheet(
    values: dict[tuple[int, str], Value] | None = None,
    *,
    units: int = 3,
    items: int = 0,
    reporters: Reporters = Reporters.TOWNSHIPS,
) -> EntrySheet:
    """A sheet with ``values`` by (position of the unit, item)."""
    form, area = small_form(reporters, items), small_area(units)
    held = {
        (area.units[unit].code, item, MONTH): value
        for (unit, item), value in (values or {}).items()
    }
    return EntrySheet(small_catalogue(form), area, form, Period(MONTH), held)
