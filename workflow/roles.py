"""Roles 填报 / 审核 / 管理 and what each may do; light, because the window starts with it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What an operator is there for; each may do what those before it may."""

    ENTRY = "entry"
    REVIEW = "review"
    MANAGE = "manage"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _ROLE_LABELS[self]


class Right(StrEnum):
    """What is offered only to some: everything else is everyone's."""

    WRITE = "write"  # collect, type, explain, remind
    APPROVE = "approve"  # approve, give back, file, take imports back
    MANAGE = "manage"  # operators, rules, thresholds, unlocking, restoring backups


_ROLE_LABELS = {Role.ENTRY: "填报", Role.REVIEW: "审核", Role.MANAGE: "管理"}
_RIGHTS = {
    Role.ENTRY: frozenset((Right.WRITE,)),
    Role.REVIEW: frozenset((Right.WRITE, Right.APPROVE)),
    Role.MANAGE: frozenset(Right),
}


class Operator(NamedTuple):
    """A person of the bureau. ``active`` is false for one who left; their name stays in history."""

    name: str
    role: Role
    has_password: bool = False
    active: bool = True

    def may(self, right: Right) -> bool:
        """Whether the role has the right."""
        return right in _RIGHTS[self.role]


# Whoever opens a ledger that names no operators.
ANYONE = Operator("", Role.MANAGE)
