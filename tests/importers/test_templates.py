from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from exporters.templates import write_template
from importers.reader import Reader
from importers.recognise import Context, recognise
from importers.workbook import Scalar, Sheet, Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.periods import Period, latest
from tests.importers.books import (
    ANY_MONTH,
    CONTEXT,
    MONTHLY,
    OCTOBER,
    PINE,
    WILLOW,
    codes,
    figures,
    template,
)


def test_values_come_from_exactly_the_cells_the_map_names() -> None:
    reading = recognise(template({"team": 3, "signed": "1,234", "htn": "未报"}), CONTEXT)
    assert reading.layout == "template"
    assert (reading.form, reading.period, reading.units) == ("T1", OCTOBER, (PINE,))
    assert figures(reading) == {
        (PINE, "team"): 3,
        (PINE, "signed"): 1234,
        (PINE, "htn"): "missing",
    }
    assert [(v.sheet, v.cell) for v in reading.values] == [
        ("填报", "D4"),
        ("填报", "D6"),
        ("填报", "D7"),
    ]
    assert reading.issues == ()


def test_a_cell_that_cannot_be_read_names_sheet_and_cell() -> None:
    reading = recognise(template({"team": "若干", "signed": 5}), CONTEXT)
    [issue] = reading.issues
    assert (issue.code, issue.where) == ("not_a_number", "填报!D4")


@pytest.mark.parametrize(("cell", "kind"), [("2000万", "measure"), ("—", "mark")])
def test_what_only_the_clerk_knows_is_asked(cell: Scalar, kind: str) -> None:
    reading = recognise(template({"team": cell, "signed": 5}), CONTEXT)
    [question] = reading.questions
    assert (question.kind, question.sender, question.cells) == (kind, PINE, ("D4",))
    assert codes(reading) == ["question"]
    answers = {question.answer_key: question.options[0].value}
    answered = recognise(template({"team": cell, "signed": 5}), replace(CONTEXT, answers=answers))
    assert answered.questions == ()
    assert (PINE, "team") in figures(answered)


def test_cells_left_empty_are_told() -> None:
    reading = recognise(template({"team": 1, "signed": 5}), CONTEXT)
    assert [(b.unit, b.item, b.cell) for b in reading.blanks] == [
        (PINE, "resident", "D5"),
        (PINE, "htn", "D7"),
        (PINE, "htn_signed", "D8"),
        (PINE, "beds_kept", "D9"),
    ]


@pytest.mark.parametrize("place", [2, 3])
def test_an_inserted_column_is_noticed_and_not_taken_for_an_empty_template(place: int) -> None:
    book = template({"team": 1, "resident": 2})
    rows = [(*row[:place], None, *row[place:]) for row in book.sheets[0].rows]
    reading = recognise(_with_rows(book, rows), CONTEXT)
    assert codes(reading) == ["moved"]
    assert reading.issues[0].cell == "E4"


def test_a_template_nobody_filled_in_is_refused() -> None:
    assert codes(recognise(template(), CONTEXT)) == ["no_values"]


@pytest.mark.parametrize(
    ("keys", "code", "says"),
    [
        ({"area": "370832000000", "area_name": "梁山县"}, "other_area", "梁山县"),
        ({"period": 202609}, "other_period", "2026年9月"),
        ({"version": 1}, "other_version", "第 1 版"),
        ({"version": 3}, "other_version", "第 3 版"),
        ({"schema": "taizhang-template-2"}, "other_version", "重新生成"),
        ({"form": "T9"}, "unknown_form", "T9"),
        ({"unit": "371581999000", "unit_name": "某镇"}, "unknown_unit", "某镇"),
        ({"unit": "371581000000", "unit_name": "临清市"}, "unknown_unit", "临清市"),
        ({"period": "十月"}, "template_broken", "已损坏"),
        ({"sheet": "别的"}, "moved", "别的"),
    ],
)
def test_a_template_of_something_else_has_its_own_sentence(
    keys: dict[str, Scalar], code: str, says: str
) -> None:
    reading = recognise(template({"team": 1}, keys), CONTEXT)
    assert codes(reading) == [code]
    assert reading.values == ()
    assert says in reading.issues[0].message
    assert "；请" in reading.issues[0].message


