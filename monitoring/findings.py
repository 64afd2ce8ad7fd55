"""What review finds: a rule broken by a unit, with both sides and the numbers in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. ``rule`` is R01–R25 and ``id`` the row of the rule data.

    ``left`` and ``right`` are both computed sides as decimal texts; ``items`` are the items they
    are made of, the first being where a clerk would correct. ``severity`` is hard or soft.
    """

    rule: str
    id: str
    severity: str
    form: str
    unit: str
    unit_name: str
    end: int
    left: str
    right: str
    items: tuple[str, ...]
    message: str

    @property
    def blocks(self) -> bool:
        """Whether it blocks approval (硬性错误)."""
        return self.severity == "hard"
