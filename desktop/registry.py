"""Which class draws which page; a page's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from desktop.pages.page import Page
from desktop.session import Session

PAGES: Mapping[str, str] = {
    "home": "desktop.pages.home:HomePage",
    "collect": "desktop.pages.collect:CollectPage",
    "entry": "desktop.pages.entry:EntryPage",
    "review": "desktop.pages.review:ReviewPage",
    "assess": "desktop.pages.assess:AssessPage",
    "submit": "desktop.pages.submit:SubmitPage",
    "plans": "desktop.pages.plans:PlansPage",
    "projects": "desktop.pages.projects:ProjectsPage",
    "history": "desktop.pages.history:HistoryPage",
    "settings": "desktop.pages.settings:SettingsPage",
}


def build_page(place: str, session: Session) -> Page:
    """Build the page at ``place`` ("module:Class")."""
    module, _, name = place.partition(":")
    page = getattr(import_module(module), name)(session)
    if not isinstance(page, Page):
        raise TypeError(f"{place} is not a page")
    return page
