"""What the inspector of 对标 asks the ledger for when it is looked at: reports and what-ifs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from db.ledger import Ledger
from desktop import return_dialogs as dialogs
from desktop.models.inspection import Inspection
from desktop.models.pictures import GridPicture, Picture
from desktop.models.reported import periods_before, units_grid
from desktop.models.target_pictures import bullet_of
from desktop.models.targets import TargetLine
from desktop.models.trying import answer, trial_of, tried_figure
from desktop.session import Session
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.target_inspector import REPORTED, WHAT_IF, Inspector
from monitoring.amounts import Value, number
from monitoring.catalogue import Indicator
from monitoring.county_series import items_of
from monitoring.periods import latest
from workflow.evidence import frequency_of
from workflow.outlook import Scenario
from workflow.progress import Reporter


@dataclass(frozen=True)
class _Trying:
    """A scenario that has fetched what the target looks at, and those figures."""

    target: str
    scenario: Scenario
    values: Mapping[tuple[str, str], Value]


class Inspecting(QObject):
    """Fills the inspector's tabs as they are looked at, and saves its charts."""

    def __init__(
        self, session: Session, inspector: Inspector, notice: NoticeBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._inspector, self._notice = session, inspector, notice
        self._shown: Inspection | None = None
        self._line: TargetLine | None = None
        self._trying: _Trying | None = None
        inspector.tab_shown.connect(self._on_tab)
        inspector.save_requested.connect(self.save)
        inspector.copied.connect(self._on_copied)
        inspector.what_if.asked.connect(self._try)
        inspector.what_if.withdrawn.connect(self._withdraw)

    def show(self, shown: Inspection, line: TargetLine | None) -> None:
        """Show a target (with its ``line``) or an indicator."""
        self._shown, self._line, self._trying = shown, line, None
        self._inspector.what_if.show_trial(None)
        self._inspector.show_inspection(shown)

    def save(self, picture: Picture, path: Path) -> None:
        """Save a chart; who chose the path has agreed to replace what is there."""
        from desktop.charts.output import writer
        from exporters.files import write_whole

        replace = path.exists()
        write = writer(picture, path.suffix.lstrip("."))

        def work(_: Ledger, __: Reporter) -> None:
            write_whole(path, write, replace=replace)

        def done(_: None) -> None:
            show = [("打开文件", lambda: dialogs.open_file(path))]
            self._notice.say(f"已保存“{path.name}”。", "good", show)

        self._session.run("存图", work, done, lambda words: self._notice.say(words, "bad"))

    def _on_copied(self) -> None:
        self._notice.say("图已复制，可以粘贴到文档或表格里。", "good")

    def _on_tab(self, tab: int) -> None:
        if tab == REPORTED:
            self._look_up_reports()
        elif tab == WHAT_IF and self._trying is None:
            self._prepare()
        if self._trying is not None:
            # What is only tried out is not shown beside anything else.
            if tab == WHAT_IF:
                self._inspector.what_if.repeat()
            else:
                self._withdraw()

    def _look_up_reports(self) -> None:
        shown, month = self._shown, self._session.month
        if shown is None or shown.indicator is None:
            return
        indicator = shown.indicator

        def work(ledger: Ledger, _: Reporter) -> GridPicture:
            return _reports(ledger, indicator, month)

        def done(grid: GridPicture) -> None:
            if self._shown is shown:
                self._inspector.show_grid(grid)

        self._session.run("查报送情况", work, done)

    def _prepare(self) -> None:
        """Fetch what a what-if of the chosen target needs, so that it then answers at once."""
        line, month = self._line, self._session.month
        if line is None or line.verdict.figure is None:
            return
        target = line.verdict.target.id

        def work(ledger: Ledger, _: Reporter) -> _Trying:
            scenario = Scenario(ledger, month)
            return _Trying(target, scenario, scenario.values(target))

        def done(trying: _Trying) -> None:
            if self._line is line:
                self._offer(trying, line)

        self._session.run("准备试算", work, done)

    def _offer(self, trying: _Trying, line: TargetLine) -> None:
        self._trying = trying
        ledger = self._session.ledger
        names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
        trial = trial_of(line, ledger.catalogue, names, trying.values)
        self._inspector.what_if.show_trial(trial)

    def _try(self, unit: str, item: str, amount: int) -> None:
        trying, line, shown = self._trying, self._line, self._shown
        if trying is None or line is None or shown is None:
            return
        found = trying.scenario.what_if({(unit, item): number(amount)})
        lines = answer(found, trying.target, line.measure)
        status = next(
            (each.after.status for each in found if each.after.target.id == trying.target), ""
        )
        self._inspector.what_if.show_answer(lines, status)
        tried = tried_figure(found, trying.target, line.measure)
        title = shown.bullet.title if shown.bullet else ""
        self._inspector.show_bullet(bullet_of(line, title, tried))

    def _withdraw(self) -> None:
        if self._shown is not None and self._trying is not None:
            self._inspector.show_bullet(self._shown.bullet)


def _reports(ledger: Ledger, indicator: Indicator, month: int) -> GridPicture:
    catalogue = ledger.catalogue
    items = items_of([indicator])
    periods = periods_before(month, frequency_of(indicator, catalogue))
    ends = {
        latest(catalogue.form_of[item].frequency, period.end).end
        for item in items
        for period in periods
    }
    return units_grid(indicator, ledger.figures(items, ends), catalogue, ledger.area, month)
