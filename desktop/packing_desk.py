"""Packing a form's month: with the original workbooks or without, where to, and what was made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.errors import version
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from monitoring.exchange import ENDING, grouped_digits
from monitoring.periods import Period
from workflow import handing_down, packing
from workflow.packages import Package
from workflow.progress import Reporter

Save = Callable[[Ledger, Path, bool], Package]


class PackingDesk:
    """Asks in a bar, saves in the background, and says in the bar what was packed."""

    def __init__(self, session: Session, notice: NoticeBar, parent: QWidget) -> None:
        self._session, self._notice, self._parent = session, notice, parent
        self._folder = dialogs.documents()

    def ask(self, form: str, period: Period, county: str = "") -> None:
        """Ask what to pack of a form's month, then where to."""
        ledger = self._session.ledger
        name = packing.part_of(ledger, county).name
        self._notice.say(
            f"把{name}{period.label}的 {form} 打成台账包：只带数和来历，还是连原工作簿一起带？",
            "info",
            [
                ("只带数和来历", lambda: self._ask_where(form, period, county, originals=False)),
                ("连原工作簿", lambda: self._ask_where(form, period, county, originals=True)),
                ("不打包", lambda: None),
            ],
            ask=True,
        )

    def ask_definitions(self) -> None:
        """Ask where to put the definitions that are handed down."""
        name = f"{self._session.ledger.area.name}_下发定义{ENDING}"

        def save(ledger: Ledger, path: Path, replace: bool) -> Package:
            return handing_down.save(ledger, path, program=version(), replace=replace)

        self._ask("下发定义", name, save)

    def _ask_where(self, form: str, period: Period, county: str, *, originals: bool) -> None:
        ledger = self._session.ledger
        chosen = ledger.catalogue.forms[form]

        def save(ledger: Ledger, path: Path, replace: bool) -> Package:
            return packing.save(
                ledger,
                ledger.catalogue.forms[form],
                period,
                path,
                county=county,
                originals=originals,
                program=version(),
                replace=replace,
            )

        self._ask("打包", packing.default_name(ledger, chosen, period, county), save)

    def _ask(self, title: str, name: str, save: Save) -> None:
        def chosen(path: Path) -> None:
            self._folder = path.parent
            # The dialog has asked before it gave the name of a file that exists.
            replace = path.exists()

            def work(ledger: Ledger, _: Reporter) -> Package:
                return save(ledger, path, replace)

            self._session.run(title, work, lambda made: self._show(path, made), self._refuse)

        dialogs.ask_where(self._parent, title, self._folder / name, chosen)

    def _show(self, path: Path, made: Package) -> None:
        digits = grouped_digits(made.manifest.fingerprint)
        self._notice.say(
            f"已打包“{path.name}”。本台账的指纹是 {digits}，对方第一次收时会打电话来核对。",
            "good",
            [("打开所在文件夹", lambda: dialogs.open_file(path.parent))],
        )

    def _refuse(self, sentence: str) -> None:
        self._notice.say(sentence, "bad")
