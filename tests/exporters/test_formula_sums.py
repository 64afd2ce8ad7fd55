"""What a formula that only adds up comes to."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exporters.formula_sums import Place, UnclearError, seen, sum_of

CELLS = {(1, 1): Fraction(3), (2, 1): Fraction(1, 10), (4, 1): Fraction(-2), (1, 2): Fraction(7)}


TEXT = (9, 9)


def summed(place: Place) -> Fraction:
    return CELLS.get(place, Fraction(0))


def added(place: Place) -> Fraction:
    if place == TEXT:
        raise UnclearError
    return summed(place)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:A4)", Fraction(11, 10)),
        ("sum( $A$1 : A2 , B1 )", Fraction(101, 10)),
        ("A1+B1-A4", Fraction(12)),
        ("-A1+SUM(B1)", Fraction(4)),
        ("A9", Fraction(0)),
        ("SUM(I9,A1)", Fraction(3)),
        ("I9+A1", None),
        ("A1*B1", None),
        ("A1:A3", None),
        ("A1 B1", None),
        ("A1%", None),
        ("SUM(A1:A4)/2", None),
        ("SUM(A1:A4)2", None),
        ("SUM(A1:A2:A4)", None),
        ("Sheet2!A1", None),
        ("A1+Sheet2!A1", None),
        ("SUM(A1:XFD1048576)", None),
        ("", None),
    ],
)
def test_sums_and_differences_are_exact_and_nothing_else_is_guessed(
    formula: str, result: Fraction | None
) -> None:
    assert sum_of(formula, summed, added) == result


@pytest.mark.parametrize(
    ("formula", "areas", "sheets"),
    [
        ("IF(B4=0,0,ROUND(C4/$B$4*100,2))", {(2, 4, 2, 4), (3, 4, 3, 4)}, set()),
        ("SUM(B:C)+SUM(3:4)", {(2, 1, 3, 1 << 20), (1, 3, 16384, 4)}, set()),
        ("VLOOKUP(A4,代码!$A$1:$B$9,2,FALSE)", {(1, 4, 1, 4)}, {"代码"}),
        ("'附件 1''二'!B2&\"B9\"", set(), {"附件 1'二"}),
        ("LOG10(A1)", {(1, 1, 1, 1)}, set()),
    ],
)
def test_what_a_formula_looks_at(
    formula: str, areas: set[tuple[int, int, int, int]], sheets: set[str]
) -> None:
    found = seen(formula)
    assert (set(found.areas), set(found.sheets), found.unclear) == (areas, sheets, False)


@pytest.mark.parametrize(
    "formula",
    [
        'INDIRECT("B4")',
        "OFFSET(B4,1,1)",
        "合计数*2",
        "SUM(表1[签约])",
        "[1]表!A1",
        "'[别的.xlsx]表'!A1",
        "SUM(一月:三月!A1)",
        "SUM(A1:INDEX(B:B,3))",
        "#",
    ],
)
def test_a_formula_that_may_look_anywhere_is_unclear(formula: str) -> None:
    assert seen(formula).unclear
