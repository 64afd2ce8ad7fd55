"""A county's month of thirty differently laid out files, and the month after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from db.ledger import Ledger
from importers.questions import AnswerKey
from monitoring.amounts import number
from monitoring.periods import Period
from tests.workflow.thirty_layouts import Sent, month_of_letters
from tests.workflow.workbooks import write
from workflow import answers, blanks
from workflow.collect import FileStatus, StagedFile, commit, stage, stage_again
from workflow.review import Standing, approve, review

FIRST, SECOND = 202608, 202609


class Clerk:
    """Does what the window offers, and counts how often it takes a hand."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self._folder = ledger, folder
        self.actions = 0
        self.asked: list[AnswerKey] = []

    def collect(self, sent: Sequence[Sent], end: int) -> list[StagedFile]:
        """Hand the folder over, answer what is asked, and take it all in."""
        write(self._folder / str(end), {each.file: each.content for each in sent})
        self.actions += 1
        files = stage(self.ledger, [self._folder / str(end)], period=Period(end))
        while questions := [q for f in files if f.reading for q in f.reading.questions]:
            question = questions[0]
            self.actions += 1
            self.asked.append(question.answer_key)
            answer = question.proposed or question.options[0].value
            answers.keep(self.ledger, {question.answer_key: answer})
            files = stage_again(self.ledger, files, period=Period(end))
        self.actions += 1
        return commit(self.ledger, files)

    def approve(self, end: int) -> int:
        """Say that what was left empty is 未报, and approve every form that may be."""
        blanks.mark(self.ledger, blanks.left_blank(review(self.ledger, end).findings))
        standing = review(self.ledger, end).completeness.standing
        waiting = [place for place, state in standing.items() if state is Standing.PENDING]
        for form in sorted({form for _, form in waiting}):
            approve(self.ledger, form, end, [unit for unit, each in waiting if each == form])
        self.actions += 2
        return len(waiting)


@pytest.fixture
def clerk(fresh_ledger: Ledger, tmp_path: Path) -> Clerk:
    return Clerk(fresh_ledger, tmp_path)


def letters(ledger: Ledger, end: int) -> list[Sent]:
    return month_of_letters(ledger.area, ledger.catalogue, end)


def wrong_figures(ledger: Ledger, sent: Sequence[Sent], end: int) -> list[tuple[str, str]]:
    """File and item of every figure that is not in the ledger just as it was written."""
    figures = ledger.figures({item for each in sent for item in each.truth}, [end])
    return [
        (each.file, item)
        for each in sent
        for item, amount in each.truth.items()
        if figures.value(each.unit, item, end) != number(amount)
    ]


def test_thirty_files_come_from_thirty_returns(fresh_ledger: Ledger) -> None:
    sent = letters(fresh_ledger, FIRST)
    assert len({(each.unit, each.form) for each in sent}) == len({s.file for s in sent}) == 30
    assert {each.form for each in sent} == {"F1", "F2", "F3", "F4"}


def test_the_first_month_asks_a_few_things_once_and_takes_every_figure(clerk: Clerk) -> None:
    sent = letters(clerk.ledger, FIRST)

    files = clerk.collect(sent, FIRST)

    assert [f.path.name for f in files if f.status is not FileStatus.COMMITTED] == []
    assert sorted(kind for _, kind, _ in clerk.asked) == ["heading", "mark", "mark", "measure"]
    assert wrong_figures(clerk.ledger, sent, FIRST) == []
    assert clerk.approve(FIRST) == 30


def test_the_second_month_asks_nothing_and_takes_every_figure(clerk: Clerk) -> None:
    clerk.collect(letters(clerk.ledger, FIRST), FIRST)
    clerk.approve(FIRST)
    clerk.asked.clear()
    clerk.actions = 0
    sent = letters(clerk.ledger, SECOND)

    files = clerk.collect(sent, SECOND)

    assert clerk.asked == []
    assert [f.path.name for f in files if f.status is not FileStatus.COMMITTED] == []
    assert wrong_figures(clerk.ledger, sent, SECOND) == []
    assert clerk.approve(SECOND) == 30
    assert clerk.actions == 4


def test_nothing_comes_in_that_no_file_says(clerk: Clerk) -> None:
    sent = letters(clerk.ledger, FIRST)
    clerk.collect(sent, FIRST)
    said = {(each.unit, item) for each in sent for item in each.truth}
    items = [item.code for form in clerk.ledger.catalogue.forms.values() for item in form.items]
    stored = clerk.ledger.stored(items, FIRST)
    extra = {
        (value.item, value.value.amount) for value in stored if (value.unit, value.item) not in said
    }
    assert extra == {("tb_managed", None), ("tcm_org", None)}


def test_what_was_answered_stays_answered_when_taken_to_another_ledger(
    clerk: Clerk, tmp_path: Path
) -> None:
    clerk.collect(letters(clerk.ledger, FIRST), FIRST)
    answers.export(clerk.ledger, tmp_path / "对照.json")
    with Ledger.create(tmp_path / "另一台.ledger", clerk.ledger.area) as other:
        answers.import_(other, tmp_path / "对照.json")
        colleague = Clerk(other, tmp_path / "另一台")
        colleague.collect(letters(other, SECOND), SECOND)
        assert colleague.asked == []
