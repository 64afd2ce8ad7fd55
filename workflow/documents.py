"""JSON files that carry a county's settings from one ledger to another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitoring.errors import ExpectedError


def write_document(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document whole, or leave what was there. Raises ``ExpectedError``."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    draft = path.with_name(f"{path.name}.新建")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"“{path.name}”没有存成（{reason}）；请换一个位置再存。") from error
