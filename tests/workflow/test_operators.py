"""Names, roles and passwords: who may do what, and what a wrong password costs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from workflow.operators import (
    ANYONE,
    Operator,
    Right,
    Role,
    add,
    change,
    operators,
    set_password,
    sign_in,
)

NOON = datetime.fromisoformat("2026-11-02T12:00:00")


@pytest.fixture
def staffed(fresh_ledger: Ledger) -> Ledger:
    add(fresh_ledger, "王主任", Role.MANAGE, "国医堂2026")
    add(fresh_ledger, "李 会计", Role.ENTRY)
    add(fresh_ledger, "赵科员", Role.REVIEW, "一")
    return fresh_ledger


def test_a_ledger_that_names_nobody_lets_anyone_do_everything(fresh_ledger: Ledger) -> None:
    assert operators(fresh_ledger) == []
    assert all(ANYONE.may(right) for right in Right)


@pytest.mark.parametrize(
    ("name", "rights"),
    [
        ("李 会计", {Right.WRITE}),
        ("赵科员", {Right.WRITE, Right.APPROVE}),
        ("王主任", set(Right)),
    ],
)
def test_a_role_may_what_it_is_there_for(staffed: Ledger, name: str, rights: set[Right]) -> None:
    found = next(each for each in operators(staffed) if each.name == name)
    assert {right for right in Right if found.may(right)} == rights


def test_only_the_right_password_signs_in(staffed: Ledger) -> None:
    assert sign_in(staffed, "王主任", "国医堂2026", NOON) == Operator("王主任", Role.MANAGE, True)
    assert sign_in(staffed, "李 会计", "anything", NOON).role is Role.ENTRY
    for wrong in ("", "国医堂2025", "国医堂2026 "):
        with pytest.raises(ExpectedError, match="密码不对"):
            sign_in(staffed, "王主任", wrong, NOON)


def test_five_wrong_tries_cost_a_minute_and_so_does_every_further_one(staffed: Ledger) -> None:
    for left in (4, 3, 2, 1):
        with pytest.raises(ExpectedError, match=f"再错 {left} 次"):
            sign_in(staffed, "赵科员", "二", NOON)
    with pytest.raises(ExpectedError, match="过一分钟"):
        sign_in(staffed, "赵科员", "二", NOON)
    for seconds in (0, 59):
        with pytest.raises(ExpectedError, match="秒再试"):
            sign_in(staffed, "赵科员", "一", NOON + timedelta(seconds=seconds))
    with pytest.raises(ExpectedError, match="过一分钟"):
        sign_in(staffed, "赵科员", "二", NOON + timedelta(seconds=60))
    assert sign_in(staffed, "赵科员", "一", NOON + timedelta(seconds=120)).name == "赵科员"
    with pytest.raises(ExpectedError, match="再错 4 次"):
        sign_in(staffed, "赵科员", "二", NOON + timedelta(seconds=121))


def test_no_password_is_kept_as_it_is_written(staffed: Ledger) -> None:
    rows = staffed.connection.execute("SELECT * FROM operator").fetchall()
    assert "国医堂2026".encode() not in b"".join(
        part for row in rows for part in row if isinstance(part, bytes)
    )
    set_password(staffed, "李 会计", "国医堂2026")
    hashes = staffed.connection.execute(
        "SELECT DISTINCT password, salt FROM operator WHERE name IN ('王主任', '李 会计')"
    ).fetchall()
    assert len(hashes) == 2


def test_one_manager_always_remains(staffed: Ledger) -> None:
    for refused in ({"role": Role.REVIEW}, {"active": False}):
        with pytest.raises(ExpectedError, match="至少要留一位"):
            change(staffed, "王主任", **refused)
    change(staffed, "赵科员", role=Role.MANAGE)
    change(staffed, "王主任", active=False)
    assert [each.name for each in operators(staffed)] == ["李 会计", "赵科员", "王主任"]
    with pytest.raises(ExpectedError, match="已停用"):
        sign_in(staffed, "王主任", "国医堂2026", NOON)


@pytest.mark.parametrize("name", ["", "  ", "王主任", "王主任 ", "长" * 21])
def test_a_name_that_cannot_be_is_refused(staffed: Ledger, name: str) -> None:
    with pytest.raises(ExpectedError, match="请"):
        add(staffed, name, Role.ENTRY)
    assert len(operators(staffed)) == 3


def test_the_first_operator_is_a_manager(fresh_ledger: Ledger) -> None:
    with pytest.raises(ExpectedError, match="先添加一位"):
        add(fresh_ledger, "李会计", Role.ENTRY)
