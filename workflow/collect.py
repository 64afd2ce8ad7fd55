"""收: townships' workbooks → a preview of what would change → one transaction."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from db.backups import folder
from db.ledger import Ledger
from db.records import Entry, NewSource, StatedTotal
from importers.archives import Member, expand, is_archive
from importers.files import find_files
from importers.reader import FILE_LIMIT, Reader, Unreadable
from importers.recognise import Context, Reading, StagedValue, recognise
from importers.workbook import Workbook
from monitoring.amounts import MISSING, STATE_LABELS, Value, grouped
from monitoring.catalogue import Form
from monitoring.figures import Figures
from monitoring.issues import Issue, Severity
from monitoring.periods import Period
from workflow.progress import SILENT, Reporter


class FileStatus(StrEnum):
    """What becomes of a file."""

    STAGED = "staged"
    COMMITTED = "committed"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class Change(StrEnum):
    """What importing a value would do to the ledger."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


CHANGE_LABELS = {Change.NEW: "新增", Change.SAME: "不变", Change.CHANGED: "改动"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a file beside what the ledger holds (``old`` is ``None`` for nothing)."""

    staged: StagedValue
    end: int
    old: Value | None

    @property
    def change(self) -> Change:
        """New, same or changed."""
        if self.old is None:
            return Change.NEW
        return Change.SAME if self.old == self.staged.value else Change.CHANGED


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that was read: what it holds, what it would change, and what is wrong with it."""

    path: Path
    sha256: str = ""
    content: bytes = b""
    status: FileStatus = FileStatus.REFUSED
    reading: Reading | None = None
    differences: tuple[Difference, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def changed(self) -> int:
        """How many values would be new or other than the ledger's."""
        return sum(1 for each in self.differences if each.change is not Change.SAME)

    def refused(self, *issues: Issue) -> StagedFile:
        """The same file kept out, with the reasons added."""
        return replace(self, status=FileStatus.REFUSED, issues=(*self.issues, *issues))


def templates(
    ledger: Ledger,
    form: Form,
    period: Period,
    directory: Path,
    *,
    replace_existing: bool = False,
    reporter: Reporter = SILENT,
) -> list[Path]:
    """Write a blank template of ``form`` for every unit that owes it. Returns their paths."""
    from exporters.templates import write_templates

    return write_templates(
        directory,
        form,
        ledger.area,
        period,
        indicators=ledger.catalogue.indicators,
        replace=replace_existing,
        demonstration=False,
        progress=reporter.check,
    )


def stage(
    ledger: Ledger,
    paths: Iterable[Path],
    *,
    period: Period | None = None,
    reporter: Reporter = SILENT,
    reader: Reader | None = None,
    passwords: Sequence[str] = (),
) -> list[StagedFile]:
    """Read files, folders and archives and compare them with the ledger; nothing is written.

    ``period`` is the month the clerk collects: a file of another is refused. Every file gives
    one record, refused with its issues when an error is among them. ``passwords`` are tried on
    files that have one, unless a ``reader`` is given, which has its own. Raises
    :class:`workflow.progress.WorkCancelledError` when told to stop.
    """
    found, unfit = find_files(paths)
    context = Context(ledger.area, ledger.catalogue, period)
    staged = [
        StagedFile(path, issues=(issue,)) for path, issue in unfit if not _is_ours(ledger, path)
    ]
    with reader or Reader(passwords=passwords) as open_reader:
        staged += _read_all(found, context, open_reader, reporter)
    return _compared(ledger, staged)


def commit(
    ledger: Ledger, files: Sequence[StagedFile], *, demonstration: bool = False
) -> list[StagedFile]:
    """Write every staged file in one transaction, after a backup when something changed.

    Returns the files with their new status. A failure leaves the ledger as it was.
    """
    ready = [file for file in files if file.status is FileStatus.STAGED]
    if not ready:
        return list(files)
    if not demonstration:
        ledger.back_up()
    with ledger.transaction():
        for file in ready:
            _write(ledger, file, demonstration=demonstration)
    return [
        replace(file, status=FileStatus.COMMITTED) if file.status is FileStatus.STAGED else file
        for file in files
    ]


def _is_ours(ledger: Ledger, path: Path) -> bool:
    """Whether a file found in a folder is the ledger itself, or SQLite's or our copies of it."""
    home, found = ledger.path.resolve(), path.resolve()
    beside = found.parent == home.parent and found.name.startswith(home.name)
    return beside or found.parent == folder(home)


def _read_all(
    paths: Sequence[Path], context: Context, reader: Reader, reporter: Reporter
) -> list[StagedFile]:
    """One record a path, in order; the child reads a file while the one before is understood."""
    waiting: deque[StagedFile] = deque()
    done: list[StagedFile] = []
    total = len(paths)

    def contents() -> Iterator[tuple[str, bytes]]:
        nonlocal total
        for path in paths:
            files = _load(path)
            total += len(files) - 1
            for file in files:
                waiting.append(file)
                if not file.issues:
                    yield file.path.name, file.content

    for outcome in reader.read_all(contents()):
        while waiting[0].issues:
            done.append(waiting.popleft())
        file = waiting.popleft()
        reporter.check(len(done), total, file.path.name)
        done.append(_understood(file, outcome, context))
    return [*done, *waiting]


def _load(path: Path) -> list[StagedFile]:
    """The file with its bytes, or those inside it when it is an archive."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            return [StagedFile(path, issues=(_unreadable(Unreadable("too_large", path.name)),))]
        content = path.read_bytes()
    except OSError as error:
        denied = isinstance(error, PermissionError)
        reason = "没有权限" if denied else error.strerror or type(error).__name__
        issue = Issue("unreadable", f"读不到“{path.name}”（{reason}）；请检查文件和权限后再试。")
        return [StagedFile(path, issues=(issue,))]
    if is_archive(content):
        return [_member(path, member) for member in expand(path.name, content)]
    return [_loaded(path, content)]


def _member(path: Path, member: Member) -> StagedFile:
    inside = path / member.name
    if member.issue is not None:
        return StagedFile(inside, issues=(member.issue,))
    return _loaded(inside, member.content)


def _loaded(path: Path, content: bytes) -> StagedFile:
    return StagedFile(path, hashlib.sha256(content).hexdigest(), content)


def _unreadable(error: Unreadable) -> Issue:
    return Issue(error.code, str(error))


def _understood(file: StagedFile, outcome: Workbook | Unreadable, context: Context) -> StagedFile:
    if isinstance(outcome, Unreadable):
        return file.refused(_unreadable(outcome))
    reading = recognise(outcome, context)
    faulty = any(issue.severity is Severity.ERROR for issue in reading.issues)
    return replace(
        file,
        reading=reading,
        issues=reading.issues,
        status=FileStatus.REFUSED if faulty else FileStatus.STAGED,
    )


def _compared(ledger: Ledger, files: Sequence[StagedFile]) -> list[StagedFile]:
    """Put the ledger's values beside the files', and keep out what is there already."""
    figures = _standing(ledger, files)
    seen: set[str] = set()
    result = []
    for file in files:
        if file.status is not FileStatus.STAGED:
            result.append(file)
        elif file.sha256 in seen:
            result.append(_duplicate(file, "与这一批里的另一个文件完全相同，只收一次。"))
        else:
            seen.add(file.sha256)
            result.append(_compare(ledger, file, figures))
    return _without_contradictions(ledger, result)


def _compare(ledger: Ledger, file: StagedFile, figures: Figures) -> StagedFile:
    reading = file.reading
    if reading is None or reading.period is None:
        return file
    end = reading.period.end
    differences = tuple(
        Difference(value, end, figures.value(value.unit, value.item, end))
        for value in reading.values
    )
    compared = replace(file, differences=differences)
    earlier = ledger.import_of(file.sha256)
    if earlier is None:
        return compared
    before = f"这个文件已在 {earlier.at.replace('T', ' ')} 收过"
    if compared.changed == 0:
        return _duplicate(compared, f"{before}，数字没有变化，不再重复收。")
    later = sum(1 for each in differences if each.change is Change.CHANGED)
    if later:
        # A folder collected again must not undo the corrections made since.
        return _duplicate(
            compared,
            f"{before}，有 {later} 个数后来改过，没有再收；要以它为准，请另存为新文件后再收。",
            "imported_before",
        )
    issue = Issue(
        "imported_before", f"{before}，台账里少了它的数，请核对后再收。", Severity.WARNING
    )
    return replace(compared, issues=(*compared.issues, issue))


def _duplicate(file: StagedFile, message: str, code: str = "duplicate") -> StagedFile:
    issue = Issue(code, message, Severity.WARNING)
    return replace(file, status=FileStatus.DUPLICATE, issues=(*file.issues, issue))


def _without_contradictions(ledger: Ledger, files: Sequence[StagedFile]) -> list[StagedFile]:
    """Keep out every file that says otherwise than another of the batch: neither is known right."""
    said: dict[tuple[str, str, int], tuple[StagedFile, Difference]] = {}
    against: dict[tuple[str, str, int], tuple[StagedFile, Difference]] = {}
    ready = [file for file in files if file.status is FileStatus.STAGED]
    for file in ready:
        for each in file.differences:
            key = (each.staged.unit, each.staged.item, each.end)
            first = said.setdefault(key, (file, each))
            if first[1].staged.value != each.staged.value:
                against.setdefault(key, (file, each))
    if not against:
        return list(files)
    refused: dict[int, Issue] = {}
    for file in ready:
        for each in file.differences:
            key = (each.staged.unit, each.staged.item, each.end)
            if key in against:
                agrees = said[key][1].staged.value == each.staged.value
                other = against[key] if agrees else said[key]
                refused[id(file)] = _contradiction(ledger, each, *other)
                break
    return [file.refused(refused[id(file)]) if id(file) in refused else file for file in files]


def _contradiction(ledger: Ledger, each: Difference, file: StagedFile, other: Difference) -> Issue:
    value = each.staged
    item = ledger.catalogue.items[value.item]
    units = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    here, there = (_shown(one.staged.value, item.decimals) for one in (each, other))
    return Issue(
        "contradiction",
        f"{units[value.unit]}的“{item.name}”这里是 {here}，同一批的“{file.path.name}”里是 {there}，"
        "两个文件都没有收；请只留下正确的一个再收。",
        sheet=value.sheet,
        cell=value.cell,
    )


def _shown(value: Value, decimals: int) -> str:
    return STATE_LABELS[value.state] if value.amount is None else grouped(value.amount, decimals)


def _standing(ledger: Ledger, files: Sequence[StagedFile]) -> Figures:
    readings = [file.reading for file in files if file.reading is not None]
    items = {
        item.code
        for form in {reading.form for reading in readings if reading.form}
        for item in ledger.catalogue.forms[form].items
    }
    return ledger.figures(items, {r.period.end for r in readings if r.period is not None})


def _write(ledger: Ledger, file: StagedFile, *, demonstration: bool) -> None:
    reading = file.reading
    if reading is None or reading.form is None or reading.period is None:
        raise ValueError(f"nothing was recognised in {file.path.name}")
    end = reading.period.end
    source = NewSource(
        "file",
        file=_storable(file.path.name),
        sha256=file.sha256,
        content=file.content,
        form=reading.form,
        end=end,
        demonstration=demonstration,
    )
    entries = [
        Entry(value.unit, value.item, end, value.value, value.sheet, value.cell)
        for value in reading.values
    ]
    whole = _given_by_all(ledger, reading, reading.form, end) if reading.totals else frozenset()
    totals = [
        StatedTotal(total.item, end, total.amount, sheet=total.sheet, cell=total.cell)
        for total in reading.totals
        if total.item in whole
    ]
    ledger.write(entries, source, totals)


def _given_by_all(ledger: Ledger, reading: Reading, form: str, end: int) -> frozenset[str]:
    """Items that every unit gives in this file: a total of some units is none of the county's."""
    given: dict[str, set[str]] = {}
    for value in reading.values:
        if value.value != MISSING:
            given.setdefault(value.item, set()).add(value.unit)
    owing = {unit.code for unit in ledger.catalogue.forms[form].reporting(ledger.area, end)}
    return frozenset(item for item, units in given.items() if owing <= units)


def _storable(name: str) -> str:
    """A file name as text: bytes that are none (as old archives leave them) are written out."""
    return name.encode("utf-8", "backslashreplace").decode()
