"""下发定义: forms, rules, plans and limits from the city to its counties, compared first."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import handed_down, own_plans, own_rules, packages
from db.definitions import catalogue_tables
from db.handed_down import HandedDown
from db.ledger import Ledger
from db.packages import NewPackage
from exporters.packages import json_bytes, text_bytes
from monitoring.adopting import form_pack
from monitoring.errors import ExpectedError
from monitoring.exchange import DEFINITIONS, ENDING, README, PackageError, PackageKind
from monitoring.loading import read_form
from monitoring.own_rules import table_of
from workflow import packing
from workflow.handed_definitions import (
    CHANGE_LABELS,
    KIND_LABELS,
    LISTS,
    Change,
    Difference,
    Kind,
    compare,
)
from workflow.own_rules import kept as kept_rules
from workflow.packages import Package, load, open_package, seal
from workflow.packed_words import head
from workflow.partners import Trust, question, trust

__all__ = ["CHANGE_LABELS", "KIND_LABELS", "Change", "Difference", "Kind"]


@dataclass(frozen=True)
class Brought:
    """A package of definitions beside the ledger."""

    package: Package
    trust: Trust
    differences: tuple[Difference, ...]

    def of(self, change: Change) -> list[Difference]:
        """Those that would do this."""
        return [each for each in self.differences if each.change is change]


def save(ledger: Ledger, path: Path, *, program: str = "", replace: bool = False) -> Package:
    """Write everything this ledger hands down and note that it went out.

    Raises ``ExpectedError`` when the file cannot be written; the old one is then whole.
    """
    if path.suffix.lower() != ENDING:
        raise ExpectedError(f"“{path.name}”不是台账包的文件名；请把文件名写成以 {ENDING} 结尾。")
    package = build(ledger, program=program, name=path.name)
    packing.send(ledger, package, path, replace=replace)
    return package


def build(ledger: Ledger, *, program: str = "", made: str = "", name: str = "") -> Package:
    """The package of all forms, own rules, own plans and limits."""
    tables = catalogue_tables(ledger.connection)
    document: dict[str, Any] = {
        "forms": [form_pack(tables, code) for code in ledger.catalogue.forms],
        "rules": [table_of(each.rule) for each in kept_rules(ledger) if each.rule is not None],
        "plans": [json.loads(body) for body in own_plans.read(ledger).values()],
        "limits": [each._asdict() for each in own_rules.thresholds(ledger)],
    }
    manifest = packing.manifest_of(
        ledger, PackageKind.DEFINITIONS, ledger.area, program=program, made=made
    )
    counts = [len(document[key]) for key in LISTS]
    forms = ledger.catalogue.forms.values()
    words = "、".join(
        f"{number} {measure}{KIND_LABELS[kind]}"
        for number, measure, kind in zip(counts, "张条个条", Kind, strict=True)
    )
    text = [
        *head(manifest, f"{ledger.area.name}下发的定义"),
        f"共{words}。",
        *(f"  {form.code} {form.name}　第 {form.version} 版" for form in forms),
    ]
    members = [(README, text_bytes(text)), (DEFINITIONS, json_bytes(document))]
    sealed = seal(manifest, members, packing.key_of(ledger))
    return open_package(sealed, name or f"{ledger.area.name}_下发定义{ENDING}")


def look(ledger: Ledger, path: Path) -> Brought:
    """Open a package of definitions and compare it with ours; nothing is written.

    Raises :class:`PackageError` as :func:`workflow.receiving.look` does.
    """
    return look_at(ledger, load(path))


def look_at(ledger: Ledger, package: Package) -> Brought:
    """The same for a package that is open."""
    trusted = trust(ledger, package)
    manifest = package.manifest
    if manifest.kind is not PackageKind.DEFINITIONS:
        raise PackageError(f"“{package.name}”是报表的数，不是下发的定义；请在“收表”里收。")
    if manifest.sender not in (ledger.area.parent, ledger.area.code):
        raise PackageError(
            f"“{package.name}”是{manifest.sender_name}下发的，不是{ledger.area.parent_name}下发的，"
            "没有收；请核对文件。"
        )
    if trusted is not Trust.OWN:
        _check_not_older(ledger, package)
    return Brought(package, trusted, tuple(compare(ledger, package)))


def _check_not_older(ledger: Ledger, package: Package) -> None:
    """What the city said before must not come in place of what it says now."""
    manifest = package.manifest
    came = [
        each.made
        for each in packages.listed(ledger)
        if (each.direction, each.kind, each.area) == ("received", manifest.kind, manifest.area)
    ]
    if came and manifest.made < max(came):
        made, later = (each.replace("T", " ") for each in (manifest.made, max(came)))
        raise PackageError(
            f"“{package.name}”是 {made} 下发的，已经收过 {later} 下发的，没有收旧的；"
            "确实要用旧的，请让市里重新下发。"
        )


def take(ledger: Ledger, brought: Brought, left_out: Collection[tuple[str, str]] = ()) -> int:
    """Write what is new or changed, but for (kind, code) left out; returns how many.

    All or nothing, after a backup. Raises ``ExpectedError`` while the sender is not confirmed,
    and when nothing is to be written.
    """
    package = brought.package
    if trust(ledger, package) is Trust.UNKNOWN:
        raise ExpectedError(question(package.manifest))
    if look_at(ledger, package).differences != brought.differences:
        raise ExpectedError("台账在这期间改过，没有收；请重新打开这个包，核对以后再收。")
    skipped = set(left_out)
    taken = [e for e in brought.differences if e.writes and (e.kind, e.code) not in skipped]
    if not taken:
        raise ExpectedError("这个包里没有要收的定义；都和本台账一样，或没有勾选。")
    ledger.back_up()
    try:
        with ledger.transaction():
            _write(ledger, brought, taken)
    finally:
        ledger.read_anew()
    return len(taken)


def _write(ledger: Ledger, brought: Brought, taken: Sequence[Difference]) -> None:
    package, manifest = brought.package, brought.package.manifest
    came = NewPackage(
        "received",
        manifest.kind,
        package.name,
        package.sha256,
        manifest.fingerprint,
        manifest.area,
        manifest.made,
    )
    identity = packages.note(ledger, came, package.data)
    # What is the same by now is known as the city's from here on, should it change there.
    known = [e for e in brought.of(Change.SAME) if e.kind in (Kind.RULE, Kind.PLAN)]
    noted = [HandedDown(e.kind, e.code, e.own, e.body) for e in (*taken, *known)]
    handed_down.keep(ledger, noted, identity)
    for each in taken:
        if each.kind is Kind.FORM:
            form = read_form("form", json.loads(each.body)["form"])
            items = [(item.code, item.decimals) for item in form.items]
            handed_down.add_items(ledger, form.code, items)
    own_rules.keep(ledger, {e.own: e.body for e in taken if e.kind is Kind.RULE})
    own_plans.keep(ledger, {e.own: e.body for e in taken if e.kind is Kind.PLAN})
    limits = (json.loads(each.body) for each in taken if each.kind is Kind.LIMIT)
    own_rules.keep_thresholds(ledger, [own_rules.Threshold(**each) for each in limits])
