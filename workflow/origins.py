"""Where the figures of a package come from, through packages that brought them here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db import packages
from db.ledger import Ledger
from db.packages import KeptPackage
from db.records import Source, StatedTotal, StoredValue
from monitoring.amounts import State, unscale
from monitoring.exchange import Content, FigureRow, Origin, TotalRow
from workflow.packages import open_package

Rows = Mapping[tuple[str, str], tuple[FigureRow, Origin]]


class Origins:
    """The origins of a content, numbered as they are met.

    A figure that a package brought keeps the origin the package names: the newest that says the
    same, for a partner may have collected it anew.
    """

    def __init__(
        self, ledger: Ledger, stored: Sequence[StoredValue], newest: KeptPackage | None
    ) -> None:
        sources = {each.source.id for each in stored}
        self._sums = packages.checksums(ledger, sources)
        self._brought = {
            source: _by_figure(kept(ledger, each))
            for source, each in packages.of_sources(ledger, sources).items()
        }
        self._newest = {} if newest is None else _by_figure(kept(ledger, newest))
        self.listed: dict[Origin, int] = {}

    def figure(self, each: StoredValue, decimals: int) -> FigureRow:
        """The row of a value."""
        amount = each.value.amount
        text = "" if amount is None else unscale(amount, decimals)
        state = State(each.value.state).value
        source = each.source
        for rows in self._saying(source):
            row, origin = rows.get((each.unit, each.item), (None, None))
            if row is not None and origin is not None and (row.state, row.amount) == (state, text):
                return replace(row, origin=self._number(origin))
        number = self._number(_origin(source, self._sums.get(source.id, "")))
        return FigureRow(each.unit, each.item, state, number, text, source.sheet, source.cell)

    def totals(self, stated: Iterable[tuple[StatedTotal, int]]) -> list[TotalRow]:
        """The rows of a ledger's own stated totals, each with its item's decimals."""
        by_file = {origin.file: number for origin, number in self.listed.items()}
        return [
            TotalRow(t.item, unscale(t.amount, decimals), by_file[t.file], t.sheet, t.cell)
            for t, decimals in stated
            if t.file in by_file
        ]

    def totals_of(self, content: Content) -> list[TotalRow]:
        """The rows of the totals a package brought."""
        return [
            TotalRow(t.item, t.amount, self._number(content.origins[t.origin]), t.sheet, t.cell)
            for t in content.totals
        ]

    def _saying(self, source: Source) -> Iterable[Rows]:
        brought = self._brought.get(source.id)
        return () if brought is None else (self._newest, brought)

    def _number(self, origin: Origin) -> int:
        return self.listed.setdefault(origin, len(self.listed))


def kept(ledger: Ledger, package: KeptPackage) -> Content:
    """What a package brought that was taken before."""
    return open_package(packages.content(ledger, package), package.file).content


def _by_figure(content: Content) -> Rows:
    return {(row.unit, row.item): (row, content.origins[row.origin]) for row in content.figures}


def _origin(source: Source, checksum: str) -> Origin:
    return Origin(
        source.kind,
        source.file,
        checksum,
        source.at,
        source.operator,
        source.note,
        source.demonstration,
    )
