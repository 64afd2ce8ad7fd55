"""What the program remembers on this PC: window, last ledger, last page. Nothing of the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings


class InboxChoice(NamedTuple):
    """Where a ledger's files arrive, whether to look there, and what was collected from it."""

    folder: str = ""
    on: bool = False
    seen: frozenset[str] = frozenset()


class Preferences:
    """An INI file of the clerk's own; a missing or damaged one only means the defaults."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @classmethod
    def of_this_user(cls) -> Preferences:
        """The preferences where the system keeps a user's settings."""
        from platformdirs import user_config_path

        return cls(user_config_path("taizhang", appauthor=False) / "taizhang.ini")

    @property
    def last_ledger(self) -> Path | None:
        """The ledger that was open last, whether or not it is still there."""
        text = self._text("ledger")
        return Path(text) if text else None

    @last_ledger.setter
    def last_ledger(self, path: Path) -> None:
        self._settings.setValue("ledger", str(path))

    @property
    def last_page(self) -> str:
        """Key of the page that was shown last, or empty."""
        return self._text("page")

    @last_page.setter
    def last_page(self, key: str) -> None:
        self._settings.setValue("page", key)

    @property
    def collected_from(self) -> Path | None:
        """Where files to collect were chosen last: the folder that holds them, if it is there."""
        text = self._text("collected_from")
        return Path(text) if text and Path(text).is_dir() else None

    @collected_from.setter
    def collected_from(self, path: Path) -> None:
        self._settings.setValue("collected_from", str(path))

    def state(self, name: str) -> QByteArray:
        """A geometry, splitter or column state kept under ``name``; empty when there is none."""
        value = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Keep a geometry, splitter or column state."""
        self._settings.setValue(f"state/{name}", state)

    def inbox(self, ledger: Path) -> InboxChoice:
        """The inbox folder of a ledger; none when it was never chosen or cannot be read."""
        try:
            folder, on, seen = json.loads(self._text(_inbox_key(ledger)))
            return InboxChoice(str(folder), on is True, frozenset(map(str, seen)))
        except (ValueError, TypeError):
            return InboxChoice()

    def keep_inbox(self, ledger: Path, choice: InboxChoice) -> None:
        """Keep the inbox folder of a ledger."""
        text = json.dumps([choice.folder, choice.on, sorted(choice.seen)], ensure_ascii=False)
        self._settings.setValue(_inbox_key(ledger), text)

    def save(self) -> None:
        """Write to the disk now."""
        self._settings.sync()

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""


def _inbox_key(ledger: Path) -> str:
    """A path has characters that an INI key cannot have."""
    return f"inbox/{str(ledger.absolute()).encode().hex()}"
