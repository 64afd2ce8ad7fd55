"""规划: the plans with their targets, milestones and tasks, and what they are held against."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.pages.page import Page
from desktop.session import Session
from desktop.widgets.benchmarks_pane import BenchmarksPane
from desktop.widgets.plans_pane import PlansPane
from desktop.widgets.steps_pane import StepsPane
from workflow.roles import Right
from workflow.steps import MILESTONE, TASK


class PlansPage(Page):
    """:meth:`open_at` takes a dict with ``milestone`` or ``task`` (an id)."""

    key = "plans"
    label = "规划"
    right = Right.WRITE

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
        self.setFocusProxy(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 8)
        layout.addWidget(self.tabs)
        for word, pane in (("里程碑", self.milestones), ("任务", self.tasks)):
            pane.counted.connect(
                lambda *found, word=word: self._count(word, (found[0], found[1], found[2]))
            )

    def refresh(self) -> None:
        """Look at the end of the session's month."""
        self.action_changed.emit("")
        for pane in (self.plans, self.milestones, self.tasks, self.benchmarks):
            pane.refresh()

    def open_at(self, argument: object) -> None:
        if not isinstance(argument, dict):
            return
        for key, pane in (("milestone", self.milestones), ("task", self.tasks)):
            if step := argument.get(key):
                self.tabs.setCurrentWidget(pane)
                pane.choose(str(step))

    def _count(self, word: str, found: tuple[int, int, int]) -> None:
        self._counts[word] = found
        self.headline_changed.emit(headline(self._counts, self.session.month))


def headline(counts: dict[str, tuple[int, int, int]], month: int) -> str:
    """How milestones and tasks stand, in one sentence."""
    parts = []
    for word, (whole, overdue, ahead) in counts.items():
        if whole:
            late = f"{overdue} 项逾期" if overdue else "没有逾期"
            soon = f"，{ahead} 项九十天内到期" if ahead else ""
            parts.append(f"{whole} 项{word}，{late}{soon}")
    return f"{month % 100}月：{'；'.join(parts) or '本地规划里没有里程碑和任务'}"
