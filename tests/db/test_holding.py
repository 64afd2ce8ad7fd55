"""One window a ledger: the second is told who holds it, and gets it when the first is gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.holding import ENDING, Holder, Holding

_HOLD = """
import sys
from pathlib import Path
from db.holding import Holding
print(Holding(Path(sys.argv[1])).other is None, flush=True)
sys.stdin.read()
"""


@contextmanager
def another_window(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the ledger until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_second_window_is_told_who_holds_the_ledger(path: Path) -> None:
    with another_window(path):
        second = Holding(path)
        assert second.other is not None
        assert second.other.since[:2] == "20"
        assert second.other.computer in second.other.sentence
        assert not second.take()


@pytest.mark.parametrize("how", ["killed", "closed"])
def test_a_window_that_is_gone_holds_nothing(path: Path, how: str) -> None:
    with another_window(path) as process:
        second = Holding(path)
        if how == "killed":
            process.kill()
            process.wait()
        else:
            process.communicate("")
        assert second.take()
        assert second.other is None
        second.release()


def test_what_is_released_leaves_nothing_behind(path: Path) -> None:
    first = Holding(path)
    assert path.with_name(path.name + ENDING).exists()
    assert not Holding(path).take()
    first.release()
    first.release()
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    third = Holding(path)
    assert third.other is None
    third.release()


def test_a_folder_that_does_not_exist_is_nobodys(tmp_path: Path) -> None:
    held = Holding(tmp_path / "没有" / "台账.ledger")
    assert held.other == Holder()
    assert "不能写入" in Holder().sentence


def test_a_lock_file_that_is_something_else_locks_nobody_out_unsaid(path: Path) -> None:
    path.with_name(path.name + ENDING).write_bytes(b"not a database at all" * 100)
    held = Holding(path)
    assert held.other == Holder()
