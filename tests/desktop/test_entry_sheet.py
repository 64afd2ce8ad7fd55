"""The sheet behind the grid, what a pasted block does to it, and its table model."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.entry_paste import fit, overhang, tiled
from desktop.entry_sheet import TOTAL, Change, EntrySheet, Place
from desktop.models.entry_model import EntryModel, Look
from monitoring.amounts import MISSING, NOT_APPLICABLE, number
from monitoring.catalogue import Reporters
from tests.desktop.entry_samples import small_sheet

PEOPLE, ELDERS, SIGNED, RATE, BEDS = 1, 2, 4, 5, 6


def filled() -> EntrySheet:
    return small_sheet(
        {
            (0, "people"): number(1234),
            (0, "signed"): number(617),
            (1, "people"): number(0),
            (1, "signed"): MISSING,
            (2, "elders"): NOT_APPLICABLE,
        }
    )


def column(sheet: EntrySheet, unit: int) -> list[list[Place]]:
    return [[(line, unit)] for line in range(len(sheet.lines))]


def test_lines_have_sections_nesting_and_computed_rates() -> None:
    lines = small_sheet().lines
    assert [line.label for line in lines] == [
        "一、人口",
        "常住人口数",
        "其中：老年人数",
        "二、签约",
        "签约数",
        "签约率",
        "床位占比",
    ]
    assert [line.depth for line in lines] == [0, 0, 1, 0, 0, 1, 0]


def test_blank_zero_unreported_and_not_applicable_look_different() -> None:
    sheet = filled()
    assert sheet.text(PEOPLE, 2) == ""
    assert sheet.text(PEOPLE, 1) == "0"
    assert sheet.text(SIGNED, 1) == "·"
    assert sheet.text(ELDERS, 2) == "／"
    assert sheet.text(PEOPLE, 0) == "1,234"
    assert [sheet.written(SIGNED, 1), sheet.written(ELDERS, 2)] == ["未报", "/"]
    assert sheet.filled == 3


def test_totals_and_rates_follow_an_edit_at_once() -> None:
    sheet = filled()
    assert (sheet.text(PEOPLE, TOTAL), sheet.share(PEOPLE)) == ("1,234", "2/3")
    assert sheet.text(RATE, 0) == "50.00"
    touched = sheet.set_value(SIGNED, 0, number(1234))
    assert sheet.text(RATE, 0) == "100.00"
    assert sheet.text(RATE, TOTAL) == "100.00"
    assert set(touched) == {(SIGNED, 0), (SIGNED, TOTAL), (RATE, 0), (RATE, TOTAL)}
    sheet.set_value(PEOPLE, 2, number(6))
    assert (sheet.text(PEOPLE, TOTAL), sheet.share(PEOPLE)) == ("1,240", "")


def test_a_unit_is_filled_until_its_last_value_goes() -> None:
    sheet = filled()
    sheet.set_value(ELDERS, 2, None)
    assert sheet.filled == 2


def test_a_county_form_has_one_column_and_no_total() -> None:
    sheet = small_sheet(reporters=Reporters.COUNTY)
    assert (sheet.has_total, sheet.unit_name(0)) == (False, "本级")


def test_a_block_fits_with_blank_sections_and_rates_that_agree() -> None:
    sheet = filled()
    block = [[text] for text in ("", "1,000", "/", "", "250", "25%", "3.5")]
    changes, sentence = fit(sheet, block, column(sheet, 0))
    assert sentence == ""
    assert changes == [
        Change(PEOPLE, 0, number(1234), number(1000)),
        Change(ELDERS, 0, None, NOT_APPLICABLE),
        Change(SIGNED, 0, number(617), number(250)),
        Change(BEDS, 0, None, number(350)),
    ]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["", "10", "-2"], "剪贴板第 3 行第 1 列（第1镇）：“老年人数”填的是负数"),
        (["名称", "1"], "是分组标题"),
        (["", "100", "5", "", "50", "51.3"], "算出的是 50.00"),
        (["", "100", "5", "", "50", "甲"], "由系统计算"),
    ],
)
def test_a_block_with_one_wrong_cell_is_refused_whole(texts: list[str], words: str) -> None:
    sheet = filled()
    changes, sentence = fit(sheet, [[text] for text in texts], column(sheet, 0))
    assert changes == []
    assert words in sentence
    assert sentence.startswith("没有粘贴")


def test_what_hangs_over_is_named_unless_it_is_blank() -> None:
    assert overhang([["1", "2"], ["3", "4"]], 2, 2) == ""
    assert overhang([["1", ""], ["", ""]], 1, 1) == ""
    assert "有 2 行" in overhang([["1"], ["2"]], 1, 1)
    assert "有 2 列" in overhang([["1", "2"]], 1, 1)


def test_a_block_is_repeated_where_it_goes_into_the_selection_without_rest() -> None:
    assert tiled([["1", "2"]], 2, 4) == [["1", "2", "1", "2"]] * 2
    assert tiled([["1", "2"]], 2, 3) is None


def test_one_text_fills_every_cell_that_takes_typing() -> None:
    sheet = small_sheet()
    changes, sentence = fit(sheet, [["7"]], column(sheet, 1))
    assert sentence == ""
    assert [(change.line, change.new) for change in changes] == [
        (PEOPLE, number(7)),
        (ELDERS, number(7)),
        (SIGNED, number(7)),
        (BEDS, number(700)),
    ]


def test_the_model_is_sound_either_way_round(qtbot: QtBot) -> None:
    model = EntryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    sheet = filled()
    model.show_sheet(sheet)
    assert (model.rowCount(), model.columnCount(), model.frozen) == (7, 6, 3)
    assert model.index(PEOPLE, 3).data() == "1,234"
    assert model.look(0, 4) is Look.SECTION
    assert not model.editable(RATE, 3)
    model.update(sheet.set_value(PEOPLE, 0, number(5)))
    model.turn(units_in_rows=True, with_computed=False)
    assert (model.rowCount(), model.columnCount(), model.frozen) == (4, 5, 1)
    assert [model.index(row, 0).data() for row in range(4)] == ["合计", "第1镇", "第2镇", "第3镇"]
    assert model.index_of((RATE, 0)).isValid() is False
    assert model.index_of((PEOPLE, 0)).data() == "5"
    model.show_sheet(None)
    assert model.rowCount() == 0


def test_states_are_words_in_the_tooltip(qtbot: QtBot) -> None:
    model = EntryModel()
    model.show_sheet(filled())
    assert "未报" in model.data(model.index_of((SIGNED, 1)), 3)
    assert "3 个单位中 2 个已报" in model.data(model.index_of((PEOPLE, TOTAL)), 3)
    assert "617/1234" in model.data(model.index_of((RATE, 0)), 3)
