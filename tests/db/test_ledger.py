"""The ledger file: what opens, what one sentence refuses, and that looking changes nothing."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import db.connection
from db.connection import VERSION, LedgerError
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.areas import Area
from monitoring.errors import ExpectedError
from tests.db.conftest import EAST, HAND, OCTOBER, Put


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_a_new_ledger_knows_its_county(ledger: Ledger, linqing: Area) -> None:
    assert ledger.area == linqing
    assert set(ledger.catalogue.forms) == {"F1", "F2", "F3", "F4", "F5", "F6"}
    assert {plan.area_name for plan in ledger.plans.values()} <= {"临清市", "聊城市"}
    assert set(ledger.plans) == {"000", "001", "002", "003"}
    assert ledger.latest_month() is None


def test_nothing_is_made_over_a_file_that_stands_there(path: Path, linqing: Area) -> None:
    before = _digest(path)
    with pytest.raises(LedgerError, match="已经存在"):
        Ledger.create(path, linqing)
    assert _digest(path) == before
    assert _files(path.parent) == {path.name}


def test_a_ledger_cannot_be_made_where_no_folder_is(tmp_path: Path, linqing: Area) -> None:
    with pytest.raises(LedgerError, match="文件夹"):
        Ledger.create(tmp_path / "没有" / "x.ledger", linqing)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError):
        Ledger.create(tmp_path / "file" / "x.ledger", linqing)
    assert _files(tmp_path) == {"file"}


def test_a_failed_making_leaves_nothing_behind(
    tmp_path: Path, linqing: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("db.definitions.keep_definitions", fail)
    with pytest.raises(LedgerError, match="磁盘已满"):
        Ledger.create(tmp_path / "x.ledger", linqing)
    assert _files(tmp_path) == set()


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
        connection.commit()


def _replaced(path: Path) -> None:
    path.unlink()
    _foreign(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.commit()


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "foreign": (_replaced, "不是医养台账的文件"),
    "newer": (_newer, "先升级"),
    "missing": (Path.unlink, "找不到"),
    "folder": (_folder, "找不到"),
    "empty": (lambda path: path.write_bytes(b""), "不是医养台账的文件"),
    "text": (lambda path: path.write_text("不是数据库" * 500), "不是医养台账的文件"),
    "picture": (lambda path: path.write_bytes(b"\x89PNG\r\n" + bytes(9000)), "不是医养台账的文件"),
    "truncated": (_truncated, "已损坏"),
    "scrambled": (_scrambled, "已损坏"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_ledger_is_refused_in_a_sentence_and_left_alone(path: Path, kind: str) -> None:
    spoil, words = REFUSED[kind]
    spoil(path)
    before = _digest(path) if path.is_file() else ""
    with pytest.raises(LedgerError, match=words) as caught:
        Ledger.open(path)
    assert path.name in str(caught.value)
    assert str(caught.value).endswith("。")
    assert (_digest(path) if path.is_file() else "") == before
    assert _files(path.parent) <= {path.name}


def test_opening_and_looking_leaves_the_file_byte_for_byte(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.write([Entry(EAST, "resident", OCTOBER, number(5))], HAND)
    before = _digest(path)
    with Ledger.open(path) as ledger:
        items = list(ledger.catalogue.items)
        assert ledger.figures(items, [OCTOBER]).value(EAST, "resident", OCTOBER) == number(5)
        assert len(ledger.stored(items, OCTOBER)) == 1
        assert ledger.sums(["resident"], 202601, 202612) == {("resident", OCTOBER): (5, 1)}
        assert ledger.reported("F1", OCTOBER) == {EAST}
        assert ledger.history(EAST, "resident", OCTOBER) == []
        assert ledger.plans
        assert ledger.stated_totals(items, OCTOBER) == []
        assert ledger.has_demonstration(items, [OCTOBER]) is False
        assert ledger.approved("F1", OCTOBER) == set()
        assert ledger.submissions(OCTOBER) == []
        assert ledger.latest_month() == OCTOBER
        assert ledger.backups() == []
    assert _digest(path) == before
    assert _files(path.parent) == {path.name}


def test_a_failed_write_leaves_the_file_byte_for_byte(path: Path) -> None:
    before = _digest(path)
    with Ledger.open(path) as ledger:
        good = Entry(EAST, "resident", OCTOBER, number(5))
        for bad, error in [
            (Entry(EAST, "nobody", OCTOBER, number(5)), KeyError),
            (Entry("371581999000", "resident", OCTOBER, number(5)), sqlite3.IntegrityError),
            (Entry(EAST, "resident", 202613, number(5)), sqlite3.IntegrityError),
        ]:
            with pytest.raises(error):
                ledger.write([good, bad], HAND)
            assert not ledger.connection.in_transaction
        assert ledger.latest_month() is None
    assert _digest(path) == before


def test_two_programs_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.connection, "BUSY_SECONDS", 0)
    entry = Entry(EAST, "resident", OCTOBER, number(5))
    with Ledger.open(path) as first, Ledger.open(path) as second:
        with first.transaction():
            first.write([entry], HAND)
            with pytest.raises(LedgerError, match="正被另一个程序写入"):
                second.write([entry], HAND)
            assert second.latest_month() is None
        assert second.latest_month() == OCTOBER
        second.write([Entry(EAST, "resident", OCTOBER, number(6))], HAND)
        assert first.figures(["resident"], [OCTOBER]).value(EAST, "resident", OCTOBER) == number(6)


def test_a_ledger_that_may_not_be_written_says_so(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.connection.execute("PRAGMA query_only = ON")
        with pytest.raises(LedgerError, match="只读"):
            ledger.set_setting("key", "value")


def test_a_full_disk_says_so_and_changes_nothing(ledger: Ledger, put: Put) -> None:
    put(5)
    pages = ledger.connection.execute("PRAGMA page_count").fetchone()[0]
    ledger.connection.execute(f"PRAGMA max_page_count = {pages}")
    book = NewSource("file", "大.xlsx", "a" * 64, bytes(10**6), "F1", OCTOBER)
    with pytest.raises(LedgerError, match="磁盘已满"):
        ledger.write([Entry(EAST, "resident", OCTOBER, number(9))], book)
    assert ledger.figures(["resident"], [OCTOBER]).value(EAST, "resident", OCTOBER) == number(5)
    assert not ledger.connection.in_transaction


def test_settings(ledger: Ledger) -> None:
    assert ledger.setting("leader") is None
    ledger.set_setting("leader", "甲")
    ledger.set_setting("leader", "乙")
    assert ledger.setting("leader") == "乙"


def test_submissions_are_remembered(ledger: Ledger) -> None:
    ledger.record_submission("F1", OCTOBER, "/x/月报.xlsx", "b" * 64)
    ledger.record_submission("F2", OCTOBER, "/x/公卫.xlsx", "c" * 64)
    assert [row[:3] for row in ledger.submissions(OCTOBER)] == [
        ("F2", "/x/公卫.xlsx", "c" * 64),
        ("F1", "/x/月报.xlsx", "b" * 64),
    ]
    assert ledger.submissions(202609) == []


def test_a_ledger_can_be_carried_to_another_name(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.write([Entry(EAST, "resident", OCTOBER, number(5))], HAND)
    copy = Path(shutil.copy(path, tmp_path / "另一个.ledger"))
    with Ledger.open(copy) as ledger:
        assert ledger.latest_month() == OCTOBER


def test_its_errors_are_for_clerks() -> None:
    assert issubclass(LedgerError, ExpectedError)


def test_a_ledger_opened_to_be_read_refuses_every_write(path: Path) -> None:
    before = path.read_bytes()
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.area.name == "临清市"
        with pytest.raises(LedgerError, match="只读"):
            ledger.set_setting("k", "v")
        with pytest.raises(LedgerError, match="只读"):
            ledger.write([Entry(EAST, "resident", OCTOBER, number(1))], NewSource("hand"))
    assert path.read_bytes() == before


def test_an_older_ledger_is_not_opened_to_be_read_only(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.connection.execute(f"PRAGMA user_version = {VERSION - 1}")
    with pytest.raises(LedgerError, match="先升级"):
        Ledger.open(path, read_only=True)
