"""The documents of plans: attached once, and a citation opened at its paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import attachments
from db import plan_documents as stored
from db.attachments import Attachment
from db.ledger import Ledger
from importers.documents import paragraphs
from monitoring.citations import Place, find
from monitoring.errors import ExpectedError

__all__ = ["Attachment", "Passage", "attach", "detach", "document", "passage"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A plan's text with the place of a clause in it; without ``lines`` it is only kept (.pdf)."""

    document: Attachment
    lines: tuple[str, ...]
    place: Place


def attach(ledger: Ledger, plan: str, path: Path) -> Attachment:
    """Keep a file as the document of a plan. Raises ``ExpectedError`` for what is none."""
    if plan not in ledger.plans:
        raise ExpectedError(f"没有规划 {plan}；请先列出规划，核对编号。")
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    read = paragraphs(path.name, content)
    if read is not None and not read:
        raise ExpectedError(f"“{path.name}”里没有文字；请附有文字的 .docx、.txt 或 .pdf。")
    stored.attach(ledger, plan, path.name, content)
    kept = stored.document(ledger, plan)
    if kept is None:
        raise ExpectedError("附件没有存上；请再试一次。")
    return kept


def detach(ledger: Ledger, plan: str) -> None:
    """Let a plan have no document any more; the file stays kept."""
    if stored.document(ledger, plan) is None:
        raise ExpectedError(f"规划 {plan} 没有附原文；不用去掉。")
    stored.detach(ledger, plan)


def document(ledger: Ledger, plan: str) -> Attachment | None:
    """The document of a plan."""
    return stored.document(ledger, plan)


def passage(ledger: Ledger, plan: str, chapter: str, paragraph: int, words: str = "") -> Passage:
    """The text of a plan and where a clause stands in it, in a table by its ``words``.

    Raises ``ExpectedError`` for a plan without a document.
    """
    kept = stored.document(ledger, plan)
    if kept is None:
        raise ExpectedError("这个规划还没有附原文；请先附上文件。")
    lines = paragraphs(kept.name, attachments.content(ledger, kept.id))
    if lines is None:
        return Passage(kept, (), Place(None, None))
    return Passage(kept, tuple(lines), find(lines, chapter, paragraph, words))
