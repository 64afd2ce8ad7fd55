"""退回: a copy of a sender's own workbook that says, cell by cell, what to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from importers.reader import Reader
from importers.workbook import CellError, Row, Sheet, Uncached
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.issues import Issue, Severity
from workflow.collect import FileStatus, StagedFile

if TYPE_CHECKING:
    from exporters.grids import Grid, GridCell
    from exporters.remarks import Remark

# What these say is between the clerk and the ledger; the sender has nothing to correct.
_OUR_OWN = frozenset(("duplicate", "imported_before"))
# What we would ask the clerk, the sender answers by writing it so that nobody has to ask.
_ADVICE = {
    "heading": "请改成报表里的项目名称。",
    "mark": "请改填数字；没统计填“未报”，不办此项业务填“不适用”，没有发生填 0。",
    "measure": "请按本表的计量单位换算后只填数字。",
}
_EXPLAIN = "请改得更明确。"
_MOST_CELLS = 50


def send_back(
    file: StagedFile,
    directory: Path,
    *,
    replace: bool = False,
    findings: Iterable[Finding] = (),
    note: str = "",
    passwords: Sequence[str] = (),
    name: str = "",
) -> Path:
    """Write 退回_… into ``directory``: the workbook with every issue marked and listed.

    ``findings`` of the review are marked at the values of this file they are made of, ``note`` is
    a word of the clerk's own at the head of the list; ``name`` stands for the file's own. Raises
    ``ExpectedError`` when there is nothing to correct, when the file cannot be opened at all, or
    when the copy cannot be saved.
    """
    remarks = _remarks(file, findings)
    if note:
        remarks.insert(0, remark_of(note))
    if not remarks:
        raise ExpectedError(f"“{file.path.name}”没有要改的地方，不用退回；直接收即可。")
    if file.reading is None:
        raise ExpectedError(
            f"“{file.path.name}”打不开，没有格可以标注；请把原因告诉填报单位，请他们重新发一份。"
        )
    # openpyxl is slow to import, and most files are never sent back.
    from exporters.send_back import write_returned

    return write_returned(
        directory,
        name or file.path.name,
        file.content,
        remarks,
        lambda: _grids(file, passwords),
        replace=replace,
    )


def send_all_back(
    files: Iterable[StagedFile],
    directory: Path,
    *,
    replace: bool = False,
    passwords: Sequence[str] = (),
) -> Iterator[tuple[StagedFile, Path | ExpectedError]]:
    """Write a copy of every refused file; each with its path or the reason why there is none.

    Townships like to send files of one name from folders of their own: the second is numbered.
    """
    seen: Counter[str] = Counter()
    for file in files:
        if file.status is not FileStatus.REFUSED:
            continue
        own = file.path
        seen[own.stem] += 1
        name = own.name if seen[own.stem] == 1 else f"{own.stem} ({seen[own.stem]}){own.suffix}"
        try:
            path = send_back(file, directory, replace=replace, passwords=passwords, name=name)
        except ExpectedError as error:
            yield file, error
        else:
            yield file, path


def can_send_back(file: StagedFile) -> bool:
    """Whether :func:`send_back` has cells to mark or a list to write for the file."""
    return file.reading is not None and any(_sent(file))


def _sent(file: StagedFile) -> Iterator[Issue]:
    return (issue for issue in file.issues if issue.code not in _OUR_OWN)


def _remarks(file: StagedFile, findings: Iterable[Finding]) -> list[Remark]:
    from exporters.remarks import Remark

    questions = file.reading.questions if file.reading is not None else ()
    remarks = [
        Remark(*_halves(issue.message), issue.severity is Severity.ERROR, issue.sheet, issue.cell)
        for issue in _sent(file)
        if not (questions and issue.code == "question")
    ]
    remarks += [
        Remark(question.text, _ADVICE.get(question.kind, _EXPLAIN), True, question.sheet, cell)
        for question in questions
        for cell in question.cells[:_MOST_CELLS] or ("",)
    ]
    values = file.reading.values if file.reading is not None else ()
    units = file.reading.units if file.reading is not None else ()
    places = {(value.unit, value.item): (value.sheet, value.cell) for value in values}
    for finding in (each for each in findings if each.unit in units):
        found = [places[key] for i in finding.items if (key := (finding.unit, i)) in places]
        remarks.append(remark_of(finding, *found[:1]))
    return remarks


def remark_of(said: Finding | str, place: tuple[str, str] = ("", "")) -> Remark:
    """What a finding or a clerk's own word says at a sheet and cell, or of the whole file."""
    from exporters.remarks import Remark

    if isinstance(said, str):
        return Remark(said, "")
    return Remark(*_halves(said.message), said.blocks, *place)


def _halves(message: str) -> tuple[str, str]:
    """What is wrong, and what to do: our sentences end with the second after a semicolon."""
    problem, _, advice = message.rpartition("；")
    return (problem, advice) if problem and "请" in advice else (message, "")


def _grids(file: StagedFile, passwords: Sequence[str]) -> list[Grid]:
    """Every sheet of a workbook that only the reader understands, read once more."""
    from exporters.grids import Grid

    with Reader(passwords=passwords) as reader:
        workbook = reader.read(file.path.name, file.content)
    return [
        Grid(sheet.name, [_cells(row) for row in sheet.rows], _merges(sheet), sheet.hidden)
        for sheet in workbook.sheets
    ]


def _merges(sheet: Sheet) -> Sequence[tuple[int, int, int, int]]:
    return [merge for merge in sheet.merges if merge[:2] != merge[2:]]


def _cells(row: Row) -> list[GridCell]:
    from exporters.grids import ErrorValue

    cells: list[GridCell] = []
    for cell in row:
        if isinstance(cell, CellError):
            cells.append(ErrorValue(cell.text or "#VALUE!"))
        else:
            cells.append(None if isinstance(cell, Uncached) else cell)
    return cells
