"""Rules R01–R25 of the real catalogue: each fires where it must and is silent where it must."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Rule
from monitoring.expressions import Term
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.loading import definition_tables, load_catalogue
from monitoring.month import Limit, Month
from monitoring.periods import add_months
from monitoring.rules import evaluate_rules
from tests.monitoring import small

REAL = load_catalogue(definition_tables())
COMPARED = [rule for rule in REAL.rules if rule.kind == "compare"]
# A month that ends a month, a quarter and a year.
DECEMBER = 202612
# Every month a rule may look at from there.
MONTHS = (202512, *range(202601, 202613))
Cells = Mapping[tuple[str, int], int | Value | None]


def _unit(area: Area, item: str) -> str:
    """The first unit that owes the item."""
    return REAL.form_of[item].reporting(area, DECEMBER)[0].code


def found(
    area: Area, cells: Cells, end: int = DECEMBER, totals: Mapping[str, int] | None = None
) -> list[Finding]:
    """Findings over one unit's cells, keyed by item and month."""
    values = {
        (_unit(area, item), item, month): number(cell) if isinstance(cell, int) else cell
        for (item, month), cell in cells.items()
        if cell is not None
    }
    month = Month(REAL, area, Figures(values, REAL.decimals), end, totals or {})
    return evaluate_rules(month)


def by_id(findings: list[Finding], identity: str) -> list[Finding]:
    return [finding for finding in findings if finding.id == identity]


def _key(term: Term) -> tuple[str, int]:
    months = REAL.form_of[term.item].frequency.months
    return term.item, add_months(DECEMBER, -months) if term.previous else DECEMBER


def _balanced(rule: Rule) -> dict[tuple[str, int], int | Value | None]:
    """Cells on which both sides of a rule are equal."""
    assert rule.left is not None
    assert rule.right is not None
    sides = (rule.left, rule.right)
    terms = [term for side in sides for term in side.terms]
    cells = {_key(term): 100 for term in terms}
    left, right = (sum(term.factor * cells[_key(term)] for term in side.terms) for side in sides)
    short = rule.left if left < right else rule.right
    raised = next(term for term in short.terms if term.factor == 1)
    cells[_key(raised)] += abs(left - right)
    return dict(cells)


@pytest.mark.parametrize("rule", COMPARED, ids=lambda rule: rule.id)
def test_every_comparison_fires_at_one_too_many_and_not_before(rule: Rule, linqing: Area) -> None:
    assert rule.left is not None
    assert rule.right is not None
    cells = _balanced(rule)
    assert not by_id(found(linqing, cells), rule.id)
    side = rule.right if rule.operator == ">=" else rule.left
    raised = _key(next(term for term in side.terms if term.factor == 1))
    amount = cells[raised]
    assert isinstance(amount, int)
    broken = by_id(found(linqing, {**cells, raised: amount + 1}), rule.id)
    assert len(broken) == 1
    finding = broken[0]
    assert abs(int(finding.left) - int(finding.right)) == 1
    assert finding.severity == rule.severity
    assert finding.form == rule.form
    for term in (*rule.left.terms, *rule.right.terms):
        assert REAL.items[term.item].name in finding.message
    left, right = re.split("[＞＜≠≥≤]", finding.message.partition("。应为：")[0])
    assert re.search(rf"[ ＝]{finding.left} $", left)
    assert re.search(rf"[ ＝]{finding.right}$", right)
    assert finding.message.endswith(f"。应为：{rule.sentence}。")


@pytest.mark.parametrize("rule", COMPARED, ids=lambda rule: rule.id)
def test_no_comparison_takes_a_gap_for_a_zero(rule: Rule, linqing: Area) -> None:
    assert rule.left is not None
    cells = _balanced(rule)
    for key in cells:
        for gap in (None, MISSING):
            assert not by_id(found(linqing, {**cells, key: gap}), rule.id)


def test_every_rule_is_there_and_looked_at() -> None:
    assert {rule.rule for rule in REAL.rules} == {f"R{n:02}" for n in range(1, 26)}
    general = {rule.rule for rule in REAL.rules if rule.kind != "compare"}
    assert general == {"R01", "R02", "R03", "R20", "R21", "R23", "R24", "R25"}


def test_a_year_of_noughts_has_nothing_to_find(linqing: Area) -> None:
    cells = {(item, end): 0 for item in REAL.items for end in MONTHS}
    assert found(linqing, cells) == []
    assert found(linqing, {}) == []


