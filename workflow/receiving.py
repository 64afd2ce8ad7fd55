"""收包: a package beside the ledger before anything is written, then taken in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from db import explanations, packages
from db.explanations import Explanation
from db.ledger import Ledger
from db.packages import NewPackage
from monitoring.areas import Area, Unit, with_part
from monitoring.errors import ExpectedError
from monitoring.exchange import ExplanationRow, PackageError, is_time
from monitoring.issues import Issue, Severity
from workflow import collect
from workflow.compare import compare
from workflow.origins import kept
from workflow.package_reading import read
from workflow.packages import Package, load
from workflow.partners import Trust, question, trust
from workflow.staged import MODE_LABELS, Change, FileStatus, Mode, StagedFile

_MADE_UP = "包里有演示数据，不是真实的数；请不要收进正式的台账。"
_ORDER = (Change.CHANGED, Change.BLANK, Change.NEW, Change.SAME)


@dataclass(frozen=True)
class Received:
    """A package beside the ledger. ``file`` has its figures as those of any collected file.

    ``grown`` is the county as it joins a city's tree, ``None`` when that stays as it is, and
    ``growth`` says so in words. ``written`` explanations are new or other than ours, ``gone``
    were in the package before and are not in this one.
    """

    package: Package
    trust: Trust
    area: Area
    file: StagedFile
    grown: Area | None = None
    growth: tuple[str, ...] = ()
    written: tuple[Explanation, ...] = ()
    gone: tuple[Explanation, ...] = ()

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something to write and nobody has to be asked first."""
        return self.file.status is FileStatus.STAGED and self.trust is not Trust.UNKNOWN


def look(ledger: Ledger, path: Path) -> Received:
    """Open a package and compare it with the ledger; nothing is written.

    Raises :class:`PackageError` for one that is damaged, doctored, newer than the program, not
    for this ledger, or signed by a key that must not be taken.
    """
    return look_at(ledger, load(path), path)


def look_at(ledger: Ledger, package: Package, path: Path) -> Received:
    """The same for a package that is open."""
    trusted = trust(ledger, package)
    _check_addressed(ledger, package)
    found = read(ledger, package)
    grown = _grown(ledger, found.area, package)
    file = StagedFile(
        path,
        package.sha256,
        package.data,
        FileStatus.STAGED,
        found.reading,
        issues=found.issues,
    )
    [file] = compare(ledger, [_not_older(ledger, package, file)])
    file = _in_order(_with_warnings(package, file))
    growth = () if grown is None else tuple(_growth(ledger, grown))
    written, gone = _explanations(ledger, package, found.area)
    return Received(package, trusted, found.area, file, grown, growth, written, gone)


def take(
    ledger: Ledger,
    received: Received,
    *,
    mode: Mode = Mode.UPDATE,
    left_out: collect.LeftOut = (),
    backed_up: bool = False,
) -> Received:
    """Write a package: the tree, its figures, its explanations, and that it came. All or nothing.

    ``backed_up`` says that this was done before the first of several: the backups of days must not
    go for a morning's packages. Raises ``ExpectedError`` while its sender is not confirmed, when it
    may not be taken or is no longer as it was shown, and when nothing of it is.
    """
    manifest = received.package.manifest
    if trust(ledger, received.package) is Trust.UNKNOWN:
        raise ExpectedError(question(manifest))
    if received.file.status is not FileStatus.STAGED:
        raise ExpectedError(_why_not(received.file))
    if not backed_up:
        ledger.back_up()
    try:
        with ledger.transaction():
            _check_stands(ledger, received)
            _write(ledger, received, mode, left_out)
    finally:
        # What was read of the tree on the way may have been rolled back.
        ledger.read_anew()
    done = replace(received.file, status=FileStatus.COMMITTED, mode=mode)
    return replace(received, file=done, trust=Trust.CONFIRMED)


def _check_stands(ledger: Ledger, received: Received) -> None:
    """What was shown must still be so: another package may have come since, or a month be filed."""
    ledger.read_anew()
    now = look_at(ledger, received.package, received.file.path)
    if now.file.status is not FileStatus.STAGED:
        raise ExpectedError(_why_not(now.file))
    if replace(now, trust=received.trust) != received:
        raise ExpectedError("台账在这期间改过，这个包没有收；请重新打开它，核对以后再收。")


def _write(ledger: Ledger, received: Received, mode: Mode, left_out: collect.LeftOut) -> None:
    package = received.package
    manifest = package.manifest
    if received.grown is not None:
        ledger.set_area(with_part(ledger.area, received.grown))
    source = collect.write_one(
        ledger,
        received.file,
        demonstration=manifest.demonstration,
        mode=mode,
        left_out=left_out,
    )
    if source is None:
        raise ExpectedError("这个包里没有要收的数；请换一种收法，或勾上要收的数。")
    explanations.withdraw(ledger, manifest.period, [each.key for each in received.gone])
    explanations.write(ledger, received.written)
    came = NewPackage(
        "received",
        manifest.kind,
        package.name,
        package.sha256,
        manifest.fingerprint,
        manifest.area,
        manifest.made,
        manifest.form,
        manifest.period,
        source,
    )
    packages.note(ledger, came, package.data)


def _why_not(file: StagedFile) -> str:
    """The sentence that keeps a file out, a refusal before a warning."""
    ordered = sorted(file.issues, key=lambda issue: issue.severity is not Severity.ERROR)
    refusing = [each for each in ordered if each.severity is Severity.ERROR] or ordered[-1:]
    return refusing[0].message if refusing else "这个包已经收过；请另选一个文件。"


