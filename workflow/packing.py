"""打包: a form's month with everything that is known of it, as one signed file for the city."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db import explanations, keys, locks, packages, snapshots
from db.definitions import catalogue_tables
from db.ledger import Ledger, now
from db.packages import KeptPackage, NewPackage
from exporters.files import safe_name, write_whole
from exporters.packages import json_bytes, text_bytes
from importers.packages import MEMBER_LIMIT, SIZE_LIMIT
from monitoring.adopting import form_pack
from monitoring.areas import Area, area_table
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.exchange import (
    DEFINITIONS,
    ENDING,
    README,
    SCHEMA,
    VERSION,
    ApprovalRow,
    Content,
    EventRow,
    ExplanationRow,
    Manifest,
    PackageKind,
    content_documents,
    original_name,
)
from monitoring.periods import Period
from workflow.origins import Origins, kept
from workflow.packages import Package, open_package, seal
from workflow.packed_words import readme
from workflow.signing import KeyPair, fingerprint, new_key


def save(
    ledger: Ledger,
    form: Form,
    period: Period,
    path: Path,
    *,
    county: str = "",
    originals: bool = False,
    program: str = "",
    replace: bool = False,
) -> Package:
    """Write the package of a form's month to ``path`` and keep in the ledger what went out.

    ``county`` is one of a city's counties; with ``originals`` the workbooks go along. Raises
    ``ExpectedError`` for a month without figures, and when the file cannot be written; the old
    file is then whole.
    """
    _check_ending(path)
    package = build(
        ledger, form, period, county=county, originals=originals, program=program, name=path.name
    )
    send(ledger, package, path, replace=replace)
    return package


def send(ledger: Ledger, package: Package, path: Path, *, replace: bool = False) -> None:
    """Write a package that was built here, and note that it went out."""
    write_whole(path, lambda draft: _write(draft, package.data), replace=replace)
    manifest = package.manifest
    sent = NewPackage(
        "sent",
        manifest.kind,
        path.name,
        package.sha256,
        manifest.fingerprint,
        manifest.area,
        manifest.made,
        manifest.form,
        manifest.period or None,
    )
    packages.note(ledger, sent, package.data)


def default_name(ledger: Ledger, form: Form, period: Period, county: str = "") -> str:
    """A file name every system takes."""
    area = part_of(ledger, county)
    return safe_name(f"{area.name}_{form.code}_{form.name}_{period.label}{ENDING}")


def build(
    ledger: Ledger,
    form: Form,
    period: Period,
    *,
    county: str = "",
    originals: bool = False,
    program: str = "",
    name: str = "",
    made: str = "",
) -> Package:
    """The package of a form's month; nothing is written but the ledger's key, once.

    ``made`` is ISO local time and empty for now. Raises ``ExpectedError`` as :func:`save` does.
    """
    area = part_of(ledger, county)
    content = content_of(ledger, area, form, period.end)
    if not content.figures:
        raise ExpectedError(
            f"{area.name}{period.label}的“{form.name}”还没有数，不能打包；请先收表。"
        )
    tables = catalogue_tables(ledger.connection)
    definitions = {"area": area_table(area), **form_pack(tables, form.code)}
    manifest = manifest_of(
        ledger,
        PackageKind.FIGURES,
        area,
        program=program,
        made=made,
        form=form.code,
        form_name=form.name,
        form_version=form.version,
        period=period.end,
        demonstration=any(origin.demonstration for origin in content.origins),
    )
    members = [
        (DEFINITIONS, json_bytes(definitions)),
        *((member, json_bytes(table)) for member, table in content_documents(content).items()),
        *(_originals(ledger, area, form, period.end, content) if originals else ()),
    ]
    text = text_bytes(readme(manifest, area, form, content, [name for name, _ in members]))
    sealed = seal(manifest, [(README, text), *members], key_of(ledger))
    if len(sealed) > SIZE_LIMIT or len(members) + 3 > MEMBER_LIMIT:
        raise ExpectedError(
            f"连原工作簿有 {len(members):,} 个文件、{len(sealed) >> 20} MB，对方收不下；"
            "请不带原工作簿再打包。"
        )
    return open_package(sealed, name or default_name(ledger, form, period, county))


def manifest_of(
    ledger: Ledger,
    kind: PackageKind,
    area: Area,
    *,
    program: str = "",
    made: str = "",
    **more: Any,
) -> Manifest:
    """A manifest in this ledger's name; its members are listed when it is sealed."""
    public = key_of(ledger).public
    return Manifest(
        f"{SCHEMA}{VERSION}",
        kind,
        area.code,
        area.name,
        ledger.area.code,
        ledger.area.name,
        public.hex(),
        fingerprint(public),
        made or now(),
        ledger.operator,
        program,
        **more,
    )


