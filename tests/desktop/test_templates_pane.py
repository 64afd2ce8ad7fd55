"""The pane for blank templates: one form or all of the month, in a folder or one .zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.widgets.progress_strip import ProgressStrip
from desktop.widgets.templates_pane import TemplatesPane


@pytest.fixture
def session(fresh_ledger: Ledger) -> Iterator[Session]:
    tasks = TaskRunner()
    yield Session(fresh_ledger, 202610, tasks)
    tasks.close()


def test_all_forms_of_the_month_go_into_one_archive(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    pane, strip = TemplatesPane(session), ProgressStrip(session)
    for widget in (pane, strip):
        qtbot.addWidget(widget)
    pane.refresh()
    pane.form_box.setCurrentIndex(pane.form_box.count() - 1)
    pane.folder_line.setText(str(tmp_path))
    assert pane.action == "制作 64 份空白表"
    pane.zip_box.setChecked(True)
    pane.last_box.setChecked(True)
    with qtbot.waitSignal(pane.made, timeout=20_000) as made:
        pane.make(strip)
    assert made.args[1] == 64
    with zipfile.ZipFile(tmp_path / "临清市空白表_2026年10月.zip") as archive:
        assert len(archive.namelist()) == 64
    pane.refresh()
    assert "全部 4 张" in pane.form_box.currentText()
