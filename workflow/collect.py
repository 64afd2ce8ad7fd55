"""收: townships' workbooks → a preview of what would change → one transaction."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from db.backups import folder
from db.ledger import Ledger
from db.records import Entry, NewSource, StatedTotal
from importers.archives import Member, expand, is_archive
from importers.files import find_files
from importers.pausing import uncollected
from importers.reader import FILE_LIMIT, Reader, Unreadable
from importers.recognise import Context, recognise
from importers.workbook import Workbook
from monitoring.amounts import MISSING
from monitoring.issues import Issue, Severity
from monitoring.periods import Period
from workflow.compare import compare
from workflow.progress import SILENT, Reporter
from workflow.staged import (
    CHANGE_LABELS,
    MODE_LABELS,
    Change,
    Difference,
    FileStatus,
    Mode,
    StagedFile,
)

__all__ = [
    "CHANGE_LABELS",
    "MODE_LABELS",
    "Change",
    "Difference",
    "FileStatus",
    "Mode",
    "StagedFile",
    "commit",
    "stage",
    "stage_again",
    "write_one",
]

LeftOut = Collection[tuple[str, str, str]]
# When a file came, as ISO local time.
Came = Callable[[StagedFile], str]


@uncollected()
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
    staged = [
        StagedFile(path, issues=(issue,)) for path, issue in unfit if not _is_ours(ledger, path)
    ]
    with reader or Reader(passwords=passwords) as open_reader:
        loaded = map(_load, found)
        staged += _read_all(loaded, len(found), _context(ledger, period), open_reader, reporter)
    return compare(ledger, staged, period)


@uncollected()
def stage_again(
    ledger: Ledger,
    files: Sequence[StagedFile],
    *,
    period: Period | None = None,
    reporter: Reporter = SILENT,
    passwords: Sequence[str] = (),
) -> list[StagedFile]:
    """Understand files anew from the bytes in memory, as after an answer or with a password.

    Files that were committed, and those of which nothing was read, stay as they are.
    """
    again = [file for file in files if _can_be_read_again(file)]
    loaded = ([_unread(f)] for f in again)
    with Reader(passwords=passwords) as reader:
        read = _read_all(loaded, len(again), _context(ledger, period), reader, reporter)
    anew = iter(read)
    files = [next(anew) if _can_be_read_again(f) else f for f in files]
    return compare(ledger, files, period)


@uncollected()
def commit(
    ledger: Ledger,
    files: Sequence[StagedFile],
    *,
    demonstration: bool = False,
    mode: Mode = Mode.UPDATE,
    left_out: LeftOut = (),
    came: Came | None = None,
) -> list[StagedFile]:
    """Write every staged file in one transaction, after a backup when something changed.

    ``mode`` says which of its changes are made; ``left_out`` holds (sha256, unit, item) of those
    that are not; ``came`` tells when a file came if that is not now. A file of which nothing is
    taken stays staged and leaves no trace. Returns the files with their new status. A failure
    leaves the ledger as it was.
    """
    entries = _entries([f for f in files if f.status is FileStatus.STAGED], mode, left_out)
    if not entries:
        return list(files)
    if not demonstration:
        ledger.back_up()
    with ledger.transaction():
        for file in files:
            if file.sha256 in entries and file.status is FileStatus.STAGED:
                at = came(file) if came else ""
                _write(ledger, file, entries[file.sha256], at=at, demonstration=demonstration)
    return [_after(file, mode, taken=file.sha256 in entries) for file in files]


def write_one(
    ledger: Ledger,
    file: StagedFile,
    *,
    demonstration: bool = False,
    mode: Mode = Mode.UPDATE,
    left_out: LeftOut = (),
) -> int | None:
    """Write one staged file inside the caller's transaction, as :func:`commit` does.

    Returns the source's id, ``None`` when nothing of the file is taken.
    """
    entries = _entries([file], mode, left_out).get(file.sha256)
    if entries is None:
        return None
    return _write(ledger, file, entries, at="", demonstration=demonstration)


def _after(file: StagedFile, mode: Mode, *, taken: bool) -> StagedFile:
    if file.status is not FileStatus.STAGED:
        return file
    return replace(file, status=FileStatus.COMMITTED if taken else file.status, mode=mode)


def _context(ledger: Ledger, period: Period | None) -> Context:
    return Context(ledger.area, ledger.catalogue, period, ledger.answers())


def _can_be_read_again(file: StagedFile) -> bool:
    return bool(file.sha256) and file.status is not FileStatus.COMMITTED


def _is_ours(ledger: Ledger, path: Path) -> bool:
    """Whether a file found in a folder is the ledger itself, or SQLite's or our copies of it."""
    # Path.resolve raises at a link that leads to itself.
    home, found = (Path(os.path.realpath(each)) for each in (ledger.path, path))
    beside = found.parent == home.parent and found.name.startswith(home.name)
    return beside or found.parent == folder(home)