def test_a_stated_total_is_the_sum_of_the_units(linqing: Area) -> None:  # R01
    units = [unit.code for unit in linqing.units]
    values = {(unit, "resident", DECEMBER): number(10) for unit in units}

    def findings(total: int, known: dict[tuple[str, str, int], Value]) -> list[Finding]:
        month = Month(REAL, linqing, Figures(known, REAL.decimals), DECEMBER, {"resident": total})
        return by_id(evaluate_rules(month), "R01")

    assert not findings(160, values)
    (finding,) = findings(161, values)
    assert (finding.left, finding.right, finding.blocks) == ("161", "160", True)
    assert "来表合计 161 ≠ 各单位之和 160" in finding.message
    assert finding.unit == linqing.code
    del values[units[3], "resident", DECEMBER]
    assert not findings(161, values)
    values[units[3], "resident", DECEMBER] = NOT_APPLICABLE
    assert not findings(150, values)


def test_a_part_is_no_more_than_its_whole(linqing: Area) -> None:  # R02
    for amount, fires in [(80, False), (81, True)]:
        cells = {("care_bed", DECEMBER): 80, ("nursing_bed", DECEMBER): amount}
        findings = by_id(found(linqing, cells), "R02")
        assert len(findings) == fires
    assert findings[0].items == ("nursing_bed", "care_bed")
    assert "81 ＞ " in findings[0].message
    assert not by_id(found(linqing, {("nursing_bed", DECEMBER): 81}), "R02")
    missing: Cells = {("nursing_bed", DECEMBER): 81, ("care_bed", DECEMBER): MISSING}
    assert not by_id(found(linqing, missing), "R02")


def test_a_part_is_compared_in_the_measure_of_both(linqing: Area) -> None:  # R02
    cells = {("mhc_va_r", DECEMBER): 30001, ("gdp", DECEMBER): 30000}
    (finding,) = by_id(found(linqing, cells), "R02")
    assert (finding.left, finding.right) == ("300.01", "300")


def test_a_count_is_not_negative(linqing: Area) -> None:  # R03
    (finding,) = by_id(found(linqing, {("resident", DECEMBER): -5}), "R03")
    assert finding.message.startswith("常住人口数 -5 ＜ 0。")
    assert not by_id(found(linqing, {("resident", DECEMBER): 0}), "R03")
    growth = {("big_health_va_growth_r", DECEMBER): -250}
    assert not by_id(found(linqing, growth), "R03")


def test_a_rate_over_a_hundred(linqing: Area) -> None:  # R20
    for signed, fires in [(100, False), (101, True)]:
        cells = {("fd_signed", DECEMBER): signed, ("resident", DECEMBER): 100}
        findings = by_id(found(linqing, cells), "R20")
        assert len(findings) == fires
    assert findings[0].blocks
    assert "101 ÷ 100" in findings[0].message
    other = {("early_booked_ytd", DECEMBER): 101, ("live_births_ytd", DECEMBER): 100}
    (finding,) = by_id(found(linqing, other), "R20")
    assert not finding.blocks
    assert not by_id(found(linqing, {("fd_signed", DECEMBER): 9}), "R20")


@pytest.mark.parametrize(
    ("identity", "before", "word", "edge"),
    [("R21-1", 202611, "上期", 120), ("R21-2", 202512, "上年同期", 130)],
)
def test_a_change_over_the_threshold(
    identity: str, before: int, word: str, edge: int, linqing: Area
) -> None:
    def findings(now: int | Value, then: int | Value) -> list[Finding]:
        cells = {("care_bed", DECEMBER): now, ("care_bed", before): then}
        return by_id(found(linqing, cells), identity)

    assert not findings(edge, 100)
    (finding,) = findings(edge + 1, 100)
    assert (finding.left, finding.right, finding.blocks) == (str(edge + 1), "100", False)
    assert f"{word} 100，变动 +{edge - 99}.0%，超过 {edge - 100}%" in finding.message
    (fall,) = findings(2, 30)
    assert "变动 −93.3%" in fall.message
    assert not findings(19, 10)  # 90 %, but nine beds
    assert not findings(500, 0)
    assert not findings(500, MISSING)
    assert not findings(MISSING, 500)


