"""Lines of a report's targets as pictures."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.report_pictures import HEIGHT, WIDTH, pictures_of
from exporters.blocks import Picture
from monitoring.amounts import number
from workflow.evaluation import evaluate
from workflow.evaluation_paper import paper_of

UNITS = ("371581001000", "371581002000")


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Ledger:
    """Three months of signed people in two townships, the second month missing."""
    for end, signed in ((202401, 500), (202403, 700)):
        values = (("fd_signed", signed), ("resident", 1000))
        entries = [Entry(unit, item, end, number(n)) for unit in UNITS for item, n in values]
        fresh_ledger.write(entries, NewSource("hand"))
    return fresh_ledger


def blue(image: QImage) -> set[int]:
    """The columns of pixels in which the history is drawn, below the legend."""
    return {
        x
        for x in range(WIDTH)
        for y in range(80, HEIGHT, 2)
        if image.pixelColor(x, y).name() == "#0072b2"
    }


def test_a_late_target_has_its_history_and_the_target_in_words(
    qtbot: QtBot, ledger: Ledger
) -> None:
    (picture,) = pictures_of(evaluate(ledger, "002", 202403)).values()
    assert picture.caption == "家庭医生签约服务城乡居民覆盖率的变化（%）"
    assert "从2024年1月的50.00到2024年3月的70.00，目标达到100%" in picture.words
    image = QImage.fromData(picture.png)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)


def test_a_missing_month_breaks_the_line(qtbot: QtBot, ledger: Ledger) -> None:
    (broken,) = pictures_of(evaluate(ledger, "002", 202403)).values()
    assert not blue(QImage.fromData(broken.png))
    ledger.write(
        [
            Entry(unit, item, 202402, number(n))
            for unit in UNITS
            for item, n in (("fd_signed", 600), ("resident", 1000))
        ],
        NewSource("hand"),
    )
    (whole,) = pictures_of(evaluate(ledger, "002", 202403)).values()
    assert blue(QImage.fromData(whole.png))


def test_one_month_alone_is_no_line(qtbot: QtBot, ledger: Ledger) -> None:
    assert pictures_of(evaluate(ledger, "002", 202401)) == {}


def test_the_report_shows_it_where_it_explains_the_target(qtbot: QtBot, ledger: Ledger) -> None:
    found = evaluate(ledger, "002", 202403)
    blocks = paper_of(found, date(2024, 4, 5), pictures_of(found)).blocks
    assert sum(isinstance(block, Picture) for block in blocks) == 1


def test_the_terminal_draws_them_without_a_screen(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    ledger.close()
    words = ("report-plan", str(ledger.path), "--plan", "002", "--month", "2024-03")
    # A process of its own: here an application stands already.
    subprocess.run(
        [sys.executable, "-m", "desktop", *words, "--out", str(path)],
        check=True,
        capture_output=True,
        env={"PATH": "", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
    )
    names = ZipFile(path).namelist()
    assert [name for name in names if name.startswith("word/media/")]
