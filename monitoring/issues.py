"""What is wrong with something a clerk was given, as a value beside the result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much an issue costs: an error keeps its file out, a warning is shown and let through."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong, where it is, and one sentence on what to do about it.

    ``code`` is a stable word for programs; ``message`` is for the clerk. ``sheet`` and ``cell``
    are empty when the whole file is meant.
    """

    code: str
    message: str
    severity: Severity = Severity.ERROR
    sheet: str = ""
    cell: str = ""

    @property
    def where(self) -> str:
        """Sheet and cell as a clerk would say them, empty for the whole file."""
        return "!".join(part for part in (self.sheet, self.cell) if part)
