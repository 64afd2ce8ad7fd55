"""规划: the plans with their targets, milestones and tasks, and what they are held against."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.benchmarks_pane import BenchmarksPane
from desktop.widgets.plans_pane import PlansPane
from desktop.widgets.steps_pane import StepsPane
from monitoring.steps import Standing
from workflow.plan_documents import citation_of_step
from workflow.roles import Right
from workflow.steps import MILESTONE, TASK


class PlansPage(Page):
    """:meth:`open_at` takes a dict with ``target``, ``milestone`` or ``task`` (an id), with
    ``clause`` (the id of a target) to read what it cites, and with ``late`` to leave out of
    milestones and tasks what is neither late nor due soon.
    """

    key = "plans"
    label = "规划"
    right = Right.MANAGE

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._counts: dict[str, tuple[int, int, int]] = {}
        self.plans = PlansPane(session)
        self.milestones = StepsPane(session, MILESTONE)
        self.tasks = StepsPane(session, TASK)
        self.benchmarks = BenchmarksPane(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.plans, "目标")
        self.tabs.addTab(self.milestones, "里程碑")
        self.tabs.addTab(self.tasks, "任务")
        self.tabs.addTab(self.benchmarks, "基准值")
        self._came_from: QWidget | None = None
        self.setFocusProxy(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.addWidget(self.tabs)
        self.plans.register.clause_requested.connect(lambda _: self._come_from(None))
        self.plans.left_text.connect(self._go_back)
        for pane in (self.milestones, self.tasks):
            pane.clause_requested.connect(self._read_step)
        for word, pane in (("里程碑", self.milestones), ("任务", self.tasks)):
            pane.counted.connect(
                lambda *found, word=word: self._count(word, (found[0], found[1], found[2]))
            )

    def refresh(self) -> None:
        """Look at the end of the session's month."""
        self.action_changed.emit("新建规划" if self.session.may(Right.MANAGE) else "")
        for pane in (self.plans, self.milestones, self.tasks, self.benchmarks):
            pane.refresh()

    def act(self) -> None:
        """Begin a plan of the county's own."""
        self.tabs.setCurrentWidget(self.plans)
        self.plans.begin()

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        if target := argument.get("target") or argument.get("clause"):
            self.tabs.setCurrentWidget(self.plans)
            self.plans.choose(str(target))
            if "clause" in argument:
                self._come_from(None)
                self.plans.read_chosen()
        for key, pane in (("milestone", self.milestones), ("task", self.tasks)):
            if step := argument.get(key):
                self.tabs.setCurrentWidget(pane)
                pane.choose(str(step), late="late" in argument)

    def _read_step(self, standing: Standing) -> None:
        """A plan's text is read on the first tab; the way back leads to where it was asked for."""
        self._come_from(self.tabs.currentWidget())
        self.tabs.setCurrentWidget(self.plans)
        self.plans.read(citation_of_step(standing.plan, standing.step))

    def _come_from(self, pane: QWidget | None) -> None:
        self._came_from = pane

    def _go_back(self) -> None:
        if self._came_from is not None:
            self.tabs.setCurrentWidget(self._came_from)
            self._came_from = None

    def _count(self, word: str, found: tuple[int, int, int]) -> None:
        self._counts[word] = found
        self.headline_changed.emit(headline(self._counts, self.session.month))


def headline(counts: dict[str, tuple[int, int, int]], month: int) -> str:
    """How milestones and tasks stand, in one sentence."""
    parts = []
    for word, (whole, overdue, ahead) in counts.items():
        if whole:
            late = f"{overdue} 项逾期" if overdue else "没有逾期"
            soon = f"，{ahead} 项即将到期" if ahead else ""
            parts.append(f"{whole} 项{word}，{late}{soon}")
    return f"{month % 100}月：{'；'.join(parts) or '本地规划里没有里程碑和任务'}"
