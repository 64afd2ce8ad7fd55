"""Documents that carry settings from one ledger to another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from monitoring.errors import ExpectedError
from workflow.documents import read_document, write_document


def test_a_full_disk_leaves_the_old_document_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "规划.json"
    write_document(path, {"县": "旧"})

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExpectedError, match="磁盘已满"):
        write_document(path, {"县": "新"})
    assert read_document(path, "规划") == {"县": "旧"}
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_is_not_replaced_where_that_was_not_agreed_to(tmp_path: Path) -> None:
    path = tmp_path / "基准.json"
    write_document(path, {"县": "旧"})
    with pytest.raises(ExpectedError, match="已经存在"):
        write_document(path, {"县": "新"}, replace=False)
    assert read_document(path, "基准") == {"县": "旧"}
