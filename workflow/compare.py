"""What files would change in the ledger, and which of them must not come in as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db import locks
from db.ledger import Ledger
from monitoring.amounts import STATE_LABELS, Value, grouped
from monitoring.issues import Issue, Severity
from monitoring.periods import Period
from workflow.file_names import against_name
from workflow.staged import Change, Difference, FileStatus, StagedFile, difference

Key = tuple[str, str, int]
_REPEATED = 5
_NAMED = 3


def compare(
    ledger: Ledger, files: Sequence[StagedFile], period: Period | None = None
) -> list[StagedFile]:
    """Put the ledger's values beside the files', and keep out what is there already.

    ``period`` is the month the clerk collects, which a file's name is held against.
    """
    files = [against_name(ledger, file, period) for file in files]
    standing = _standing(ledger, files)
    seen: set[str] = set()
    result = []
    for file in files:
        if file.status is not FileStatus.STAGED:
            result.append(file)
        elif file.sha256 in seen:
            result.append(_duplicate(file, "与这一批里的另一个文件完全相同，只收一次。"))
        else:
            seen.add(file.sha256)
            result.append(_compared(ledger, file, standing))
    return _with_repetitions(ledger, _without_contradictions(ledger, result), standing)


def _standing(ledger: Ledger, files: Sequence[StagedFile]) -> Mapping[Key, Value]:
    """The ledger's values of the files' forms, in their periods and those before."""
    readings = [file.reading for file in files if file.reading is not None]
    items = {
        item.code
        for form in {reading.form for reading in readings if reading.form}
        for item in ledger.catalogue.forms[form].items
    }
    periods = {reading.period for reading in readings if reading.period is not None}
    ends = {each.end for period in periods for each in (period, period.shift(-1))}
    return ledger.figures(items, ends).values


def _compared(ledger: Ledger, file: StagedFile, standing: Mapping[Key, Value]) -> StagedFile:
    reading = file.reading
    if reading is None or reading.period is None:
        return file
    end = reading.period.end
    said = [
        difference(value, end, standing.get((value.unit, value.item, end)))
        for value in reading.values
    ]
    given = {each.key for each in said}
    blanks = [
        difference(blank, end, standing[key])
        for blank in reading.blanks
        if (key := (blank.unit, blank.item, end)) in standing and key not in given
    ]
    compared = _beside_earlier(ledger, replace(file, differences=(*said, *blanks)))
    return _kept_out(ledger, compared, reading.form or "", reading.period)


def _kept_out(ledger: Ledger, file: StagedFile, form: str, period: Period) -> StagedFile:
    """Keep out what would change a month that was submitted."""
    same = all(each.change is Change.SAME for each in file.differences)
    if (
        same
        or file.status is not FileStatus.STAGED
        or form not in locks.of_month(ledger, period.end)
    ):
        return file
    name = ledger.catalogue.forms[form].name
    message = f"{period.label}的“{name}”已上报并锁定，没有收；要更正，请先在“审核”里写明原因解锁。"
    return file.refused(Issue("locked", message))


def _beside_earlier(ledger: Ledger, file: StagedFile) -> StagedFile:
    """Keep out bytes that were collected before, unless the ledger lacks what they brought."""
    earlier = ledger.import_of(file.sha256)
    if earlier is None:
        return file
    before = f"这个文件已在 {earlier.at.replace('T', ' ')} 收过"
    if all(each.change in (Change.SAME, Change.BLANK) for each in file.differences):
        return _duplicate(file, f"{before}，数字没有变化，不再重复收。")
    written = ledger.said_by(earlier.id)
    later = sum(e.change is Change.CHANGED and e.key in written for e in file.differences)
    if later:
        # A folder collected again must not undo the corrections made since.
        return _duplicate(
            file,
            f"{before}，有 {later} 个数后来改过，没有再收；要以它为准，请另存为新文件后再收。",
            "imported_before",
        )
    message = f"{before}，台账里少了它的数，请核对后再收。"
    return _warned(file, Issue("imported_before", message, Severity.WARNING))


def _duplicate(file: StagedFile, message: str, code: str = "duplicate") -> StagedFile:
    issue = Issue(code, message, Severity.WARNING)
    return replace(_warned(file, issue), status=FileStatus.DUPLICATE)


def _warned(file: StagedFile, issue: Issue) -> StagedFile:
    return replace(file, issues=(*file.issues, issue))


def _without_contradictions(ledger: Ledger, files: Sequence[StagedFile]) -> list[StagedFile]:
    """Keep out every file that says otherwise than another of the batch: neither is known right."""
    said: dict[Key, tuple[StagedFile, Difference]] = {}
    against: dict[Key, tuple[StagedFile, Difference]] = {}
    ready = [file for file in files if file.status is FileStatus.STAGED]
    for file in ready:
        for each in _saying(file):
            first = said.setdefault(each.key, (file, each))
            if first[1].new != each.new:
                against.setdefault(each.key, (file, each))
    if not against:
        return list(files)
    refused: dict[int, Issue] = {}
    for file in ready:
        for each in _saying(file):
            if each.key in against:
                agrees = said[each.key][1].new == each.new
                other = against[each.key] if agrees else said[each.key]
                refused[id(file)] = _contradiction(ledger, each, *other)
                break
    return [file.refused(refused[id(file)]) if id(file) in refused else file for file in files]


def _saying(file: StagedFile) -> Iterable[Difference]:
    return (each for each in file.differences if each.new is not None)


def _contradiction(ledger: Ledger, each: Difference, file: StagedFile, other: Difference) -> Issue:
    item = ledger.catalogue.items[each.item]
    here, there = (_shown(one.new, item.decimals) for one in (each, other))
    return Issue(
        "contradiction",
        f"{_unit_names(ledger)[each.unit]}的“{item.name}”这里是 {here}，"
        f"同一批的“{file.name}”里是 {there}，"
        "两个文件都没有收；请只留下正确的一个再收。",
        sheet=each.sheet,
        cell=each.cell,
    )


def _shown(value: Value | None, decimals: int) -> str:
    if value is None:
        return ""
    return STATE_LABELS[value.state] if value.amount is None else grouped(value.amount, decimals)


def _with_repetitions(
    ledger: Ledger, files: Sequence[StagedFile], standing: Mapping[Key, Value]
) -> list[StagedFile]:
    """Warn of units whose whole form says what it said the period before."""
    ready = [file for file in files if file.status is FileStatus.STAGED]
    known = dict(standing)
    known.update({e.key: e.new for file in ready for e in _saying(file) if e.new is not None})
    return [_repetition(ledger, f, known) if f.status is FileStatus.STAGED else f for f in files]


def _repetition(ledger: Ledger, file: StagedFile, known: Mapping[Key, Value]) -> StagedFile:
    reading = file.reading
    if reading is None or reading.period is None:
        return file
    before = reading.period.shift(-1)
    by_unit: dict[str, list[Difference]] = {}
    for each in _saying(file):
        by_unit.setdefault(each.unit, []).append(each)
    repeated = [unit for unit, said in by_unit.items() if _repeats(said, before.end, known)]
    if not repeated:
        return file
    names = _unit_names(ledger)
    named = "、".join(names[unit] for unit in repeated[:_NAMED])
    more = f"等 {len(repeated)} 个单位" if len(repeated) > _NAMED else ""
    message = (
        f"{named}{more}的数与{before.label}的完全相同；请核对是不是误用了上一期的表，确实相同再收。"
    )
    first = by_unit[repeated[0]][0]
    issue = Issue("same_as_last_month", message, Severity.WARNING, sheet=first.sheet)
    return _warned(file, issue)


def _repeats(said: Sequence[Difference], before: int, known: Mapping[Key, Value]) -> bool:
    """Whether a unit says the same as before, with numbers enough that it is no accident."""
    if all(each.change is Change.SAME for each in said):
        return False
    numbers = sum(1 for each in said if each.new is not None and each.new.amount)
    return numbers >= _REPEATED and all(
        known.get((each.unit, each.item, before)) == each.new for each in said
    )


def _unit_names(ledger: Ledger) -> dict[str, str]:
    return {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
