"""A return that is recalculated shows the figures it was submitted with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exporters.returns import first_line, return_bytes, return_workbook
from monitoring.amounts import number, rounded
from monitoring.catalogue import Indicator
from monitoring.paper import NOTHING, UNREPORTED, cell
from monitoring.returns import Cell, Line, Return
from tests.exporters.samples import indicator, small_return

INDICATORS = {
    "sign_rate": indicator("sign_rate", "signed", "resident"),
    "share": indicator("share", "signed + 2*visits", "resident - visits"),
    "lagging": indicator("lagging", "signed - signed@prev", "resident"),
    "elsewhere": indicator("elsewhere", "beds", "resident"),
    "yearly": indicator("yearly", "visits", "resident", kind="ytd"),
}
_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
NUMBER = st.integers(0, 10**7).map(lambda amount: cell(number(amount), 0))
CELLS = st.one_of(NUMBER, NUMBER, st.sampled_from([UNREPORTED, NOTHING]))


def document(rows: Mapping[str, Sequence[Cell]], rates: Mapping[str, Sequence[Cell]]) -> Return:
    units = len(next(iter(rows.values())))
    lines = [Line("item", code, "人", "1", cells=tuple(c), code=code) for code, c in rows.items()]
    lines += [Line("rate", code, "%", "2", 1, tuple(c), code) for code, c in rates.items()]
    return replace(
        small_return(),
        columns=("合计", *(f"第{place}镇" for place in range(1, units))),
        units=("", *(str(place) for place in range(1, units))),
        lines=tuple(lines),
    )


def total(parts: Sequence[Cell]) -> Cell:
    numbers = [int(part.number) for part in parts if part.number]
    return cell(number(sum(numbers)), 0) if numbers else UNREPORTED


def rate(rows: Mapping[str, Sequence[Cell]], column: int, chosen: Indicator) -> Cell:
    """What a unit's rate prints, or the county's over the units that answered all of it."""
    both = [side for side in (chosen.numerator, chosen.denominator) if side is not None]
    codes = [term.item for side in both for term in side.terms]
    columns = [column] if column else range(1, len(rows[codes[0]]))
    columns = [c for c in columns if all(rows[code][c] != UNREPORTED for code in codes)]
    sides = []
    for side in both:
        numbers = [
            term.factor * int(rows[term.item][c].number)
            for term in side.terms
            for c in columns
            if rows[term.item][c].number
        ]
        sides.append(sum(numbers) if numbers else None)
    above, below = sides
    if above is None or not below:
        return NOTHING
    text = rounded(Fraction(above, below) * chosen.factor, 2)
    return Cell(text, text, 2)


def recalculated(content: bytes) -> dict[str, tuple[str, Fraction, Fraction]]:
    """Every formula with the value it gives and the value that stands beside it."""
    formulas = load_workbook(BytesIO(content)).worksheets[0]
    values = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    return {
        each.coordinate: (
            each.value,
            worth(each.value[1:], values),
            Fraction(str(values[each.coordinate].value)),
        )
        for row in formulas.iter_rows()
        for each in row
        if isinstance(each.value, str) and each.value.startswith("=")
    }


def worth(formula: str, sheet: Worksheet) -> Fraction:
    """The exact value of a formula made of SUM, ROUND, cells and the four operations."""
    if match := re.fullmatch(r"ROUND\((.*),(\d)\)", formula):
        return Fraction(rounded(worth(match[1], sheet), int(match[2])))

    def summed(match: re.Match[str]) -> str:
        numbers = [
            Fraction(str(each.value))
            for part in match[1].split(",")
            for row in sheet[part if ":" in part else f"{part}:{part}"]
            for each in row
            if isinstance(each.value, int | float)
        ]
        return f"Fraction('{sum(numbers)}')"

    text = re.sub(r"SUM\(([^()]*)\)", summed, formula)
    text = re.sub(r"\b[A-Z]+\d+\b", lambda m: f"Fraction('{sheet[m[0]].value}')", text)
    text = re.sub(r"(?<![\w'.])(\d+)(?![\w'.])", r"Fraction(\1)", text)
    return Fraction(eval(text, {"Fraction": Fraction}))


@settings(deadline=None)
@given(st.data(), st.integers(1, 6))
def test_every_formula_gives_the_figure_that_is_printed(data: st.DataObject, units: int) -> None:
    rows: dict[str, Sequence[Cell]] = {}
    for code in ("signed", "resident", "visits"):
        parts = data.draw(st.lists(CELLS, min_size=units, max_size=units))
        rows[code] = [total(parts), *parts]
    rates = {
        code: [rate(rows, column, INDICATORS[code]) for column in range(units + 1)]
        for code in ("sign_rate", "share")
    }
    made = document(rows, rates)

    found = recalculated(return_bytes(made, INDICATORS))

    assert all(gives == stands for _, gives, stands in found.values())
    first = first_line(made)
    printed = [made.lines[place].cells[0].number for place in range(5)]
    assert [f"D{first + place}" in found for place in range(5)] == [bool(text) for text in printed]


def test_missing_units_are_left_out_of_a_rate_on_both_sides() -> None:
    parts = [cell(number(50), 0), UNREPORTED, cell(number(30), 0)]
    people = [cell(number(100), 0), cell(number(1000), 0), cell(number(60), 0)]
    rows = {"signed": [total(parts), *parts], "resident": [total(people), *people]}
    made = document(rows, {"sign_rate": [rate(rows, c, INDICATORS["sign_rate"]) for c in range(4)]})
    place = f"D{first_line(made) + 2}"
    formula, gives, stands = recalculated(return_bytes(made, INDICATORS))[place]
    assert gives == stands == 50
    top = first_line(made)
    assert formula == f"=ROUND(SUM(E{top},G{top})/SUM(E{top + 1},G{top + 1})*100,2)"


def test_what_the_return_does_not_hold_stays_a_plain_value() -> None:
    people = [cell(number(100), 0), cell(number(60), 0)]
    rows = {code: [total(people), *people] for code in ("signed", "resident", "visits")}
    printed = [Cell("7.00", "7.00", 2)] * 3
    made = document(rows, dict.fromkeys(("lagging", "elsewhere", "yearly", "unknown"), printed))
    found = recalculated(return_bytes(made, INDICATORS))
    assert sorted(found) == [f"D{first_line(made) + place}" for place in range(3)]


def test_the_formulas_are_all_that_is_added() -> None:
    people = [cell(number(100), 0), cell(number(60), 0)]
    made = document({"resident": [total(people), *people]}, {})
    plain = BytesIO()
    return_workbook(made).save(plain)
    values = load_workbook(plain).worksheets[0]
    again = load_workbook(BytesIO(return_bytes(made, {})), data_only=True).worksheets[0]
    assert list(again.values) == list(values.values)
    assert again.print_title_rows == values.print_title_rows