def test_a_unit_that_did_not_exist_yet_does_not_owe_the_form() -> None:
    reading = recognise(template({"team": 1}, {"unit": WILLOW, "period": 201912}), ANY_MONTH)
    assert codes(reading) == ["unknown_unit"]


def test_without_a_month_asked_for_the_template_says_which() -> None:
    assert recognise(template({"team": 1}, {"period": 202609}), ANY_MONTH).period == Period(202609)


def _with_rows(book: Workbook, rows: list[tuple[Scalar, ...]]) -> Workbook:
    sheet, mark = book.sheets
    return Workbook((replace(sheet, rows=tuple(rows)), mark))


def test_an_inserted_row_is_noticed_and_never_misread() -> None:
    book = template({"team": 1, "resident": 2})
    rows = list(book.sheets[0].rows)
    reading = recognise(_with_rows(book, [*rows[:4], (), *rows[4:]]), CONTEXT)
    assert codes(reading) == ["moved"]
    assert reading.issues[0].cell == "B5"
    assert reading.values == ()


def test_sorted_rows_are_noticed_and_never_misread() -> None:
    book = template({"team": 1, "resident": 2})
    rows = list(book.sheets[0].rows)
    assert codes(recognise(_with_rows(book, [*rows[:3], *reversed(rows[3:])]), CONTEXT)) == [
        "moved"
    ]


def _with_map(book: Workbook, *lines: tuple[Scalar, ...]) -> Workbook:
    sheet, mark = book.sheets
    return Workbook((sheet, Sheet(mark.name, True, (*mark.rows[:19], *lines))))


def test_a_map_of_other_items_or_without_cells_is_refused() -> None:
    book = template({"team": 1})
    lines = [(i.code, f"D{n}") for n, i in enumerate(MONTHLY.items, 4)]
    assert codes(recognise(_with_map(book, *lines), CONTEXT)) == []
    assert codes(recognise(_with_map(book, *lines[1:]), CONTEXT)) == ["other_version"]
    assert codes(recognise(_with_map(book, *lines, ("gone", "D99")), CONTEXT)) == ["other_version"]
    for place in (None, "四", "D5"):
        broken = [("team", place), *lines[1:]]
        assert codes(recognise(_with_map(book, *broken), CONTEXT)) == ["template_broken"]


@pytest.mark.parametrize("form_code", ["F1", "F2", "F3", "F4", "F5", "F6"])
def test_a_written_template_is_read_back_exactly(
    form_code: str, tmp_path: Path, catalogue: Catalogue, linqing: Area
) -> None:
    form = catalogue.forms[form_code]
    period = latest(form.frequency, 202610)
    unit = form.reporting(linqing, period.end)[0]
    path = tmp_path / "模板.xlsx"
    write_template(path, form, linqing, unit, period, indicators=catalogue.indicators)
    book = openpyxl.load_workbook(path)
    mark = book["_taizhang"]
    sheet = book[next(str(row[1].value) for row in mark.iter_rows() if row[0].value == "sheet")]
    expected = {}
    for number, row in enumerate(mark.iter_rows(min_row=20), 1):
        code, cell = str(row[0].value), str(row[1].value)
        sheet[cell] = number
        expected[unit.code, code] = number * 10 ** form.by_code[code].decimals
    book.save(path)
    with Reader() as reader:
        workbook = reader.read(path.name, path.read_bytes())
    reading = recognise(workbook, Context(linqing, catalogue, period))
    assert reading.issues == ()
    assert (reading.form, reading.period, reading.units) == (form_code, period, (unit.code,))
    assert figures(reading) == expected
    assert len(expected) == len(form.items)


def test_no_float_ever_leaves_a_template() -> None:
    reading = recognise(template({"team": Decimal("1.5")}), CONTEXT)
    assert codes(reading) == ["decimals"]
