"""A file that was read: what it holds, what taking it would change, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

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


class Difference(NamedTuple):
    """One value of a file beside what the ledger holds.

    ``key`` is unit, item and month. ``new`` is ``None`` where the file leaves empty what the
    ledger has, ``old`` where the ledger has nothing. A tuple, because a batch has them by the
    hundred thousand and each is looked at a dozen times.
    """

    key: tuple[str, str, int]
    new: Value | None
    old: Value | None
    change: Change
    sheet: str
    cell: str

    @property
    def unit(self) -> str:
        """Code of the unit."""
        return self.key[0]

    @property
    def item(self) -> str:
        """Code of the item."""
        return self.key[1]

    @property
    def end(self) -> int:
        """The month."""
        return self.key[2]


def difference(staged: StagedValue | Blank, end: int, old: Value | None) -> Difference:
    """What a file says of a figure, or that it leaves it empty, beside what the ledger holds."""
    new = staged.value if isinstance(staged, StagedValue) else None
    key = staged.unit, staged.item, end
    return Difference(key, new, old, _change(new, old), staged.sheet, staged.cell)


def _change(new: Value | None, old: Value | None) -> Change:
    if new is None:
        return Change.BLANK
    if old is None:
        return Change.NEW
    return Change.SAME if old == new else Change.CHANGED


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One file of a collection. ``mode`` is how it is to be written.

    The ``path`` of a file out of an ``archive`` goes on behind the archive's own.
    """

    path: Path
    sha256: str = ""
    content: bytes = b""
    status: FileStatus = FileStatus.REFUSED
    reading: Reading | None = None
    differences: tuple[Difference, ...] = ()
    issues: tuple[Issue, ...] = ()
    mode: Mode = Mode.UPDATE
    archive: Path | None = None

    @property
    def name(self) -> str:
        """What a clerk calls it: 松林镇.xlsx, or 十月.zip › 松林镇.xlsx."""
        if self.archive is None:
            return self.path.name
        return " › ".join((self.archive.name, *self.path.relative_to(self.archive).parts))

    @property
    def changed(self) -> int:
        """How many values of the ledger its mode would change."""
        return sum(1 for each in self.differences if each.change in self.mode.writes)

    def refused(self, *issues: Issue) -> StagedFile:
        """The same file kept out, with the reasons added."""
        return replace(self, status=FileStatus.REFUSED, issues=(*self.issues, *issues))
