"""Files that carry a county's settings and lists from one ledger to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporters.files import write_bytes_whole
from monitoring.errors import ExpectedError

SIZE_LIMIT = 1 << 20
TABLE_LIMIT = 16 << 20


def write_document(path: Path, document: Mapping[str, Any], *, replace: bool = True) -> None:
    """Write a document whole, or leave what was there. Raises ``ExpectedError``."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    write_bytes_whole(path, text.encode(), replace=replace)


def read_document(path: Path, what: str) -> dict[str, Any]:
    """The object a JSON file holds. Raises ``ExpectedError``, calling the file ``what``."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise ExpectedError(f"“{path.name}”太大，不会是{what}；请另选一个文件。")
        document = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    except (ValueError, RecursionError) as error:
        raise ExpectedError(f"“{path.name}”不是{what}，或已损坏；请另选一个文件。") from error
    if not isinstance(document, dict):
        raise ExpectedError(f"“{path.name}”不是{what}；请另选一个文件。")
    return document


def read_table(path: Path, what: str) -> bytes:
    """The bytes of a workbook that holds a list. Raises ``ExpectedError``, calling it ``what``."""
    try:
        if path.stat().st_size > TABLE_LIMIT:
            raise ExpectedError(f"“{path.name}”太大，不会是{what}；请另选一个文件。")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
