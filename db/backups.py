"""Verified backups beside the ledger: taken with SQLite's backup call, the last ten kept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from db.connection import BUSY_SECONDS, LedgerError, check_identity

KEPT = 10
_AREA = "SELECT value FROM setting WHERE key = 'area'"
_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"\d{8}-\d{6}(-\d{6})?")
_FINGERPRINT = (
    "SELECT (SELECT max(id) FROM source), (SELECT max(id) FROM value_history),"
    " (SELECT max(id) FROM submission),"
    " (SELECT group_concat(form || period || unit || at) FROM approval),"
    " (SELECT group_concat(key || value) FROM setting),"
    " (SELECT group_concat(sender || kind || key || value || at) FROM answer),"
    " (SELECT max(taken_back) FROM source), (SELECT max(at) FROM ledger_key),"
    " (SELECT max(id) FROM package),"
    " (SELECT group_concat(fingerprint || at || withdrawn) FROM partner)"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A kept copy of the ledger and when it was taken."""

    path: Path
    taken: datetime
    size: int


def folder(ledger: Path) -> Path:
    """Where a ledger's backups are kept: beside it, under its own name."""
    return ledger.with_name(f"{ledger.stem}.备份")


def listed(ledger: Path) -> list[Backup]:
    """Backups of a ledger, newest first; files with other names are left alone."""
    found = []
    for path in folder(ledger).glob("*.ledger"):
        if not _NAME.fullmatch(path.stem):
            continue
        try:
            taken = datetime.strptime(path.stem[:15], _STAMP).astimezone()
        except ValueError:
            continue
        found.append(Backup(path, taken, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.path.stem, reverse=True)


def back_up_if_changed(connection: sqlite3.Connection, ledger: Path) -> Path | None:
    """Back up unless the newest backup already holds everything that was ever written."""
    kept = listed(ledger)
    if kept and _fingerprint_of(kept[0].path) == _fingerprint(connection):
        return None
    return back_up(connection, ledger)


def back_up(connection: sqlite3.Connection, ledger: Path, *, spare: Path | None = None) -> Path:
    """Copy the open ledger, check the copy, and let all but the last ten go (never ``spare``).

    Raises :class:`LedgerError` when the copy does not pass SQLite's own integrity check.
    """
    place = folder(ledger)
    place.mkdir(exist_ok=True)
    target = _free_name(ledger)
    draft = target.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft)) as copy:
            connection.backup(copy)
            # A copy is one plain file: no -wal beside it that could be left behind.
            copy.execute("PRAGMA journal_mode = DELETE")
            _verify(copy, draft)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    for old in listed(ledger)[KEPT:]:
        if spare is None or not old.path.samefile(spare):
            with suppress(OSError):  # one that cannot go is no reason to fail a good copy
                old.path.unlink()
    return target


def restore(connection: sqlite3.Connection, ledger: Path, backup: Path) -> Path:
    """Copy a checked backup over the open ledger in one transaction, keeping the present first.

    Returns the backup that holds what was replaced. Raises :class:`LedgerError` for a backup
    that is missing, damaged, newer, or another county's; the ledger is then as it was.
    """
    if not backup.is_file():
        raise LedgerError(f"找不到备份“{backup.name}”，请另选一个备份。")
    with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as source:
        _check(source, backup, connection)
        kept = back_up(connection, ledger, spare=backup)
        source.backup(connection, progress=_impatient(ledger))
    return kept


def _check(source: sqlite3.Connection, backup: Path, connection: sqlite3.Connection) -> None:
    try:
        check_identity(source, backup)
        _verify(source, backup)
        area = source.execute(_AREA).fetchone()
    except sqlite3.DatabaseError:
        raise LedgerError(f"备份“{backup.name}”已损坏，请另选一个备份。") from None
    if area != connection.execute(_AREA).fetchone():
        raise LedgerError(f"备份“{backup.name}”是另一个县（市）的，请另选一个备份。")


def _impatient(ledger: Path) -> Callable[[int, int, int], None]:
    """SQLite's copying waits for another writer without end; a clerk does not."""
    give_up = monotonic() + BUSY_SECONDS

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > give_up:
            raise LedgerError(f"“{ledger.name}”正被另一个程序写入，请稍后再试。")

    return progress


def _verify(copy: sqlite3.Connection, path: Path) -> None:
    try:
        intact = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        intact = False
    if not intact:
        raise LedgerError(f"备份“{path.name}”没有通过完整性检查，请检查磁盘后再试。")


def _free_name(ledger: Path) -> Path:
    """A name after every kept one, also within one second or when the clock was set back."""
    stem = datetime.now().astimezone().strftime(_STAMP)
    kept = listed(ledger)
    if kept and stem <= kept[0].path.stem:
        newest = kept[0].path.stem
        stem = f"{newest[:15]}-{int(newest[16:] or 0) + 1:06d}"
    return folder(ledger) / f"{stem}.ledger"


def _fingerprint(connection: sqlite3.Connection) -> tuple[object, ...] | None:
    row: tuple[object, ...] | None = connection.execute(_FINGERPRINT).fetchone()
    return row


def _fingerprint_of(path: Path) -> tuple[object, ...] | None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            return _fingerprint(copy)
    except sqlite3.DatabaseError:
        return None
