"""Expressions: they print as they parse, and a sum over units is the sum of the units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.expressions import Expression, Term, all_items, evaluate, parse_expression

CODES = ("a", "b", "elder65_signed")
TERMS = st.builds(Term, st.integers(-9, 9), st.sampled_from(CODES), st.booleans())
EXPRESSIONS = st.lists(TERMS, min_size=1, max_size=5).map(lambda terms: Expression(tuple(terms)))
DECIMALS: Mapping[str, int] = {"a": 0, "b": 2, "elder65_signed": 1}
AMOUNTS = st.integers(-(10**9), 10**9)
Unit = Mapping[tuple[str, bool], Value]
KEYS = [(code, previous) for code in CODES for previous in (False, True)]
NUMBERS = st.fixed_dictionaries({key: AMOUNTS.map(number) for key in KEYS})


def _evaluate(expression: Expression, unit: Unit) -> Fraction | None:
    return evaluate(
        expression, lambda term: unit.get((term.item, term.previous)), DECIMALS.__getitem__
    )


@given(EXPRESSIONS)
def test_parsing_undoes_printing(expression: Expression) -> None:
    assert parse_expression(str(expression)) == expression


def test_how_it_is_written() -> None:
    parsed = parse_expression("a + 2*b − elder65_signed@prev")
    assert parsed.terms == (Term(1, "a"), Term(2, "b"), Term(-1, "elder65_signed", True))
    assert str(parsed) == "a + 2*b - elder65_signed@prev"
    assert parsed.items == ("a", "b", "elder65_signed")
    assert all_items([parsed, parse_expression("- a")]) == {"a", "b", "elder65_signed"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a b",
        "a +",
        "a ++ b",
        "2",
        "a * 2",
        "A",
        "a / b",
        "a@next",
        "a@prev2",
        "1.5*a",
        "(a + b)",
        "a <= b",
        "a, b",
        "签约",
    ],
)
def test_what_is_not_linear_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_expression(text)


@given(EXPRESSIONS, st.lists(NUMBERS, min_size=1, max_size=6))
def test_over_summed_units_it_is_the_sum_of_the_units(
    expression: Expression, units: list[Unit]
) -> None:
    summed = {key: number(sum(unit[key].amount or 0 for unit in units)) for key in KEYS}
    parts = [_evaluate(expression, unit) for unit in units]
    assert _evaluate(expression, summed) == sum(part for part in parts if part is not None)


@given(EXPRESSIONS, NUMBERS, st.data())
def test_one_missing_term_and_there_is_no_sum(
    expression: Expression, unit: Unit, data: st.DataObject
) -> None:
    term = data.draw(st.sampled_from(expression.terms))
    key = (term.item, term.previous)
    assert _evaluate(expression, {**unit, key: MISSING}) is None
    assert _evaluate(expression, {k: v for k, v in unit.items() if k != key}) is None


def test_what_does_not_apply_adds_nothing_and_alone_is_no_sum() -> None:
    expression = parse_expression("a + b")
    half: Unit = {("a", False): number(7), ("b", False): NOT_APPLICABLE}
    none: Unit = dict.fromkeys(half, NOT_APPLICABLE)
    assert _evaluate(expression, half) == 7
    assert _evaluate(expression, none) is None
    assert _evaluate(expression, {**half, ("b", False): number(0)}) == 7


def test_decimals_are_exact() -> None:
    unit: Unit = {("a", False): number(1), ("b", False): number(10)}
    assert _evaluate(parse_expression("a - b + 3*b"), unit) == Fraction("1.2")
