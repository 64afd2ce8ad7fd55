"""恢复: putting back what a figure was, as a new write by hand that can itself be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.changes import PastChange
from db.ledger import Ledger
from db.records import Entry, NewSource, Source
from monitoring.amounts import Value
from monitoring.errors import ExpectedError

UNDONE = "撤销恢复"


@dataclass(frozen=True, slots=True)
class Step:
    """A figure that is to become ``value`` where ``stands`` is now; ``None`` is a blank.

    ``later`` says that it was changed again after the change that is taken back.
    """

    unit: str
    item: str
    end: int
    value: Value | None
    stands: Value | None
    note: str
    later: bool = False

    def reversed(self) -> Step:
        """The step that takes this one back."""
        return Step(self.unit, self.item, self.end, self.stands, self.value, UNDONE)


def steps_for(ledger: Ledger, changes: Iterable[PastChange]) -> list[Step]:
    """What restoring the values before some changes would do; nothing is written.

    Of several changes of a figure the oldest says what is restored. A figure that stands as it
    was before needs no step.
    """
    by_figure: dict[tuple[str, str, int], list[PastChange]] = {}
    for change in sorted(changes, key=lambda each: each.id):
        by_figure.setdefault((change.unit, change.item, change.end), []).append(change)
    figures = ledger.figures({key[1] for key in by_figure}, {key[2] for key in by_figure})
    steps = []
    for key, found in by_figure.items():
        oldest, newest, stands = found[0], found[-1], figures.value(*key)
        if stands != oldest.before:
            note = f"恢复 {oldest.at.replace('T', ' ')} 以前的数：{_origin(oldest.was)}"
            steps.append(Step(*key, oldest.before, stands, note, stands != newest.after))
    return steps


def put_back(ledger: Ledger, steps: Sequence[Step]) -> None:
    """Write the steps, all or none.

    Raises ``ExpectedError`` when a figure no longer is what a step says, or its month is locked.
    """
    with ledger.transaction():
        figures = ledger.figures({step.item for step in steps}, {step.end for step in steps})
        for step in steps:
            if figures.value(step.unit, step.item, step.end) != step.stands:
                raise ExpectedError("这个数刚刚又有改动，没有恢复；请看过现在的数再决定。")
            form = ledger.catalogue.form_of[step.item].code
            ledger.write(
                [Entry(step.unit, step.item, step.end, step.value)],
                NewSource("hand", form=form, end=step.end, note=step.note),
            )


def _origin(source: Source) -> str:
    if source.kind == "hand":
        return " ".join(part for part in ("手工填报", source.operator) if part)
    return " ".join(part for part in (source.file, source.sheet, source.cell) if part)