def key_of(ledger: Ledger) -> KeyPair:
    """The ledger's key pair, made when it is first wanted."""
    found = keys.key(ledger) or keys.keep_key(ledger, new_key)
    return KeyPair(*found)


def part_of(ledger: Ledger, county: str) -> Area:
    """The area of a code, the ledger's own for none. Raises ``ExpectedError``."""
    area = ledger.area.part(county or ledger.area.code)
    if area is None:
        raise ExpectedError(f"{ledger.area.name}没有代码为 {county} 的县；请核对代码。")
    return area


def content_of(ledger: Ledger, area: Area, form: Form, end: int) -> Content:
    """Everything the ledger knows of an area's form and month."""
    newest = packages.newest(ledger, area.code, form.code, end)
    order = {unit.code: at for at, unit in enumerate((*area.units, area.itself))}
    places = {item.code: at for at, item in enumerate(form.items)}
    stored = sorted(
        (each for each in ledger.stored(form.by_code, end) if each.unit in order),
        key=lambda each: (order[each.unit], places[each.item]),
    )
    origins = Origins(ledger, stored, newest)
    figures = tuple(origins.figure(each, form.by_code[each.item].decimals) for each in stored)
    mine = area.code == ledger.area.code
    before = None if mine or newest is None else kept(ledger, newest)
    if before is None:
        stated = ledger.stated_totals(form.by_code, end) if mine else []
        stated.sort(key=lambda total: places[total.item])
        totals = origins.totals((t, form.by_code[t.item].decimals) for t in stated)
    else:
        totals = origins.totals_of(before)
    return Content(
        tuple(origins.listed),
        figures,
        tuple(totals),
        _explanations(ledger, form, end, order),
        _approvals(ledger, form, end) if before is None else before.approvals,
        _events(ledger, form, end) if before is None else before.events,
    )


def _explanations(
    ledger: Ledger, form: Form, end: int, order: dict[str, int]
) -> tuple[ExplanationRow, ...]:
    found = [
        ExplanationRow(e.unit, e.rule, e.left, e.right, e.text, e.item, e.operator, e.at)
        for e in explanations.of_month(ledger, end)
        if e.form == form.code and e.unit in order
    ]
    return tuple(sorted(found, key=lambda row: (order[row.unit], row.rule, row.item)))


def _approvals(ledger: Ledger, form: Form, end: int) -> tuple[ApprovalRow, ...]:
    rows = ledger.connection.execute(
        "SELECT unit, operator, at FROM approval WHERE form = ? AND period = ? ORDER BY unit",
        (form.code, end),
    )
    return tuple(ApprovalRow(str(unit), operator, at) for unit, operator, at in rows)


def _events(ledger: Ledger, form: Form, end: int) -> tuple[EventRow, ...]:
    """Lockings, unlockings and versions in the order they happened."""
    happened = [
        EventRow(each.event, each.at, each.operator, each.reason)
        for each in locks.events(ledger, form.code, end)
    ]
    filed = [
        EventRow("filed", s.at, s.operator, s.reason, s.version, s.file, s.sha256)
        for s in snapshots.of_period(ledger, form.code, end)
    ]
    return tuple(sorted([*filed, *happened], key=lambda row: row.at))


def _originals(
    ledger: Ledger, area: Area, form: Form, end: int, content: Content
) -> list[tuple[str, bytes]]:
    """The workbooks figures came from, those a package brought along out of it."""
    wanted = {each.sha256: original_name(each) for each in content.origins if each.sha256}
    found = {wanted[checksum]: packages.workbook(ledger, checksum) for checksum in wanted}
    if any(data is None for data in found.values()):
        newest = packages.newest(ledger, area.code, form.code, end)
        brought = _brought(ledger, newest)
        found = {name: data or brought.get(name) for name, data in found.items()}
    return [(name, data) for name, data in sorted(found.items()) if data is not None]


def _brought(ledger: Ledger, package: KeptPackage | None) -> dict[str, bytes]:
    if package is None:
        return {}
    return dict(open_package(packages.content(ledger, package), package.file).members)


def _check_ending(path: Path) -> None:
    if path.suffix.lower() != ENDING:
        # Also what keeps a slip of the tongue from replacing the ledger itself.
        raise ExpectedError(f"“{path.name}”不是台账包的文件名；请把文件名写成以 {ENDING} 结尾。")


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
