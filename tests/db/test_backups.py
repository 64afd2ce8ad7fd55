"""Backups: verified, ten kept, taken when something changed; restoring keeps what it replaces."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import db.backups
import db.connection
from db import keys, packages
from db.backups import KEPT, folder
from db.connection import LedgerError
from db.ledger import Ledger
from db.packages import NewPackage
from db.records import Entry
from monitoring.amounts import Value, number
from monitoring.areas import Area
from tests.db.conftest import EAST, HAND, OCTOBER, Put


def _resident(ledger: Ledger) -> Value | None:
    return ledger.figures(["resident"], [OCTOBER]).value(EAST, "resident", OCTOBER)


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_backup_is_taken_when_something_changed_and_only_then(path: Path) -> None:
    for _ in range(2):
        with Ledger.open(path) as ledger:
            ledger.back_up()
    with Ledger.open(path) as ledger:
        assert len(ledger.backups()) == 1
        ledger.write([Entry(EAST, "resident", OCTOBER, number(5))], HAND)
        assert ledger.back_up() is not None
        assert ledger.back_up() is None
        ledger.approve("F1", OCTOBER, [EAST])
        assert ledger.back_up() is not None
        ledger.withdraw("F1", OCTOBER, [EAST])
        assert ledger.back_up() is not None
        ledger.set_setting("leader", "甲")
        assert ledger.back_up() is not None
        ledger.record_submission("F1", OCTOBER, "x", "a" * 64)
        assert ledger.back_up() is not None
        keys.keep_key(ledger, lambda: (b"s" * 32, b"p" * 32))
        assert ledger.back_up() is not None
        keys.confirm(ledger, "1" * 40, b"k" * 32, ledger.area.parent, "聊城市")
        assert ledger.back_up() is not None
        keys.withdraw(ledger, "1" * 40)
        assert ledger.back_up() is not None
        sent = NewPackage("sent", "definitions", "x.tzb", "a" * 64, "1" * 40, ledger.area.code, "x")
        packages.note(ledger, sent, b"x")
        assert ledger.back_up() is not None
        assert ledger.back_up() is None


def test_a_backup_is_the_ledger_in_one_plain_file(ledger: Ledger, put: Put) -> None:
    put(5)
    copy = ledger.back_up()
    assert copy is not None
    ledger.back_up()
    assert {entry.name for entry in folder(ledger.path).iterdir()} == {copy.name}
    assert copy.parent.parent == ledger.path.parent
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    ledger.close()
    assert _dump(copy) == _dump(ledger.path)


def test_the_last_ten_are_kept_and_files_of_others_left_alone(ledger: Ledger, put: Put) -> None:
    place = folder(ledger.path)
    place.mkdir()
    for name in ("我的备份.ledger", "20260101-000000 副本.ledger", "20260101-000000.txt"):
        (place / name).write_text("mine")
    (place / "20200101-000000.ledger").write_bytes(b"old")
    for amount in range(KEPT + 2):
        put(amount)
        ledger.back_up()
    kept = ledger.backups()
    assert len(kept) == KEPT
    names = [backup.path.name for backup in kept]
    assert names == sorted(names, key=lambda name: Path(name).stem, reverse=True)
    assert "20200101-000000.ledger" not in names
    assert (place / "我的备份.ledger").read_text() == "mine"
    assert (place / "20260101-000000 副本.ledger").read_text() == "mine"
    assert (place / "20260101-000000.txt").read_text() == "mine"
    assert all(backup.size == backup.path.stat().st_size for backup in kept)
    with closing(sqlite3.connect(kept[0].path)) as newest:
        assert newest.execute("SELECT amount FROM value").fetchone() == (KEPT + 1,)


def test_a_clock_set_back_does_not_cost_the_newest_backup(ledger: Ledger, put: Put) -> None:
    place = folder(ledger.path)
    place.mkdir()
    for hour in range(KEPT):
        (place / f"20980101-{hour:02}0000.ledger").write_bytes(b"later")
    put(5)
    backup = ledger.back_up()
    assert backup is not None
    assert ledger.backups()[0].path == backup
    assert backup.is_file()
    assert len(ledger.backups()) == KEPT
    assert ledger.back_up() is None


def test_restoring_brings_back_and_keeps_what_it_replaces(ledger: Ledger, put: Put) -> None:
    put(5)
    earlier = ledger.back_up()
    assert earlier is not None
    put(6)
    ledger.set_setting("leader", "甲")
    kept = ledger.restore(earlier)
    assert _resident(ledger) == number(5)
    assert ledger.setting("leader") is None
    assert ledger.history(EAST, "resident", OCTOBER) == []
    ledger.restore(kept)
    assert _resident(ledger) == number(6)
    assert ledger.setting("leader") == "甲"
    put(7)
    assert ledger.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_oldest_backup_survives_its_own_restoring(ledger: Ledger, put: Put) -> None:
    for amount in range(KEPT):
        put(amount)
        ledger.back_up()
    put(KEPT)
    oldest = ledger.backups()[-1].path
    ledger.restore(oldest)
    assert _resident(ledger) == number(0)
    assert oldest.is_file()


def test_an_older_backup_is_brought_up_to_date(ledger: Ledger, put: Put) -> None:
    put(5)
    earlier = ledger.back_up()
    assert earlier is not None
    with closing(sqlite3.connect(earlier)) as connection:
        connection.execute("UPDATE setting SET value = 'old' WHERE key = 'resources'")
        connection.execute("DELETE FROM definition WHERE file = 'forms/F3.toml'")
        connection.commit()
    ledger.restore(earlier)
    assert "F3" in ledger.catalogue.forms


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _bitten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xa5" * 4096 * 3
    path.write_bytes(content)


def _elsewhere(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE setting SET value = '370832000000' WHERE key = 'area'")
        connection.commit()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_garbage, "已损坏"),
        (_half, "已损坏"),
        (_bitten, "完整性检查|已损坏"),
        (_elsewhere, "另一个县"),
        (_newer, "先升级"),
        (Path.unlink, "找不到备份"),
    ],
)
def test_a_backup_that_is_not_right_changes_nothing(
    ledger: Ledger, put: Put, spoil: object, words: str
) -> None:
    put(5)
    backup = ledger.back_up()
    assert backup is not None
    put(6)
    assert callable(spoil)
    spoil(backup)
    kept = [entry.path for entry in ledger.backups()]
    with pytest.raises(LedgerError, match=words) as caught:
        ledger.restore(backup)
    assert backup.name in str(caught.value)
    assert _resident(ledger) == number(6)
    assert [entry.path for entry in ledger.backups()] == kept
    put(7)
    assert _resident(ledger) == number(7)


def test_restoring_gives_up_on_another_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.connection, "BUSY_SECONDS", 0)
    monkeypatch.setattr(db.backups, "BUSY_SECONDS", 0)
    with Ledger.open(path) as first, Ledger.open(path) as second:
        first.write([Entry(EAST, "resident", OCTOBER, number(5))], HAND)
        backup = first.back_up()
        assert backup is not None
        with second.transaction():
            second.write([Entry(EAST, "resident", OCTOBER, number(6))], HAND)
            with pytest.raises(LedgerError, match="正被另一个程序写入"):
                first.restore(backup)
        assert _resident(first) == _resident(second) == number(6)


def test_a_copy_that_fails_its_check_is_not_kept(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: sqlite3.Connection, path: Path) -> None:
        raise LedgerError(path.name)

    monkeypatch.setattr(db.backups, "_verify", refuse)
    with pytest.raises(LedgerError):
        ledger.back_up()
    assert list(folder(ledger.path).iterdir()) == []


def test_backups_that_cannot_be_written_are_a_sentence(ledger: Ledger) -> None:
    folder(ledger.path).write_text("a file stands where the folder should be")
    with pytest.raises(LedgerError, match="文件夹") as caught:
        ledger.back_up()
    assert folder(ledger.path).name in str(caught.value)
    assert "File exists" not in str(caught.value)


def test_a_backup_comes_before_a_migration(
    path: Path, linqing: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    steps: list[int] = []

    def migrate(connection: sqlite3.Connection) -> None:
        steps.append(len(list(folder(path).glob("*.ledger"))))
        connection.execute("PRAGMA user_version = 1")

    monkeypatch.setattr("db.migrations.migrate", migrate)
    with Ledger.open(path) as ledger:
        assert steps == [1]
        assert ledger.area == linqing
