"""Colours that carry meaning: Okabe–Ito hues, kept legible on the palette they stand on.

Every hue is moved towards black or white until it reaches the contrast WCAG asks for as AA
(4.5 : 1) on the palette's window and base, so the same name works in light and dark. A colour
is never the only signal: whoever uses one prints a word and a glyph with it.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

CONTRAST = 4.5

_HUES = {
    "good": "#009e73",
    "warn": "#e69f00",
    "bad": "#d55e00",
    "info": "#0072b2",
    "forecast": "#cc79a7",
}
_VERDICTS = {
    "已达标": "good",
    "提前完成": "good",
    "符合进度": "info",
    "滞后": "warn",
    "逾期未达": "bad",
}


def colour(name: str, palette: QPalette) -> QColor:
    """The colour called good, warn, bad, info, forecast, muted or accent, legible on ``palette``.

    Raises ``KeyError`` for another name.
    """
    grounds = (palette.window().color().rgb(), palette.base().color().rgb())
    if name == "muted":
        text, window = palette.windowText().color(), palette.window().color()
        return _legible(_mixed(text, window, 0.4).rgb(), grounds)
    if name == "accent":
        return _legible(palette.accent().color().rgb(), grounds)
    return _legible(QColor(_HUES[name]).rgb(), grounds)


def severity_colour(severity: str, palette: QPalette) -> QColor:
    """The colour of a finding (hard, soft) or an issue (error, warning)."""
    return colour("bad" if severity in ("hard", "error") else "warn", palette)


def verdict_colour(status: str, palette: QPalette) -> QColor:
    """The colour of a verdict by its word; one that says nothing (无数据, 待认定) is muted."""
    return colour(verdict_name(status), palette)


def verdict_name(status: str) -> str:
    """The name of a verdict's colour."""
    return _VERDICTS.get(status, "muted")


def tint(name: str, palette: QPalette, share: float = 0.09) -> QColor:
    """A pale ground of that colour for cells and badges, on which the text stays legible."""
    return _mixed(palette.base().color(), colour(name, palette), share)


def on_paper() -> QPalette:
    """Black on white, for what leaves the window whatever it looks like."""
    palette = QPalette(QColor("#f0f0f0"))
    for role, hue in (
        (QPalette.ColorRole.Base, "white"),
        (QPalette.ColorRole.Window, "white"),
        (QPalette.ColorRole.Text, "black"),
        (QPalette.ColorRole.WindowText, "black"),
    ):
        palette.setColor(role, QColor(hue))
    return palette


def is_dark(palette: QPalette) -> bool:
    """Whether light text stands on a dark window."""
    return palette.window().color().lightness() < palette.windowText().color().lightness()


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=64)
def _legible(rgb: int, grounds: tuple[int, ...]) -> QColor:
    hue = QColor(rgb)
    backs = [QColor(ground) for ground in grounds]
    dark = all(_luminance(back) < 0.18 for back in backs)
    edge = QColor("white" if dark else "black")
    for percent in range(0, 101, 2):
        mixed = _mixed(hue, edge, percent / 100)
        if all(contrast(mixed, back) >= CONTRAST for back in backs):
            return mixed
    return edge


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with ``share`` (0 to 1) of ``other``."""
    return QColor.fromRgbF(
        *(
            a + (b - a) * share
            for a, b in (
                (one.redF(), other.redF()),
                (one.greenF(), other.greenF()),
                (one.blueF(), other.blueF()),
            )
        )
    )


def _luminance(given: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (given.redF(), given.greenF(), given.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
