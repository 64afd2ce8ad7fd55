"""The watched inbox: new files are told of once they stand still, and nothing is collected."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.inbox import Inbox, list_workbooks
from desktop.preferences import InboxChoice, Preferences
from tests.desktop.shell import preferences

LEDGER = Path("/somewhere/临清市.ledger")
Start = Callable[[], Inbox]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Preferences:
    return preferences(tmp_path)


@pytest.fixture
def start(kept: Preferences, qtbot: QtBot) -> Iterator[Start]:
    """Starts inboxes on what the preferences hold; every one is stopped again."""
    started: list[Inbox] = []

    def begin() -> Inbox:
        inbox = Inbox(kept, LEDGER, settle_ms=30, rescan_ms=80)
        started.append(inbox)
        inbox.start()
        return inbox

    yield begin
    for inbox in started:
        inbox.stop()


def names(inbox: Inbox) -> list[str]:
    return [path.name for path in inbox.waiting]


def test_tells_of_what_lies_there_and_of_what_comes(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    (folder / "松林镇.xlsx").write_bytes(b"1")
    inbox = start()
    with qtbot.waitSignal(inbox.arrived):
        inbox.choose(folder, on=True)
    assert names(inbox) == ["松林镇.xlsx"]
    with qtbot.waitSignal(inbox.arrived):
        (folder / "10月").mkdir()
        (folder / "10月" / "老赵庄镇.xls").write_bytes(b"2")
    assert names(inbox) == ["老赵庄镇.xls", "松林镇.xlsx"]


def test_a_growing_file_waits_until_it_stands_still(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    inbox = start()
    inbox.choose(folder, on=True)
    growing = folder / "大表.xlsx"
    growing.write_bytes(b"x")
    with qtbot.assertNotEmitted(inbox.arrived, wait=20):
        growing.write_bytes(b"xx")
    qtbot.waitUntil(lambda: names(inbox) == ["大表.xlsx"])


def test_what_was_taken_is_not_new_again_until_it_changes(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    book = folder / "松林镇.xlsx"
    book.write_bytes(b"1")
    first = start()
    first.choose(folder, on=True)
    qtbot.waitUntil(lambda: bool(first.waiting))
    assert first.take() == [book]
    assert first.waiting == []
    first.stop()
    second = start()
    (folder / "另一个.xlsx").write_bytes(b"2")
    qtbot.waitUntil(lambda: names(second) == ["另一个.xlsx"])
    book.write_bytes(b"corrected")
    qtbot.waitUntil(lambda: names(second) == ["另一个.xlsx", "松林镇.xlsx"])


def test_a_file_is_told_of_once(start: Start, folder: Path, qtbot: QtBot) -> None:
    inbox = start()
    told: list[int] = []
    inbox.arrived.connect(lambda: told.append(len(inbox.waiting)))
    inbox.choose(folder, on=True)
    (folder / "甲.xlsx").write_bytes(b"1")
    qtbot.waitUntil(lambda: told == [1])
    (folder / "乙.xlsx").write_bytes(b"1")
    qtbot.waitUntil(lambda: told == [1, 2])
    (folder / "乙.xlsx").unlink()
    qtbot.waitUntil(lambda: names(inbox) == ["甲.xlsx"])
    assert told == [1, 2]


def test_lock_files_and_unfinished_downloads_are_no_files(folder: Path) -> None:
    for name in ("~$松林镇.xlsx", ".~lock.a.ods#", ".~松林镇.et", "表.xlsx.crdownload", "说明.txt"):
        (folder / name).write_bytes(b"1")
    (folder / "空的.xlsx").write_bytes(b"")
    (folder / "松林镇.XLSX").write_bytes(b"1")
    (folder / "微信.zip").write_bytes(b"1")
    assert sorted(Path(name).name for name, _ in list_workbooks(folder)) == [
        "微信.zip",
        "松林镇.XLSX",
    ]


def test_a_folder_that_is_gone_is_a_sentence_and_comes_back(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    inbox = start()
    inbox.choose(folder, on=True)
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: "打不开收件文件夹" in inbox.problem)
    folder.mkdir()
    (folder / "松林镇.xlsx").write_bytes(b"1")
    qtbot.waitUntil(lambda: names(inbox) == ["松林镇.xlsx"])
    assert inbox.problem == ""


def test_the_choice_belongs_to_one_ledger(
    start: Start, folder: Path, kept: Preferences, qtbot: QtBot
) -> None:
    inbox = start()
    inbox.choose(folder, on=False)
    (folder / "松林镇.xlsx").write_bytes(b"1")
    assert inbox.folder == folder
    assert not inbox.on
    assert Inbox(kept, LEDGER).folder == folder
    assert Inbox(kept, Path("/somewhere/梁山县.ledger")).folder is None
    with qtbot.assertNotEmitted(inbox.arrived, wait=150):
        inbox.start()


def test_a_damaged_choice_is_none(kept: Preferences, tmp_path: Path) -> None:
    kept.keep_inbox(LEDGER, InboxChoice("/a", on=True))
    kept.save()
    raw = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    for key in raw.allKeys():
        raw.setValue(key, "[1")
    raw.sync()
    assert Inbox(preferences(tmp_path), LEDGER).folder is None
