"""What a reader is unsure of, asked once: a question with its options, and answers by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from monitoring.issues import Issue

AnswerKey = tuple[str, str, str]
Answers = Mapping[AnswerKey, str]

IGNORE = "ignore"
_CELLS = 200


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
    ``key`` is what a "heading" answer about it is kept under.
    """

    sheet: str
    cell: str
    text: str
    item: str
    certainty: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that belongs to a unit and an item and holds nothing."""

    unit: str
    item: str
    sheet: str
    cell: str


@dataclass
class Asker:
    """Asks one sender's questions about one sheet, each once, and knows the answers given before.

    In our own ``template`` a slash is 不适用, as everywhere in this program; strangers are asked.
    """

    sender: str
    answers: Answers = field(default_factory=dict)
    sheet: str = ""
    template: bool = False
    _open: dict[AnswerKey, tuple[Question, list[str]]] = field(default_factory=dict, init=False)

    def answer(self, kind: str, key: str) -> str:
        """What the clerk has said about it, empty when nobody asked yet."""
        return self.answers.get((self.sender, kind, key), "")

    def ask(self, question: Question, cell: str) -> None:
        """Put a question, or add a cell to the one that is open already."""
        _, cells = self._open.setdefault(question.answer_key, (question, []))
        if len(cells) < _CELLS:
            cells.append(cell)

    def questions(self) -> tuple[Question, ...]:
        """The open questions with the cells they are about, in the order they came up."""
        return tuple(
            replace(question, sheet=self.sheet, cells=tuple(cells))
            for question, cells in self._open.values()
        )


def question_issues(questions: Iterable[Question]) -> Iterator[Issue]:
    """One error an open question: it keeps the file out until the clerk has answered."""
    for question in questions:
        message = f"{question.text}请回答后再入账。"
        cell = question.cells[0] if question.cells else ""
        yield Issue("question", message, sheet=question.sheet, cell=cell)


def merged(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each question once, the first sheet's where several sheets raise the same."""
    first: dict[AnswerKey, Question] = {}
    for question in questions:
        first.setdefault(question.answer_key, question)
    return tuple(first.values())