def _check_addressed(ledger: Ledger, package: Package) -> None:
    """Who may send what: a county its own figures to its city, a city a county's back to it."""
    manifest, ours = package.manifest, ledger.area
    own = manifest.sender == ours.code and ours.part(manifest.area) is not None
    back = manifest.sender == ours.parent and manifest.area == ours.code
    up = bool(ours.parts) and manifest.sender == manifest.area
    if not (own or back or up):
        raise PackageError(
            f"“{package.name}”是{manifest.sender_name}打的{manifest.area_name}的包，"
            f"不是给{ours.name}收的；请核对文件。"
        )


def _grown(ledger: Ledger, area: Area, package: Package) -> Area | None:
    """The county as it is to stand in the tree, ``None`` where nothing changes."""
    ours = ledger.area
    if ours.code in (area.code, package.manifest.sender):
        known = {unit.code for unit in (*ours.units, ours.itself)}
        for unit in area.units:
            if unit.code not in known:
                raise PackageError(f"“{unit.name}”（{unit.code}）本台账没有；请先统一乡镇名单。")
        return None
    if area.parent != ours.code or area.parts:
        raise PackageError(
            f"{area.name}（{area.code}）不属于{ours.name}，“{package.name}”没有收；请核对文件。"
        )
    before = ours.part(area.code)
    theirs = {unit.code for unit in area.units}
    # Figures keep their place: a township that is no longer sent stays.
    stay = [unit for unit in (before.units if before else ()) if unit.code not in theirs]
    units = tuple(sorted((*area.units, *stay), key=lambda unit: unit.code))
    grown = replace(area, units=units)
    return None if grown == before else grown


def _growth(ledger: Ledger, grown: Area) -> Iterable[str]:
    """What becomes of the tree, in words."""
    before = ledger.area.part(grown.code)
    if before is None or not before.units:
        yield f"{grown.name}第一次来包，名单里加上它的 {len(grown.units)} 个乡镇。"
        return
    known: dict[str, Unit] = {unit.code: unit for unit in before.units}
    added = [unit.name for unit in grown.units if unit.code not in known]
    renamed = [
        f"{known[u.code].name}→{u.name}"
        for u in grown.units
        if u.code in known and known[u.code].name != u.name
    ]
    if added:
        yield f"{grown.name}新增{'、'.join(added)}。"
    if renamed:
        yield f"{grown.name}改名：{'、'.join(renamed)}。"
    if not added and not renamed:
        yield f"{grown.name}的乡镇别名或起止日期有变化。"


def _not_older(ledger: Ledger, package: Package, file: StagedFile) -> StagedFile:
    """Keep out a package that was made before the one that stands: an old one sent again."""
    manifest = package.manifest
    newest = packages.newest(ledger, manifest.area, manifest.form, manifest.period)
    if newest is None or manifest.made >= newest.made or newest.sha256 == package.sha256:
        return file
    made, later = (each.replace("T", " ") for each in (manifest.made, newest.made))
    message = (
        f"这个包是 {made} 打的，已经收过 {later} 打的，没有收旧的；"
        "确实要收旧的，先在“留痕”里收回新的那次导入。"
    )
    return file.refused(Issue("older", message))


def _with_warnings(package: Package, file: StagedFile) -> StagedFile:
    """Say that figures are made up, and that those the sender took back stay unless the clerk
    wants them gone.
    """
    told = []
    if package.manifest.demonstration:
        told.append(Issue("demonstration", _MADE_UP, Severity.WARNING))
    blanks = sum(each.change is Change.BLANK for each in file.differences)
    if blanks and file.status is FileStatus.STAGED:
        message = (
            f"台账里有 {blanks} 个数，这个包里没有；"
            f"对方撤回了的，请选“{MODE_LABELS[Mode.REPLACE]}”再收，不然照旧留着。"
        )
        told.append(Issue("gone", message, Severity.WARNING))
    return replace(file, issues=(*file.issues, *told))


def _in_order(file: StagedFile) -> StagedFile:
    """What would be lost of the ledger comes first: one such figure among hundreds is not seen."""
    ordered = sorted(file.differences, key=lambda each: _ORDER.index(each.change))
    return replace(file, differences=tuple(ordered))


def _explanations(
    ledger: Ledger, package: Package, area: Area
) -> tuple[tuple[Explanation, ...], tuple[Explanation, ...]]:
    """Those to write, and those to withdraw because the sender withdrew them."""
    manifest, units = package.manifest, {unit.code for unit in (*area.units, area.itself)}
    brought = [_explanation(row, package) for row in package.content.explanations]
    if any(each.unit not in units for each in brought):
        raise PackageError(f"“{package.name}”里有别处的说明，没有收；请让对方重新打包。")
    whole = all(each.rule and each.text and is_time(each.at) for each in brought)
    if not whole or len({each.key for each in brought}) < len(brought):
        raise PackageError(f"“{package.name}”里的说明不完整或有重复，没有收；请让对方重新打包。")
    ours = {each.key: each for each in explanations.of_month(ledger, manifest.period)}
    written = tuple(each for each in brought if ours.get(each.key) != each)
    newest = packages.newest(ledger, manifest.area, manifest.form, manifest.period)
    before = () if newest is None else kept(ledger, newest).explanations
    keys = {each.key for each in brought}
    gone = (_explanation(row, package) for row in before)
    return written, tuple(
        each for each in gone if each.key not in keys and ours.get(each.key) == each
    )


def _explanation(row: ExplanationRow, package: Package) -> Explanation:
    manifest = package.manifest
    return Explanation(
        row.rule,
        manifest.form,
        manifest.period,
        row.unit,
        row.item,
        row.left,
        row.right,
        row.text,
        row.operator,
        row.at,
    )
