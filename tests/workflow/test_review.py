from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from tests.workflow.conftest import MONTH, SILENT
from tests.workflow.workbooks import table, write
from workflow.collect import commit, stage
from workflow.review import Review, Standing, approve, due_forms, review

FIRST, SECOND = "371581001000", "371581002000"


def by_hand(ledger: Ledger, item: str, amount: int, unit: str = FIRST, end: int = MONTH) -> None:
    ledger.write([Entry(unit, item, end, number(amount))], NewSource("hand"))


def rules_of(found: Review, unit: str) -> list[tuple[str, str, str]]:
    return [(f.rule, f.left, f.right) for f in found.findings if f.unit == unit and f.blocks]


@pytest.mark.parametrize(
    ("end", "codes"),
    [
        (202610, ["F1", "F2", "F3", "F4"]),
        (202609, ["F1", "F2", "F3", "F4", "F5"]),
        (202612, ["F1", "F2", "F3", "F4", "F5", "F6"]),
        (201912, []),
    ],
)
def test_forms_are_due_in_the_month_their_period_ends(
    fresh_ledger: Ledger, end: int, codes: list[str]
) -> None:
    assert [form.code for form in due_forms(fresh_ledger, end)] == codes


def test_who_has_not_reported_is_told_from_who_has(month: Ledger) -> None:
    found = review(month, MONTH).completeness

    assert found.arrived("F1") == (15, 16)
    assert found.arrived("F2") == (0, 16)
    assert found.standing[SILENT, "F1"] is Standing.MISSING
    assert len(found.units) == 16


def test_a_county_form_is_owed_by_the_county_itself(month: Ledger) -> None:
    found = review(month, 202612).completeness
    assert [unit for unit, form in found.standing if form == "F6"] == [month.area.code]
    assert found.units[-1].code == month.area.code


def test_a_hard_finding_shows_both_sides_and_marks_the_form(month: Ledger) -> None:
    assert rules_of(review(month, MONTH), FIRST) == []
    by_hand(month, "fd_signed", 60_000)

    found = review(month, MONTH)

    assert ("R04", "60000", "50000") in rules_of(found, FIRST)
    assert found.completeness.standing[FIRST, "F1"] is Standing.FAULTY
    assert found.completeness.standing[SECOND, "F1"] is Standing.PENDING


def test_nothing_is_found_about_what_nobody_reported(month: Ledger) -> None:
    assert not [f for f in review(month, MONTH).findings if f.unit == SILENT]


HEAD = ["机构", "家庭医生团队数", "常住人口数", "签约居民数"]


def monthly(names: Sequence[str], signed_total: int) -> bytes:
    """A table of the named townships with its own 合计."""
    rows: list[list[object]] = [["2026年10月家庭医生签约服务月报"], [*HEAD]]
    rows += [[name, 3, 1000, 700] for name in names]
    rows.append(["合计", 3 * len(names), 1000 * len(names), signed_total])
    return table(rows)


def test_a_county_total_that_a_file_states_wrongly_is_found(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    names = [unit.name for unit in fresh_ledger.area.units]
    [path] = write(tmp_path, {"a.xlsx": monthly(names, 11_201)})
    commit(fresh_ledger, stage(fresh_ledger, [path]))

    found = [f for f in review(fresh_ledger, MONTH).findings if f.rule == "R01"]

    assert [(f.items, f.left, f.right) for f in found] == [(("fd_signed",), "11201", "11200")]


def test_totals_of_two_halves_of_the_county_are_no_total_of_the_county(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    names = [unit.name for unit in fresh_ledger.area.units]
    halves = {"a.xlsx": names[:8], "b.xlsx": names[8:]}
    contents = {name: monthly(half, 5_600) for name, half in halves.items()}
    commit(fresh_ledger, stage(fresh_ledger, write(tmp_path, contents)))

    assert fresh_ledger.reported("F1", MONTH) == {u.code for u in fresh_ledger.area.units}
    assert not [f for f in review(fresh_ledger, MONTH).findings if f.rule == "R01"]


def test_a_form_without_hard_findings_can_be_approved_until_a_value_changes(
    month: Ledger,
) -> None:
    approve(month, "F1", MONTH, [SECOND])
    assert review(month, MONTH).completeness.standing[SECOND, "F1"] is Standing.APPROVED

    by_hand(month, "fd_team", 99, SECOND)

    assert review(month, MONTH).completeness.standing[SECOND, "F1"] is Standing.PENDING


def test_what_is_missing_or_faulty_cannot_be_approved(month: Ledger) -> None:
    by_hand(month, "fd_signed", 60_000)

    with pytest.raises(ExpectedError, match="尚店镇的报表还是“未报”"):
        approve(month, "F1", MONTH, [SECOND, SILENT])
    with pytest.raises(ExpectedError, match="青年路街道的报表还是“有误”"):
        approve(month, "F1", MONTH, [FIRST])

    assert month.approved("F1", MONTH) == set()
