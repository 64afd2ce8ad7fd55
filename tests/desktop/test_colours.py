"""Meaning colours stay legible in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from desktop.colours import (
    CONTRAST,
    colour,
    contrast,
    is_dark,
    severity_colour,
    tint,
    verdict_colour,
)
from monitoring.progress import Status

LIGHT = QPalette(QColor("#efefef"), QColor("#efefef"))
DARK = QPalette(QColor("#353535"), QColor("#323232"))
NAMES = ("good", "warn", "bad", "info", "muted", "accent")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", NAMES)
def test_reaches_aa_on_window_and_base(palette: QPalette, name: str) -> None:
    wanted = colour(name, palette)
    assert contrast(wanted, palette.window().color()) >= CONTRAST
    assert contrast(wanted, palette.base().color()) >= CONTRAST


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_stays_legible_on_a_tint(palette: QPalette) -> None:
    for name in NAMES:
        assert contrast(palette.text().color(), tint(name, palette)) >= CONTRAST


def test_knows_dark_from_light() -> None:
    assert is_dark(DARK)
    assert not is_dark(LIGHT)


def test_a_hard_finding_is_not_the_colour_of_a_soft_one() -> None:
    assert severity_colour("hard", LIGHT) != severity_colour("soft", LIGHT)


def test_every_verdict_has_a_colour() -> None:
    for status in Status:
        assert verdict_colour(status, LIGHT).isValid()
