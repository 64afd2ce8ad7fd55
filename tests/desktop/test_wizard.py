"""The first start: three ways to begin, and refusals said where the clerk is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.wizard import Wizard

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def wizard(qtbot: QtBot, tmp_path: Path) -> Wizard:
    wizard = Wizard()
    qtbot.addWidget(wizard)
    wizard.folder.setText(str(tmp_path))
    wizard.show()
    return wizard


def test_suggests_a_name_and_a_place(qtbot: QtBot) -> None:
    wizard = Wizard()
    qtbot.addWidget(wizard)
    assert wizard.name.text() == "梁山县"
    assert wizard.path.name == "梁山县.ledger"
    assert wizard.path.is_absolute()


def test_the_name_follows_the_county(wizard: Wizard, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClick(wizard.area, Qt.Key.Key_Down)
    assert wizard.path == tmp_path / "临清市.ledger"


def test_asks_for_a_new_ledger(wizard: Wizard, qtbot: QtBot, tmp_path: Path) -> None:
    wizard.name.clear()
    qtbot.keyClicks(wizard.name, "2026.ledger")
    with qtbot.waitSignal(wizard.create_requested) as asked:
        qtbot.mouseClick(wizard.create_button, LEFT)
    assert asked.args == ["370832000000", tmp_path / "2026.ledger"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..\\x", "a:b"])
def test_refuses_a_name_no_file_can_have(wizard: Wizard, qtbot: QtBot, name: str) -> None:
    wizard.name.setText(name)
    with qtbot.assertNotEmitted(wizard.create_requested):
        qtbot.mouseClick(wizard.create_button, LEFT)
    assert wizard.sentence.isVisible()
    assert "请改一改" in wizard.sentence.text()


def test_refuses_no_folder(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.folder.clear()
    with qtbot.assertNotEmitted(wizard.create_requested):
        qtbot.mouseClick(wizard.create_button, LEFT)
    assert "请选一个文件夹" in wizard.sentence.text()


def test_offers_both_demonstrations(wizard: Wizard, qtbot: QtBot) -> None:
    for code, button in wizard.demonstrations.items():
        with qtbot.waitSignal(wizard.demonstration_requested) as asked:
            qtbot.mouseClick(button, LEFT)
        assert asked.args == [code]


def test_asks_for_an_existing_ledger(wizard: Wizard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wizard.open_requested):
        qtbot.mouseClick(wizard.open_existing, LEFT)


def test_says_why_and_takes_it_back(wizard: Wizard) -> None:
    wizard.show_sentence("“a.ledger”已经存在。")
    assert wizard.sentence.text() == "✕ “a.ledger”已经存在。"
    wizard.show_sentence("")
    assert not wizard.sentence.isVisible()


def test_a_city_can_be_chosen_too(wizard: Wizard, qtbot: QtBot, tmp_path: Path) -> None:
    wizard.area.setCurrentIndex(wizard.area.findData("371500000000"))
    assert wizard.path == tmp_path / "聊城市.ledger"
    with qtbot.waitSignal(wizard.create_requested) as asked:
        qtbot.mouseClick(wizard.create_button, LEFT)
    assert asked.args == ["371500000000", tmp_path / "聊城市.ledger"]
