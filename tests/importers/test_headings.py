from __future__ import annotations

from dataclasses import replace

import pytest

from importers.context import Context
from importers.questions import IGNORE, Heading, Question
from importers.tables import Rows
from importers.workbook import Scalar, Sheet
from monitoring.issues import Severity
from tests.importers.books import (
    AREA,
    CATALOGUE,
    CONTEXT,
    PINE,
    POPLAR,
    rows_of,
    sheet,
)

COUNTY = AREA.code
TITLE = ("2026年10月签约服务月报",)
FEW = ("机构", "家庭医生团队数", "常住人口数", "高血压患者人数")
ODD = (*FEW, "高血压病患者签约数")


def township(*head: str, row: tuple[Scalar, ...] = (1, 100, 20, 15)) -> Sheet:
    return sheet(TITLE, head, ("松林镇", *row))


def only_question(rows: Rows) -> Question:
    [question] = rows.questions
    return question


def answered(question: Question, value: str) -> Context:
    return replace(CONTEXT, answers={question.answer_key: value})


def heading(rows: Rows, text: str) -> Heading:
    [found] = [each for each in rows.headings if each.text == text]
    return found


def test_a_heading_that_is_almost_an_items_is_asked_with_the_likeliest_first() -> None:
    rows = rows_of(township(*ODD))
    question = only_question(rows)
    assert (question.sender, question.kind) == (PINE, "heading")
    assert question.options[0].value == "htn_signed"
    assert question.options[-1].value == IGNORE
    assert len(question.options) <= 6
    assert question.proposed == "htn_signed"
    assert (question.sheet, question.cells) == ("Sheet1", ("E2",))
    assert question.key == f"{rows.signature}|高血压病患者签约数"
    [issue] = [each for each in rows.issues if each.code == "question"]
    assert (issue.severity, issue.cell) == (Severity.ERROR, "E2")
    assert heading(rows, "高血压病患者签约数").certainty == "ask"
    assert "htn_signed" not in {value.item for value in rows.values}


def test_an_answer_is_the_item_from_then_on() -> None:
    question = only_question(rows_of(township(*ODD)))
    rows = rows_of(township(*ODD), context=answered(question, "htn_signed"))
    assert (rows.questions, rows.issues) == ((), [])
    assert {v.item: v.value.amount for v in rows.values}["htn_signed"] == 15
    found = heading(rows, "高血压病患者签约数")
    assert (found.item, found.certainty, found.key) == ("htn_signed", "answered", question.key)


def test_a_column_left_out_is_neither_read_nor_asked_about() -> None:
    question = only_question(rows_of(township(*ODD)))
    rows = rows_of(township(*ODD), context=answered(question, IGNORE))
    assert (rows.questions, rows.issues) == ((), [])
    assert "htn_signed" not in {value.item for value in rows.values}
    assert heading(rows, "高血压病患者签约数").item == ""


@pytest.mark.parametrize("gone", ["no_such_item", "", "life"])
def test_an_answer_that_names_no_item_of_the_form_is_asked_again(gone: str) -> None:
    question = only_question(rows_of(township(*ODD)))
    assert only_question(rows_of(township(*ODD), context=answered(question, gone))) == question


def test_an_answer_of_another_sender_or_layout_decides_nothing() -> None:
    question = only_question(rows_of(township(*ODD)))
    others = {
        (POPLAR, "heading", question.key): "htn_signed",
        (PINE, "heading", "0123456789ab|高血压病患者签约数"): "htn_signed",
        (PINE, "mark", question.key): "htn_signed",
    }
    assert rows_of(township(*ODD), context=replace(CONTEXT, answers=others)).questions


def test_the_county_is_the_sender_of_a_table_of_several() -> None:
    book = sheet(TITLE, ODD, ("松林镇", 1, 100, 20, 15), ("杨树镇", 1, 100, 20, 15))
    assert only_question(rows_of(book)).sender == COUNTY


def test_an_answer_also_corrects_a_heading_that_was_sure() -> None:
    head = (*FEW, "签约居民数")
    rows = rows_of(township(*head))
    assert rows.questions == ()
    key = heading(rows, "签约居民数").key
    answers = {(PINE, "heading", key): "htn_signed"}
    rows = rows_of(township(*head), context=replace(CONTEXT, answers=answers))
    assert {v.item for v in rows.values} == {"team", "resident", "htn", "htn_signed"}