def _read_all(
    loaded: Iterable[list[StagedFile]],
    total: int,
    context: Context,
    reader: Reader,
    reporter: Reporter,
) -> list[StagedFile]:
    """One record a file, in order; the child reads a file while the one before is understood."""
    waiting: deque[StagedFile] = deque()
    done: list[StagedFile] = []

    def contents() -> Iterator[tuple[str, bytes]]:
        nonlocal total
        for files in loaded:
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
        return StagedFile(inside, issues=(member.issue,), archive=path)
    return replace(_loaded(inside, member.content), archive=path)


def _unread(file: StagedFile) -> StagedFile:
    return StagedFile(file.path, file.sha256, file.content, mode=file.mode, archive=file.archive)


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


def _entries(files: Sequence[StagedFile], mode: Mode, left_out: LeftOut) -> dict[str, list[Entry]]:
    """What is taken of each file, by checksum; files of which nothing is are not among them.

    A value that stands there already goes along: the ledger then knows that this file says it
    too, should the one that wrote it be taken back.
    """
    skipped = frozenset(left_out)
    writes = mode.writes | {Change.SAME}
    taken = {
        file.sha256: [
            each
            for each in file.differences
            if each.change in writes and (file.sha256, each.unit, each.item) not in skipped
        ]
        for file in files
    }
    # One file's blank is no reason to lose what another of the batch brings.
    blanking = Change.BLANK in writes
    given = {
        each.key
        for chosen in (taken.values() if blanking else ())
        for each in chosen
        if each.new is not None
    }
    return {
        sha256: [
            Entry(each.unit, each.item, each.end, each.new, each.sheet, each.cell)
            for each in chosen
            if not blanking or each.new is not None or each.key not in given
        ]
        for sha256, chosen in taken.items()
        if chosen
    }


def _write(
    ledger: Ledger, file: StagedFile, entries: Sequence[Entry], *, at: str, demonstration: bool
) -> int:
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
        at=at,
    )
    whole = _given_by_all(ledger, entries, reading.form, end) if reading.totals else frozenset()
    totals = [
        StatedTotal(total.item, end, total.amount, sheet=total.sheet, cell=total.cell)
        for total in reading.totals
        if total.item in whole
    ]
    return ledger.write(entries, source, totals)


def _given_by_all(ledger: Ledger, entries: Sequence[Entry], form: str, end: int) -> frozenset[str]:
    """Items taken for every unit: a total of some units is none of the county's."""
    given: dict[str, set[str]] = {}
    for entry in entries:
        if entry.value not in (None, MISSING):
            given.setdefault(entry.item, set()).add(entry.unit)
    owing = {unit.code for unit in ledger.catalogue.forms[form].reporting(ledger.area, end)}
    return frozenset(item for item, units in given.items() if owing <= units)


def _storable(name: str) -> str:
    """A file name as text: bytes that are none (as old archives leave them) are written out."""
    return name.encode("utf-8", "backslashreplace").decode()
