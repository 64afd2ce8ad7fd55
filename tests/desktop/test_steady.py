"""What the program chooses stays chosen, whatever keys are held."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.widgets.row_table import RowTable
from desktop.widgets.steady import SteadyTree

HELD = [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier]


@pytest.fixture
def held(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[None]:
    """A key that Qt believes to be down, as after a shortcut."""
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    QTest.keyClick(line, Qt.Key.Key_Return, request.param)
    yield
    QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def model() -> QStringListModel:
    return QStringListModel(["先锋街道", "新华路街道", "松林镇"])


@pytest.mark.parametrize("held", HELD, indirect=True)
def test_a_row_chosen_twice_stays_chosen_alone(
    qtbot: QtBot, model: QStringListModel, held: None
) -> None:
    table = RowTable(model, "单位")
    qtbot.addWidget(table)
    for row in (2, 0, 0):
        table.selectRow(row)
    assert table.rows() == [0]
    table.setCurrentIndex(model.index(1, 0))
    assert table.rows() == [1]


@pytest.mark.parametrize("held", HELD, indirect=True)
def test_a_branch_chosen_twice_stays_chosen_alone(
    qtbot: QtBot, model: QStringListModel, held: None
) -> None:
    tree = SteadyTree()
    qtbot.addWidget(tree)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    tree.setModel(model)
    for row in (2, 0, 0):
        tree.setCurrentIndex(model.index(row, 0, QModelIndex()))
    assert [index.row() for index in tree.selectionModel().selectedRows()] == [0]


def test_a_click_with_ctrl_still_adds_a_row(qtbot: QtBot, model: QStringListModel) -> None:
    table = RowTable(model, "单位")
    qtbot.addWidget(table)
    table.show()
    table.selectRow(0)
    place = table.visualRect(model.index(2, 0)).center()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
    )
    assert table.rows() == [0, 2]
