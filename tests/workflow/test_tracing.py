"""Every figure leads home: to the units, cells and hands it is made of, and what was said of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.entering import Carried, note_carried
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, State, Value, number
from monitoring.errors import ExpectedError
from monitoring.expressions import Term as ExpressionTerm
from monitoring.expressions import evaluate
from tests.workflow.conftest import MONTH, SILENT
from workflow import assess
from workflow.explaining import explain
from workflow.filing import file, unlock
from workflow.review import Standing, approve, review
from workflow.traces import Asked, Trace, total_of
from workflow.tracing import candidates, trace, trace_finding

FIRST, SECOND, THIRD = "371581001000", "371581002000", "371581003000"
ITEM, SIGNED60, REGISTERED = "fd_signed", "elder60_signed", "registered"
SEPTEMBER = 202609


def say(ledger: Ledger, value: Value | None, end: int = MONTH, item: str = ITEM) -> None:
    ledger.write([Entry(FIRST, item, end, value)], NewSource("hand", operator="王"))


def test_a_total_names_every_unit_in_order_and_who_is_in_it(month: Ledger) -> None:
    found = trace(month, Asked(ITEM, "", MONTH))
    [term] = found.terms
    assert [each.unit.code for each in term.figures] == [unit.code for unit in month.area.units]
    assert [each.unit.code for each in term.figures if not each.counted] == [SILENT]
    assert found.result is not None
    assert (found.result.reported, found.result.of) == (15, 16)
    amount, answered = month.sums([ITEM], MONTH, MONTH)[ITEM, MONTH]
    assert (found.result.ratio, found.result.reported) == (amount, answered)


def test_each_figure_says_its_file_sheet_cell_and_time(month: Ledger) -> None:
    figure = next(trace(month, Asked(ITEM, FIRST, MONTH)).figures)
    [stored] = [each for each in month.stored([ITEM], MONTH) if each.unit == FIRST]
    assert figure.source == stored.source
    assert figure.source is not None
    assert figure.source.kind == "file"
    assert all((figure.source.sheet, figure.source.cell, figure.source.at))


def test_earlier_values_and_where_a_figure_was_carried_from_are_told(month: Ledger) -> None:
    say(month, MISSING)
    say(month, number(5))
    with month.transaction():
        note_carried(month, [Carried(FIRST, ITEM, MONTH, SEPTEMBER)])
    figure = next(trace(month, Asked(ITEM, FIRST, MONTH)).figures)
    assert [change.before for change in figure.earlier] == [MISSING, number(33_333)]
    assert figure.source is not None
    assert (figure.source.kind, figure.source.operator) == ("hand", "王")
    assert figure.origin == SEPTEMBER


def states(found: Trace) -> list[State | None]:
    return [figure.value.state if figure.value else None for figure in found.figures]


def test_what_is_not_there_is_no_number_and_never_nought(month: Ledger) -> None:
    never = trace(month, Asked(ITEM, SILENT, MONTH))
    assert (never.state, states(never)) == (None, [None])
    assert never.result is not None
    assert (never.result.ratio, never.result.reported) == (None, 0)
    missing = trace(month, Asked(SIGNED60, THIRD, MONTH))
    assert (missing.state, states(missing)) == (State.MISSING, [State.MISSING])
    fourth = month.area.units[3].code
    other = trace(month, Asked(REGISTERED, fourth, MONTH))
    assert (other.state, states(other)) == (State.NOT_APPLICABLE, [State.NOT_APPLICABLE])


def test_an_indicator_counts_only_units_that_gave_both_sides(month: Ledger) -> None:
    found = trace(month, Asked("fd_sign_rate_60p", "", MONTH))
    assert {term.side for term in found.terms} == {"numerator", "denominator"}
    for term in found.terms:
        left_out = {figure.unit.code for figure in term.figures if not figure.counted}
        assert left_out == {THIRD, SILENT}
    [row] = assess.indicators(month, MONTH, ["fd_sign_rate_60p"])
    assert found.result == row.county


def test_a_year_to_date_is_traced_through_its_months(fresh_ledger: Ledger) -> None:
    item = next(
        item
        for form in fresh_ledger.catalogue.forms.values()
        for item in form.items
        if item.kind == "flow" and form.frequency == "month" and item.year_start == 1
    )
    for end in range(202601, 202604):
        say(fresh_ledger, number(end % 100), end, item.code)
    found = trace(fresh_ledger, Asked(item.code, FIRST, 202603, running=True))
    assert found.terms[0].ends == (202603, 202602, 202601)
    assert found.result is not None
    assert found.result.ratio == 1 + 2 + 3
    say(fresh_ledger, None, 202602, item.code)
    gap = trace(fresh_ledger, Asked(item.code, FIRST, 202603, running=True))
    assert gap.result is not None
    assert (gap.result.ratio, gap.result.reported, gap.state) == (None, 0, State.MISSING)
    assert not any(figure.counted for figure in gap.figures)


VALUES = st.one_of(
    st.integers(0, 10**7).map(number), st.sampled_from((None, MISSING, NOT_APPLICABLE))
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_parts_of_a_trace_are_the_whole(fresh_ledger: Ledger, data: st.DataObject) -> None:
    items = (SIGNED60, "elder60", ITEM, "resident")
    units = [unit.code for unit in fresh_ledger.area.units]
    entries = [Entry(unit, item, MONTH, data.draw(VALUES)) for unit in units[:4] for item in items]
    fresh_ledger.write(entries, NewSource("hand"))
    sums = fresh_ledger.sums(items, MONTH, MONTH)
    for item in items:
        whole = trace(fresh_ledger, Asked(item, "", MONTH))
        amount, answered = sums.get((item, MONTH), (None, 0))
        assert total_of(whole.terms[0].figures) == (None if amount is None else number(amount))
        assert whole.result is not None
        assert (whole.result.ratio, whole.result.reported) == (amount, answered)
    for code in ("fd_sign_rate_60p", "fd_sign_rate"):
        found = trace(fresh_ledger, Asked(code, "", MONTH))
        [row] = assess.indicators(fresh_ledger, MONTH, [code])
        assert found.result == row.county
        assert (_side(found, "numerator"), _side(found, "denominator")) == (
            row.county.numerator,
            row.county.denominator,
        )


def _side(found: Trace, side: str) -> Fraction | None:
    """The sum of a side's counted figures, over their items' decimals."""
    parts = [
        Fraction(term.factor * total.amount, 10**term.item.decimals)
        for term in found.terms
        if term.side == side
        and (total := total_of(term.figures)) is not None
        and total.amount is not None
    ]
    return sum(parts, Fraction(0)) if parts else None


def test_findings_come_with_both_sides_and_what_was_written_about_them(month: Ledger) -> None:
    say(month, number(20_000), SEPTEMBER)
    [remark] = [
        each
        for each in trace(month, Asked(ITEM, FIRST, MONTH)).remarks
        if each.finding.items == (ITEM,)
    ]
    assert (remark.finding.left, remark.finding.right) == ("33333", "20000")
    assert (remark.explanation, remark.holds) == (None, False)
    explain(month, [remark.finding], "新增两个团队")
    say(month, number(33_334))
    [again] = [
        each
        for each in trace(month, Asked(ITEM, "", MONTH)).remarks
        if each.finding.items == (ITEM,)
    ]
    assert again.explanation is not None
    assert (again.explanation.text, again.holds) == ("新增两个团队", False)


def test_a_finding_against_the_past_shows_the_figure_then(month: Ledger) -> None:
    say(month, number(20_000), SEPTEMBER)
    finding = next(f for f in review(month, MONTH).findings if f.items == (ITEM,))
    found = trace_finding(month, finding)
    assert [(term.side, term.ends) for term in found.terms] == [
        ("item", (MONTH,)),
        ("past", (SEPTEMBER,)),
        ("past", (MONTH - 100,)),
    ]
    assert [term.figures[0].value for term in found.terms] == [
        number(33_333),
        number(20_000),
        None,
    ]
    assert found.remarks[0].finding == finding


def _values(found: Trace, side: str) -> dict[ExpressionTerm, Value | None]:
    return {
        ExpressionTerm(term.factor, term.item.code): term.figures[0].value
        for term in found.terms
        if term.side == side
    }


def test_the_sides_of_a_finding_add_up_to_what_it_says(month: Ledger) -> None:
    say(month, number(60_000))
    found = review(month, MONTH).findings
    finding = next(f for f in found if f.unit == FIRST and f.blocks and len(f.items) > 1)
    traced = trace_finding(month, finding)
    rule = next(rule for rule in month.catalogue.rules if rule.id == finding.id)
    for side, expression, told in (
        ("left", rule.left, finding.left),
        ("right", rule.right, finding.right),
    ):
        figures = _values(traced, side)
        assert expression is not None
        amount = evaluate(expression, figures.__getitem__, month.catalogue.decimals)
        assert amount == Fraction(told)


def test_what_was_corrected_after_filing_is_told(month: Ledger) -> None:
    form = month.catalogue.forms["F1"]
    standing = review(month, MONTH).completeness.standing
    approve(
        month,
        "F1",
        MONTH,
        [u for (u, f), state in standing.items() if f == "F1" and state is Standing.PENDING],
    )
    assert trace(month, Asked(ITEM, FIRST, MONTH)).filings == ()
    file(month, form, MONTH)
    unlock(month, form, MONTH, "乡镇更正")
    say(month, number(33_000))
    say(month, number(1), item="elder65")
    [filed] = trace(month, Asked(ITEM, FIRST, MONTH)).filings
    assert filed.filing.lock is None
    assert [event.reason for event in filed.filing.events] == ["", "乡镇更正"]
    assert [change.item for change in filed.filing.corrections] == [ITEM]


def test_a_unit_that_does_not_report_the_form_is_one_sentence(month: Ledger) -> None:
    with pytest.raises(ExpectedError, match="不报“家庭医生签约服务月报”；请"):
        trace(month, Asked(ITEM, month.area.code, MONTH))


def test_a_ledger_that_may_only_be_read_is_traced_too(month: Ledger) -> None:
    with Ledger.open(month.path, read_only=True) as reading:
        assert trace(reading, Asked(ITEM, "", MONTH)) == trace(month, Asked(ITEM, "", MONTH))


def test_an_item_is_found_by_its_code_or_its_name(month: Ledger) -> None:
    name = month.catalogue.items[ITEM].name
    assert (
        candidates(month, ITEM)
        == candidates(month, name)
        == candidates(month, name, "F1")
        == [ITEM]
    )
    assert candidates(month, name, "F2") == []
    assert candidates(month, "FD_SIGN_RATE") == ["fd_sign_rate"]
    assert candidates(month, "没有这一项") == []
