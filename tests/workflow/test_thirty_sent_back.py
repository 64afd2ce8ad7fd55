"""Whatever a township's file looks like: sent back with a cell marked, it comes in corrected."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from monitoring.periods import Period
from tests.samples.county import County
from tests.samples.linqing import LINQING
from tests.workflow.containers import Cell, Page
from tests.workflow.returns import Return
from tests.workflow.thirty_layouts import LETTERS, Letter
from workflow import answers
from workflow.collect import FileStatus, StagedFile, stage, stage_again
from workflow.send_back import send_back

MONTH = Period(202610)
NO_FIGURE = "若干"


def spoil(page: Page, truth: dict[str, int]) -> Cell:
    """Write words over a figure, best one that stands in no other cell; returns what it was.

    Small figures are left alone: the number of a line may look the same.
    """
    figures = {str(amount) for amount in truth.values() if amount > 99}
    cells = [(row, at) for row in page.rows for at, cell in enumerate(row) if str(cell) in figures]
    texts = Counter(str(row[at]) for row, at in cells)
    row, at = min(cells, key=lambda place: texts[str(place[0][place[1]])])
    was, row[at] = row[at], NO_FIGURE
    return was


def read(ledger: Ledger, path: Path) -> StagedFile:
    """The file with everything answered that is asked."""
    files = stage(ledger, [path], period=MONTH)
    while questions := [q for f in files if f.reading for q in f.reading.questions]:
        question = questions[0]
        value = question.proposed or question.options[0].value
        answers.keep(ledger, {question.answer_key: value})
        files = stage_again(ledger, files, period=MONTH)
    [file] = files
    return file


def corrected(path: Path, figure: Cell) -> Path:
    """The copy as the township sends it on, with the marked cell filled in."""
    book = openpyxl.load_workbook(path)
    [wrong] = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == NO_FIGURE
    ]
    assert wrong.comment is not None
    wrong.value = figure
    book.save(path)
    return path


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: f"{letter.form} {letter.file}")
def test_a_corrected_copy_comes_in_with_every_figure(
    letter: Letter, fresh_ledger: Ledger, tmp_path: Path
) -> None:
    unit = fresh_ledger.area.units[letter.place]
    form = fresh_ledger.catalogue.forms[letter.form]
    given = Return(unit, form, MONTH.end, County(LINQING), letter.place)
    page = letter.lay(given)
    figure = spoil(page, given.truth)
    path = tmp_path / letter.file
    path.write_bytes(letter.pack(page))

    refused = read(fresh_ledger, path)
    assert refused.status is FileStatus.REFUSED
    file = read(fresh_ledger, corrected(send_back(refused, tmp_path), figure))

    assert file.status is FileStatus.STAGED
    assert file.reading is not None
    found = {v.item: v.value.amount for v in file.reading.values if v.value.amount is not None}
    assert found == given.truth
