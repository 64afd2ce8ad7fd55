"""A city workbook being pointed at: what is pointed at now, what was before, and how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.city_words import line_name, shift_name, unit_name, word_name
from desktop.models.marks import Kind, Mark, Marks, Place
from importers.workbook import Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.city_layout import CityLayout


@dataclass
class CityDraft:
    """A workbook with its layout; ``earlier`` are the layouts that undo goes back to."""

    file: str
    content: bytes
    workbook: Workbook
    layout: CityLayout
    risks: Sequence[str] = ()
    earlier: list[CityLayout] = field(default_factory=list)
    changed: bool = False

    def change(self, layout: CityLayout) -> bool:
        """Point otherwise; whether anything is different now."""
        if layout == self.layout:
            return False
        self.earlier.append(self.layout)
        self.layout, self.changed = layout, True
        return True

    def undo(self) -> None:
        """Go back one change."""
        if self.earlier:
            self.layout = replace(self.earlier.pop(), name=self.layout.name)

    @property
    def sentence(self) -> str:
        """How many cells are pointed at, on which sheets."""
        sheets = Counter(sheet for sheet, _ in self.layout.figures())
        if not sheets:
            return "还没有指出哪一格是什么数。"
        where = "，".join(f"“{name}”{count} 格" for name, count in sheets.items())
        words = f"，另有 {len(self.layout.words)} 格填文字" if self.layout.words else ""
        return f"已指 {where}{words}。"


def marks_of(layout: CityLayout, area: Area, catalogue: Catalogue) -> Marks:
    """What each pointed cell is, as marks by sheet and place."""
    found: dict[str, dict[Place, Mark]] = {}
    for block in layout.blocks:
        for place in block.without:
            mark = Mark(Kind.UNUSED, ("这一格不填，保留市局原来的内容",))
            found.setdefault(block.sheet, {})[place] = mark
    for (sheet, place), (said, unit) in layout.figures().items():
        words = (unit_name(area, unit), line_name(catalogue, said), shift_name(said.shift))
        text = " · ".join(word for word in words if word)
        kind = Kind.NEW if unit else Kind.TOTAL
        found.setdefault(sheet, {})[place] = Mark(kind, (f"填 {text}",))
    for word in layout.words:
        mark = Mark(Kind.HEADING, (f"填{word_name(word)}",))
        found.setdefault(word.sheet, {})[word.row, word.column] = mark
    return found
