"""Opening the file: what it must be, how it is written, and one sentence when it cannot be."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitoring.errors import ExpectedError

APPLICATION_ID = 0x594C545A
VERSION = 4
BUSY_SECONDS = 5
LOCKED = "这一期的报表已上报并锁定，没有写入；要更正，请先在“审核”里写明原因解锁。"


class LedgerError(ExpectedError):
    """The ledger cannot be opened or written; one sentence says why and what to do."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a file for exact, durable work: foreign keys on, WAL, synchronous FULL.

    The connection is in autocommit; :func:`transaction` frames every write. Raises
    :class:`LedgerError` when the file is no SQLite database.
    """
    with explained(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA trusted_schema = OFF")
            # Without it INSERT OR REPLACE would pass the triggers that keep the history.
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def check_identity(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a ledger. Raises :class:`LedgerError` for a foreign or newer file."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise LedgerError(f"“{path.name}”不是医养台账的文件，请另选一个台账文件。")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise LedgerError(f"“{path.name}”由更新版本的医养台账建立，请先升级本程序再打开。")
    return version


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is written, or nothing is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the expected failures of SQLite and the disk into sentences for a clerk."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        sentence = _sentence(error, path)
        if sentence is None:
            raise
        raise LedgerError(sentence) from error
    except OSError as error:
        raise LedgerError(_disk_sentence(error, path)) from error


def _sentence(error: sqlite3.DatabaseError, path: Path) -> str | None:
    if str(error) == "locked":  # what the triggers say of a month that was submitted
        return LOCKED
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_NOTADB: f"“{path.name}”不是医养台账的文件，请另选一个台账文件。",
        sqlite3.SQLITE_CANTOPEN: f"打不开“{path.name}”，请检查文件夹是否存在、是否有权限。",
        sqlite3.SQLITE_BUSY: f"“{path.name}”正被另一个程序写入，请稍后再试。",
        sqlite3.SQLITE_LOCKED: f"“{path.name}”正被另一个程序写入，请稍后再试。",
        sqlite3.SQLITE_READONLY: f"“{path.name}”是只读的，请取消只读或换一个文件夹后再试。",
        sqlite3.SQLITE_FULL: "磁盘已满，请清理磁盘空间后再试，已保存的数据没有改变。",
        sqlite3.SQLITE_IOERR: f"读写“{path.name}”出错，请检查磁盘后再试，已保存的数据没有改变。",
        sqlite3.SQLITE_CORRUPT: f"“{path.name}”已损坏，请从备份恢复。",
    }.get(code)


def _disk_sentence(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOSPC:
        return "磁盘已满，请清理磁盘空间后再试，已保存的数据没有改变。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有权限读写“{path.name}”所在的文件夹，请取消只读或换一个文件夹后再试。"
    place = Path(str(error.filename or path)).name
    return f"读写“{place}”出错，请检查它所在的文件夹后再试，已保存的数据没有改变。"
