"""A chart on a page: fetched when first wanted, copied and saved by menu and keys."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.charts.loading import Charts
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.chart_view import ChartView
from tests.desktop.charts import samples


@pytest.fixture
def view(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[ChartView]:
    """A chart on the screen, drawn."""
    tasks = TaskRunner()
    view = ChartView(Charts(Session(fresh_ledger, 202510, tasks)), "走势")
    qtbot.addWidget(view)
    view.resize(460, 300)
    view.show()
    view.show_picture(samples.line())
    qtbot.waitUntil(lambda: view.canvas is not None)
    yield view
    tasks.close()


def test_the_window_starts_without_what_draws_charts() -> None:
    words = (
        "import sys\n"
        "import desktop.start, desktop.app, desktop.window, desktop.pages.assess\n"
        "loaded = {'pyqtgraph', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {loaded}' if loaded else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", words], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_chart_appears_when_it_is_wanted(view: ChartView) -> None:
    assert view.canvas is not None
    assert view.canvas.picture == samples.line()
    assert "今天应为\t59.25%" in view.accessibleDescription()


def test_another_picture_takes_its_place_and_none_hides_it(view: ChartView) -> None:
    view.show_picture(samples.ranking())
    assert view.canvas is not None
    assert view.canvas.picture == samples.ranking()
    view.show_picture(None)
    assert not view.isVisible()


def test_keys_copy_the_chart(qtbot: QtBot, view: ChartView) -> None:
    view.activateWindow()
    view.setFocus()
    with qtbot.waitSignal(view.copied):
        QTest.keyClick(
            view,
            Qt.Key.Key_C,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert QApplication.clipboard().mimeData().hasImage()


def test_saving_asks_where_and_says_the_path(qtbot: QtBot, view: ChartView, tmp_path: Path) -> None:
    view.ask_where("svg")
    dialog = view.findChildren(QFileDialog)[0]
    assert Path(dialog.selectedFiles()[0]).name == "养老机构护理型床位占比（%）.svg"
    with qtbot.waitSignal(view.save_requested) as asked:
        dialog.fileSelected.emit(str(tmp_path / "图.svg"))
    assert asked.args == [tmp_path / "图.svg"]
    dialog.close()
