from __future__ import annotations

from fractions import Fraction

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, number
from monitoring.progress import Status
from tests.workflow.conftest import MONTH, SILENT, figures_of
from workflow.assess import indicators, series, targets


def summed(item: str, but: tuple[int, ...] = ()) -> int:
    amounts = [figures_of(i)[item] for i in range(15) if i not in but]
    return sum(amount for amount in amounts if isinstance(amount, int))


def test_a_county_rate_is_the_ratio_of_the_sums_of_who_reported(month: Ledger) -> None:
    [row] = indicators(month, MONTH, ["fd_sign_rate"])

    assert row.county.ratio == Fraction(100 * summed("fd_signed"), summed("resident"))
    assert row.county.exact == f"{summed('fd_signed')}/{summed('resident')}"
    assert (row.county.reported, row.county.of) == (15, 16)


def test_who_left_out_one_side_is_in_neither_sum(month: Ledger) -> None:
    [row] = indicators(month, MONTH, ["fd_sign_rate_60p"])

    assert row.county.exact == f"{summed('elder60_signed')}/{summed('elder60', but=(2,))}"
    assert (row.county.reported, row.county.of) == (14, 16)


def test_every_township_has_its_own_figure_and_silence_has_none(month: Ledger) -> None:
    [row] = indicators(month, MONTH, ["fd_sign_rate"])

    assert len(row.units) == 16
    assert row.units["371581001000"].exact == "33333/50000"
    assert row.units[SILENT].ratio is None


def test_targets_show_their_working_and_only_measured_plans_of_the_county(month: Ledger) -> None:
    judged = targets(month, MONTH)

    assert {each.plan.code for each in judged} == {"001", "002", "003"}
    assert all(each.target.indicator for each in judged)
    [rate] = [each for each in judged if each.target.id == "002-T036"]
    assert rate.result is not None
    assert (rate.result.reported, rate.result.of) == (15, 16)
    assert rate.needed == summed("resident") - summed("fd_signed")
    silent = [each for each in judged if each.status is Status.NO_DATA]
    assert all(each.actual == "" and each.needed is None for each in silent)


def test_a_plan_that_does_not_apply_gives_no_targets(month: Ledger) -> None:
    assert targets(month, MONTH, "004") == []


def test_nothing_is_judged_of_an_empty_ledger(fresh_ledger: Ledger) -> None:
    assert {each.status for each in targets(fresh_ledger, MONTH)} == {Status.NO_DATA}
    assert all(row.county.ratio is None for row in indicators(fresh_ledger, MONTH))


def test_a_series_says_of_every_month_what_the_month_says_of_itself(month: Ledger) -> None:
    codes = ["fd_sign_rate", "fd_sign_rate_60p", "mcc_service_rate", "monthly_visit_rate"]
    units = [unit.code for unit in month.area.units]
    entries = [
        Entry(unit, item, end, number(amount + 13 * position))
        for end in (202608, 202609)
        for position, unit in enumerate(units)
        for item, amount in (("resident", 50_000), ("fd_signed", 30_000))
    ]
    entries.append(Entry(units[0], "fd_signed", 202608, MISSING))
    month.write(entries, NewSource("hand"))

    found = series(month, 202607, MONTH, codes)

    assert set(found) == set(codes)
    for end in (202607, 202608, 202609, 202610):
        alone = {row.indicator.code: row.county for row in indicators(month, end, codes)}
        for code in codes:
            [result] = [each for at, each in found[code] if at == end]
            assert result == alone[code], (code, end)
