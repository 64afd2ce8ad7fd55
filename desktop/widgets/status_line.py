"""The foot of the window: when data was saved last, in which file, and the last backup."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget


class StatusLine(QWidget):
    """Three short facts that a clerk can rely on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved, self.file, self.backup = QLabel(), QLabel(), QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 2, 16, 4)
        layout.setSpacing(24)
        for label in (self.saved, self.file, self.backup):
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        layout.addStretch(1)

    def show_saved(self, at: datetime) -> None:
        """Everything entered up to then is on the disk."""
        self.saved.setText(f"✓ 已保存 {short_time(at)}")

    def show_file(self, path: Path) -> None:
        """The file of the open ledger."""
        self.file.setText(path.name)
        self.file.setToolTip(str(path))

    def show_backup(self, at: datetime | None) -> None:
        """When the newest backup was taken."""
        self.backup.setText(f"上次备份 {short_time(at)}" if at else "还没有备份")


def short_time(at: datetime) -> str:
    """今天 08:30, 昨天 17:02, 10月3日 08:30, or with the year when it is another."""
    today = datetime.now().astimezone().date()
    days = (today - at.date()).days
    if days in (0, 1):
        return f"{'今天' if days == 0 else '昨天'} {at:%H:%M}"
    year = "" if at.year == today.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {at:%H:%M}"


def written(path: Path) -> datetime:
    """When the ledger's file was last written, its write-ahead log included."""
    log = path.with_name(f"{path.name}-wal")
    times = [each.stat().st_mtime for each in (path, log) if each.exists()]
    return datetime.fromtimestamp(max(times)).astimezone()
