"""The watched inbox folder: notices new workbooks and says so; it never collects anything."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QRunnable, QThreadPool, QTimer, Signal

from desktop.preferences import InboxChoice, Preferences

SETTLE_MS = 2_000
RESCAN_MS = 60_000
DEPTH = 3
MOST_FILES = 5_000
SUFFIXES = frozenset(
    (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".xltx", ".xlt", ".ett", ".csv", ".tsv")
) | {".zip", ".tzb"}

Stamp = tuple[int, int]
Listing = Mapping[str, Stamp]


class Inbox(QObject):
    """Watches the folder a ledger's files arrive in, off the window's thread.

    A file is new when its name, size or time of writing is not one that was collected from here
    before, and it is told of once it has stood still for ``settle_ms``. ``changed`` follows
    every change of :attr:`waiting`, :attr:`problem` or the choice; ``arrived`` only says that
    there is a file the clerk was not told of yet.
    """

    changed = Signal()
    arrived = Signal()

    def __init__(
        self,
        preferences: Preferences,
        ledger: Path,
        parent: QObject | None = None,
        *,
        settle_ms: int = SETTLE_MS,
        rescan_ms: int = RESCAN_MS,
    ) -> None:
        super().__init__(parent)
        self._preferences, self._ledger = preferences, ledger
        self._choice = preferences.inbox(ledger)
        self._last: Listing = {}
        self._ready: Listing = {}
        self._told: set[tuple[str, Stamp]] = set()
        self._problem = ""
        self._look: _Look | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._settle = QTimer(self, singleShot=True, interval=settle_ms)
        self._rescan = QTimer(self, interval=rescan_ms)
        self._settle.timeout.connect(self._begin_look)
        self._rescan.timeout.connect(self._look_soon)

    @property
    def folder(self) -> Path | None:
        """The chosen folder, watched or not."""
        return Path(self._choice.folder) if self._choice.folder else None

    @property
    def on(self) -> bool:
        """Whether the folder is to be watched."""
        return self._choice.on and self.folder is not None

    @property
    def problem(self) -> str:
        """What keeps the folder from being watched, as a sentence; empty when nothing does."""
        return self._problem

    @property
    def waiting(self) -> list[Path]:
        """Files that stand still and were not collected from here yet, by name."""
        return [Path(name) for name in sorted(self._ready)]

    def start(self) -> None:
        """Begin to watch, if the clerk wants that. What lies there already counts as new."""
        if self.on and not self._rescan.isActive():
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._look_soon)
            self._watcher.fileChanged.connect(self._look_soon)
            self._rescan.start()
            self._begin_look()

    def stop(self) -> None:
        """Stop watching; the choice stays."""
        self._settle.stop()
        self._rescan.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._last, self._ready, self._look, self._problem = {}, {}, None, ""

    def choose(self, folder: Path | None, on: bool) -> None:
        """Watch another folder, or none, and remember that for this ledger."""
        self.stop()
        same = folder is not None and str(folder) == self._choice.folder
        seen = self._choice.seen if same else frozenset()
        self._keep(InboxChoice(str(folder or ""), on, seen))
        self.start()
        self.changed.emit()

    def take(self) -> list[Path]:
        """The waiting files, which count as seen from now on unless they change again."""
        taken = self.waiting
        if not taken:
            return []
        there = {_mark(name, stamp) for name, stamp in self._last.items()}
        seen = (self._choice.seen & there) | {_mark(*each) for each in self._ready.items()}
        self._keep(InboxChoice(self._choice.folder, self._choice.on, frozenset(seen)))
        self._ready = {}
        self.changed.emit()
        return taken

    def _keep(self, choice: InboxChoice) -> None:
        self._choice = choice
        self._preferences.keep_inbox(self._ledger, choice)

    def _look_soon(self) -> None:
        """Look once things have had time to settle; a stream of changes does not put it off."""
        if self._rescan.isActive() and not self._settle.isActive() and self._look is None:
            self._settle.start()

    def _begin_look(self) -> None:
        folder = self.folder
        if folder is None or self._look is not None:
            return
        look = _Look(folder)
        look.teller.done.connect(lambda found, look=look: self._on_look(look, found))
        self._look = look
        QThreadPool.globalInstance().start(look)

    def _on_look(self, look: _Look, found: object) -> None:
        if look is not self._look:  # the clerk chose another folder in the meantime
            return
        self._look = None
        folder = self.folder
        if not isinstance(found, dict):
            problem = f"打不开收件文件夹“{folder}”，请看看它还在不在，或另选一个。"
            self._show({}, {}, problem)
            return
        fresh = {n: s for n, s in found.items() if _mark(n, s) not in self._choice.seen}
        ready = {n: s for n, s in fresh.items() if self._last.get(n) == s}
        self._watch(found)
        self._show(found, ready, "")
        if len(ready) < len(fresh):
            self._look_soon()

    def _show(self, last: Listing, ready: Listing, problem: str) -> None:
        before = (self._ready, self._problem)
        self._last, self._ready, self._problem = last, ready, problem
        if before != (ready, problem):
            self.changed.emit()
        if set(ready.items()) - self._told:
            self._told = set(ready.items())
            self.arrived.emit()

    def _watch(self, found: Listing) -> None:
        """Watch the folder and those in it that hold files; the rescan finds the rest."""
        if self._watcher is None or self.folder is None:
            return
        wanted = {str(self.folder), *(str(Path(name).parent) for name in found)}
        fresh = wanted - set(self._watcher.directories())
        if fresh:
            self._watcher.addPaths(sorted(fresh))


class _Teller(QObject):
    done = Signal(object)


class _Look(QRunnable):
    """Lists the folder on another thread: a folder on the network may take its time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._folder = folder
        self.teller = _Teller()

    def run(self) -> None:
        try:
            listing: dict[str, Stamp] | None = dict(list_workbooks(self._folder))
        except OSError:
            listing = None
        self.teller.done.emit(listing)


def list_workbooks(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Workbooks in a folder and the folders in it as (path, (size, time of writing in ns)).

    Lock files, hidden and empty files and unfinished downloads are left out, and no more than
    ``MOST_FILES`` are listed. Raises ``OSError`` when the folder itself cannot be listed.
    """
    left, folders = MOST_FILES, [(str(folder), DEPTH)]
    while folders:
        place, depth = folders.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            if place == str(folder):
                raise
            continue
        for entry in entries:
            if entry.name.startswith((".", "~")):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    if depth > 1:
                        folders.append((entry.path, depth - 1))
                    continue
                facts = entry.stat()
            except OSError:  # gone again, or not ours to see
                continue
            if facts.st_size and Path(entry.name).suffix.lower() in SUFFIXES:
                yield entry.path, (facts.st_size, facts.st_mtime_ns)
                left -= 1
                if not left:
                    return


def _mark(name: str, stamp: Stamp) -> str:
    return f"{stamp[0]} {stamp[1]} {name}"
