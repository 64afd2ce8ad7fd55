"""What every page shares: the open ledger, the month looked at, and word of what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from db.ledger import Ledger
from desktop.tasks import TaskRunner, Work
from monitoring.periods import Period
from workflow.roles import ANYONE, Operator, Right

if TYPE_CHECKING:
    from db.holding import Holding
    from desktop.inbox import Inbox
    from desktop.preferences import Preferences

Outcome = TypeVar("Outcome")

VALUES, APPROVALS, SUBMISSIONS, EVERYTHING = "values", "approvals", "submissions", "everything"


class Session(QObject):
    """One window's ledger and month. Pages read from ``ledger``; slow work goes through ``run``.

    ``month_changed`` carries the new month (yyyymm); ``changed`` one of VALUES, APPROVALS,
    SUBMISSIONS or EVERYTHING, so that pages refresh just that. ``inbox`` is the folder the
    window watches for this ledger's files, ``preferences`` what this PC remembers; both are
    ``None`` where there is no window. ``operator`` is who has signed in; ``holding`` says whether
    another window has the ledger, so that this one only reads.
    """

    month_changed = Signal(int)
    changed = Signal(str)

    def __init__(
        self, ledger: Ledger, month: int, tasks: TaskRunner, holding: Holding | None = None
    ) -> None:
        super().__init__()
        self.ledger = ledger
        self.month = month
        self.tasks = tasks
        self.holding = holding
        self.operator = ANYONE
        self.inbox: Inbox | None = None
        self.preferences: Preferences | None = None

    @property
    def path(self) -> Path:
        """The ledger's file."""
        return self.ledger.path

    @property
    def period(self) -> Period:
        """The month looked at."""
        return Period(self.month)

    @property
    def read_only(self) -> bool:
        """Whether another window has the ledger."""
        return self.holding is not None and self.holding.other is not None

    def may(self, right: Right) -> bool:
        """Whether this is to be offered here, to the one who has signed in."""
        return not self.read_only and self.operator.may(right)

    def sign_in(self, operator: Operator) -> None:
        """From now on everything is written by ``operator``."""
        self.operator = operator
        self.ledger.operator = operator.name

    def reopen(self) -> None:
        """Open the file anew after it was replaced as a whole, and tell every page."""
        path = self.path
        self.ledger.close()
        self.ledger = Ledger.open(path, self.operator.name, read_only=self.read_only)
        self.changed.emit(EVERYTHING)

    def close(self, *, keep_holding: bool = False) -> None:
        """Close the ledger and let other windows have it, unless this one opens it again."""
        self.ledger.close()
        if self.holding is not None and not keep_holding:
            self.holding.release()

    def set_month(self, month: int) -> None:
        """Look at another month."""
        if month != self.month:
            self.month = month
            self.month_changed.emit(month)

    def run(
        self,
        title: str,
        work: Work[Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[str], None] | None = None,
    ) -> int:
        """Run slow work on this ledger in the background; see :meth:`TaskRunner.run`."""
        return self.tasks.run(
            title,
            self.path,
            work,
            done,
            failed,
            operator=self.operator.name,
            read_only=self.read_only,
        )
