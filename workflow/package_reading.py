"""What a package of figures says, checked against itself and beside our own definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.definitions import catalogue_tables
from db.ledger import Ledger
from importers.questions import Blank
from importers.reading import Reading, StagedValue
from monitoring.adopting import form_pack
from monitoring.amounts import MISSING, NOT_APPLICABLE, State, Value, number, scale, unscale
from monitoring.areas import Area
from monitoring.catalogue import Form, Item
from monitoring.exchange import FigureRow, Origin, PackageError, PackageKind
from monitoring.issues import Issue, Severity
from monitoring.loading import read_form
from monitoring.periods import Period, latest
from monitoring.resources import read_area
from monitoring.tables import CatalogueError
from workflow.packages import Package

BY_HAND = "手工填报"
_STATES = {State.MISSING: MISSING, State.NOT_APPLICABLE: NOT_APPLICABLE}
# What makes two items of one code the same item; names of its section and the like do not.
_MEANING = {
    "name": "名称",
    "unit": "计量单位",
    "kind": "时期",
    "decimals": "小数位数",
    "definition": "口径",
    "year_start": "统计年度",
    "ytd_of": "累计的项目",
    "parent": "上级项",
}


@dataclass(frozen=True)
class Read:
    """A package's area and figures as a reading; ``issues`` name what is not taken of it."""

    area: Area
    reading: Reading
    issues: tuple[Issue, ...]


def read(ledger: Ledger, package: Package) -> Read:
    """Understand a package. Raises :class:`PackageError` for one that contradicts itself, or is
    about a form or month we do not have.
    """
    manifest = package.manifest
    if manifest.kind is not PackageKind.FIGURES:
        raise PackageError(f"“{package.name}”是下发的定义，不是数；请当作下发的定义来收。")
    area, form = area_of(package), _form_of(package)
    ours = ledger.catalogue.forms.get(form.code)
    if ours is None:
        raise PackageError(
            f"本台账没有报表 {form.code}“{form.name}”，没有收；请先收下市里下发的定义。"
        )
    if latest(ours.frequency, manifest.period).end != manifest.period:
        raise PackageError(f"“{package.name}”的期别不是“{ours.name}”的一期；请让对方重新打包。")
    issues, alike = _compared(ours, form)
    rows = list(_values(package, area, form))
    values = tuple(value for value in rows if value.item in alike)
    said = {(value.unit, value.item) for value in rows}
    blanks = tuple(
        Blank(unit.code, item, "", "")
        for unit in form.reporting(area, manifest.period)
        for item in form.by_code
        if item in alike and (unit.code, item) not in said
    )
    reading = Reading(
        form=form.code,
        period=Period(manifest.period, ours.frequency),
        units=tuple(dict.fromkeys(value.unit for value in values)),
        values=values,
        blanks=blanks,
        layout="package",
        stated=True,
    )
    return Read(area, reading, (*issues, *_others(ledger, package, form)))


def area_of(package: Package) -> Area:
    """The area a package is about, whose units all begin with its own digits."""
    manifest = package.manifest
    table = package.definitions.get("area")
    try:
        area = read_area("area", table if isinstance(table, dict) else {})
    except CatalogueError as error:
        raise _unclear(error) from None
    if (area.code, area.name) != (manifest.area, manifest.area_name):
        raise PackageError(f"“{package.name}”里的地区和清单不符，没有收；请让对方重新打包。")
    strange = (unit for unit in area.units if not _lies_in(unit.code, area))
    if found := next(strange, None):
        raise PackageError(
            f"“{package.name}”里的“{found.name}”（{found.code}）不属于{area.name}，没有收；"
            "请让对方重新打包。"
        )
    return area


def _lies_in(code: str, area: Area) -> bool:
    digits = 4 if area.parts else 6
    return code[:digits] == area.code[:digits] and code != area.code


