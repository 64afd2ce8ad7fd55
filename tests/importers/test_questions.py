from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells import read_cell, take
from importers.context import Context
from importers.questions import IGNORE, Answers, Asker, Question, merged, question_issues
from importers.tables import Rows
from importers.workbook import Scalar, Sheet
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number, unscale
from monitoring.issues import Severity
from tests.importers.books import AREA, CONTEXT, HEAD, PINE, item, rows_of, sheet, table

COUNT = item("count", "签约居民数")
MONEY = item("money", "增加值", unit="亿元", decimals=2)
SHARE = item("share", "健康素养水平", unit="%", decimals=2)
BEDS = item("beds", "床位数", unit="张")
PEOPLE = item("people", "常住人口", unit="万人", decimals=2)
MARKS = ["-", "—", "——", "－", "/", "…", "……", "*", "×", "无", "没有", "暂无", "N/A", "?", "不详"]


def asker(answers: Answers | None = None, *, template: bool = False) -> Asker:
    return Asker(PINE, answers or {}, "Sheet1", template)


def asked(scalar: Scalar, of: object = COUNT) -> Question:
    one = asker()
    assert isinstance(of, type(COUNT))
    assert take(scalar, of, one, "B3") == (None, None)
    [question] = one.questions()
    return question


def told(kind: str, key: str, value: str) -> Asker:
    return asker({(PINE, kind, key): value})


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_asked_and_never_guessed(mark: str) -> None:
    question = asked(mark)
    assert (question.sender, question.kind, question.sheet) == (PINE, "mark", "Sheet1")
    assert question.cells == ("B3",)
    values = [option.value for option in question.options]
    assert values[:2] == ["missing", "not_applicable"]
    assert values[-1] == IGNORE
    assert ("zero" in values) == (mark in ("无", "没有"))


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("answer", "value"), [("missing", MISSING), ("not_applicable", NOT_APPLICABLE), (IGNORE, None)]
)
def test_what_a_mark_means_is_remembered(mark: str, answer: str, value: Value | None) -> None:
    one = told("mark", asked(mark).key, answer)
    assert take(mark, COUNT, one, "B3") == (value, None)
    assert one.questions() == ()


def test_only_a_word_for_nothing_may_mean_zero() -> None:
    assert take("无", COUNT, told("mark", "无", "zero"), "B3") == (number(0), None)
    for mark in set(MARKS) - {"无", "没有"}:
        one = told("mark", asked(mark).key, "zero")
        assert take(mark, COUNT, one, "B3") == (None, None)
        assert one.questions()


def test_dashes_of_any_length_are_one_mark_and_a_hyphen_another() -> None:
    assert asked("—").key == asked("———").key == asked("–").key
    assert asked("-").key == asked("－").key == asked("--").key
    assert asked("-").key != asked("—").key


def test_a_slash_is_known_in_our_own_template_and_asked_of_strangers() -> None:
    assert take("/", COUNT, asker(template=True), "B3") == (NOT_APPLICABLE, None)
    assert asked("/").proposed == "not_applicable"
    assert take("—", COUNT, asker(template=True), "B3") == (None, None)


@pytest.mark.parametrize(
    ("text", "of", "amount", "key"),
    [
        ("2000万", COUNT, 20_000_000, "万人→人|count"),
        ("1.2万人", COUNT, 12_000, "万人→人|count"),
        ("１．２ 万", COUNT, 12_000, "万人→人|count"),
        ("3亿", COUNT, 300_000_000, "亿人→人|count"),
        ("1,234百人", COUNT, 123_400, "百人→人|count"),
        ("5000万元", MONEY, 50, "万元→亿元|money"),
        ("350000000元", MONEY, 350, "元→亿元|money"),
        ("12000人", PEOPLE, 120, "人→万人|people"),
    ],
)
def test_another_multiple_is_converted_exactly_once_the_clerk_says_so(
    text: str, of: object, amount: int, key: str
) -> None:
    assert isinstance(of, type(COUNT))
    question = asked(text, of)
    assert (question.kind, question.key, question.proposed) == ("measure", key, "yes")
    one = told("measure", key, "yes")
    value, issue = take(text, of, one, "B3")
    assert value == number(amount)
    assert issue is not None
    assert (issue.code, issue.severity, issue.where) == (
        "converted", Severity.WARNING, "Sheet1!B3",
    )  # fmt: skip
    assert take(text, of, told("measure", key, IGNORE), "B3") == (None, None)
    assert read_cell(text, of)[0] is None


