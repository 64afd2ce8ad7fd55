"""Amounts: scaling is exact, rounding is by hand, and a figure never contradicts its bound."""

from __future__ import annotations

import ast
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import monitoring
from monitoring.amounts import (
    MAX_AMOUNT,
    MISSING,
    NOT_APPLICABLE,
    State,
    Value,
    grouped,
    number,
    plain_text,
    rounded,
    rounded_apart,
    rounded_beside,
    scale,
    unscale,
)

AMOUNTS = st.integers(-MAX_AMOUNT, MAX_AMOUNT)
DECIMALS = st.integers(0, 6)
RATIOS = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)


@given(AMOUNTS, DECIMALS)
def test_scaling_undoes_unscaling(amount: int, decimals: int) -> None:
    text = unscale(amount, decimals)
    assert scale(text, decimals) == amount
    assert Fraction(text) * 10**decimals == amount


@given(AMOUNTS, DECIMALS)
def test_grouping_only_adds_commas(amount: int, decimals: int) -> None:
    assert grouped(amount, decimals).replace(",", "") == unscale(amount, decimals)


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [(651695, 0, "651,695"), (-5, 2, "-0.05"), (-123456, 2, "-1,234.56"), (0, 2, "0.00")],
)
def test_grouped(amount: int, decimals: int, text: str) -> None:
    assert grouped(amount, decimals) == text


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [("12", 0, 12), ("12.00", 0, 12), ("-3.50", 1, -35), ("+7", 2, 700), ("-0", 0, 0)],
)
def test_scale(text: str, decimals: int, amount: int) -> None:
    assert scale(text, decimals) == amount


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("", 0),
        ("1.5", 0),
        ("1.234", 2),
        ("1e3", 0),
        (".5", 1),
        ("5.", 1),
        ("1,000", 0),
        ("NaN", 0),
        ("1 2", 0),
        ("1000000000000001", 0),
        ("10000000000000.001", 3),
        ("9" * 5000, 0),
    ],
)
def test_what_is_no_amount_is_refused(text: str, decimals: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        scale(text, decimals)


@pytest.mark.parametrize(
    ("state", "amount"),
    [(State.NUMBER, None), (State.MISSING, 0), (State.NOT_APPLICABLE, 0)],
)
def test_a_value_is_a_number_exactly_when_it_has_an_amount(
    state: State, amount: int | None
) -> None:
    with pytest.raises(ValueError, match=r"."):
        Value(state, amount)


def test_missing_is_not_zero() -> None:
    assert len({MISSING, NOT_APPLICABLE, number(0)}) == 3


@given(RATIOS, DECIMALS)
def test_rounding_agrees_with_rounding_by_hand(ratio: Fraction, places: int) -> None:
    # Twenty digits decide every half of a denominator below a million.
    exact = Decimal(ratio.numerator) / Decimal(ratio.denominator)
    expected = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Fraction(rounded(ratio, places)) == Fraction(expected)
    assert rounded(-ratio, places).lstrip("-") == rounded(ratio, places).lstrip("-")


@pytest.mark.parametrize(
    ("ratio", "places", "text"),
    [
        (Fraction(917, 2436) * 100, 2, "37.64"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
    ],
)
def test_rounded(ratio: Fraction, places: int, text: str) -> None:
    assert rounded(ratio, places) == text


@pytest.mark.parametrize(
    ("ratio", "places", "text"),
    [
        ("89.96", 1, "89.96"),
        ("89.96", 2, "89.96"),
        ("89.996", 2, "89.996"),
        ("90.004", 2, "90.004"),
        ("90", 2, "90.00"),
        ("80", 2, "80.00"),
    ],
)
def test_beside_ninety(ratio: str, places: int, text: str) -> None:
    assert rounded_beside(Fraction(ratio), Fraction(90), places) == text


def _side(left: Fraction, right: Fraction) -> int:
    return (left > right) - (left < right)


@given(RATIOS, st.integers(-100000, 100000).map(lambda n: Fraction(n, 100)), st.integers(0, 3))
@example(Fraction(1, 3), Fraction(1, 3), 2)
def test_a_figure_never_contradicts_its_comparison(
    ratio: Fraction, bound: Fraction, places: int
) -> None:
    text = rounded_beside(ratio, bound, places)
    assert _side(Fraction(text), bound) == _side(ratio, bound)


@given(RATIOS, st.integers(1, 10**9))
def test_not_even_when_it_comes_close(bound: Fraction, closeness: int) -> None:
    ratio = bound + Fraction(1, closeness * 7)
    assert Fraction(rounded_beside(ratio, bound, 2)) > bound


@given(RATIOS, RATIOS, st.integers(0, 3))
@example(Fraction("89.957"), Fraction("89.958"), 2)
def test_two_figures_keep_their_order(left: Fraction, right: Fraction, places: int) -> None:
    assume(left != right)
    texts = rounded_apart(left, right, places)
    assert _side(Fraction(texts[0]), Fraction(texts[1])) == _side(left, right)
    assert rounded_apart(left, left, places) == (rounded(left, places),) * 2


def test_width_is_folded_and_white_space_goes() -> None:
    assert plain_text(" １２\u3000３\n") == "123"


def test_no_float_in_the_domain() -> None:
    """Neither a float literal nor a call of float() nor a float format stands in monitoring/."""
    for path in Path(str(monitoring.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                assert not isinstance(node.value, float), f"{path.name}:{node.lineno}"
            if isinstance(node, ast.Name):
                assert node.id != "float", f"{path.name}:{node.lineno}"
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                assert not ast.unparse(node).rstrip("'}").endswith(("f", "%", "e")), path.name
