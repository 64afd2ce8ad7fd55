"""规划 → 目标 → 看原文: a plan's document is attached, and a target opens at its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.plans_pane import PlansPane
from tests.documents import docx, paragraph
from workflow import plan_documents

CITED = "推进医养康养深度融合。护理型床位占比不低于60%。"
BODY = (
    *("总述。" for _ in range(200)),
    "四、重点领域",
    "（三）健康养老",
    CITED,
    *("其余。" for _ in range(200)),
)


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is picked whenever one is asked for."""
    path = tmp_path / "规划原文.docx"
    path.write_bytes(docx(*(paragraph(text) for text in BODY)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def pane(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[PlansPane]:
    tasks = TaskRunner()
    session = Session(fresh_ledger, 202610, tasks)
    pane = PlansPane(session)
    qtbot.addWidget(pane)
    session.changed.connect(lambda _: pane.refresh())
    pane.resize(1100, 600)
    pane.show()
    pane.refresh()
    pane.choose("002-T023")
    yield pane
    tasks.close()


def click(button: QWidget, qtbot: QtBot, pane: PlansPane) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not pane.reading._session.tasks.busy)


def choose(words: str, qtbot: QtBot, pane: PlansPane) -> None:
    buttons = pane.notice.findChildren(QPushButton)
    [button] = [each for each in buttons if each.text() == words and each.isVisible()]
    click(button, qtbot, pane)


def open_text(qtbot: QtBot, pane: PlansPane) -> None:
    click(pane.register.detail.clause_button, qtbot, pane)
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is pane.reading.pane)


def test_a_plan_without_its_document_offers_to_attach_it_and_then_opens_the_clause(
    pane: PlansPane, document: Path, qtbot: QtBot
) -> None:
    click(pane.register.detail.clause_button, qtbot, pane)
    assert "还没有附上原文" in pane.notice.text
    assert pane.stack.currentWidget() is pane.read_side
    choose("附原文…", qtbot, pane)
    text = pane.reading.pane
    qtbot.waitUntil(lambda: pane.stack.currentWidget() is text)
    assert text.marked == f"▶ {CITED}"
    assert text.told.text().startswith("✓ 已停在“四、重点领域（三）健康养老")
    assert document.name in text.title.text()
    assert len(text.text.extraSelections()) == 1
    marked = text.text.cursorRect(text.text.textCursor())
    height = text.text.viewport().height()
    assert height // 8 < marked.top() < height // 2
    assert text.text.verticalScrollBar().value() > 0


def test_escape_goes_back_to_the_target_it_came_from(
    pane: PlansPane, document: Path, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    plan_documents.attach(fresh_ledger, "002", document)
    open_text(qtbot, pane)
    QTest.keyClick(pane.reading.pane.text, Qt.Key.Key_Escape)
    assert pane.stack.currentWidget() is pane.read_side
    assert pane.register.chosen is not None
    assert pane.register.chosen.target.id == "002-T023"


def test_what_is_not_there_is_said_and_the_nearest_heading_marked(
    pane: PlansPane, document: Path, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    plan_documents.attach(fresh_ledger, "002", document)
    pane.choose("002-T021")
    open_text(qtbot, pane)
    assert pane.reading.pane.told.text().startswith("△ 没有找到“夯实社区居家养老基础”")
    assert pane.reading.pane.marked == "▶ （三）健康养老"


def test_words_are_searched_for_and_the_mark_is_found_again(
    pane: PlansPane, document: Path, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    plan_documents.attach(fresh_ledger, "002", document)
    open_text(qtbot, pane)
    text = pane.reading.pane
    text.search.setText("总述")
    QTest.keyClick(text.search, Qt.Key.Key_Return)
    assert text.text.textCursor().selectedText() == "总述"
    assert text.text.textCursor().blockNumber() == 0
    text.search.setText("没有这些字")
    QTest.keyClick(text.search, Qt.Key.Key_Return)
    assert "原文里没有“没有这些字”" in text.told.text()
    click(text.again_button, qtbot, pane)
    assert text.text.textCursor().block().text() == f"▶ {CITED}"


def test_a_pdf_opens_outside_with_chapter_and_paragraph_named(
    pane: PlansPane,
    fresh_ledger: Ledger,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    path = tmp_path / "规划.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    plan_documents.attach(fresh_ledger, "002", path)
    click(pane.register.detail.clause_button, qtbot, pane)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].name == "规划.pdf"
    assert opened[0].read_bytes() == b"%PDF-1.7\n"
    assert "推进医养康养深度融合”第 1 段" in pane.notice.text
    assert pane.stack.currentWidget() is pane.read_side


def test_a_document_is_taken_off_again(
    pane: PlansPane, document: Path, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    detail = pane.register.detail
    assert detail.attach_button.text() == "附原文…(&F)"
    click(detail.attach_button, qtbot, pane)
    qtbot.waitUntil(lambda: detail.attach_button.text() == "换原文…(&F)")
    click(detail.attach_button, qtbot, pane)
    assert document.name in pane.notice.text
    choose("去掉", qtbot, pane)
    assert plan_documents.attached(fresh_ledger, "002") is None
    assert detail.attach_button.text() == "附原文…(&F)"


def test_a_picture_is_refused_with_a_sentence(
    pane: PlansPane, document: Path, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    document.write_bytes(b"\x89PNG\r\n")
    click(pane.register.detail.attach_button, qtbot, pane)
    assert "PNG 图片；请另存为" in pane.notice.text
    assert plan_documents.attached(fresh_ledger, "002") is None


def test_a_window_that_only_reads_attaches_nothing(
    pane: PlansPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "read_only", property(lambda _: True))
    pane.refresh()
    assert not pane.register.detail.attach_button.isVisible()
    click(pane.register.detail.clause_button, qtbot, pane)
    assert "请有填报权限的人附上原文" in pane.notice.text
