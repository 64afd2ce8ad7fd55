"""Packages on their way into the ledger: one after the other looked at, confirmed, taken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.ledger import Ledger
from desktop.models import package_words as words
from desktop.models.choices import Choices
from desktop.session import EVERYTHING, Session
from desktop.tasks import Work
from desktop.widgets.progress_strip import ProgressStrip
from desktop.widgets.receive_pane import ReceivePane
from monitoring.exchange import PackageKind
from workflow import handing_down, partners, receiving
from workflow.collect import Mode
from workflow.handing_down import Brought
from workflow.packages import load
from workflow.progress import Reporter
from workflow.receiving import Received
from workflow.roles import Right

Found = Received | Brought


class ReceivingDesk(QObject):
    """Nothing is written before :meth:`take`, but for a fingerprint that is confirmed.

    ``changed`` follows every package and choice, ``taken`` carries what was written, ``refused``
    why packages were not, ``emptied`` says that none is left.
    """

    changed = Signal()
    taken = Signal(str)
    refused = Signal(str)
    emptied = Signal()

    def __init__(self, session: Session, progress: ProgressStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._progress = session, progress
        self._choices = Choices()
        self._waiting: list[Path] = []
        self._sentences: list[str] = []
        self._path = Path()
        self._backed_up = False
        self.found: Found | None = None
        self.view = ReceivePane(session.ledger.area, session.ledger.catalogue, self._choices)
        self.view.confirmed.connect(self._confirm)
        self.view.left.connect(self.leave)
        self.view.choices_changed.connect(self.changed)
        self.view.mode_control.chosen.connect(self._set_mode)

    @property
    def busy(self) -> bool:
        """Whether a package is in front or on its way."""
        return self.found is not None or bool(self._waiting)

    @property
    def headline(self) -> str:
        """The title line, empty while none is in front."""
        if self.found is None:
            return ""
        return words.headline(self.found, self._session.ledger.catalogue, len(self._waiting))

    @property
    def action(self) -> str:
        """The main button: empty where nothing may be taken."""
        found = self.found
        if isinstance(found, Received) and found.can_be_taken:
            return words.action(self._choices.count([found.file]))
        if isinstance(found, Brought) and found.trust is not partners.Trust.UNKNOWN:
            number = self.view.definitions.taken
            may = self._session.may(Right.MANAGE)
            return f"收下 {number} 条定义" if number and may else ""
        return ""

    def add(self, paths: Iterable[Path]) -> None:
        """Look at packages, one after the other."""
        self._waiting += [path for path in paths if path not in self._waiting]
        if self.found is None and not self._progress.busy:
            self._next()

    def leave(self) -> None:
        """Put the package in front aside; the file stays where it is."""
        if not self._progress.busy:
            self.found = None
            self._next()

    def drop_all(self) -> None:
        """Put every package aside, as when looking at one was stopped."""
        if self.busy:
            self._waiting, self.found, self._backed_up = [], None, False
            self.emptied.emit()

    def take(self) -> None:
        """Write the package in front, all of it or nothing."""
        if isinstance(self.found, Received):
            self._take_figures(self.found)
        elif isinstance(self.found, Brought):
            self._take_definitions(self.found)

    def look_again(self) -> None:
        """Compare the package in front anew: the ledger is no longer as it was."""
        if self.found is not None and not self._progress.busy:
            self.found = None
            self._waiting.insert(0, self._path)
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._backed_up = False
            self._tell()
            self.emptied.emit()
            return
        path = self._path = self._waiting.pop(0)

        def failed(sentence: str) -> None:
            self._sentences.append(sentence)
            self._next()

        self._progress.run("看包", lambda ledger, _: _look(ledger, path), self._show, failed)

    def _show(self, found: Found) -> None:
        self.found = found
        self._tell()
        ledger = self._session.ledger
        may = self._session.may(Right.MANAGE)
        self.view.show_package(found, ledger.catalogue, may_confirm=may)
        self.changed.emit()

    def _confirm(self) -> None:
        found = self.found
        if found is None:
            return
        package = found.package

        def work(ledger: Ledger, _: Reporter) -> None:
            partners.confirm(ledger, package, package.manifest.fingerprint)

        self._progress.run("确认指纹", work, lambda _: self.look_again(), self.refused.emit)

    def _take_figures(self, found: Received) -> None:
        mode, left_out = self._choices.command([found.file])
        written = self._choices.count([found.file])
        backed_up = self._backed_up

        def work(ledger: Ledger, _: Reporter) -> None:
            receiving.take(ledger, found, mode=mode, left_out=left_out, backed_up=backed_up)

        catalogue = self._session.ledger.catalogue
        self._write("收包", work, words.taken_sentence(found, written, catalogue))

    def _take_definitions(self, found: Brought) -> None:
        left_out, number = set(self.view.definitions.left_out), self.view.definitions.taken

        def work(ledger: Ledger, _: Reporter) -> None:
            handing_down.take(ledger, found, left_out)

        sender = found.package.manifest.sender_name
        self._write("收下定义", work, f"已收下{sender}下发的 {number} 条定义。")

    def _write(self, title: str, work: Work[None], sentence: str) -> None:
        def done(_: None) -> None:
            self.found, self._backed_up = None, True
            # The tree may have grown, and definitions may be others.
            self._session.ledger.read_anew()
            self.taken.emit(sentence)
            self._session.changed.emit(EVERYTHING)
            self._next()

        self._progress.run(title, work, done, self.refused.emit, stoppable=False)

    def _set_mode(self, mode: str) -> None:
        if isinstance(self.found, Received):
            self._choices.set_mode(Mode(mode), self.found.file)
            self.view.show_mode(self.found)
            self.changed.emit()

    def _tell(self) -> None:
        """Say of all packages that could not be shown, at once, why."""
        if self._sentences:
            self.refused.emit(words.refused(self._sentences))
            self._sentences = []


def _look(ledger: Ledger, path: Path) -> Found:
    package = load(path)
    if package.manifest.kind is PackageKind.DEFINITIONS:
        return handing_down.look_at(ledger, package)
    return receiving.look_at(ledger, package, path)
