"""The entry page on screen, and what a person does with it and sees there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.pages.entry import EntryPage
from desktop.session import Session
from desktop.tasks import TaskRunner
from monitoring.amounts import Value

Key, Modifier = Qt.Key, Qt.KeyboardModifier
MONTH, FIRST, SECOND = 202610, "371581001000", "371581002000"


@contextmanager
def on_screen(
    qtbot: QtBot, ledger: Ledger, month: int = MONTH, session: Session | None = None
) -> Iterator[EntryPage]:
    """The page over a ledger, with the focus in its grid."""
    session = session or Session(ledger, month, TaskRunner())
    entry = EntryPage(session)
    qtbot.addWidget(entry)
    entry.resize(1100, 700)
    with qtbot.waitActive(entry):
        entry.show()
        entry.activateWindow()
    entry.view.setFocus()
    yield entry
    # What it was still about to look up is of a ledger that is closed by then.
    entry.hide()
    session.tasks.close()


def say(
    ledger: Ledger, item: str, value: Value | None, unit: str = FIRST, end: int = MONTH
) -> None:
    """Put one value into the ledger, as another would."""
    ledger.write([Entry(unit, item, end, value)], NewSource("hand"))


def held(page: EntryPage, item: str, unit: str = FIRST, end: int = MONTH) -> Value | None:
    return page.session.ledger.figures([item], [end]).value(unit, item, end)


def typing(page: EntryPage) -> QLineEdit | None:
    """The open editor, the last of them while an earlier one is on its way out."""
    editors = page.view.viewport().findChildren(QLineEdit)
    return next((editor for editor in reversed(editors) if editor.hasFocus()), None)


def enter(qtbot: QtBot, page: EntryPage, text: str, key: Qt.Key = Key.Key_Return) -> None:
    """Type over the current cell and leave it with a key, as a person does."""
    QTest.keyClicks(page.view, text[0])
    editor = typing(page)
    if editor is None:
        QTest.keyClick(page.view, key)
        return
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, key)


def at(page: EntryPage) -> tuple[str, str]:
    """Codes of the unit and item of the current cell."""
    sheet, place = page.model.sheet, page.view.current_place()
    assert sheet is not None
    assert place is not None
    item = sheet.lines[place[0]].item
    return sheet.units[place[1]].code, item.code if item else ""


def shown(page: EntryPage, code: str, unit: int = 0) -> str:
    sheet = page.model.sheet
    assert sheet is not None
    line = sheet.line_of(code)
    assert line is not None
    return sheet.text(line, unit)


def press(page: EntryPage, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on the grid."""
    QTest.keyClick(page.view, key, modifier or Modifier.NoModifier)


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
