"""Who works with a ledger: names, roles 填报 / 审核 / 管理, and passwords where wanted."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from db import operators as stored
from db.ledger import Ledger
from db.operators import StoredOperator
from monitoring.errors import ExpectedError
from workflow.roles import ANYONE, Operator, Right, Role

__all__ = [
    "ANYONE",
    "Operator",
    "Right",
    "Role",
    "add",
    "change",
    "operators",
    "set_password",
    "sign_in",
]

TRIES = 5
WAIT = timedelta(minutes=1)
_LONGEST_NAME = 20
# 16 MiB and about 50 ms a try (RFC 7914, section 2): a guess costs as much as it can without
# a clerk noticing.
_COST = {"n": 1 << 14, "r": 8, "p": 1}


def operators(ledger: Ledger) -> list[Operator]:
    """Everyone the ledger names, those in use first."""
    return [_operator(each) for each in stored.read(ledger)]


def add(ledger: Ledger, name: str, role: Role, password: str = "") -> Operator:
    """Name an operator. The first one must be 管理.

    Raises ``ExpectedError`` for a name that is empty, too long or taken.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise ExpectedError(f"姓名要有 1 到 {_LONGEST_NAME} 个字；请重新填写。")
    known = stored.read(ledger)
    if any(each.name == name for each in known):
        raise ExpectedError(f"已经有“{name}”；请换一个姓名，或修改原来的。")
    if role is not Role.MANAGE and not _managers(known):
        raise ExpectedError("还没有管理员；请先添加一位“管理”。")
    salt, hashed = _hashed(password)
    added = StoredOperator(name, role, True, salt, hashed, 0, "")
    stored.keep(ledger, added)
    return _operator(added)


def change(ledger: Ledger, name: str, *, role: Role | None = None, active: bool = True) -> None:
    """Give another role, or let someone go or come back. One active 管理 must remain."""
    found = _find(ledger, name)
    changed = found._replace(role=role or found.role, active=active)
    others = [each for each in stored.read(ledger) if each.name != name]
    if not _managers([*others, changed]):
        raise ExpectedError("至少要留一位在用的“管理”；请先让别人担任管理。")
    stored.keep(ledger, changed)


def set_password(ledger: Ledger, name: str, password: str) -> None:
    """Give a password, or none for an empty one; earlier wrong tries are forgotten."""
    salt, hashed = _hashed(password)
    found = _find(ledger, name)
    stored.keep(ledger, found._replace(salt=salt, password=hashed, tries=0, wait=""))


def sign_in(ledger: Ledger, name: str, password: str, now: datetime) -> Operator:
    """The operator, if the password is right.

    Raises ``ExpectedError`` for a wrong one; after five in a row each try costs a minute.
    """
    found = _find(ledger, name)
    if not found.active:
        raise ExpectedError(f"“{name}”已停用；请由管理员启用，或换一个人登录。")
    if found.wait and now < datetime.fromisoformat(found.wait):
        left = int((datetime.fromisoformat(found.wait) - now).total_seconds()) + 1
        raise ExpectedError(f"密码连续错了 {TRIES} 次以上；请过 {left} 秒再试。")
    if found.password and not hmac.compare_digest(_scrypt(password, found.salt), found.password):
        tries = found.tries + 1
        wait = (now + WAIT).isoformat(timespec="seconds") if tries >= TRIES else ""
        stored.keep(ledger, found._replace(tries=tries, wait=wait))
        if wait:
            raise ExpectedError(f"密码不对，已连续错了 {tries} 次；请过一分钟再试。")
        raise ExpectedError(f"密码不对；请重新输入，再错 {TRIES - tries} 次要等一分钟。")
    if found.tries:
        stored.keep(ledger, found._replace(tries=0, wait=""))
    return _operator(found)


def _operator(row: StoredOperator) -> Operator:
    return Operator(row.name, Role(row.role), bool(row.password), row.active)


def _find(ledger: Ledger, name: str) -> StoredOperator:
    for each in stored.read(ledger):
        if each.name == name:
            return each
    raise ExpectedError(f"没有“{name}”这个人；请在名单里选。")


def _managers(rows: list[StoredOperator]) -> list[StoredOperator]:
    return [each for each in rows if each.active and each.role == Role.MANAGE]


def _hashed(password: str) -> tuple[bytes, bytes]:
    if not password:
        return b"", b""
    salt = secrets.token_bytes(16)
    return salt, _scrypt(password, salt)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, dklen=32, **_COST)
