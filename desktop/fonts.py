"""The interface's font: the system's Chinese face at 10–11 points, with figures of equal width."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

FAMILIES = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "SimSun",
)
SMALLEST, LARGEST = 10, 11


def use_font(application: QApplication) -> None:
    """Give every widget the first of the families that is there, at a size a clerk can read.

    Qt takes the first installed family by itself, so the machine's fonts are not listed at start.
    """
    font = application.font()
    font.setFamilies([*FAMILIES, font.family()])
    font.setPointSize(min(max(font.pointSize(), SMALLEST), LARGEST))
    font.setFeature(QFont.Tag("tnum"), 1)
    application.setFont(font)


def scaled(widget: QWidget, percent: int, *, bold: bool = False) -> QFont:
    """The widget's font at ``percent`` of its size, bold for headings."""
    font = QFont(widget.font())
    font.setPointSize(max(font.pointSize() * percent // 100, 1))
    font.setBold(bold)
    return font
