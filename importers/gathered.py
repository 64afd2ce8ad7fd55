"""One unit's cells gathered from wherever a sheet has them, seen as a table of one row.

Pairs, crossings of rows and columns, and a month picked out of many all become what every other
table is: heads over figures, so that names, questions and checks work on them unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from importers.views import View
from importers.workbook import Row, Sheet, cell_name

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pick:
    """One figure's place (zero-based row and column), its words, and where the words stand."""

    words: tuple[str, ...]
    label: Place
    figure: Place


class Gathered(View):
    """The picks as columns: their words are the head, row :attr:`depth` their figures."""

    def __init__(self, sheet: Sheet, picks: Sequence[Pick]) -> None:
        upright = View(sheet)
        super().__init__(sheet)
        self._picks = tuple(picks)
        self.depth = max((len(pick.words) for pick in picks), default=1)
        heads: list[Row] = [
            tuple(pick.words[level] if level < len(pick.words) else None for pick in picks)
            for level in range(self.depth)
        ]
        self.rows = (*heads, tuple(upright.value(*pick.figure) for pick in picks))
        self.width = len(self._picks)
        self.covered = {}
        self._under = upright.hidden_numbers()

    def name(self, row: int, column: int) -> str:
        if column >= self.width:
            return cell_name(*self._under[column - self.width])
        pick = self._picks[column]
        return cell_name(*(pick.figure if row >= self.depth else pick.label))

    def line(self, row: int) -> str:
        return f"第 {self._picks[0].figure[0] + 1} 行" if self._picks else "第 1 行"

    def hidden_numbers(self) -> list[Place]:
        return [(self.depth, self.width + index) for index in range(len(self._under))]
