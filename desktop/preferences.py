"""What the program remembers on this PC: window, last ledger, last page. Nothing of the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


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

    def state(self, name: str) -> QByteArray:
        """A geometry, splitter or column state kept under ``name``; empty when there is none."""
        value = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Keep a geometry, splitter or column state."""
        self._settings.setValue(f"state/{name}", state)

    def save(self) -> None:
        """Write to the disk now."""
        self._settings.sync()

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""
