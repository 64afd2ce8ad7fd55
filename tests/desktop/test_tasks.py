"""Slow work: in order, off the window's thread, told apart by how it ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.tasks import TaskRunner
from monitoring.errors import ExpectedError
from workflow.progress import Reporter


def give(number: int, _: Ledger, __: Reporter) -> int:
    """Work that only answers."""
    return number


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def test_work_has_a_ledger_of_its_own_on_another_thread(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    seen: list[Any] = []

    def work(ledger: Ledger, _: Reporter) -> tuple[bool, str]:
        elsewhere = threading.current_thread() is not threading.main_thread()
        return elsewhere and ledger is not fresh_ledger, ledger.area.name

    runner.run("看一看", fresh_ledger.path, work, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(True, "临清市")]


def test_answers_come_in_the_order_asked(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    seen: list[int] = []
    for number in range(5):
        runner.run("数数", fresh_ledger.path, partial(give, number), seen.append)
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert seen == [0, 1, 2, 3, 4]
    assert not runner.busy


def test_progress_names_the_work_and_counts(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    steps: list[tuple[object, ...]] = []
    runner.progressed.connect(lambda *step: steps.append(step))

    def work(_: Ledger, reporter: Reporter) -> None:
        reporter.check(1, 3, "松林镇.xlsx")

    with qtbot.waitSignal(runner.busy_changed, check_params_cb=lambda busy: not busy):
        runner.run("收表", fresh_ledger.path, work, lambda _: None)
    assert steps == [("收表", 0, 0, ""), ("收表", 1, 3, "松林镇.xlsx")]


def test_an_expected_error_is_one_sentence(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    def work(_: Ledger, __: Reporter) -> None:
        raise ExpectedError("磁盘已满，请清理后再试。")

    with qtbot.waitSignal(runner.refused) as refused:
        runner.run("保存", fresh_ledger.path, work, lambda _: None)
    assert refused.args == ["磁盘已满，请清理后再试。"]
    told: list[str] = []
    runner.run("保存", fresh_ledger.path, work, lambda _: None, told.append)
    qtbot.waitUntil(lambda: told == ["磁盘已满，请清理后再试。"])


def test_a_bug_is_reported_and_the_next_work_still_runs(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: Ledger, __: Reporter) -> None:
        raise KeyError("x")

    seen: list[int] = []
    with qtbot.waitSignal(runner.broke) as broke:
        runner.run("出错", fresh_ledger.path, work, lambda _: None)
    assert isinstance(broke.args[0], KeyError)
    assert "a task failed: 出错" in caplog.text
    runner.run("接着做", fresh_ledger.path, lambda _l, _r: 1, seen.append)
    qtbot.waitUntil(lambda: seen == [1])


def test_cancelled_work_stops_and_answers_nothing(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    begun = threading.Event()
    seen: list[None] = []

    def work(_: Ledger, reporter: Reporter) -> None:
        begun.set()
        while True:
            reporter.check(0, 1, "")

    runner.run("停不下来", fresh_ledger.path, work, seen.append)
    assert begun.wait(5)
    with qtbot.waitSignal(runner.busy_changed):
        runner.cancel()
    assert seen == []


def test_held_work_begins_when_released(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    seen: list[int] = []
    runner.hold()
    runner.run("等一等", fresh_ledger.path, lambda _l, _r: 1, seen.append)
    assert runner.busy
    runner.release()
    qtbot.waitUntil(lambda: seen == [1])


def test_abandoned_work_does_not_answer(
    runner: TaskRunner, fresh_ledger: Ledger, qtbot: QtBot
) -> None:
    seen: list[int] = []
    go = threading.Event()
    runner.run("旧的", fresh_ledger.path, lambda _l, _r: go.wait(5) and 1, seen.append)
    runner.abandon()
    assert not runner.busy
    go.set()
    runner.run("新的", fresh_ledger.path, lambda _l, _r: 2, seen.append)
    qtbot.waitUntil(lambda: seen == [2])
