"""What the ledger adds to a target: where it starts, the month it is judged by, how old data is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from db import benchmarks
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.goals import Benchmark
from monitoring.plans import Baseline, Fact, Plan, Target
from monitoring.progress import Status, Verdict
from workflow.assess import targets

AREA = "371581000000"


def goal(name: str, indicator: str, operator: str, value: str, **more: object) -> Target:
    values: dict[str, object] = {
        "id": name, "indicator_name": name, "operator": operator, "value": value, "unit": "%",
        "due": date(2027, 12, 31), "due_basis": "stated", "klass": "A", "scope": "全市",
        "chapter": "二", "paragraph": 1, "indicator": indicator, **more,
    }  # fmt: skip
    return Target(**values)  # type: ignore[arg-type]


def use(
    ledger: Ledger,
    *goals: Target,
    ends: date = date(2027, 12, 31),
    facts: tuple[Fact, ...] = (),
) -> None:
    """Make the ledger's only plan one that began in 2025 and has these targets."""
    plan = Plan("x", "某规划", AREA, "临清市", date(2025, 1, 1), ends, goals, facts)
    ledger.__dict__["plans"] = {"x": plan}


def write(ledger: Ledger, month: int, but: int = 0, **amounts: int) -> None:
    """The same figures of every township, the last ``but`` of them silent."""
    units = ledger.area.units[: len(ledger.area.units) - but]
    entries = [
        Entry(unit.code, item, month, number(amount))
        for unit in units
        for item, amount in amounts.items()
    ]
    ledger.write(entries, NewSource("hand"))


def only(ledger: Ledger, month: int) -> Verdict:
    [found] = targets(ledger, month)
    return found


def test_the_ledger_says_where_a_target_without_a_baseline_started(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202412, resident=100, fd_signed=30)
    write(fresh_ledger, 202606, resident=100, fd_signed=45)
    found = only(fresh_ledger, 202606)
    assert found.start is not None
    assert (found.start.value, found.start.as_of) == (Fraction(30), date(2024, 12, 31))
    assert found.status is Status.ON_TRACK
    assert found.lines[0] == "规划没有印基期，用台账期初数 2024-12-31 为 30。"


def test_a_start_that_not_all_reported_says_so(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202412, but=2, resident=100, fd_signed=30)
    write(fresh_ledger, 202606, resident=100, fd_signed=45)
    assert "（16 个单位报了 14 个）" in only(fresh_ledger, 202606).working


def test_a_printed_baseline_is_used_as_it_is(fresh_ledger: Ledger) -> None:
    printed = Baseline("20", "%", date(2024, 12, 31))
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60", baseline=printed))
    write(fresh_ledger, 202412, resident=100, fd_signed=30)
    write(fresh_ledger, 202606, resident=100, fd_signed=45)
    assert only(fresh_ledger, 202606).lines[0] == "规划所载基期 2024-12-31 为 20。"


def test_a_fact_of_the_plan_stands_in_where_the_ledger_is_younger(fresh_ledger: Ledger) -> None:
    printed = Fact(
        "B1", "签约率", "40", "%", "stated", "全市", "一", 2, "fd_sign_rate", date(2024, 12, 31)
    )
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"), facts=(printed,))
    write(fresh_ledger, 202606, resident=100, fd_signed=49)
    found = only(fresh_ledger, 202606)
    assert found.status is Status.BEHIND
    assert found.lines[0] == "规划没有单列基期，用规划所载现状（全市） 2024-12-31 为 40。"


@pytest.mark.parametrize(("month", "started"), [(202503, True), (202504, False)])
def test_a_figure_of_the_first_quarter_stands_for_the_start(
    fresh_ledger: Ledger, month: int, started: bool
) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, month, resident=100, fd_signed=30)
    write(fresh_ledger, 202606, resident=100, fd_signed=40)
    assert (only(fresh_ledger, 202606).start is not None) == started


def test_an_ended_plan_keeps_the_verdict_of_its_last_month(fresh_ledger: Ledger) -> None:
    over = date(2025, 12, 31)
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60", due=over), ends=over)
    write(fresh_ledger, 202512, resident=100, fd_signed=59)
    write(fresh_ledger, 202606, resident=100, fd_signed=70)
    found = only(fresh_ledger, 202606)
    assert (found.status, found.final, found.month) == (Status.OVERDUE, True, 202512)
    assert "终期结论" in found.notes[0]
    assert only(fresh_ledger, 202512).final is False


def test_what_is_to_be_kept_stays_in_force_after_its_plan(fresh_ledger: Ledger) -> None:
    over = date(2025, 12, 31)
    kept = goal("供养", "fd_sign_rate", ">=", "60", due=over, maintain=True)
    use(fresh_ledger, kept, ends=over)
    write(fresh_ledger, 202512, resident=100, fd_signed=59)
    write(fresh_ledger, 202606, resident=100, fd_signed=70)
    found = only(fresh_ledger, 202606)
    assert (found.status, found.final) == (Status.MET, False)


