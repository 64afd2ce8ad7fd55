"""绩效考核: townships ranked exactly by weights of the county's own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.errors import ExpectedError
from monitoring.scoring import Mark
from workflow import score_weights, scorecard

MONTH = 202610
QINGNIAN, XINHUA, XIANFENG, DAXIN = (f"371581{n}000" for n in ("001", "002", "003", "004"))


def _write(ledger: Ledger, unit: str, **values: Value) -> None:
    entries = [Entry(unit, item, MONTH, value) for item, value in values.items()]
    ledger.write(entries, NewSource("hand"))


@pytest.fixture
def scored(fresh_ledger: Ledger) -> Ledger:
    """Four units with care beds: half, all, not reported, none of their own."""
    _write(fresh_ledger, QINGNIAN, care_bed=number(100), nursing_bed=number(30))
    _write(fresh_ledger, XINHUA, care_bed=number(100), nursing_bed=number(60))
    _write(fresh_ledger, XIANFENG, care_bed=number(100), nursing_bed=MISSING)
    _write(fresh_ledger, DAXIN, care_bed=NOT_APPLICABLE, nursing_bed=NOT_APPLICABLE)
    for unit, count in ((QINGNIAN, 1), (XINHUA, 4), (XIANFENG, 2), (DAXIN, 2)):
        _write(fresh_ledger, unit, hospice=number(count))
    return fresh_ledger


def test_rates_are_held_against_the_target_and_counts_against_the_best(scored: Ledger) -> None:
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 60, "hospice_cnt": 40})
    by_unit = {row.unit.code: row for row in card.rows}
    assert [c.indicator.code for c in card.columns] == ["nursing_bed_share", "hospice_cnt"]
    assert [c.standard_text for c in card.columns] == ["60", "4（最好值）"]
    first = by_unit[QINGNIAN]
    assert first.scores["nursing_bed_share"].points == 30
    assert first.scores["hospice_cnt"].points == 10
    assert first.total == 40
    assert by_unit[XINHUA].total == 100


def test_missing_earns_nothing_and_is_marked_while_what_does_not_apply_is_left_out(
    scored: Ledger,
) -> None:
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 60, "hospice_cnt": 40})
    by_unit = {row.unit.code: row for row in card.rows}
    missing, absent = by_unit[XIANFENG], by_unit[DAXIN]
    assert missing.scores["nursing_bed_share"].mark is Mark.MISSING
    assert missing.scores["nursing_bed_share"].points is None
    assert missing.total == 20
    assert missing.lacking == 1
    assert absent.scores["nursing_bed_share"].mark is Mark.NOT_APPLICABLE
    assert absent.total == 50
    assert absent.lacking == 0
    assert [row.rank for row in card.rows[:4]] == [1, 2, 3, 4]


def test_units_without_any_figure_come_last_without_a_place(scored: Ledger) -> None:
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 1})
    assert [row.rank for row in card.rows] == [1, 2, *[None] * 14]
    assert all(row.total is None for row in card.rows[2:])


def test_totals_that_differ_are_printed_apart(scored: Ledger) -> None:
    _write(scored, QINGNIAN, care_bed=number(1_000_000), nursing_bed=number(300_000))
    _write(scored, XINHUA, care_bed=number(1_000_000), nursing_bed=number(300_001))
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 1})
    assert [card.total_text(row) for row in card.rows[:2]] == ["50.0002", "50.0000"]
    assert card.rows[0].total == Fraction(300_001, 6_000)


def test_the_defaults_weigh_what_the_countys_own_plan_asks_of_townships(
    fresh_ledger: Ledger,
) -> None:
    weights = score_weights.weights(fresh_ledger)
    assert "nursing_bed_share" in weights
    assert "in_county_visit_rate" not in weights  # the county's, no township's
    assert sum(weights.values()) == 100
    assert max(weights.values()) - min(weights.values()) <= 1


def test_what_the_county_sets_counts_from_then_on(fresh_ledger: Ledger) -> None:
    score_weights.keep_weights(fresh_ledger, {"fd_sign_rate": 70, "htn_std_rate": 30})
    score_weights.keep_weights(
        fresh_ledger, {"fd_sign_rate": 60, "dm_std_rate": 0, "tcm_visit_share": 5}
    )
    assert score_weights.weights(fresh_ledger) == {"fd_sign_rate": 60, "tcm_visit_share": 5}


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"imr": 10}, "没有可以考核乡镇的指标“imr”"),
        ({"fd_sign_rate": -1}, "0 到 1000"),
        ({"fd_sign_rate": True}, "0 到 1000"),
        ({"fd_sign_rate": 0}, "至少给一项"),
        ({}, "至少给一项"),
    ],
)
def test_weights_that_cannot_be_are_refused(
    fresh_ledger: Ledger, weights: dict[str, int], told: str
) -> None:
    with pytest.raises(ExpectedError, match=told):
        score_weights.keep_weights(fresh_ledger, weights)


def test_weights_go_from_one_ledger_to_another_as_a_file(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    score_weights.keep_weights(fresh_ledger, {"fd_sign_rate": 70, "htn_std_rate": 30})
    path = tmp_path / "权重.json"
    assert score_weights.write_weights(fresh_ledger, path) == 2
    assert score_weights.read_weights(path) == {"fd_sign_rate": 70, "htn_std_rate": 30}


@pytest.mark.parametrize("text", ["[]", "{", '{"weights": {"fd_sign_rate": 1}}', "[" * 100_000])
def test_another_file_is_no_file_of_weights(tmp_path: Path, text: str) -> None:
    path = tmp_path / "别的.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ExpectedError, match="权重文件"):
        score_weights.read_weights(path)


def test_the_workbook_holds_the_figures_the_points_and_the_method(
    scored: Ledger, tmp_path: Path
) -> None:
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 60, "hospice_cnt": 40})
    path = tmp_path / "考核.xlsx"
    scorecard.save(scored, card, path)
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][3] == "养老机构护理型床位占比（%）"
    assert rows[1][3] == "权重 60　标准 60"
    assert rows[3] == [1, "新华路街道", 100, 60, 60, 4, 40]
    assert rows[6][:5] == [4, "先锋路街道", 20, "未报", "—"]
    assert rows[7][:5] == ["—", "松林镇", "—", "未报", "—"]
    assert "不适用" in {row[3] for row in rows}
    texts = [str(row[0]) for row in rows[-3:]]
    assert texts == list(scorecard.METHOD)
    assert sheet.print_title_rows == "$3:$5"
    assert Decimal(str(rows[3][2])) == 100


def test_an_existing_workbook_is_not_replaced_unasked(scored: Ledger, tmp_path: Path) -> None:
    card = scorecard.scorecard(scored, MONTH, {"nursing_bed_share": 1})
    path = tmp_path / "考核.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ExpectedError, match="已经存在"):
        scorecard.save(scored, card, path)
    with pytest.raises(ExpectedError, match="xlsx"):
        scorecard.save(scored, card, scored.path, replace=True)
    assert path.read_bytes() == b"old"
