"""退回单位: a unit's form goes back with its findings marked in the unit's own workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from db import reminders
from db.ledger import Ledger
from db.reminders import GivenBack
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.periods import Period
from workflow.collect import StagedFile, stage_again
from workflow.progress import SILENT, Reporter
from workflow.review import Review
from workflow.send_back import remark_of, send_back

Place = tuple[str, str]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What goes back to a unit: its form of a month, what was found, the clerk's own word."""

    unit: str
    form: Form
    end: int
    findings: tuple[Finding, ...]
    note: str

    @property
    def reason(self) -> str:
        """What the log says was wrong: the clerk's word and the first findings."""
        messages = [finding.message for finding in self.findings]
        more = [f"等 {len(messages)} 处"] if len(messages) > _NAMED else []
        return " ".join([*([self.note] if self.note else []), *messages[:_NAMED], *more])


def give_back(
    ledger: Ledger,
    found: Review,
    places: Sequence[Place],
    directory: Path,
    *,
    note: str = "",
    replace: bool = False,
    reporter: Reporter = SILENT,
) -> list[Path]:
    """Write 退回_… for every (unit, form) of the month and note that they were given back.

    The workbook is the unit's own where its figures came in one; otherwise a blank template with
    the list in front. ``note`` is the clerk's own word, put before what the rules found. Raises
    ``ExpectedError`` for a place with neither, before anything is written, and when a file cannot
    be written: those before it are noted all the same.
    """
    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    parcels = [_parcel(ledger, found, place, " ".join(note.split())) for place in places]
    for each in parcels:
        if not each.reason:
            raise ExpectedError(
                f"{names[each.unit]}的“{each.form.name}”没有问题可退；要退回请写明要改什么。"
            )
    paths: list[Path] = []
    for each in parcels:
        reporter.check(len(paths), len(parcels), names[each.unit])
        paths.append(_write(ledger, each, directory, replace=replace))
        given = GivenBack(each.form.code, each.end, each.unit, each.reason)
        reminders.give_back(ledger, [given])
    return paths


def _parcel(ledger: Ledger, found: Review, place: Place, note: str) -> _Parcel:
    unit, form = place
    findings = tuple(each for each in found.findings if (each.unit, each.form) == place)
    return _Parcel(unit, ledger.catalogue.forms[form], found.end, findings, note)


def _write(ledger: Ledger, parcel: _Parcel, directory: Path, *, replace: bool) -> Path:
    file = _own_workbook(ledger, parcel)
    if file is None:
        return _write_list(ledger, parcel, directory, replace=replace)
    return send_back(file, directory, findings=parcel.findings, note=parcel.note, replace=replace)


def _own_workbook(ledger: Ledger, parcel: _Parcel) -> StagedFile | None:
    """The newest workbook the unit's figures came in, if it holds nobody else's."""
    stored = ledger.stored([item.code for item in parcel.form.items], parcel.end)
    sources = {
        value.source.id: value.source.file
        for value in stored
        if value.unit == parcel.unit and value.source.kind == "file"
    }
    for identity in sorted(sources, reverse=True):
        content = ledger.workbook(identity)
        if content is None:
            continue
        kept = StagedFile(Path(sources[identity]), hashlib.sha256(content).hexdigest(), content)
        [file] = stage_again(ledger, [kept])
        if file.reading is not None and set(file.reading.units) == {parcel.unit}:
            return file
    return None


def _write_list(ledger: Ledger, parcel: _Parcel, directory: Path, *, replace: bool) -> Path:
    """A blank template of the unit with the list in front, for figures that came by hand."""
    from exporters.send_back import write_returned
    from exporters.templates import write_templates

    form, area = parcel.form, ledger.area
    units = [unit.code for unit in form.reporting(area, parcel.end)]
    with TemporaryDirectory() as folder:
        blanks = write_templates(
            Path(folder),
            form,
            area,
            Period(parcel.end, form.frequency),
            indicators=ledger.catalogue.indicators,
        )
        blank = blanks[units.index(parcel.unit)]
        content, name = blank.read_bytes(), blank.name
    said: list[Finding | str] = [*([parcel.note] if parcel.note else []), *parcel.findings]
    remarks = [remark_of(each) for each in said]
    return write_returned(directory, name, content, remarks, lambda: (), replace=replace)
