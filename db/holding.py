"""One window a ledger: who has it open, told from a file beside it that is locked meanwhile.

The lock is a reserved one on a small SQLite file: every system has it, it goes with the process
that holds it, and others can still read in the file who that is.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from db.ledger import now

ENDING = ".占用"


class Holder(NamedTuple):
    """Who has a ledger open: on which computer, as which user of it, since when (ISO local time).

    All are empty where the folder cannot be written and nobody can be told.
    """

    computer: str = ""
    user: str = ""
    since: str = ""

    @property
    def sentence(self) -> str:
        """What a second window says."""
        if not self.since:
            return "台账所在的文件夹不能写入，这里只能看；要改数，请换一个能写入的文件夹。"
        since = self.since.replace("T", " ")[:16]
        return (
            f"{self.user}（电脑 {self.computer}）从 {since} 起打开着这个台账，这里只能看；"
            "要改数，请等那边关闭后再试。"
        )


class Holding:
    """A ledger's lock. ``other`` is who holds it instead, ``None`` when it is ours."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ENDING)
        self._connection: sqlite3.Connection | None = None
        self.other: Holder | None = None
        self.take()

    def take(self) -> bool:
        """Try to hold the ledger; says whether it is ours now."""
        if self._connection is not None:
            return True
        try:
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        except sqlite3.Error:
            self.other = Holder()
            return False
        try:
            connection.execute("PRAGMA synchronous = OFF")
            _note(connection)
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self.other = _read(connection)
            connection.close()
            return False
        self._connection, self.other = connection, None
        return True

    def release(self) -> None:
        """Let the ledger go."""
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        # Another window may have the file open; it then stays, and says nothing once unlocked.
        with contextlib.suppress(OSError):
            self._path.unlink()
        connection.close()


def _note(connection: sqlite3.Connection) -> None:
    """Write who we are; a file that somebody holds refuses it."""
    user = os.environ.get("USERNAME") or os.environ.get("USER") or "有人"
    # The socket module, which knows the name too, takes as long to load as all of this.
    computer = os.environ.get("COMPUTERNAME") or os.uname().nodename
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS holder (computer TEXT, user TEXT, since TEXT)")
    connection.execute("DELETE FROM holder")
    connection.execute("INSERT INTO holder VALUES (?, ?, ?)", (computer, user, now()))
    connection.execute("COMMIT")


def _read(connection: sqlite3.Connection) -> Holder:
    for row in _rows(connection):
        return Holder._make(row)
    return Holder()


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    with contextlib.suppress(sqlite3.Error):
        yield from connection.execute("SELECT computer, user, since FROM holder")
