"""What a reader is unsure of, asked once: a question with its options, and answers by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AnswerKey = tuple[str, str, str]
Answers = Mapping[AnswerKey, str]

IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: ``value`` for the program, ``label`` for the clerk."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the clerk can decide.

    ``sender`` is the code of the unit whose file it is (the county's for a table of several).
    ``kind`` is "heading" (which item a column is), "mark" (what "—" means to this sender) or
    "measure" (whether 万人 is to be turned into 人). ``key`` names it within sender and kind and
    carries the layout's signature where the answer holds for that layout only. ``proposed`` is
    the value of the likeliest option, empty when there is none. ``cells`` are where it stands.
    """

    sender: str
    kind: str
    key: str
    text: str
    options: tuple[Option, ...]
    proposed: str = ""
    sheet: str = ""
    cells: tuple[str, ...] = ()

    @property
    def answer_key(self) -> AnswerKey:
        """What an answer to it is kept under."""
        return self.sender, self.kind, self.key


@dataclass(frozen=True, slots=True)
class Heading:
    """A head of the sheet as it was understood: the item it names, and how sure that is.

    ``certainty`` is "sure", "answered" (the clerk said so before), "ask" or "no" (no item).
    """

    sheet: str
    cell: str
    text: str
    item: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that belongs to a unit and an item and holds nothing."""

    unit: str
    item: str
    sheet: str
    cell: str
