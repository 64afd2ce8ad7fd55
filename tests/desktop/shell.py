"""A small ledger, fake pages and a preferences file for the window's own tests."""

from __future__ import annotations

from pathlib import Path

from db.ledger import Ledger
from db.records import Entry, NewSource
from desktop.pages.page import Page
from desktop.preferences import Preferences
from monitoring.amounts import number

MONTH = 202610


class FakePage(Page):
    """Says what was done with it."""

    key, label = "home", "本月"

    def refresh(self) -> None:
        self.refreshed = getattr(self, "refreshed", 0) + 1
        self.headline_changed.emit(f"{self.label}：{self.session.period.label}")
        self.action_changed.emit("去收表")

    def act(self) -> None:
        self.page_requested.emit("review", {"unit": "371581001000"})


class FakeReview(Page):
    """A page that is opened at a certain thing and has no main action."""

    key, label = "review", "审核"
    opened_at: object = None

    def refresh(self) -> None:
        self.headline_changed.emit("审核：没有错误")

    def open_at(self, argument: object) -> None:
        self.opened_at = argument


class OtherPage(FakeReview):
    """Any other page."""

    key, label = "settings", "设置"


FAKES = {
    "home": "tests.desktop.shell:FakePage",
    "collect": "tests.desktop.shell:OtherPage",
    "entry": "tests.desktop.shell:OtherPage",
    "review": "tests.desktop.shell:FakeReview",
    "assess": "tests.desktop.shell:OtherPage",
    "submit": "tests.desktop.shell:OtherPage",
    "history": "tests.desktop.shell:OtherPage",
    "settings": "tests.desktop.shell:OtherPage",
}


def preferences(folder: Path) -> Preferences:
    """Preferences of a test's own."""
    return Preferences(folder / "preferences.ini")


def write_form(
    ledger: Ledger, form: str = "F1", units: int | None = None, *, demonstration: bool = False
) -> None:
    """Report 100 for every item of a form, by the first ``units`` of its units or by all."""
    reporting = ledger.catalogue.forms[form].reporting(ledger.area, MONTH)[:units]
    entries = [
        Entry(unit.code, item.code, MONTH, number(100 * 10**item.decimals))
        for unit in reporting
        for item in ledger.catalogue.forms[form].items
    ]
    ledger.write(entries, NewSource("hand", demonstration=demonstration))
