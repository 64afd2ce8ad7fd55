"""How slow work reports itself, and how it is told to stop."""

from __future__ import annotations

from dataclasses import dataclass


class WorkCancelledError(Exception):
    """The clerk stopped the work; nothing of it was written."""


@dataclass(slots=True)
class Reporter:
    """Told how far slow work is. The window and the terminal each bring their own."""

    def step(self, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` are finished and ``what`` is next."""

    def cancelled(self) -> bool:
        """Whether to stop before the next step."""
        return False

    def check(self, done: int, total: int, what: str) -> None:
        """Report a step, or raise :class:`WorkCancelledError` when told to stop."""
        if self.cancelled():
            raise WorkCancelledError
        self.step(done, total, what)


SILENT = Reporter()