def test_without_figures_of_the_last_month_an_ended_plan_is_judged_by_today(
    fresh_ledger: Ledger,
) -> None:
    over = date(2025, 12, 31)
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60", due=over), ends=over)
    write(fresh_ledger, 202606, resident=100, fd_signed=59)
    found = only(fresh_ledger, 202606)
    assert (found.status, found.final) == (Status.OVERDUE, False)
    assert "台账里没有 2025 年 12 月的数" in found.notes[0]


@pytest.mark.parametrize(("month", "judged"), [(202606, True), (202703, True), (202704, False)])
def test_stale_data(fresh_ledger: Ledger, month: int, judged: bool) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202603, resident=100, fd_signed=70)
    found = only(fresh_ledger, month)
    assert found.status is (Status.MET if judged else Status.NO_DATA)
    assert any("最新的数是 2026 年 3 月的" in note for note in found.notes) == judged


@pytest.mark.parametrize(
    ("signed", "said"),
    [
        (59, "到期时（2025 年 12 月）为 59.00，没有达到。"),
        (60, "为 60.00，已经达到。"),
        (0, "没有到期时"),
    ],
)
def test_a_target_of_an_earlier_year_says_how_it_stood_then(
    fresh_ledger: Ledger, signed: int, said: str
) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60", due=date(2025, 12, 31)))
    if signed:
        write(fresh_ledger, 202512, resident=100, fd_signed=signed)
    write(fresh_ledger, 202606, resident=100, fd_signed=70)
    found = only(fresh_ledger, 202606)
    assert found.status is Status.MET
    assert said in found.notes[-1]


def test_incomplete_data_is_said(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", ">=", "60"))
    write(fresh_ledger, 202606, but=1, resident=100, fd_signed=70)
    assert only(fresh_ledger, 202606).notes == ("16 个单位报了 15 个，没有报的没有算在内。",)


def test_served_within_the_year_is_due_by_months(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("管理", "elder_manage_rate", ">=", "60", due=date(2026, 12, 31)))
    write(fresh_ledger, 202606, elder65_f2=100, elder_managed_ytd=30)
    found = only(fresh_ledger, 202606)
    assert (found.status, found.due_now) == (Status.ON_TRACK, "30.00")


def test_what_is_served_within_a_year_is_judged_by_whole_years_once_due(
    fresh_ledger: Ledger,
) -> None:
    use(fresh_ledger, goal("管理", "elder_manage_rate", ">=", "60", due=date(2025, 12, 31)))
    write(fresh_ledger, 202512, elder65_f2=100, elder_managed_ytd=61)
    write(fresh_ledger, 202603, elder65_f2=100, elder_managed_ytd=15)
    found = only(fresh_ledger, 202603)
    assert (found.status, found.month, found.actual) == (Status.MET, 202512, "61.00")


def test_the_tolerance_is_a_setting_of_the_ledger(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", "approx", "100"))
    write(fresh_ledger, 202606, resident=100, fd_signed=93)
    assert only(fresh_ledger, 202606).status is Status.OPEN
    fresh_ledger.set_setting("approximate_percent", "8")
    found = only(fresh_ledger, 202606)
    assert found.status is Status.MET
    assert "容许偏差 8%" in found.working


def test_a_benchmark_counts_from_the_month_it_is_of(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", "better-than-benchmark", ">=全省平均"))
    write(fresh_ledger, 202606, resident=100, fd_signed=70)
    benchmarks.keep(
        fresh_ledger,
        [
            Benchmark("fd_sign_rate", "全省平均", 202512, "65"),
            Benchmark("fd_sign_rate", "全省平均", 202607, "75"),
        ],
    )
    assert only(fresh_ledger, 202606).required == "65"
    assert only(fresh_ledger, 202607).required == "75"


def test_a_direction_starts_at_the_first_figure_of_its_plan(fresh_ledger: Ledger) -> None:
    use(fresh_ledger, goal("签约", "fd_sign_rate", "trend-up", ""))
    for month, signed in ((202503, 40), (202605, 45), (202606, 41)):
        write(fresh_ledger, month, resident=100, fd_signed=signed)
    found = only(fresh_ledger, 202606)
    assert found.status is Status.ON_TRACK
    assert "规划没有印基期，用台账里规划期内最早的数 2025-03-31 为 40。" in found.lines


def test_a_superior_plan_says_whose_target_it_is(month: Ledger) -> None:
    [found] = [each for each in targets(month, 202610) if each.target.id == "003-T042"]
    assert "这是聊城市的目标，基期值也是聊城市的，对照临清市的数供参照。" in found.notes


def test_every_target_is_there_when_asked_for(month: Ledger) -> None:
    every = targets(month, 202610, every=True)
    assert len(every) == sum(len(plan.targets) for plan in month.plans.values())
    unmeasured = [each for each in every if not each.target.indicator]
    assert {each.status for each in unmeasured} == {Status.OPEN}
