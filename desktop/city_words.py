"""What a pointed cell of the city's workbook is, in the clerk's words."""

from __future__ import annotations

from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.city_layout import PLACE, WORDS, Said, Word

TOTAL = "全县合计"
SHIFTS = {-3: "×1000", 0: "", 2: "÷100", 3: "以千计", 4: "以万计", 8: "以亿计"}


def line_name(catalogue: Catalogue, said: Said) -> str:
    """The line's name as the return prints it; its code where the form has it no longer."""
    if said.kind == "rate":
        rate = catalogue.indicators.get(said.code)
        return said.code if rate is None else rate.name
    item = catalogue.items.get(said.code)
    if item is None:
        return said.code
    return f"{item.name} 本年累计" if said.kind == "ytd" else item.name


def unit_name(area: Area, code: str) -> str:
    """The unit's name, 全县合计 for none."""
    names = {unit.code: unit.name for unit in (*area.units, area.itself)}
    return names.get(code, code) if code else TOTAL


def shift_name(shift: int) -> str:
    """How the workbook counts, empty where it counts as we do."""
    return SHIFTS.get(shift, f"÷10^{shift}")


def word_name(word: Word) -> str:
    """What is written into a cell of words: 报告期, with the words around it."""
    name = WORDS[word.what]
    return name if word.pattern == PLACE else f"{name}：{word.pattern.replace(PLACE, '…')}"
