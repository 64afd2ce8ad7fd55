"""A file that was read: what it holds, what taking it would change, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from importers.questions import Blank
from importers.reading import Reading, StagedValue
from monitoring.amounts import Value
from monitoring.issues import Issue


class FileStatus(StrEnum):
    """What becomes of a file."""

    STAGED = "staged"
    COMMITTED = "committed"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class Change(StrEnum):
    """What importing a value would do to the ledger."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    BLANK = "blank"


class Mode(StrEnum):
    """How much of a file is written: what the ledger lacks, also what differs, also its blanks."""

    FILL = "fill"
    UPDATE = "update"
    REPLACE = "replace"

    @property
    def writes(self) -> frozenset[Change]:
        """The changes this mode makes."""
        return _WRITES[self]


_WRITES = {
    Mode.FILL: frozenset((Change.NEW,)),
    Mode.UPDATE: frozenset((Change.NEW, Change.CHANGED)),
    Mode.REPLACE: frozenset((Change.NEW, Change.CHANGED, Change.BLANK)),
}
CHANGE_LABELS = {
    Change.NEW: "新增",
    Change.SAME: "不变",
    Change.CHANGED: "改动",
    Change.BLANK: "将清空",
}
MODE_LABELS = {Mode.FILL: "补充空缺", Mode.UPDATE: "更新", Mode.REPLACE: "覆盖"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a file beside what the ledger holds (``old`` is ``None`` for nothing).

    ``staged`` is a :class:`Blank` where the file leaves empty what the ledger has. ``change`` is
    new, same, changed or to be blanked: settled once, for a window asks it of thousands at once.
    """

    staged: StagedValue | Blank
    end: int
    old: Value | None
    change: Change = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "change", self._change())

    @property
    def new(self) -> Value | None:
        """What the file says; ``None`` where it says nothing."""
        return self.staged.value if isinstance(self.staged, StagedValue) else None

    def _change(self) -> Change:
        new = self.new
        if new is None:
            return Change.BLANK
        if self.old is None:
            return Change.NEW
        return Change.SAME if self.old == new else Change.CHANGED

    @property
    def unit(self) -> str:
        """Code of the unit."""
        return self.staged.unit

    @property
    def item(self) -> str:
        """Code of the item."""
        return self.staged.item

    @property
    def sheet(self) -> str:
        """The sheet it stands on in the file."""
        return self.staged.sheet

    @property
    def cell(self) -> str:
        """The cell it stands in."""
        return self.staged.cell

    @property
    def key(self) -> tuple[str, str, int]:
        """Unit, item and month."""
        return self.unit, self.item, self.end


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file of a collection. ``mode`` is how it is to be written."""

    path: Path
    sha256: str = ""
    content: bytes = b""
    status: FileStatus = FileStatus.REFUSED
    reading: Reading | None = None
    differences: tuple[Difference, ...] = ()
    issues: tuple[Issue, ...] = ()
    mode: Mode = Mode.UPDATE

    @property
    def changed(self) -> int:
        """How many values of the ledger its mode would change."""
        return sum(1 for each in self.differences if each.change in self.mode.writes)

    def refused(self, *issues: Issue) -> StagedFile:
        """The same file kept out, with the reasons added."""
        return replace(self, status=FileStatus.REFUSED, issues=(*self.issues, *issues))