@pytest.mark.parametrize(
    ("text", "of", "amount"),
    [("3.5亿元", MONEY, 350), ("3.5亿", MONEY, 350), ("1.5万人", PEOPLE, 150), ("30张", BEDS, 30),
     ("30 个", BEDS, 30), ("12位", COUNT, 12), ("-0人", COUNT, 0)],
)  # fmt: skip
def test_the_items_own_unit_is_read_without_a_word(text: str, of: object, amount: int) -> None:
    assert isinstance(of, type(COUNT))
    one = asker()
    assert take(text, of, one, "B3") == (number(amount), None)
    assert one.questions() == ()


@pytest.mark.parametrize(
    ("text", "of", "code"),
    [
        ("1.23456万", COUNT, "decimals"),
        ("1万元", MONEY, "decimals"),
        ("-2万", COUNT, "negative"),
        ("99999999999亿", COUNT, "out_of_range"),
    ],
)
def test_a_conversion_obeys_the_item_like_any_number(text: str, of: object, code: str) -> None:
    assert isinstance(of, type(COUNT))
    _, issue = take(text, of, told("measure", asked(text, of).key, "yes"), "B3")
    assert issue is not None
    assert issue.code == code


@pytest.mark.parametrize(
    "text",
    ["2000万元", "30张", "3人次", "2万-3万", "约2万", "2万多", "20万/30万", "12万3千", "5吨"],
)
def test_what_is_not_the_same_thing_is_refused_and_not_asked(text: str) -> None:
    one = asker()
    value, issue = take(text, COUNT, one, "B3")
    assert value is None
    assert issue is not None
    assert issue.code in ("needs_unit", "not_a_number")
    assert one.questions() == ()


@pytest.mark.parametrize("scalar", [Decimal("0.65"), "0.65", 1, Decimal("-0.5")])
def test_a_share_below_one_is_asked(scalar: Scalar) -> None:
    question = asked(scalar, SHARE)
    assert question.kind == "measure"
    assert [option.value for option in question.options] == ["ratio", "as_is", IGNORE]


def test_a_share_in_our_own_template_stands_and_is_pointed_out() -> None:
    template = Asker(PINE, sheet="表", template=True)
    value, issue = take(Decimal("0.65"), SHARE, template, "D7")
    assert value == number(65)
    assert issue is not None
    assert (issue.code, issue.severity, issue.cell) == ("share", Severity.WARNING, "D7")
    assert "65%" in issue.message
    assert template.questions() == ()


def test_a_share_is_read_as_the_clerk_said() -> None:
    key = asked(Decimal("0.65"), SHARE).key
    value, issue = take(Decimal("0.65"), SHARE, told("measure", key, "ratio"), "B3")
    assert (value, issue and issue.code) == (number(6500), "converted")
    assert take(Decimal("0.65"), SHARE, told("measure", key, "as_is"), "B3") == (number(65), None)
    assert take("0.65%", SHARE, asker(), "B3") == (number(65), None)
    assert take(0, SHARE, asker(), "B3") == (number(0), None)
    assert take(Decimal("63.5"), SHARE, asker(), "B3") == (number(6350), None)


def test_the_same_question_is_put_once_with_all_its_cells() -> None:
    one = asker()
    for cell in ("B3", "B4", "C9"):
        take("—", COUNT, one, cell)
    take("无", COUNT, one, "D1")
    assert [question.cells for question in one.questions()] == [("B3", "B4", "C9"), ("D1",)]
    issues = list(question_issues(one.questions()))
    assert [(issue.code, issue.cell) for issue in issues] == [
        ("question", "B3"),
        ("question", "D1"),
    ]


def test_sheets_that_ask_the_same_ask_once() -> None:
    first = asked("—")
    second = replace(first, sheet="二", cells=("A1",))
    other = asked("无")
    assert merged([first, other, second]) == (first, other)


