"""The forms of a month with how far each return is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.ledger import Ledger
from monitoring.catalogue import Form, Reporters
from monitoring.periods import Period, latest
from workflow.filing import filing
from workflow.review import Review, Standing, review

Index = QModelIndex | QPersistentModelIndex

STATE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ReturnState:
    """How a form stands in its last period by the month: who has sent it, what is wrong, when
    it was saved and when it was submitted (ISO local time, empty when it never was).

    ``wanting`` counts soft findings without a 说明, ``pending`` units that wait for approval and
    ``corrected`` the changes since it was first submitted.
    """

    form: Form
    period: Period
    arrived: int
    owed: int
    hard: int
    saved_at: str
    saved_file: str
    wanting: int = 0
    pending: int = 0
    filed_at: str = ""
    corrected: int = 0

    @property
    def title(self) -> str:
        """Code and name of the form."""
        return f"{self.form.code} {self.form.name}"

    @property
    def progress(self) -> str:
        """Period and who has sent it."""
        if self.form.reporters is Reporters.COUNTY and self.owed == 1:
            sent = "本级已报" if self.arrived else "本级未报"
        else:
            sent = f"已报 {self.arrived}/{self.owed}"
        return f"{self.period.label} · {sent}"

    @property
    def standing(self) -> tuple[str, str]:
        """A colour's name and the words: what to do, or when it was saved."""
        saved = f" · {spoken(self.saved_at)}已保存" if self.saved_at else ""
        if self.filed_at:
            return "good", f"■ {spoken(self.filed_at)}已上报"
        if not self.arrived:
            return "muted", f"○ 还没有收到数{saved}"
        if self.hard:
            return "bad", f"✕ {self.hard} 处硬性错误{saved}"
        if self.arrived < self.owed:
            return "warn", f"◆ 还差 {self.owed - self.arrived} 个单位{saved}"
        if self.wanting:
            return "warn", f"△ {self.wanting} 处提示待说明{saved}"
        if self.pending:
            return "warn", f"▲ {self.pending} 个单位待审{saved}"
        if saved:
            return "good", f"✓ {spoken(self.saved_at)}已保存"
        return "info", "▲ 可以报送"

    @property
    def ready(self) -> bool:
        """Whether everything has come and nothing is wrong."""
        return 0 < self.owed <= self.arrived and not self.hard

    @property
    def filed(self) -> str:
        """How it stands with the city, in a sentence; empty before it was ever submitted."""
        changed = f"，上报以后更正了 {self.corrected} 处" if self.corrected else ""
        if self.filed_at:
            return f"■ {spoken(self.filed_at)}已上报并锁定{changed}。"
        return f"△ 已解锁更正{changed}，改好后请重新上报。" if self.corrected else ""


def states_of(ledger: Ledger, month: int) -> list[ReturnState]:
    """Every form at its last period by ``month`` (yyyymm)."""
    reviews: dict[int, Review] = {}
    found = []
    for form in ledger.catalogue.forms.values():
        period = latest(form.frequency, month)
        if period.end not in reviews:
            reviews[period.end] = review(ledger, period.end)
        seen = reviews[period.end]
        arrived, owed = seen.completeness.arrived(form.code)
        hard = sum(1 for each in seen.findings if each.blocks and each.form == form.code)
        saved = next((row for row in ledger.submissions(period.end) if row[0] == form.code), None)
        file, at = (saved[1], saved[3]) if saved else ("", "")
        filed = filing(ledger, form, period.end)
        found.append(
            ReturnState(
                form,
                period,
                arrived,
                owed,
                hard,
                at,
                file,
                wanting=sum(1 for each in seen.unexplained if each.form == form.code),
                pending=seen.completeness.count(form.code, Standing.PENDING),
                filed_at=filed.lock.at if filed.lock else "",
                corrected=filed.corrected,
            )
        )
    return found


def spoken(at: str) -> str:
    """An ISO local time as a clerk reads it: 11月3日 10:32."""
    return f"{int(at[5:7])}月{int(at[8:10])}日 {at[11:16]} "


def headline(states: Sequence[ReturnState], month: int) -> str:
    """How the month's returns stand, in one sentence."""
    due = [state for state in states if state.period.end == month]
    faulty = sum(bool(state.hard) for state in due)
    late = sum(state.arrived < state.owed for state in due)
    saved = sum(bool(state.saved_at) for state in due)
    parts = [f"本月应报 {len(due)} 张报表"]
    parts += [f"{late} 张没有收齐"] if late else []
    parts += [f"{faulty} 张有硬性错误"] if faulty else []
    parts += [f"{saved} 张已保存"] if saved else []
    if not late and not faulty and saved < len(due):
        parts.append("可以报送")
    return f"{month % 100}月：{'，'.join(parts)}"


def first_due(states: Sequence[ReturnState], month: int) -> str:
    """The form to look at first: one that is due and ready, else one that is due."""
    due = [state for state in states if state.period.end == month] or states
    ready = [state for state in due if state.ready and not state.saved_at]
    return next((state.form.code for state in (*ready, *due)), "")


class ReturnList(QAbstractListModel):
    """One line a form."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states: Sequence[ReturnState] = ()

    def set_states(self, states: Sequence[ReturnState]) -> None:
        """Show other states; the choice stays on its line when the forms are the same."""
        same = [s.form.code for s in states] == [s.form.code for s in self._states]
        if not same:
            self.beginResetModel()
        self._states = states
        if not same:
            self.endResetModel()
        elif states:
            self.dataChanged.emit(self.index(0), self.index(len(states) - 1))

    def row_of(self, form: str) -> int:
        """The line of a form, -1 when there is none."""
        codes = [state.form.code for state in self._states]
        return codes.index(form) if form in codes else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._states)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        state = self._states[index.row()]
        if role == STATE_ROLE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return state.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            lines = [state.title, state.progress, state.standing[1]]
            if state.saved_file:
                lines.append(f"上次保存为 {state.saved_file}")
            return "\n".join(lines)
        return None
