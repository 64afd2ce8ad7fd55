"""What the clerk chose for a batch: how each file is written, and which values are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from workflow.collect import Change, Difference, FileStatus, Mode, StagedFile

Key = tuple[str, str, str]

# What each mode does, for the clerk.
SENTENCES = {
    Mode.FILL: "只写台账里还没有的数，已有的不动",
    Mode.UPDATE: "写新增和改动的数，文件里空着的不动",
    Mode.REPLACE: "以文件为准：文件里空着的，台账里也清空",
}
_TAKEN = (FileStatus.STAGED, FileStatus.COMMITTED)
_WIDTH = (Mode.FILL, Mode.UPDATE, Mode.REPLACE)


class Choices:
    """Files are known by their checksum, values by checksum, unit and item."""

    def __init__(self) -> None:
        self.mode = Mode.UPDATE
        self._modes: dict[str, Mode] = {}
        self._left_out: set[Key] = set()

    def mode_of(self, file: StagedFile) -> Mode:
        """How the file is written: as chosen for it, else as for all."""
        return self._modes.get(file.sha256, self.mode)

    def set_mode(self, mode: Mode, file: StagedFile | None = None) -> None:
        """Write one file so, or every file when none is given."""
        if file is None:
            self.mode = mode
            self._modes.clear()
        else:
            self._modes[file.sha256] = mode

    @property
    def mixed(self) -> bool:
        """Whether some file is written otherwise than the rest."""
        return any(mode is not self.mode for mode in self._modes.values())

    def offers(self, file: StagedFile, each: Difference) -> bool:
        """Whether the file's mode writes the value at all."""
        return each.change in self.mode_of(file).writes

    def writes(self, file: StagedFile, each: Difference) -> bool:
        """Whether the value would be written: its mode does and it is not left out."""
        return self.offers(file, each) and _key(file, each) not in self._left_out

    def leave_out(self, file: StagedFile, each: Difference, *, out: bool) -> None:
        """Keep one value from being written, or let it be written again."""
        if out:
            self._left_out.add(_key(file, each))
        else:
            self._left_out.discard(_key(file, each))

    def count(self, files: Sequence[StagedFile]) -> Counter[Change]:
        """How many values of the files that can be taken would be written, by change."""
        ready = [file for file in files if file.status in _TAKEN]
        counted = Counter(each.change for file in ready for each in self._written(file))
        if counted[Change.BLANK]:
            counted[Change.BLANK] = self._cleared(ready)
        return counted

    def _written(self, file: StagedFile) -> Iterator[Difference]:
        """The values of a file that would be written, as if it were the only one."""
        writes = self.mode_of(file).writes
        for each in file.differences:
            if each.change in writes and (
                not self._left_out or _key(file, each) not in self._left_out
            ):
                yield each

    def _cleared(self, ready: Sequence[StagedFile]) -> int:
        """How many blanks clear a value: one file's does not clear what another brings."""
        given = {
            each.key
            for file in ready
            for each in file.differences
            if each.change is Change.SAME
            or (each.change is not Change.BLANK and self.writes(file, each))
        }
        return sum(
            each.change is Change.BLANK and each.key not in given
            for file in ready
            for each in self._written(file)
        )

    def taken(self, files: Sequence[StagedFile]) -> int:
        """How many files have a value to take, new to the ledger or confirmed by it."""
        return sum(
            any(each.change is Change.SAME or self.writes(file, each) for each in file.differences)
            for file in files
            if file.status is FileStatus.STAGED
        )

    def command(self, files: Sequence[StagedFile]) -> tuple[Mode, Collection[Key]]:
        """One mode for all and what it must leave out, so that one transaction takes the batch."""
        ready = [file for file in files if file.status is FileStatus.STAGED]
        modes = {self.mode_of(file) for file in ready}
        widest = max(modes, key=_WIDTH.index, default=self.mode)
        if len(modes) < 2 and not self._left_out:
            return widest, ()
        left_out = {
            _key(file, each)
            for file in ready
            for each in file.differences
            if each.change in widest.writes and not self.writes(file, each)
        }
        return widest, left_out

    def forget(self) -> None:
        """Begin anew: a batch that was to replace says nothing of the next."""
        self.mode = Mode.UPDATE
        self._modes.clear()
        self._left_out.clear()


def _key(file: StagedFile, each: Difference) -> Key:
    return file.sha256, each.unit, each.item
