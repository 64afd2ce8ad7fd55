"""A county's own rules as data: what is a rule, what it says, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.catalogue import Catalogue
from monitoring.expressions import Expression, Term, parse_expression
from monitoring.own_rules import (
    OPERATORS,
    RuleError,
    formula_of,
    is_own,
    next_code,
    read_own_rule,
    sentence_of,
    table_of,
    with_own_rules,
)
from tests.monitoring import small

SMALL = small.catalogue()
TABLE: dict[str, Any] = {
    "id": "C01",
    "sentence": "签约不多于常住",
    "severity": "soft",
    "formula": "signed <= people",
}


def test_a_rule_needs_no_more_than_what_it_says() -> None:
    rule = read_own_rule(TABLE, SMALL)
    assert (rule.id, rule.rule, rule.kind, rule.form) == ("C01", "C01", "compare", "S1")
    assert (rule.reference, rule.valid_from, rule.units) == ("本县规定", 0, ())
    assert table_of(rule) == {**TABLE, "reference": "本县规定"}
    assert formula_of(rule) == "signed <= people"
    assert is_own(rule)
    assert not any(is_own(each) for each in SMALL.rules)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"id": "R04"}, "编号“R04”不对"),
        ({"id": "R04-F1-1"}, "编号"),
        ({"id": "C１２"}, "编号"),
        ({"id": 7}, "编号"),
        ({"formula": "signed <= nobody"}, "没有项目 nobody"),
        ({"formula": "signed"}, "看不懂公式"),
        ({"formula": "signed / 2 <= people"}, "看不懂公式"),
        ({"formula": 3}, "看不懂公式"),
        ({"severity": "mild"}, "hard 或 soft"),
        ({"sentence": " "}, "缺少规则的文字"),
        ({"sentence": "一\n二"}, "不是一行"),
        ({"sentence": "\ud800"}, "不是一行"),
        ({"sentence": "长" * 201}, "太长"),
        ({"valid_from": 202600}, "没有这个月"),
        ({"months": [13]}, "1 到 12 月"),
        ({"units": ["东镇"]}, "12 位"),
        ({"kind": "part"}, "看不懂的“kind”"),
        ({"left": "signed"}, "看不懂的“left”"),
    ],
)
def test_what_is_wrong_with_a_rule_is_one_sentence(change: dict[str, Any], word: str) -> None:
    with pytest.raises(RuleError, match=word) as refused:
        read_own_rule({**TABLE, **change}, SMALL)
    assert "；请" in str(refused.value)


@pytest.mark.parametrize("table", [None, [], "signed <= people", 3])
def test_what_is_no_rule_is_refused(table: object) -> None:
    with pytest.raises(RuleError):
        read_own_rule(table, SMALL)


SIDES = st.lists(
    st.builds(
        Term,
        st.integers(-99, 99).filter(bool),
        st.sampled_from(list(SMALL.items)),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(lambda terms: Expression(tuple(terms)))


@given(SIDES, st.sampled_from(list(OPERATORS)), SIDES, st.sets(st.integers(1, 12)))
def test_a_rule_written_and_read_is_the_same(
    left: Expression, operator: str, right: Expression, months: set[int]
) -> None:
    formula = f"{left} {operator} {right}"
    rule = read_own_rule({**TABLE, "formula": formula, "months": sorted(months)}, SMALL)
    assert (rule.left, rule.operator, rule.right) == (left, operator, right)
    assert read_own_rule(json.loads(json.dumps(table_of(rule))), SMALL) == rule


@pytest.mark.parametrize(
    ("left", "operator", "right", "sentence"),
    [
        ("signed", "<=", "people", "签约人数不多于常住人口"),
        (
            "visits_ytd - visits",
            "=",
            "visits_ytd@prev",
            "上门累计减上门人次等于上期上门累计",
        ),
        ("2*born + visits", ">", "people", "2倍本月活产加上门人次多于常住人口"),
        ("beds", ">=", "people", "《S2表》床位不少于《S1表》常住人口"),
        ("-born", "<", "people", "减本月活产少于常住人口"),
    ],
)
def test_the_sentence_names_the_items(left: str, operator: str, right: str, sentence: str) -> None:
    sides = parse_expression(left), parse_expression(right)
    assert sentence_of(sides[0], operator, sides[1], SMALL) == sentence


def test_a_code_is_never_given_twice() -> None:
    assert next_code(()) == "C01"
    assert next_code({"C01", "C07", "R21-1", "Cxx"}) == "C08"
    assert next_code({"C99"}) == "C100"


def test_a_rule_that_no_longer_fits_the_forms_is_left_out() -> None:
    bodies = [json.dumps(TABLE), json.dumps({**TABLE, "id": "C02", "formula": "gone <= people"})]
    whole: Catalogue = with_own_rules(SMALL, bodies)
    assert [rule.id for rule in whole.rules] == [*(rule.id for rule in SMALL.rules), "C01"]
    assert with_own_rules(SMALL, []) is SMALL
