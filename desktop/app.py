"""The start of the window: everything is built here once and handed to who needs it."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from db.holding import Holding
from db.ledger import Ledger
from desktop.errors import BugReporter
from desktop.fonts import use_font
from desktop.preferences import Preferences
from desktop.registry import PAGES
from desktop.session import Session
from desktop.tasks import TaskRunner
from desktop.window import MainWindow
from monitoring.errors import ExpectedError
from monitoring.periods import add_months

if TYPE_CHECKING:
    from desktop.building import Build, Building
    from desktop.wizard import Wizard

DEMONSTRATION = "370832000000"
STARTED_MS = 1000
FILTER = "医养台账 (*.ledger);;所有文件 (*)"


def run(ledger: Path | None, demonstration: bool = False) -> int:
    """Open the window on ``ledger``, the demonstration, or what was open last.

    Returns the exit code of the event loop. With nothing to open the first-start wizard asks.
    """
    application = QApplication.instance() or QApplication(["taizhang"])
    assert isinstance(application, QApplication)
    prepare(application)
    reporter = BugReporter()
    reporter.install()
    desk = Desk(Preferences.of_this_user(), reporter)
    QTimer.singleShot(0, lambda: desk.start(ledger, demonstration))
    QTimer.singleShot(STARTED_MS, collect_garbage_again)
    return application.exec()


def collect_garbage_again() -> None:
    """The start went without collecting; what it built stays, so it need not be searched later."""
    gc.freeze()
    gc.enable()


def prepare(application: QApplication) -> None:
    """Name, font and Chinese words for Qt's own buttons."""
    application.setApplicationName("taizhang")
    application.setApplicationDisplayName("医养台账")
    application.setQuitOnLastWindowClosed(True)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    use_font(application)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def first_month(ledger: Ledger, today: date) -> int:
    """The month to look at first: the last with any figure, else the month before today."""
    return ledger.latest_month() or add_months(today.year * 100 + today.month, -1)


class Desk(QObject):
    """Opens ledgers and puts them on the one window; without one the wizard asks for it."""

    def __init__(
        self,
        preferences: Preferences,
        reporter: BugReporter,
        data_folder: Path | None = None,
        pages: Mapping[str, str] = PAGES,
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._reporter = reporter
        self._data_folder = data_folder
        self._pages = pages
        self._tasks = TaskRunner(self)
        self._building: Building | None = None
        self.window: MainWindow | None = None
        self.wizard: Wizard | None = None
        self._tasks.broke.connect(reporter.report)
        if application := QApplication.instance():
            application.aboutToQuit.connect(self._tasks.close)

    @property
    def building(self) -> Building | None:
        """The file being made now, if any."""
        return self._building

    def start(self, path: Path | None, demonstration: bool = False) -> None:
        """Open what was asked for, else the last ledger, else the wizard."""
        last = self._preferences.last_ledger
        if demonstration:
            self.open_demonstration(DEMONSTRATION)
        elif path is not None or last is not None:
            self.open(path or last or Path())
        else:
            self.ask()

    def open(self, path: Path) -> None:
        """Put a ledger on the window. A refusal is shown where the clerk is."""
        before = None if self.window is None else self.window.session
        again = before is not None and before.path.resolve() == path.resolve()
        holding = before.holding if again and before is not None else _held(path)
        if holding is not None:
            holding.take()
        try:
            ledger = Ledger.open(path, read_only=holding is not None and holding.other is not None)
        except ExpectedError as error:
            if holding is not None and not again:
                holding.release()
            self._refuse(str(error))
            return
        month = first_month(ledger, date.today())  # noqa: DTZ011
        session = Session(ledger, month, self._tasks, holding)
        if self.window is None:
            self._tasks.hold()
            self.window = self._new_window(session)
            self.window.painted.connect(self._after_paint)
            self.window.show()
        else:
            self.window.use(session)
            if before is not None:
                before.close(keep_holding=again)
        if self.wizard is not None:
            self.wizard.accept()
            self.wizard = None
        self._preferences.last_ledger = path.absolute()
        self.window.look_for_demonstration()
        self.window.back_up()

    def open_demonstration(self, area_code: str) -> None:
        """Open a county's demonstration ledger; building it takes some seconds the first time."""
        from desktop.building import demonstration

        folder = self._data_folder or _user_folder()
        self._build("正在准备演示台账，只有第一次需要等一会儿……", demonstration(folder, area_code))

    def create(self, area_code: str, path: Path) -> None:
        """Make a new ledger and open it."""
        from desktop.building import new_ledger

        self._build("正在新建台账……", new_ledger(path, area_code))

    def ask(self, sentence: str = "") -> None:
        """Show the wizard: a new ledger, an existing one, or a demonstration."""
        from desktop.wizard import Wizard

        if self.wizard is None:
            self.wizard = Wizard(self.window)
            self.wizard.create_requested.connect(self.create)
            self.wizard.open_requested.connect(self.choose)
            self.wizard.demonstration_requested.connect(self.open_demonstration)
            self.wizard.rejected.connect(self._on_wizard_closed)
        self.wizard.show_sentence(sentence)
        self.wizard.open()

    def choose(self) -> None:
        """Let the clerk pick a ledger file."""
        from PySide6.QtWidgets import QFileDialog

        parent = self.wizard or self.window
        beside = self._preferences.last_ledger
        start = str(beside.parent) if beside else ""
        name, _ = QFileDialog.getOpenFileName(parent, "打开台账", start, FILTER)
        if name:
            self.open(Path(name))

    def _new_window(self, session: Session) -> MainWindow:
        window = MainWindow(session, self._preferences, self._pages)
        window.open_requested.connect(self.choose)
        window.new_requested.connect(self.ask)
        window.demonstration_requested.connect(self.open_demonstration)
        window.retry_requested.connect(lambda: self.open(window.session.path))
        window.closed.connect(self._on_closed)
        return window

    def _after_paint(self) -> None:
        QTimer.singleShot(0, self._tasks.release)

    def _build(self, title: str, build: Build) -> None:
        from desktop.building import Building

        if self._building is not None:
            return
        self._building = Building(title, build, self.wizard or self.window)
        self._building.built.connect(self._on_built)
        self._building.refused.connect(self._on_refused)
        self._building.stopped.connect(self._on_stopped)
        self._building.broke.connect(self._on_broke)
        self._building.start()

    def _on_built(self, path: Path) -> None:
        self._building = None
        self.open(path)

    def _on_refused(self, sentence: str) -> None:
        self._building = None
        self._refuse(sentence)

    def _on_stopped(self) -> None:
        self._building = None
        if self.window is None:
            self.ask()

    def _on_broke(self, error: BaseException) -> None:
        self._reporter.report(error)
        self._on_stopped()

    def _refuse(self, sentence: str) -> None:
        if self.window is not None and self.wizard is None:
            self.window.message_bar.show_sentence(sentence)
        else:
            self.ask(sentence)

    def _on_wizard_closed(self) -> None:
        self.wizard = None
        if self.window is None:
            QApplication.quit()

    def _on_closed(self) -> None:
        if self.window is not None:
            self.window.session.close()
        QApplication.quit()


def _held(path: Path) -> Holding | None:
    """The lock of a ledger that is there."""
    return Holding(path) if path.is_file() else None


def _user_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("taizhang", appauthor=False)
