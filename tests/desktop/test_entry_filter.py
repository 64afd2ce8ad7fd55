"""Looking for items, units and cells of a kind in the entry grid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.entry_filter import Filter, Only, kept
from desktop.pages.entry import EntryPage
from monitoring.amounts import MISSING, number
from tests.desktop.entering import (
    FIRST,
    SECOND,
    Key,
    Modifier,
    at,
    enter,
    held,
    on_screen,
    press,
    say,
)
from tests.desktop.entry_samples import small_sheet

PEOPLE, ELDERS, SIGNED, RATE, BEDS = 1, 2, 4, 5, 6


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def labels(page: EntryPage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def choose(page: EntryPage, only: Only) -> None:
    QTest.keyClick(page.tools.only, Key.Key_Home)
    for _ in range(list(Only).index(only)):
        QTest.keyClick(page.tools.only, Key.Key_Down)
    page.tools.only.activated.emit(page.tools.only.currentIndex())


@pytest.mark.parametrize(
    ("words", "lines", "units"),
    [
        ("", {PEOPLE, ELDERS, SIGNED, RATE, BEDS}, {0, 1, 2}),
        ("老年", {ELDERS}, {0, 1, 2}),
        ("签约 第2", {SIGNED, RATE}, {1}),
        ("第3镇", {PEOPLE, ELDERS, SIGNED, RATE, BEDS}, {2}),
        ("没有", set(), {0, 1, 2}),
    ],
)
def test_words_name_items_or_units(words: str, lines: set[int], units: set[int]) -> None:
    assert kept(small_sheet(), Filter(words), (), ()) == (lines, units)


def test_cells_of_a_kind_keep_their_lines_and_units() -> None:
    sheet = small_sheet(
        {
            (unit, item): number(1)
            for unit in range(3)
            for item in ("people", "elders", "signed", "beds")
            if (unit, item) != (1, "elders")
        }
    )
    assert kept(sheet, Filter(only=Only.EMPTY), (), ()) == ({ELDERS}, {1})
    assert kept(sheet, Filter(only=Only.REFUSED), {(BEDS, 2)}, ()) == ({BEDS}, {2})
    assert kept(sheet, Filter("人口", Only.FINDINGS), (), {(BEDS, 2), (PEOPLE, 0)}) == (
        {PEOPLE},
        {0},
    )


def test_unreported_is_not_empty() -> None:
    sheet = small_sheet({(0, "people"): MISSING})
    assert PEOPLE in kept(sheet, Filter(only=Only.EMPTY), (), ())[0]
    sheet.set_value(PEOPLE, 1, MISSING)
    sheet.set_value(PEOPLE, 2, MISSING)
    assert PEOPLE not in kept(sheet, Filter(only=Only.EMPTY), (), ())[0]


def test_a_word_narrows_the_grid_with_its_section_and_escape_shows_all(
    qtbot: QtBot, page: EntryPage
) -> None:
    whole = labels(page)
    QTest.keyClick(page, Key.Key_F, Modifier.ControlModifier)
    assert page.tools.words.hasFocus()
    QTest.keyClicks(page.tools.words, "65")
    assert labels(page)[0] == "四、老年人"
    assert all("65" in label for label in labels(page)[1:])
    QTest.keyClick(page.tools.words, Key.Key_Return)
    assert page.view.hasFocus()
    item = at(page)[1]
    enter(qtbot, page, "7")
    assert held(page, item) == number(7)
    press(page, Key.Key_Escape)
    assert labels(page) == whole
    assert page.tools.words.text() == ""


def test_nothing_found_says_so(page: EntryPage) -> None:
    QTest.keyClicks(page.tools.words, "zzz")
    assert "没有这样的格子" in page.foot.sentence.text()
    QTest.keyClick(page.tools.words, Key.Key_Escape)
    assert page.foot.sentence.text() == ""
    assert page.view.hasFocus()


def test_only_what_was_refused_is_shown_and_stays_while_it_is_put_right(
    qtbot: QtBot, page: EntryPage
) -> None:
    page.open_at({"unit": SECOND, "item": "resident"})
    enter(qtbot, page, "3.5")
    choose(page, Only.REFUSED)
    assert [label for label in labels(page) if not label.startswith("一")] == ["常住人口数"]
    page.view.go_to_first()
    assert at(page) == (SECOND, "resident")
    enter(qtbot, page, "35")
    assert held(page, "resident", SECOND) == number(35)
    assert at(page) == (SECOND, "resident")


def test_only_what_has_findings_is_shown(qtbot: QtBot, fresh_ledger: Ledger) -> None:
    for item in ("resident", "fd_signed"):
        say(fresh_ledger, item, number(100 if item == "resident" else 500))
    with on_screen(qtbot, fresh_ledger) as page:
        choose(page, Only.FINDINGS)
        qtbot.waitUntil(lambda: page.model.columnCount() == 4, timeout=10_000)
        columns = range(page.model.columnCount())
        heads = [page.model.headerData(c, Qt.Orientation.Horizontal) for c in columns]
        assert heads == ["项目", "计量单位", "合计", "青年路街道"]
        assert "签约居民数" in labels(page)
        assert at(page)[0] == FIRST


def test_a_cell_that_is_asked_for_is_shown_though_it_was_left_out(page: EntryPage) -> None:
    QTest.keyClicks(page.tools.words, "65")
    page.open_at({"unit": SECOND, "item": "resident"})
    assert at(page) == (SECOND, "resident")
    assert page.tools.words.text() == ""


def test_undo_shows_the_cell_it_changed_though_it_was_left_out(
    qtbot: QtBot, page: EntryPage
) -> None:
    enter(qtbot, page, "5")
    QTest.keyClicks(page.tools.words, "65")
    QTest.keyClick(page.tools.words, Key.Key_Return)
    press(page, Key.Key_Z, Modifier.ControlModifier)
    assert at(page) == (FIRST, "fd_team")


def test_another_form_begins_with_everything_and_another_month_goes_on_looking(
    page: EntryPage,
) -> None:
    QTest.keyClicks(page.tools.words, "65")
    narrowed = labels(page)
    page.session.set_month(202609)
    assert labels(page) == narrowed
    page.tabs.turn(1)
    assert page.tools.words.text() == ""
    assert page.model.rowCount() > len(narrowed)
