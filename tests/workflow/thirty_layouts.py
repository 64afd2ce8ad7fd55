"""Thirty townships' returns of one month, no two laid out or written alike, with their truth.

The layouts are those of the field: a platform's wide table, groups by measures, pairs of labels
and figures, services by 本月/累计/月末, items down the side, months side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from tests.samples.county import County
from tests.samples.linqing import LINQING
from tests.workflow import pages_of_people as people
from tests.workflow import pages_of_places as places
from tests.workflow.containers import Page, ods, text, xls, xlsx, zipped
from tests.workflow.returns import Return
from tests.workflow.workbooks import filled

Lay = Callable[[Return], Page]
Pack = Callable[[Page], bytes]


def _named(name: str) -> Callable[[Page], bytes]:
    return lambda page: zipped({name: xlsx(page)}, gbk=True)


@dataclass(frozen=True)
class Letter:
    """How one township sends one form: ``place`` among the townships, and the file's name."""

    place: int
    form: str
    file: str
    lay: Lay
    pack: Pack = xlsx


LETTERS = (
    Letter(0, "F1", "签约进展.xlsx", people.platform_table),
    Letter(1, "F1", "签约（按人群）.xlsx", people.groups_by_measures),
    Letter(2, "F1", "人群签约统计.ods", people.groups_across, ods),
    Letter(3, "F1", "签约情况.csv", people.signed_pairs, text),
    Letter(4, "F1", "家签月报.xlsx", people.numbered_lines),
    Letter(5, "F1", "签约月度.xls", people.signed_months, xls),
    Letter(6, "F1", "签约数.xlsx", people.marked_lines),
    Letter(8, "F2", "公卫月报.xlsx", people.station_triples),
    Letter(9, "F2", "公卫.ods", people.turned_triples, ods),
    Letter(10, "F2", "中医药健康管理.xlsx", people.traditional_medicine),
    Letter(11, "F2", "公卫进度.xlsx", people.ten_thousands),
    Letter(12, "F2", "公卫数据.xls", people.health_pairs, xls),
    Letter(13, "F2", "公卫逐月.et", people.health_months, xls),
    Letter(14, "F2", "公卫.tsv", people.units_as_columns, lambda page: text(page, "utf-16", "\t")),
    Letter(15, "F2", "慢病公卫.xlsx", people.likely_names),
    Letter(0, "F3", "医养.xlsx", places.home_pairs),
    Letter(1, "F3", "医养结合报表.xlsx", places.statistical_form),
    Letter(2, "F3", "导出.csv", places.database_export, lambda page: text(page, line="\n")),
    Letter(3, "F3", "养老机构.xlsx", places.broken_heads),
    Letter(4, "F3", "医养（最终版）.xls", places.with_hidden_sheet),
    Letter(5, "F3", "来件.zip", places.home_months, _named("养老月报.xlsx")),
    Letter(6, "F3", "养老.csv", places.measured_figures, lambda page: text(page, "utf-8-sig")),
    Letter(7, "F4", "中医药.xlsx", places.five_head_rows),
    Letter(8, "F4", "国医堂.ods", places.clinic_pairs, ods),
    Letter(9, "F4", "中医药服务.xlsx", places.clinic_lines),
    Letter(10, "F4", "中医药对比.xlsx", places.with_last_year),
    Letter(11, "F4", "中医药各月.xls", places.clinic_months, xls),
    Letter(12, "F4", "国医堂月报.xlsx", places.hidden_remarks),
    Letter(13, "F4", "中医药.csv", places.no_business, lambda page: text(page, "utf-8")),
)
OWN_TEMPLATE = (7, "F1", "空白表填报.xlsx")


@dataclass(frozen=True)
class Sent:
    """A file as it arrives, whose it is, and every figure in it by item."""

    file: str
    content: bytes
    unit: str
    form: str
    truth: dict[str, int]


def month_of_letters(area: Area, catalogue: Catalogue, end: int) -> list[Sent]:
    """The thirty files of the month ``end``."""
    county = County(LINQING)
    sent = []
    for letter in LETTERS:
        unit, form = area.units[letter.place], catalogue.forms[letter.form]
        given = Return(unit, form, end, county, letter.place)
        content = letter.pack(letter.lay(given))
        sent.append(Sent(f"{unit.name}{letter.file}", content, unit.code, form.code, given.truth))
    return [*sent, _own_template(area, catalogue, end, county)]


def _own_template(area: Area, catalogue: Catalogue, end: int, county: County) -> Sent:
    place, code, file = OWN_TEMPLATE
    unit, form = area.units[place], catalogue.forms[code]
    given = Return(unit, form, end, county, place)
    figures = {item.code: given.put(item.code) for item in form.items}
    content = filled(figures, code, unit.code, end)
    return Sent(f"{unit.name}{file}", content, unit.code, code, given.truth)
