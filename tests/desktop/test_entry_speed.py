"""The grid at 200 units × 120 items: a keystroke is on screen well within a frame or two.

The bounds leave room for a busy machine; the median is what a clerk feels.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from desktop.entry_sheet import EntrySheet
from desktop.models.entry_model import EntryModel
from desktop.widgets.entry_view import EntryView
from monitoring.amounts import number
from monitoring.typing_in import read_typed
from tests.desktop.entry_samples import small_sheet

UNITS, ITEMS = 200, 120
FRAME = 0.016


def large_view(qtbot: QtBot) -> tuple[EntryView, EntrySheet]:
    codes = ["people", "elders", "signed", "beds", *(f"more_{n}" for n in range(ITEMS - 4))]
    sheet = small_sheet(
        {(unit, code): number(unit * 7 + 1000) for unit in range(UNITS) for code in codes},
        units=UNITS,
        items=ITEMS - 4,
    )
    model = EntryModel()
    view = EntryView(model)
    qtbot.addWidget(view)
    model.setParent(view)
    view.resize(1100, 600)
    view.show()
    qtbot.waitExposed(view)
    started = time.perf_counter()
    model.show_sheet(sheet)
    view.go_to_first()
    view.viewport().repaint()
    assert time.perf_counter() - started < 0.5
    return view, sheet


class Painted(QObject):
    """The tallest stretch of a view that was drawn since."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self.height = 0
        view.viewport().installEventFilter(self)

    def after(self, qtbot: QtBot, act: Callable[[], None]) -> int:
        """Pixels drawn once what was done is on screen."""
        self.height = 0
        act()
        qtbot.waitUntil(lambda: self.height > 0)
        return self.height

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.height = max(self.height, event.region().boundingRect().height())
        return False


def median(action: Callable[[], None], times: int = 15) -> float:
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)


def test_a_keystroke_is_on_screen_within_a_frame(qtbot: QtBot) -> None:
    view, _ = large_view(qtbot)
    QTest.keyClick(view, Qt.Key.Key_1)
    editor = view.viewport().findChild(QLineEdit)
    assert editor is not None

    def strike() -> None:
        QTest.keyClick(editor, Qt.Key.Key_2)
        editor.repaint()

    assert median(strike) < FRAME


def test_a_step_of_the_cursor_is_drawn_within_a_frame(qtbot: QtBot) -> None:
    view, _ = large_view(qtbot)

    def step() -> None:
        QTest.keyClick(view, Qt.Key.Key_Down)
        qtbot.wait(0)

    assert median(step) < FRAME


def test_an_edit_with_its_total_and_rates_is_drawn_within_a_frame(qtbot: QtBot) -> None:
    view, sheet = large_view(qtbot)
    model = view.model()
    assert isinstance(model, EntryModel)
    line, item = 4, sheet.lines[4].item
    assert item is not None
    amounts = iter(range(100, 1000))

    def commit() -> None:
        value, _ = read_typed(str(next(amounts)), item)
        model.update(sheet.set_value(line, 0, value))
        view.viewport().repaint(view.visualRect(model.index_of((line, 0))))

    assert median(commit) < FRAME


def test_opening_and_leaving_an_editor_draws_a_few_cells_and_not_the_grid(qtbot: QtBot) -> None:
    view, _ = large_view(qtbot)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    painted = Painted(view)
    painted.after(qtbot, view.viewport().update)

    def open_and_leave() -> None:
        QTest.keyClick(view, Qt.Key.Key_1)
        editor = view.viewport().findChild(QLineEdit)
        assert editor is not None
        QTest.keyClick(editor, Qt.Key.Key_Escape)

    assert painted.after(qtbot, open_and_leave) < view.viewport().height() / 4


def test_a_step_past_the_edge_draws_only_what_comes_into_sight(qtbot: QtBot) -> None:
    view, _ = large_view(qtbot)
    heads = Painted(view.heads)
    while view.verticalScrollBar().value() == 0:
        heads.after(qtbot, lambda: QTest.keyClick(view, Qt.Key.Key_Down))
    drawn = heads.after(qtbot, lambda: QTest.keyClick(view, Qt.Key.Key_Down))
    assert drawn < view.viewport().height() / 4


def test_a_page_of_the_grid_is_drawn_quickly(qtbot: QtBot) -> None:
    view, _ = large_view(qtbot)

    def turn() -> None:
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        view.viewport().repaint()

    assert median(turn, 5) < 4 * FRAME