def test_an_open_question_keeps_the_rest_of_the_row() -> None:
    rows = rows_of(table(("松林镇", 1, "—", 3), ("杨树镇", 1, "2000万", "—")))
    assert [q.kind for q in rows.questions] == ["mark", "measure"]
    assert rows.questions[0].cells == ("C3", "D4")
    assert {value.cell for value in rows.values} == {"B3", "D3", "B4"}
    assert rows.blanks == []


def test_a_total_is_not_compared_while_a_part_is_open() -> None:
    rows = rows_of(table(("松林镇", 1, "—", 3), ("杨树镇", 1, 5, 3), ("合计", 2, 9, 6)))
    assert [issue.code for issue in rows.issues] == ["question"]


def test_blank_cells_of_units_are_told_apart_from_marks() -> None:
    rows = rows_of(table(("松林镇", 1, None, " "), ("杨树镇", 1, "未报", 3)))
    assert [(b.unit, b.item, b.cell) for b in rows.blanks] == [
        (PINE, "resident", "C3"),
        (PINE, "signed", "D3"),
    ]


WAN = (HEAD[0], HEAD[1], "常住居民数(万人)", HEAD[3])


def headed(*extra: tuple[Scalar, ...], head: tuple[Scalar, ...] = WAN) -> Sheet:
    return sheet(*extra, head, ("松林镇", 1, Decimal("1.2"), 3), ("杨树镇", 1, "1,000.5", 3))


def settled(page: Sheet, value: str) -> Rows:
    [question] = rows_of(page).questions
    answers = {question.answer_key: value}
    return rows_of(page, context=Context(AREA, CONTEXT.catalogue, CONTEXT.period, answers))


def test_a_column_in_another_multiple_is_asked_once_and_converted() -> None:
    page = headed(("2026年10月",))
    rows = rows_of(page)
    question = next(q for q in rows.questions if q.kind == "measure" and "resident" in q.key)
    assert "resident" not in {value.item for value in rows.values}
    assert [option.value for option in question.options] == ["yes", "no", IGNORE]


def test_the_answer_for_a_column_converts_all_of_it_with_one_warning() -> None:
    rows = settled(headed(), "yes")
    amounts = [v.value.amount for v in rows.values if v.item == "resident"]
    assert amounts == [12_000, 10_005_000]
    [issue] = rows.issues
    assert (issue.code, issue.severity, issue.cell) == ("converted", Severity.WARNING, "C2")
    assert "12,000" in issue.message
    assert "1.2" in issue.message


def test_a_head_that_is_wrong_about_its_figures_can_be_overruled() -> None:
    page = sheet(WAN, ("松林镇", 1, 12000, 3), ("杨树镇", 1, 5, 3))
    rows = settled(page, "no")
    assert [v.value.amount for v in rows.values if v.item == "resident"] == [12000, 5]
    left_out = settled(page, IGNORE)
    assert "resident" not in {v.item for v in left_out.values}
    assert left_out.questions == ()


def test_totals_are_converted_with_their_column() -> None:
    page = sheet(WAN, ("松林镇", 1, Decimal("1.2"), 3), ("杨树镇", 1, 2, 3),
                 ("合计", 2, Decimal("3.2"), 6))  # fmt: skip
    rows = settled(page, "yes")
    assert [issue.code for issue in rows.issues] == ["converted"]
    assert [t.amount for t in rows.totals if t.item == "resident"] == [32_000]


@given(st.integers(0, 10**10))
def test_a_number_written_in_ten_thousands_is_the_same_number(amount: int) -> None:
    one = told("measure", "万人→人|count", "yes")
    value, _ = take(f"{unscale(amount, 4)}万", COUNT, one, "B3")
    assert value == number(amount)


@given(st.text("0０一二十百千万亿无没有—-/人%.个〇零 ", max_size=8))
def test_nothing_becomes_zero_unless_it_says_zero(text: str) -> None:
    for kind in ("missing", IGNORE):
        answers = {(PINE, "mark", mark): kind for mark in text}
        value, _ = take(text, COUNT, asker(answers), "B3")
        if value == number(0):
            assert set(text) & set("0０〇零")