def test_the_name_of_an_item_stays_whole_in_a_message(linqing: Area) -> None:
    cells = {("child06", DECEMBER): 500, ("child06", 202611): 100}
    (finding,) = by_id(found(linqing, cells), "R21-1")
    assert finding.message.startswith("0-6岁")


def test_a_yearly_figure_is_compared_once(linqing: Area) -> None:
    cells = {("gdp", DECEMBER): 50000, ("gdp", 202512): 10000}
    assert [f.id for f in found(linqing, cells) if f.rule == "R21"] == ["R21-1"]


def test_a_year_to_date_is_compared_with_the_year_before_only(linqing: Area) -> None:
    cells = {("fd_renewed", DECEMBER): 900, ("fd_renewed", 202611): 100}
    assert not by_id(found(linqing, cells), "R21-1")
    cells = {("fd_renewed", DECEMBER): 900, ("fd_renewed", 202512): 100}
    assert by_id(found(linqing, cells), "R21-2")


def test_a_form_that_repeats_the_period_before(linqing: Area) -> None:
    items = [item.code for item in REAL.forms["F3"].items]
    same = {(item, end): 7 for item in items for end in (DECEMBER, 202611)}
    (finding,) = by_id(found(linqing, same), "R21-3")
    assert finding.form == "F3"
    assert not by_id(found(linqing, {**same, (items[0], DECEMBER): 8}), "R21-3")
    few = {key: 7 if key[0] in items[:4] else 0 for key in same}
    assert not by_id(found(linqing, few), "R21-3")


def test_a_figure_that_falls_to_nought(linqing: Area) -> None:
    cells = {("care_bed", DECEMBER): 0, ("care_bed", 202611): 40}
    (finding,) = by_id(found(linqing, cells), "R21-4")
    assert (finding.left, finding.right) == ("0", "40")
    assert not by_id(found(linqing, {**cells, ("care_bed", DECEMBER): MISSING}), "R21-4")
    january = {("elder_managed_ytd", 202601): 0, ("elder_managed_ytd", 202512): 40}
    assert not by_id(found(linqing, january, 202601), "R21-4")
    february = {("elder_managed_ytd", 202602): 0, ("elder_managed_ytd", 202601): 40}
    assert by_id(found(linqing, february, 202602), "R21-4")


def test_a_numerator_needs_a_denominator(linqing: Area) -> None:  # R23
    def findings(cells: Cells) -> list[Finding]:
        return [f for f in by_id(found(linqing, cells), "R23") if "fd_signed" in f.items]

    signed = ("fd_signed", DECEMBER)
    (absent,) = [f for f in findings({signed: 5}) if "resident" in f.items]
    assert (absent.left, absent.right, absent.blocks) == ("5", "未报", True)
    nought = [f for f in findings({signed: 5, ("resident", DECEMBER): 0}) if "resident" in f.items]
    assert [f.right for f in nought] == ["0"]
    for cells in ({signed: 0}, {signed: 5, ("resident", DECEMBER): 9}, {signed: MISSING}):
        assert not [f for f in findings(cells) if "resident" in f.items]


def test_a_denominator_that_does_not_apply_is_not_missing(linqing: Area) -> None:  # R23
    cells: Cells = {("fd_signed", DECEMBER): 5, ("resident", DECEMBER): NOT_APPLICABLE}
    assert not [f for f in by_id(found(linqing, cells), "R23") if "resident" in f.items]


def test_a_blank_on_a_form_that_was_sent(linqing: Area) -> None:  # R24
    items = [item.code for item in REAL.forms["F3"].items]
    whole: dict[tuple[str, int], int | Value | None] = {(item, DECEMBER): 0 for item in items}
    assert not by_id(found(linqing, whole), "R24")
    (finding,) = by_id(found(linqing, {**whole, (items[0], DECEMBER): None}), "R24")
    assert (finding.items, finding.form, finding.blocks) == ((items[0],), "F3", True)
    for mark in (MISSING, NOT_APPLICABLE):
        assert not by_id(found(linqing, {**whole, (items[0], DECEMBER): mark}), "R24")
    (few,) = by_id(found(linqing, {(items[0], DECEMBER): 1}), "R24")
    assert f"等 {len(items) - 1} 项为空白" in few.message
    assert not by_id(found(linqing, {}), "R24")