def test_an_answer_that_repeats_a_column_is_told_and_not_taken() -> None:
    question = only_question(rows_of(township(*ODD)))
    rows = rows_of(township(*ODD), context=answered(question, "resident"))
    assert [issue.code for issue in rows.issues] == ["duplicate_column"]


def test_the_signature_is_the_same_next_month_and_another_for_another_head() -> None:
    def signature(*head: str) -> str:
        return rows_of(township(*head)).signature

    assert len(signature(*FEW, "签约数（10月）")) == 12
    assert signature(*FEW, "签约居民数") == signature(*FEW, "签约 居民数")
    assert signature(*FEW, "10月随访") == signature(*FEW, "11月随访")
    assert signature(*FEW, "签约居民数") != signature(*FEW, "高血压患者签约数")


def test_columns_headed_alike_are_asked_about_one_by_one() -> None:
    rows = rows_of(township(*FEW, "高血压病患者签约", "高血压病患者签约", row=(1, 9, 8, 7, 6)))
    keys = [question.key for question in rows.questions]
    assert len(set(keys)) == 2
    assert keys[1].endswith("#2")


def test_only_columns_with_figures_are_asked_about() -> None:
    rows = rows_of(township(*ODD, row=(1, 100, 20, None)))
    assert (rows.questions, rows.issues) == ((), [])


@pytest.mark.parametrize(
    "name",
    ["高血压未签约人数", "新增高血压患者人数", "60岁高血压患者签约数", "糖尿病患者签约数", "电话"],
)
def test_what_a_heading_says_beyond_an_item_rules_it_out(name: str) -> None:
    rows = rows_of(township(*FEW, name))
    assert rows.questions == ()
    [issue] = rows.issues
    assert (issue.code, issue.severity) == ("unknown_column", Severity.WARNING)
    assert heading(rows, name).certainty == "no"


def test_a_shared_name_is_told_by_the_group_of_the_column_before() -> None:
    head = ("机构", "家庭医生团队数", "常住人口数", "高血压患者人数", "签约")
    rows = rows_of(township(*head))
    assert rows.questions == ()
    assert heading(rows, "签约").item == "htn_signed"


def test_an_alias_that_the_neighbour_contradicts_is_asked() -> None:
    # 签约数 alone is an alias of the beds; behind the patients it may be theirs.
    rows = rows_of(township(*FEW, "签约数"))
    question = only_question(rows)
    assert [option.value for option in question.options] == ["htn_signed", "beds_kept", IGNORE]
    assert question.proposed == "htn_signed"


def test_a_shared_name_without_a_telling_neighbour_is_asked() -> None:
    rows = rows_of(township("机构", "常住人口数", "家庭医生团队数", "签约居民数", "患者签约"))
    assert only_question(rows).kind == "heading"


def test_every_column_of_the_head_is_told() -> None:
    rows = rows_of(township(*FEW, "签约率", row=(1, 100, 20, "15%")))
    assert [(h.cell, h.item, h.certainty) for h in rows.headings] == [
        ("B2", "team", "sure"),
        ("C2", "resident", "sure"),
        ("D2", "htn", "sure"),
        ("E2", "", "no"),
    ]


def test_a_rate_that_is_entered_as_a_result_is_asked_about_like_any_item() -> None:
    head = ("单位", "人均预期寿命", "居民健康素养水平", "医养健康产业增加值", "产业增加值增速率(%)")
    item_rate = replace(
        CATALOGUE.forms["T2"].items[1], code="visits_rate", name="县域内就诊率", aliases=()
    )
    form = replace(CATALOGUE.forms["T2"], items=(*CATALOGUE.forms["T2"].items, item_rate))
    context = replace(CONTEXT, catalogue=replace(CATALOGUE, forms={"T2": form}))
    page = sheet(("2026年",), (*head[:-1], "县域内病人就诊率"), ("临清市本级", 79, 30, 1, "91.2%"))
    question = only_question(rows_of(page, context))
    assert question.options[0].value == "visits_rate"
    page = sheet(("2026年",), head, ("临清市本级", 79, 30, 1, "91.2%"))
    assert [i.code for i in rows_of(page, context).issues] == ["unknown_column"]
