"""Lines of a form under columns of figures: what is shown, copied, printed and saved alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitoring.line_labels import labels
from monitoring.returns import Line

NAMES = 3
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Every line that is no section has one cell a column. ``under`` stands below the title.

    ``places`` say whose figures a column has, a unit's code (empty for all together) and a month,
    where they are such as the ledger holds and not worked out from several.
    """

    title: str
    under: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    demonstration: bool = False
    places: tuple[Place | None, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of :meth:`rows`."""
        return ("项目", "计量单位", "行次", *self.columns)

    def rows(self) -> list[tuple[str, ...]]:
        """Every line's texts, names nested as in print."""
        blank = ("",) * len(self.columns)
        return [
            (label, line.unit, line.number, *(tuple(c.text for c in line.cells) or blank))
            for label, line in zip(labels(self.lines), self.lines, strict=True)
        ]

    def holding(self, text: str) -> FigureTable:
        """The lines with every word of a text, each below its section; all for no text."""
        words = text.casefold().split()
        return replace(self, lines=tuple(_holding(self.lines, words))) if words else self


def _holding(lines: Sequence[Line], words: Sequence[str]) -> Iterator[Line]:
    section: Line | None = None
    held = False
    for line in lines:
        if line.kind == "section":
            section = line
            continue
        if line.kind != "ytd":  # which goes with the item it adds up
            held = all(word in line.label.casefold() for word in words)
        if held:
            if section is not None:
                yield section
                section = None
            yield line