def test_a_population_base_stays_for_the_year(linqing: Area) -> None:  # R25
    def findings(first: int, now: int, end: int = 202603) -> list[Finding]:
        return by_id(found(linqing, {("resident", first): 100, ("resident", end): now}, end), "R25")

    assert not findings(202601, 100)
    (finding,) = findings(202601, 101)
    assert (finding.left, finding.right, finding.blocks) == ("101", "100", False)
    assert findings(202602, 101)
    assert not findings(202512, 101)
    assert not by_id(found(linqing, {("care_bed", 202601): 1, ("care_bed", 202603): 2}), "R25")


def _r18(area: Area, identity: str, cells: Cells, end: int) -> list[Finding]:
    return by_id(found(area, cells, end), identity)


def test_a_calendar_year_to_date_starts_in_january(linqing: Area) -> None:
    january = {("elder_managed_ytd", 202601): 7, ("elder_managed_m", 202601): 7}
    old = {("elder_managed_ytd", 202512): 999}
    assert not _r18(linqing, "R18-F2-1", {**january, **old}, 202601)
    assert not _r18(linqing, "R18-F2-1", january, 202601)
    broken = {**january, ("elder_managed_ytd", 202601): 1006, **old}
    assert [f.right for f in _r18(linqing, "R18-F2-1", broken, 202601)] == ["7"]
    february = {("elder_managed_ytd", 202602): 9, ("elder_managed_m", 202602): 2, **january}
    assert not _r18(linqing, "R18-F2-1", february, 202602)
    december = {("fd_renewed", 202512): 50, ("fd_renewed", 202601): 3}
    assert not _r18(linqing, "R18-F1-1", december, 202601)


def test_a_statistical_year_to_date_starts_in_october(linqing: Area) -> None:
    item, flow = "live_births_sy_ytd", "live_births_m"
    october = {(item, 202610): 5, (flow, 202610): 5, (item, 202609): 800}
    assert not _r18(linqing, "R18-F2-11", october, 202610)
    (finding,) = _r18(linqing, "R18-F2-11", {**october, (item, 202610): 805}, 202610)
    assert finding.right == "5"
    january = {(item, 202701): 25, (flow, 202701): 5, (item, 202612): 20}
    assert not _r18(linqing, "R18-F2-11", january, 202701)
    assert _r18(linqing, "R18-F2-11", {**january, (item, 202701): 5}, 202701)


def test_a_stock_before_january_is_decembers(linqing: Area) -> None:  # R19
    cells = {("ehr_files", 202512): 100, ("ehr_files", 202601): 107}
    cells |= {("ehr_new", 202601): 9, ("ehr_closed", 202601): 2}
    assert not by_id(found(linqing, cells, 202601), "R19-F2-1")
    (finding,) = by_id(found(linqing, {**cells, ("ehr_closed", 202601): 1}, 202601), "R19-F2-1")
    assert (finding.left, finding.right) == ("107", "108")
    assert re.search(r"107 ≠ 上期\S+ 100＋\S+ 9−\S+ 1＝108。", finding.message)


def test_a_quarter_is_compared_with_the_month_it_ends_in_only(linqing: Area) -> None:  # R22
    cells = {(item, end): 9 for item in ("resident_q",) for end in (202609, 202610)}
    cells |= {("resident", 202609): 8, ("resident", 202610): 8}
    (finding,) = by_id(found(linqing, cells, 202609), "R22-8")
    assert finding.message.startswith("《卫生资源季报》常住人口数 9 ≠ 《家庭医生签约服务月报》")
    assert not by_id(found(linqing, cells, 202610), "R22-8")


def test_findings_stand_by_unit_and_what_blocks_comes_first(linqing: Area) -> None:
    first, second = linqing.units[0].code, linqing.units[1].code
    values = {
        (unit, item, end): number(amount)
        for unit in (second, first)
        for item, end, amount in [
            ("resident", 202609, 100),
            ("resident", 202610, 200),
            ("fd_signed", 202610, 201),
        ]
    }
    month = Month(REAL, linqing, Figures(values, REAL.decimals), 202610, {})
    findings = evaluate_rules(month)
    assert [f.unit for f in findings] == sorted(f.unit for f in findings)
    for unit in (first, second):
        blocking = [f.blocks for f in findings if f.unit == unit]
        assert blocking == sorted(blocking, reverse=True)
        assert set(blocking) == {True, False}