def _form_of(package: Package) -> Form:
    table = package.definitions.get("form")
    try:
        form = read_form("form", table if isinstance(table, dict) else {})
    except CatalogueError as error:
        raise _unclear(error) from None
    if form.code != package.manifest.form:
        raise PackageError(f"“{package.name}”里的报表和清单不符，没有收；请让对方重新打包。")
    return form


def _unclear(error: CatalogueError) -> PackageError:
    return PackageError(
        f"包里的定义 {error.file} {error.table} 看不懂（{error.key}：{error.problem}）；"
        "请让对方重新打包发来。"
    )


def _values(package: Package, area: Area, form: Form) -> Iterator[StagedValue]:
    units = {unit.code: unit for unit in (*area.units, area.itself)}
    seen: set[tuple[str, str]] = set()
    content = package.content
    for row in content.figures:
        item, key = form.by_code.get(row.item), (row.unit, row.item)
        if item is None or row.unit not in units or key in seen:
            raise PackageError(
                f"“{package.name}”里 {row.unit} 的 {row.item} 不该有，或有两个，没有收；"
                "请让对方重新打包。"
            )
        seen.add(key)
        sheet, cell = place_of(row, content.origins[row.origin])
        yield StagedValue(row.unit, row.item, _value(row, item), sheet, cell)


def _value(row: FigureRow, item: Item) -> Value:
    try:
        if row.state == State.NUMBER:
            amount = scale(row.amount, item.decimals)
            if unscale(amount, item.decimals) != row.amount:
                raise ValueError("not written as we write it")
            return number(amount)
        if row.amount:
            raise ValueError("an amount that is none")
        return _STATES[State(row.state)]
    except (ValueError, KeyError):
        raise PackageError(
            f"包里 {row.unit} 的“{item.name}”看不出是多少，没有收；请让对方重新打包。"
        ) from None


def place_of(row: FigureRow, origin: Origin) -> tuple[str, str]:
    """Sheet and cell as they are kept beside a value out of a package."""
    if origin.kind == "hand":
        return " ".join(part for part in (BY_HAND, origin.operator) if part), ""
    return " › ".join(part for part in (origin.file, row.sheet) if part), row.cell


def _compared(ours: Form, theirs: Form) -> tuple[list[Issue], frozenset[str]]:
    """What is said of items that mean something else here, and the items that mean the same."""
    issues, alike = [], set()
    for code, item in theirs.by_code.items():
        known = ours.by_code.get(code)
        if known is None:
            message = f"“{item.name}”（{code}）本台账没有，没有收；请先统一定义。"
        elif differing := [w for key, w in _MEANING.items() if _differ(known, item, key)]:
            words = "、".join(differing)
            message = (
                f"“{item.name}”（{code}）的{words}和本台账的“{known.name}”不同，没有收这一项；"
                "请先统一定义。"
            )
        else:
            alike.add(code)
            continue
        issues.append(Issue("other_meaning", message, Severity.WARNING))
    return issues, frozenset(alike)


def _differ(ours: Item, theirs: Item, key: str) -> bool:
    return bool(getattr(ours, key) != getattr(theirs, key))


def _others(ledger: Ledger, package: Package, form: Form) -> Iterator[Issue]:
    """Rules and indicators that read otherwise than ours: told, for they are not taken over."""
    ours = form_pack(catalogue_tables(ledger.connection), form.code)
    for key, name, word in (("rules", "id", "规则"), ("indicators", "code", "指标")):
        theirs = package.definitions.get(key)
        known = {entry[name]: entry for entry in ours[key]}
        different = [code for code, entry in _coded(theirs, name) if known.get(code) != entry]
        if different:
            more = "等" if len(different) > 5 else ""
            message = (
                f"{'、'.join(different[:5])}{more} {len(different)} 条{word}和本台账的不同；"
                "审核和计算按本台账的。"
            )
            yield Issue("other_definitions", message, Severity.WARNING)


def _coded(entries: Any, name: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    if isinstance(entries, list):
        for entry in entries:
            if isinstance(entry, dict):
                yield str(entry.get(name, ""))[:40], entry
