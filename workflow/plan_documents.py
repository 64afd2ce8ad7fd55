"""The documents of plans: attached once, then every citation opens at its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import attachments
from db import plan_documents as stored
from db.ledger import Ledger
from db.plan_documents import KeptDocument
from importers.documents import ending_of, is_pdf, read_paragraphs
from monitoring.clauses import Place, find_clause
from monitoring.errors import ExpectedError
from monitoring.plans import Milestone, Plan, Target, Task

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause to be read: ``name`` is what it is about, ``value`` the number it prints."""

    plan: str
    chapter: str
    paragraph: int
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan's document at a citation; ``ending`` is the one its content has. One that another
    program has to show (.pdf) has no ``paragraphs``.
    """

    citation: Citation
    document: KeptDocument
    ending: str
    paragraphs: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)

    @property
    def told(self) -> str:
        """What was found, and what to do where it was not, in one sentence."""
        citation, place = self.citation, self.place
        where = f"“{citation.chapter}”第 {citation.paragraph} 段"
        if not self.paragraphs:
            return f"PDF 不能在这里定位；请在打开的文件里找{where}。"
        if place.paragraph is not None:
            if self._prints_its_value():
                return f"已停在{where}。"
            return f"已停在{where}；这一段没有印出“{citation.value}”，请看看前后几段。"
        if place.heading is None:
            return f"原文里没有找到{where}；请在上面查找几个字。"
        heading = self.paragraphs[place.heading][:30]
        if place.missing:
            return f"没有找到“{place.missing[0]}”，停在最近的标题“{heading}”；请往下看。"
        return f"“{heading}”下面没有数到第 {citation.paragraph} 段，停在标题；请往下看。"

    @property
    def found(self) -> bool:
        """Whether the cited paragraph itself is marked."""
        return self.place.paragraph is not None

    def _prints_its_value(self) -> bool:
        at, numbers = self.place.paragraph, _NUMBER.findall(self.citation.value)
        # A row of a table that was taken apart has its numbers on lines of their own.
        if at is None or not numbers or self.citation.chapter.endswith("表"):
            return True
        printed = {_plain(number) for number in _NUMBER.findall(self.paragraphs[at])}
        return all(_plain(number) in printed for number in numbers)


def citation_of(plan: Plan, target: Target) -> Citation:
    """The clause of a target; a whole that was only derived (100 %) is nowhere printed."""
    value = target.value if target.klass == "A" else ""
    return Citation(plan.code, target.chapter, target.paragraph, target.indicator_name, value)


def citation_of_step(plan: Plan, step: Milestone | Task) -> Citation:
    """The clause of a milestone or a task."""
    return Citation(plan.code, step.chapter, step.paragraph, step.name)


def attach(ledger: Ledger, plan: str, path: Path) -> KeptDocument:
    """Keep a file as a plan's document. Raises ``ExpectedError`` for one that cannot be read."""
    if plan not in ledger.plans:
        codes = "、".join(ledger.plans)
        raise ExpectedError(f"没有规划 {plan[:20]}；请写 {codes} 中的一个。")
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    if not is_pdf(content):
        read_paragraphs(path.name, content)
    # Text that calls itself a program would be run as one when it is opened.
    ending = ending_of(content)
    name = path.name if path.suffix.lower() == ending else f"{path.stem}{ending}"
    stored.attach(ledger, plan, name, content)
    return document(ledger, plan)


def detach(ledger: Ledger, plan: str) -> None:
    """Let a plan have no document; what was attached stays in the history."""
    stored.detach(ledger, plan)


def attached(ledger: Ledger, plan: str) -> KeptDocument | None:
    """The plan's document, ``None`` without one."""
    return stored.current(ledger, plan)


def document(ledger: Ledger, plan: str) -> KeptDocument:
    """The plan's document. Raises ``ExpectedError`` without one."""
    found = stored.current(ledger, plan)
    if found is None:
        raise ExpectedError(f"规划 {plan} 还没有附上原文；请先附上 .docx、.txt 或 .pdf 文件。")
    return found


def history(ledger: Ledger, plan: str) -> Sequence[KeptDocument]:
    """What was attached to a plan and taken off, the newest first."""
    return stored.history(ledger, plan)


def open_at(ledger: Ledger, citation: Citation) -> Opened:
    """The plan's document with the place of a clause. Raises ``ExpectedError`` without one."""
    kept = document(ledger, citation.plan)
    content = attachments.content(ledger, kept.attachment)
    if is_pdf(content):
        return Opened(citation, kept, ending_of(content))
    paragraphs = read_paragraphs(kept.name, content)
    place = find_clause(paragraphs, citation.chapter, citation.paragraph, citation.name)
    return Opened(citation, kept, ending_of(content), paragraphs, place)


def _plain(number: str) -> str:
    """A number's text without the noughts that say nothing: 2.0 and 2 are one."""
    return number.rstrip("0").rstrip(".") if "." in number else number