def test_a_year_to_date_of_a_quarterly_form_starts_in_its_first_quarter() -> None:
    tables = small.tables()
    tables["forms/S2.toml"]["items"] += [
        dict(tables["forms/S1.toml"]["items"][5], code="quarter_ytd", name="季累计", ytd_of="")
    ]
    tables["rules/small.toml"]["rules"] = [
        dict(
            tables["rules/small.toml"]["rules"][0],
            form="S2",
            formula="quarter_ytd >= quarter_ytd@prev",
        )
    ]
    catalogue: Catalogue = load_catalogue(tables)

    def fires(end: int) -> bool:
        before = add_months(end, -3)
        values = {
            (small.COUNTY, "quarter_ytd", month): number(amount)
            for month, amount in ((before, 50), (end, 3))
        }
        figures = Figures(values, catalogue.decimals)
        return bool(evaluate_rules(Month(catalogue, small.AREA, figures, end, {})))

    assert not fires(202603)
    assert fires(202606)


def test_messages_are_plain_chinese(linqing: Area) -> None:
    """No message shows a double sign, a fraction or a decimal that nobody entered."""
    cells = {
        (item, end): (place * 37 + end) % 91 - 3
        for place, item in enumerate(REAL.items)
        for end in MONTHS
    }
    findings = found(linqing, cells, DECEMBER, dict.fromkeys(REAL.items, 12))
    assert len({f.rule for f in findings}) > 15
    for finding in findings:
        assert not re.search(r"−-|-−|--|\d/\d|\d\.\d{3}|None|Fraction", finding.message)
        assert finding.message.endswith("。")
        assert "。。" not in finding.message


def _too_many_signed(end: int, **limits: object) -> set[str]:
    """Units at which R04 of the small county is broken, by everyone, under certain limits."""
    tables = small.tables()
    tables["rules/small.toml"]["rules"][0].update(limits)
    catalogue = load_catalogue(tables)
    values = {
        (unit, item, end): number(amount)
        for unit in (small.EAST, small.WEST)
        for item, amount in (("people", 10), ("signed", 11))
    }
    month = Month(catalogue, small.AREA, Figures(values, catalogue.decimals), end, {})
    return {finding.unit for finding in evaluate_rules(month)}


@pytest.mark.parametrize(
    ("end", "asked"),
    [(202602, False), (202603, True), (202604, True), (202609, True), (202610, False)],
)
def test_a_dated_rule_is_asked_from_its_first_month_to_its_last(end: int, asked: bool) -> None:
    assert bool(_too_many_signed(end, valid_from=202603, valid_to=202609)) is asked


def test_a_rule_without_an_end_goes_on() -> None:
    assert not _too_many_signed(202602, valid_from=202603)
    assert _too_many_signed(203812, valid_from=202603)
    assert _too_many_signed(195001, valid_to=202603)


@pytest.mark.parametrize(("end", "asked"), [(202605, False), (202606, True), (202607, False)])
def test_a_rule_of_certain_months_rests_in_the_others(end: int, asked: bool) -> None:
    assert bool(_too_many_signed(end, months=[6, 12])) is asked


def test_a_rule_of_certain_units_is_not_asked_of_others() -> None:
    assert _too_many_signed(202605) == {small.EAST, small.WEST}
    assert _too_many_signed(202605, units=[small.WEST]) == {small.WEST}


def test_a_county_says_itself_how_much_an_item_may_change(linqing: Area) -> None:
    unit = _unit(linqing, "care_bed")
    values = {
        (unit, item, end): number(amount)
        for item in ("care_bed", "day_care")
        for end, amount in ((202611, 100), (DECEMBER, 150))
    }

    def asked_about(limits: Mapping[tuple[str, str], Limit | None]) -> set[str]:
        figures = Figures(values, REAL.decimals)
        month = Month(REAL, linqing, figures, DECEMBER, {}, limits)
        return {f.items[0] for f in evaluate_rules(month) if f.id == "R21-1"}

    assert asked_about({}) == {"care_bed", "day_care"}
    assert asked_about({("R21-1", "care_bed"): Limit(50, 0)}) == {"day_care"}
    assert asked_about({("R21-1", ""): Limit(50, 0)}) == set()
    assert asked_about({("R21-1", ""): None, ("R21-1", "day_care"): Limit(49, 50)}) == {"day_care"}
    assert asked_about({("R21-1", ""): Limit(0, 51)}) == set()
    assert asked_about({("R21-2", ""): None}) == {"care_bed", "day_care"}
