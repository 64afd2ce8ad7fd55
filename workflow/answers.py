"""Answers kept for senders: seen, corrected, let go, and carried from one ledger to another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from db.ledger import Ledger
from db.records import KeptAnswer
from importers.questions import AnswerKey
from monitoring.errors import ExpectedError
from workflow.documents import write_document

__all__ = ["Imported", "KeptAnswer", "export", "forget", "import_", "keep", "kept"]

SCHEMA = "taizhang/answers/1"
_SIZE_LIMIT = 16 << 20
_FIELDS = ("sender", "kind", "key", "value")


class Imported(NamedTuple):
    """How many answers a file brought that were not there, that differ, and that agree."""

    new: int
    changed: int
    same: int


def keep(ledger: Ledger, answers: Mapping[AnswerKey, str]) -> None:
    """Keep answers; one given anew replaces the old."""
    ledger.keep_answers(answers)


def kept(ledger: Ledger) -> list[KeptAnswer]:
    """Every answer with its time, by sender, kind and key."""
    return ledger.kept_answers()


def forget(ledger: Ledger, keys: Iterable[AnswerKey]) -> int:
    """Let answers go, so that they are asked again; returns how many there were."""
    return ledger.forget_answers(list(keys))


def export(ledger: Ledger, path: Path) -> int:
    """Write every answer into a JSON file; returns how many. Raises ``ExpectedError``."""
    answers = kept(ledger)
    document = {
        "schema": SCHEMA,
        "area": ledger.area.code,
        "answers": [dict(zip(_FIELDS, each, strict=False)) for each in answers],
    }
    write_document(path, document)
    return len(answers)


def import_(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Imported:
    """Keep the answers of a file that :func:`export` wrote, for the same county.

    With ``dry_run`` they are only counted. Raises ``ExpectedError`` for a file that cannot be
    read or is something else; the ledger is then as it was.
    """
    brought = _read(path, ledger)
    known = ledger.answers()
    changed = sum(1 for key in brought if key in known and known[key] != brought[key])
    new = sum(1 for key in brought if key not in known)
    if not dry_run:
        ledger.keep_answers(brought)
    return Imported(new, changed, len(brought) - new - changed)


def _read(path: Path, ledger: Ledger) -> dict[AnswerKey, str]:
    document = _document(path)
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ExpectedError(f"“{path.name}”不是导出的对照，请选用“导出”存下的文件。")
    if document.get("area") != ledger.area.code:
        raise ExpectedError(f"“{path.name}”是另一个县（市）的对照，请选{ledger.area.name}的文件。")
    listed = document.get("answers")
    senders = {unit.code for unit in (*ledger.area.units, ledger.area.itself)}
    answers: dict[AnswerKey, str] = {}
    for each in listed if isinstance(listed, list) else [None]:
        fields = [each.get(name) for name in _FIELDS] if isinstance(each, dict) else []
        texts = [text for text in fields if isinstance(text, str) and _is_text(text)]
        if len(texts) != len(_FIELDS) or texts[0] not in senders or not texts[1]:
            raise ExpectedError(
                f"“{path.name}”里有看不懂的对照，一条也没有收；请重新导出一份再试。"
            )
        sender, kind, key, value = texts
        answers[sender, kind, key] = value
    return answers


def _document(path: Path) -> Any:
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise ExpectedError(f"“{path.name}”太大，不会是导出的对照，请另选一个文件。")
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    except (ValueError, RecursionError) as error:
        raise ExpectedError(f"“{path.name}”已损坏，没有收；请重新导出一份再试。") from error


def _is_text(text: str) -> bool:
    """Whether it can be stored: JSON can spell halves of characters that no text holds."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
