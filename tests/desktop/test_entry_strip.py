"""The past year of a figure beside its cell: numbers in order, gaps where nothing was reported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ledger import Ledger
from desktop.entry_sheet import TOTAL, EntrySheet, load_sheet
from desktop.entry_strip import Strip, strip
from desktop.pages.entry import EntryPage
from monitoring.amounts import MISSING, NOT_APPLICABLE, number
from tests.desktop.entering import FIRST, MONTH, SECOND, Key, enter, on_screen, say, typing


@pytest.fixture
def page(qtbot: QtBot, fresh_ledger: Ledger) -> Iterator[EntryPage]:
    with on_screen(qtbot, fresh_ledger) as entry:
        yield entry


def strip_of(ledger: Ledger, form: str, item: str, unit: int = 0) -> Strip:
    sheet: EntrySheet = load_sheet(ledger, ledger.catalogue.forms[form], MONTH)
    line = sheet.line_of(item)
    assert line is not None
    found = strip(ledger, sheet, (line, unit), sheet.value(line, unit))
    assert found is not None
    return found


def test_a_year_of_months_begins_with_the_same_month_a_year_before(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "fd_team", number(0), end=202510)
    say(fresh_ledger, "fd_team", MISSING, end=202511)
    say(fresh_ledger, "fd_team", NOT_APPLICABLE, end=202601)
    say(fresh_ledger, "fd_team", number(1200))
    bars = strip_of(fresh_ledger, "F1", "fd_team").bars
    assert [bar.label for bar in bars[:4]] == ["2025年10月", "11月", "12月", "2026年1月"]
    assert [(bar.text, bar.amount) for bar in bars[:4]] == [
        ("0", 0),
        ("未报", None),
        ("没有数", None),
        ("不适用", None),
    ]
    assert (len(bars), bars[-1].label, bars[-1].text) == (13, "10月", "1,200")


def test_a_sum_names_how_many_units_are_in_it(fresh_ledger: Ledger) -> None:
    for unit in (FIRST, SECOND):
        say(fresh_ledger, "fd_team", number(5), unit, end=202609)
    bars = strip_of(fresh_ledger, "F1", "fd_team", TOTAL).bars
    assert [(bar.text, bar.amount) for bar in bars[-2:]] == [("10 2/16", 10), ("没有数", None)]


def test_a_quarter_has_its_periods(fresh_ledger: Ledger) -> None:
    say(fresh_ledger, "resident_q", number(5), end=202509)
    bars = strip_of(fresh_ledger, "F5", "resident_q").bars
    assert [bar.label for bar in bars[:2]] == ["2025年第三季度", "2025年第四季度"]
    assert (len(bars), bars[0].text) == (5, "5")


def test_the_year_stands_beside_the_cell_and_follows_what_is_typed(
    qtbot: QtBot, page: EntryPage
) -> None:
    say(page.session.ledger, "fd_team", number(11), end=202609)
    page.refresh()
    qtbot.waitUntil(lambda: "9月 11" in page.inspector.words)
    assert "10月 没有数" in page.inspector.words
    enter(qtbot, page, "12")
    page.open_at({"unit": FIRST, "item": "fd_team"})
    qtbot.waitUntil(lambda: "10月 12" in page.inspector.words)
    assert "11 个，现在多 1" in page.inspector.words


def test_what_is_half_typed_is_compared_already(qtbot: QtBot, page: EntryPage) -> None:
    say(page.session.ledger, "fd_team", number(11), end=202609)
    QTest.keyClicks(page.view, "1")
    editor = typing(page)
    assert editor is not None
    QTest.keyClicks(editor, "5")
    qtbot.waitUntil(lambda: "11 个，现在多 4" in page.inspector.words)
    assert "10月 15" in page.inspector.words
    QTest.keyClick(editor, Key.Key_Escape)
    qtbot.waitUntil(lambda: "10月 没有数" in page.inspector.words)


def test_the_findings_of_what_is_half_typed_are_there_before_it_is_kept(
    qtbot: QtBot, page: EntryPage
) -> None:
    say(page.session.ledger, "resident", number(100))
    page.refresh()
    page.open_at({"unit": FIRST, "item": "fd_signed"})
    QTest.keyClicks(page.view, "5")
    editor = typing(page)
    assert editor is not None
    QTest.keyClicks(editor, "00")
    qtbot.waitUntil(lambda: "签约居民数 500" in page.inspector.words, timeout=10_000)
    assert page.session.ledger.figures(["fd_signed"], [MONTH]).values == {}
