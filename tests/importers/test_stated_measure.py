from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from importers.workbook import Scalar
from monitoring.issues import Severity
from tests.importers.books import CONTEXT, HEAD, PINE, codes, read, sheet

Line = tuple[Scalar, ...]
TITLE = "2026年10月签约服务月报"
ROWS: tuple[Line, ...] = (HEAD, ("松林镇", 1, 10, 5), ("杨树镇", 2, 20, 6))
ONE: tuple[Line, ...] = (
    ("填报单位：松林镇",),
    ("项目", "数值"),
    ("家庭医生团队数", 1),
    ("常住人口数", 10),
    ("签约居民数", 5),
)


@pytest.mark.parametrize("rows", [ROWS, ONE])
@pytest.mark.parametrize(
    ("title", "note"),
    [
        (f"{TITLE}（万人）", None),
        (f"{TITLE}（单位：万人）", None),
        (TITLE, "单位：万人"),
        (TITLE, "注：以上人数均以万人为单位"),
        (TITLE, "注：人口按万人计"),
    ],
)
def test_a_multiple_in_a_title_or_a_note_is_never_read_as_one(
    rows: tuple[Line, ...], title: str, note: str | None
) -> None:
    reading = read(sheet((title,), *rows, (note,)))
    [issue] = [each for each in reading.issues if each.code == "unit_differs"]
    assert issue.severity is Severity.ERROR
    assert issue.cell == ("A1" if note is None else f"A{len(rows) + 2}")
    above = read(sheet((title,), (note,), *rows))
    asked = "question" if note == "单位：万人" else "unit_differs"
    assert asked in codes(above)


PEOPLE: tuple[Line, ...] = (
    ("机构", "家庭医生团队数", "常住人口数", "签约居民数"),
    ("松林镇", 1, "1.2345", Decimal("0.5")),
    ("杨树镇", 2, 2, "0.0006"),
    ("合计", 3, "3.2345", "0.5006"),
)
ALONE: tuple[Line, ...] = (
    ("填报单位：松林镇",),
    ("项目", "数值"),
    ("家庭医生团队数", 1),
    ("常住人口数", "1.2345"),
    ("签约居民数", Decimal("0.5")),
)


@pytest.mark.parametrize("rows", [PEOPLE, ALONE])
@pytest.mark.parametrize("caption", ["单位：万人", "（计量单位: 万人）", "单位：万"])
def test_a_measure_captioned_above_a_table_is_asked_about_once_and_then_converted(
    rows: tuple[Line, ...], caption: str
) -> None:
    page = sheet((TITLE,), (None, None, caption), *rows)
    reading = read(page)
    people = [q for q in reading.questions if "常住人口数" in q.text]
    [question] = people
    assert (question.proposed, len(question.cells)) == ("yes", 2)
    assert {value.item for value in reading.values} <= {"team"}
    answers = {q.answer_key: "yes" if q == question else "no" for q in reading.questions}
    reading = read(page, context=replace(CONTEXT, answers=answers))
    assert set(codes(reading)) == {"converted"}
    amounts = {v.item: v.value.amount for v in reading.values if v.unit == PINE}
    assert amounts == {"team": 1, "resident": 12345, "signed": 5000}


def test_a_columns_own_measure_goes_before_what_is_captioned() -> None:
    head = ("机构", "家庭医生团队数", "常住人口数(人)", "签约居民数")
    reading = read(sheet((TITLE,), ("单位：万人",), head, ("松林镇", 1, 20_000, 1)))
    assert [question.cells for question in reading.questions] == [("D3",)]
    assert {value.item for value in reading.values} == {"team", "resident"}


@pytest.mark.parametrize(
    "note",
    [
        "金额单位：万元",
        "注：每万人口医生数按常住人口计算",
        "注：以上均以人计",
        "单位：人",
        "注：共三万人参加",
    ],
)
def test_a_note_about_something_else_changes_nothing(note: str) -> None:
    assert codes(read(sheet((TITLE,), *ROWS, (note,)))) == []
