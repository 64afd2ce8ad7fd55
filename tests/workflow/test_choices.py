"""Choices before a commit: what a file would blank, how much of it is written, what is left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from db.ledger import Ledger
from importers.questions import Blank, Option, Question, question_issues
from importers.recognise import Context, Reading, recognise
from importers.workbook import Workbook
from monitoring.amounts import MISSING, Value, number
from tests.workflow.workbooks import RESIDENT, SIGNED, blanks, filled, write
from workflow import answers, compare
from workflow.collect import Change, FileStatus, Mode, StagedFile, commit, stage, stage_again

UNIT, OTHER = "371581001000", "371581002000"
MONTH = 202610
TEAM = "fd_team"
WHOLE = {SIGNED: 5, RESIDENT: 9, TEAM: 2, "elder60": 7, "elder65": 6}


def stands(ledger: Ledger, end: int = MONTH, unit: str = UNIT) -> dict[str, Value]:
    items = (SIGNED, RESIDENT, TEAM)
    found = ledger.figures(items, [end])
    return {item: value for item in items if (value := found.value(unit, item, end)) is not None}


def leaving_blank(ledger: Ledger, file: StagedFile, *items: str) -> StagedFile:
    """The file as if its sheet had empty cells for ``items`` of the first township."""
    assert file.reading is not None
    empty = tuple(Blank(UNIT, item, "表", f"D{n}") for n, item in enumerate(items, 1))
    staged = replace(
        file, reading=replace(file.reading, blanks=empty), issues=(), status=FileStatus.STAGED
    )
    (compared,) = compare.compare(ledger, [staged])
    return compared


@pytest.fixture
def held(tmp_path: Path, fresh_ledger: Ledger) -> Ledger:
    """A ledger that holds 5 signed and 9 residents of the first township."""
    (path,) = write(tmp_path / "旧", {"a.xlsx": filled({SIGNED: 5, RESIDENT: 9})})
    commit(fresh_ledger, stage(fresh_ledger, [path]))
    return fresh_ledger


@pytest.fixture
def arriving(tmp_path: Path, held: Ledger) -> StagedFile:
    """A file that says 6 signed and 2 teams and leaves residents and the old empty."""
    (path,) = write(tmp_path / "新", {"b.xlsx": filled({SIGNED: 6, TEAM: 2})})
    (file,) = stage(held, [path])
    return leaving_blank(held, file, RESIDENT, "elder60")


def test_a_blank_is_a_difference_only_where_the_ledger_holds_a_value(arriving: StagedFile) -> None:
    changes = {each.item: each.change for each in arriving.differences}
    assert changes == {SIGNED: Change.CHANGED, TEAM: Change.NEW, RESIDENT: Change.BLANK}
    blank = arriving.differences[-1]
    assert (blank.old, blank.new, blank.sheet, blank.cell) == (number(9), None, "表", "D1")
    assert blank.key == (UNIT, RESIDENT, MONTH)


@pytest.mark.parametrize(
    ("mode", "changed", "expected"),
    [
        (Mode.FILL, 1, {SIGNED: number(5), RESIDENT: number(9), TEAM: number(2)}),
        (Mode.UPDATE, 2, {SIGNED: number(6), RESIDENT: number(9), TEAM: number(2)}),
        (Mode.REPLACE, 3, {SIGNED: number(6), TEAM: number(2)}),
    ],
)
def test_the_mode_says_what_is_written(
    held: Ledger, arriving: StagedFile, mode: Mode, changed: int, expected: dict[str, Value]
) -> None:
    (file,) = commit(held, [arriving], mode=mode)
    assert (file.status, file.mode, file.changed) == (FileStatus.COMMITTED, mode, changed)
    assert stands(held) == expected


def test_nothing_is_blanked_unless_asked_for(held: Ledger, arriving: StagedFile) -> None:
    assert arriving.changed == 2
    commit(held, [arriving])
    assert stands(held)[RESIDENT] == number(9)


def test_what_is_left_out_is_not_written(held: Ledger, arriving: StagedFile) -> None:
    left_out = [(arriving.sha256, UNIT, SIGNED), ("0" * 64, UNIT, TEAM)]
    commit(held, [arriving], mode=Mode.REPLACE, left_out=left_out)
    assert stands(held) == {SIGNED: number(5), TEAM: number(2)}


def test_a_file_of_which_nothing_is_taken_leaves_no_trace(
    held: Ledger, arriving: StagedFile
) -> None:
    before = held.connection.total_changes
    left_out = {(arriving.sha256, UNIT, each.item) for each in arriving.differences}
    (file,) = commit(held, [arriving], left_out=left_out)
    assert file.status is FileStatus.STAGED
    assert held.connection.total_changes == before
    assert held.import_of(arriving.sha256) is None


def test_what_was_left_out_can_be_taken_from_the_same_file_later(
    tmp_path: Path, held: Ledger
) -> None:
    (path,) = write(tmp_path / "新", {"b.xlsx": filled({SIGNED: 6, TEAM: 2})})
    commit(held, stage(held, [path]), mode=Mode.FILL)

    (file,) = stage(held, [path])

    assert (file.status, [issue.code for issue in file.issues]) == (
        FileStatus.STAGED,
        ["imported_before"],
    )
    commit(held, [file])
    assert stands(held)[SIGNED] == number(6)


def test_a_blank_gives_way_to_another_file_of_the_batch(
    tmp_path: Path, held: Ledger, arriving: StagedFile
) -> None:
    (path,) = write(tmp_path / "另", {"c.xlsx": filled({RESIDENT: 11})})
    for files in ([*stage(held, [path]), arriving], [arriving, *stage(held, [path])]):
        compared = compare.compare(held, [replace(file, issues=()) for file in files])
        assert {file.status for file in compared} == {FileStatus.STAGED}
    commit(held, compared, mode=Mode.REPLACE)
    assert stands(held)[RESIDENT] == number(11)


def test_a_batch_is_one_transaction(
    held: Ledger, arriving: StagedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    held.connection.set_trace_callback(statements.append)
    commit(held, [arriving], mode=Mode.REPLACE)
    counted = Counter(each.split()[0] for each in statements)
    assert (counted["BEGIN"], counted["COMMIT"]) == (1, 1)


def _sent(folder: Path, figures: dict[str, int], end: int, unit: str = "") -> Path:
    (path,) = write(folder, {f"{unit}{end}.xlsx": filled(figures, end=end, unit=unit)})
    return path


def _codes(file: StagedFile) -> list[str]:
    return [issue.code for issue in file.issues]


def test_last_months_file_under_this_months_name_is_warned_of(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    commit(fresh_ledger, stage(fresh_ledger, [_sent(tmp_path, WHOLE, 202609)]))

    (file,) = stage(fresh_ledger, [_sent(tmp_path, WHOLE, MONTH)])

    assert (file.status, _codes(file)) == (FileStatus.STAGED, ["same_as_last_month"])
    message = file.issues[0].message
    assert "青年路街道的数与2026年9月的完全相同" in message
    assert message.endswith("。")


def test_both_months_in_one_batch_are_compared_with_each_other(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    files = stage(fresh_ledger, [_sent(tmp_path, WHOLE, 202609), _sent(tmp_path, WHOLE, MONTH)])
    assert [_codes(file) for file in files] == [[], ["same_as_last_month"]]


@pytest.mark.parametrize(
    "figures",
    [
        WHOLE | {SIGNED: 6},
        WHOLE | {"registered": 1},
        {SIGNED: 5, RESIDENT: 9, TEAM: 2, "elder60": 7},
        WHOLE | {SIGNED: 0},
    ],
    ids=["one differs", "one more", "too few", "noughts are no evidence"],
)
def test_what_may_well_be_alike_is_not_warned_of(
    tmp_path: Path, fresh_ledger: Ledger, figures: dict[str, int]
) -> None:
    last = figures if len(figures) < 5 or not figures[SIGNED] else WHOLE
    commit(fresh_ledger, stage(fresh_ledger, [_sent(tmp_path, last, 202609)]))
    (file,) = stage(fresh_ledger, [_sent(tmp_path, figures, MONTH)])
    assert _codes(file) == []


def test_another_township_with_the_same_figures_is_not_warned_of(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    commit(fresh_ledger, stage(fresh_ledger, [_sent(tmp_path, WHOLE, 202609)]))
    (file,) = stage(fresh_ledger, [_sent(tmp_path, WHOLE, MONTH, OTHER)])
    assert _codes(file) == []


def test_files_are_understood_again_with_the_answers_given_since(
    tmp_path: Path, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(UNIT, "mark", "—", "“—”是什么意思？", (Option("missing", "未报"),))

    def asking(workbook: Workbook, context: Context) -> Reading:
        reading = recognise(workbook, context)
        if question.answer_key in context.answers:
            return reading
        return replace(reading, questions=(question,), issues=tuple(question_issues([question])))

    monkeypatch.setattr("workflow.collect.recognise", asking)
    good, gone = tmp_path / "a.xlsx", tmp_path / "没有.xlsx"
    write(tmp_path, {good.name: filled({SIGNED: 5, RESIDENT: "未报"})})
    files = stage(fresh_ledger, [good, gone])
    assert [_codes(file) for file in files] == [["not_found"], ["question"]]
    assert stage_again(fresh_ledger, files)[1].status is FileStatus.REFUSED

    good.unlink()
    answers.keep(fresh_ledger, {question.answer_key: "missing"})
    again = stage_again(fresh_ledger, files)

    assert [file.path for file in again] == [gone, good]
    assert [str(file.status) for file in again] == ["refused", "staged"]
    assert stands(fresh_ledger) == {}
    done = commit(fresh_ledger, again)
    assert stands(fresh_ledger) == {SIGNED: number(5), RESIDENT: MISSING}
    assert stage_again(fresh_ledger, done) == done


def test_a_file_is_understood_again_in_the_mode_chosen_for_it(
    held: Ledger, arriving: StagedFile
) -> None:
    (file,) = stage_again(held, [replace(arriving, mode=Mode.FILL)])
    assert (file.mode, file.changed) == (Mode.FILL, 1)


def test_every_unit_that_repeats_itself_is_counted(tmp_path: Path, fresh_ledger: Ledger) -> None:
    units = list(blanks("F1"))[:2]
    for unit in units:
        path = _sent(tmp_path, WHOLE, 202609, unit)
        commit(fresh_ledger, stage(fresh_ledger, [path]))
    files = stage(fresh_ledger, [_sent(tmp_path, WHOLE, MONTH, unit) for unit in units])
    assert [_codes(file) for file in files] == [["same_as_last_month"]] * 2
