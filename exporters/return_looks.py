"""How the parts of a return look in a workbook, as its layout says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from exporters.sheets import BOX, Look, align, by_places, font
from monitoring.layouts import Layout, return_layout


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks by part; ``size`` is the table's type in points. ``numbers`` and ``rates`` go by
    decimal places.
    """

    layout: Layout
    size: float
    title: Look
    period: Look
    left: Look
    right: Look
    head: Look
    word: Look
    section: Look
    name: Look
    rate_name: Look
    numbers: tuple[Look, ...]
    rates: tuple[Look, ...]
    note: Look
    note_head: Look


@cache
def return_looks() -> Looks:
    """The looks of every return, built once: cells share them."""
    layout = return_layout()
    sizes, faces = layout.sizes, layout.faces
    size = sizes.table[0] / 10
    body, heading = font(size, faces.body[0]), font(size, faces.heading[0])
    leaning = font(size, faces.body[0], italic=True)
    small = font(sizes.small / 10, faces.body[0])
    return Looks(
        layout,
        size,
        title=Look(font(sizes.title / 10, faces.title[0]), align("center")),
        period=Look(font(sizes.period / 10, faces.body[0]), align("center")),
        left=Look(small, align("left", wrap=False)),
        right=Look(small, align("right", wrap=False)),
        head=Look(heading, align("center"), BOX),
        word=Look(body, align("center"), BOX),
        section=Look(heading, align("left"), BOX),
        name=Look(body, align("left"), BOX),
        rate_name=Look(leaning, align("left", indent=1), BOX),
        numbers=by_places(Look(body, align("right", wrap=False), BOX)),
        rates=by_places(Look(leaning, align("right", wrap=False), BOX)),
        note=Look(body, align("left", top=True)),
        note_head=Look(heading, align("left")),
    )
