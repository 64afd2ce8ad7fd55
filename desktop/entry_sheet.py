"""One form at one period as the grid shows it: lines × units, with texts kept once made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from db.ledger import Ledger
from monitoring.amounts import DASH, State, Value, grouped
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Kind, Reporters
from monitoring.expressions import Expression, all_items
from monitoring.figures import Figures, Key, Total
from monitoring.indicators import Result, of_area, of_unit, shown
from monitoring.periods import Period, add_months, latest
from monitoring.typing_in import written
from workflow import entering

TOTAL = -1
MISSING_MARK = "·"
NOT_APPLICABLE_MARK = "／"

Place = tuple[int, int]
_NONE_CARRIED: Mapping[tuple[str, str], int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the grid: a section (neither item nor indicator), an item or a computed rate."""

    label: str
    unit: str = ""
    depth: int = 0
    item: Item | None = None
    indicator: Indicator | None = None

    @property
    def is_section(self) -> bool:
        """Whether the line is only a head."""
        return self.item is None and self.indicator is None


@dataclass(frozen=True, slots=True)
class Change:
    """One cell's value before and after; ``line`` and ``unit`` are positions in the sheet."""

    line: int
    unit: int
    old: Value | None
    new: Value | None


class EntrySheet:
    """Lines of a form across the units that owe it. ``unit`` TOTAL stands for 合计.

    ``carried`` are the months of figures taken over, by unit and item; ``closed`` says why
    nothing may be typed, if so; ``second`` marks the second pass of a form that is typed twice.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        area: Area,
        form: Form,
        period: Period,
        values: Mapping[Key, Value],
        *,
        carried: Mapping[tuple[str, str], int] = _NONE_CARRIED,
        closed: str = "",
        second: bool = False,
    ) -> None:
        self.catalogue, self.area, self.form, self.period = catalogue, area, form, period
        self.closed, self.second = closed, second
        self._carried = dict(carried)
        self.units: tuple[Unit, ...] = form.reporting(area, period.end)
        self.lines: tuple[SheetLine, ...] = tuple(_lines(form, catalogue))
        self.has_total = form.reporters is not Reporters.COUNTY
        self._values = dict(values)
        self._figures = Figures(self._values, catalogue.decimals)
        self._line_places = {
            known.code: place
            for place, line in enumerate(self.lines)
            if (known := line.item or line.indicator) is not None
        }
        self._unit_places = {unit.code: place for place, unit in enumerate(self.units)}
        self._codes = [unit.code for unit in self.units]
        self._texts: dict[Place, str] = {}
        self._shares: dict[int, str] = {}
        self._computed_from = _dependents(self.lines)
        self._filled = dict.fromkeys(self._codes, 0)
        for unit, item, end in self._values:
            if end == period.end and item in form.by_code and unit in self._filled:
                self._filled[unit] += 1

    @property
    def identity(self) -> tuple[str, int, bool]:
        """What it is a sheet of: form, month, and whether its second pass."""
        return self.form.code, self.period.end, self.second

    @property
    def filled(self) -> int:
        """How many units have any value of the form."""
        return sum(1 for count in self._filled.values() if count)

    def unit_name(self, unit: int) -> str:
        """The unit as its head says it."""
        if unit == TOTAL:
            return "合计"
        return "本级" if self._codes[unit] == self.area.code else self.units[unit].name

    def value(self, line: int, unit: int) -> Value | None:
        """The value of an item's cell, ``None`` for never entered and for computed cells."""
        item = self.lines[line].item
        if item is None or unit == TOTAL:
            return None
        return self._values.get((self._codes[unit], item.code, self.period.end))

    def text(self, line: int, unit: int) -> str:
        """What the cell shows."""
        place = (line, unit)
        text = self._texts.get(place)
        if text is None:
            text = self._texts[place] = self._made(line, unit)
        return text

    def written(self, line: int, unit: int) -> str:
        """The cell as text to edit or to copy: plain digits, empty when there is no figure."""
        item = self.lines[line].item
        if item is not None and unit != TOTAL:
            return written(self.value(line, unit), item.decimals)
        text = self.text(line, unit)
        return "" if text == DASH else text.replace(",", "")

    def total(self, line: int) -> Total | None:
        """An item's sum over the units, ``None`` for other lines."""
        item = self.lines[line].item
        if item is None:
            return None
        return self._figures.total(self._codes, item.code, self.period.end)

    def share(self, line: int) -> str:
        """How many units an incomplete total holds, e.g. 12/16; empty when all or none do."""
        share = self._shares.get(line)
        if share is None:
            total = self.total(line)
            partial = total is not None and total.reported and not total.complete
            share = f"{total.reported}/{total.of}" if total is not None and partial else ""
            self._shares[line] = share
        return share

    def rate(self, line: int, unit: int) -> Result | None:
        """A computed rate of a unit or of the county, ``None`` for other lines."""
        indicator = self.lines[line].indicator
        if indicator is None:
            return None
        end = self.period.end
        if unit == TOTAL:
            return of_area(indicator, self._figures, self.catalogue, self.area, end)
        return of_unit(indicator, self._figures, self.catalogue, self._codes[unit], end)

    def exact(self, line: int, unit: int) -> Fraction | None:
        """What a computed cell holds before rounding, ``None`` when there is nothing."""
        item = self.lines[line].item
        if item is None:
            result = self.rate(line, unit)
            return None if result is None else result.ratio
        total = self.total(line)
        if total is None or total.amount is None:
            return None
        return Fraction(total.amount, 10**item.decimals)

    def editable(self, line: int, unit: int) -> bool:
        """Whether the cell holds what is typed, not what is computed."""
        return unit != TOTAL and self.lines[line].item is not None

    def origin(self, line: int, unit: int) -> int | None:
        """The month (yyyymm) a figure was carried over from, ``None`` for every other."""
        item = self.lines[line].item
        if item is None or unit == TOTAL:
            return None
        return self._carried.get((self._codes[unit], item.code))

    def set_value(
        self, line: int, unit: int, value: Value | None, origin: int | None = None
    ) -> list[Place]:
        """Put a value into a cell, carried over from ``origin`` if so; the places whose text
        changes with it, itself first.
        """
        item = self.lines[line].item
        if item is None:
            raise ValueError(f"line {line} takes no value")
        code = self._codes[unit]
        key = (code, item.code, self.period.end)
        self._carried.pop((code, item.code), None)
        if origin is not None:
            self._carried[code, item.code] = origin
        self._filled[code] += (value is not None) - (key in self._values)
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        touched = [(line, unit), (line, TOTAL)]
        for rate in self._computed_from.get(item.code, ()):
            touched += [(rate, unit), (rate, TOTAL)]
        self._shares.pop(line, None)
        for place in touched:
            self._texts.pop(place, None)
        return touched

    def with_changes(self, changes: Iterable[Change]) -> EntrySheet:
        """A copy with other values, to see what would be computed from them."""
        sheet = EntrySheet(self.catalogue, self.area, self.form, self.period, self._values)
        for change in changes:
            sheet.set_value(change.line, change.unit, change.new)
        return sheet

    def line_of(self, code: str) -> int | None:
        """Position of an item's or indicator's line."""
        return self._line_places.get(code)

    def unit_of(self, code: str) -> int | None:
        """Position of a unit."""
        return self._unit_places.get(code)

    def _made(self, line: int, unit: int) -> str:
        shown_line = self.lines[line]
        if shown_line.item is not None:
            return self._item_text(shown_line.item, line, unit)
        result = self.rate(line, unit)
        if result is None or shown_line.indicator is None:
            return ""
        return shown(result.ratio, shown_line.indicator.places)

    def _item_text(self, item: Item, line: int, unit: int) -> str:
        if unit == TOTAL:
            amount = self._figures.total(self._codes, item.code, self.period.end).amount
            return DASH if amount is None else grouped(amount, item.decimals)
        value = self.value(line, unit)
        if value is None:
            return ""
        if value.amount is not None:
            return grouped(value.amount, item.decimals)
        return MISSING_MARK if value.state is State.MISSING else NOT_APPLICABLE_MARK


def load_sheet(
    ledger: Ledger, form: Form, month: int, *, closed: str = "", second: bool = False
) -> EntrySheet:
    """The form at its last period by ``month`` (yyyymm), with what its rates need.

    Its ``second`` pass knows nothing of the first. ``closed`` is why nothing may be typed here;
    a month that was filed says so itself.
    """
    period = latest(form.frequency, month)
    end = period.end
    if second:
        typed = entering.second(ledger, form, end)
        values = {(unit, item, end): value for (unit, item), value in typed.items()}
    else:
        values = dict(ledger.figures(form.by_code, [end]).values)
    for ends, items in _elsewhere(ledger.catalogue, form, end).items():
        values.update(ledger.figures(items, ends).values)
    return EntrySheet(
        ledger.catalogue,
        ledger.area,
        form,
        period,
        values,
        carried=_NONE_CARRIED if second else entering.carried(ledger, form, end),
        closed=closed or entering.closed(ledger, form, end),
        second=second,
    )


def _elsewhere(catalogue: Catalogue, form: Form, end: int) -> dict[tuple[int, ...], list[str]]:
    """Items by the months in which the form's rates look at them, beyond the form's own cells."""
    wanted: dict[str, set[int]] = {}
    for rate in form.rates:
        indicator = catalogue.indicators[rate.indicator]
        for code in all_items(_sides(indicator)):
            item, last = catalogue.items[code], latest(catalogue.form_of[code].frequency, end).end
            months = {last}
            if indicator.kind == "ytd" and item.kind is Kind.FLOW:
                count = (last % 100 - item.year_start) % 12 + 1
                months = {add_months(last, -back) for back in range(count)}
            wanted.setdefault(code, set()).update(months)
    grouped_items: dict[tuple[int, ...], list[str]] = {}
    for code, months in wanted.items():
        left = months - {end} if code in form.by_code else months
        if left:
            grouped_items.setdefault(tuple(sorted(left)), []).append(code)
    return grouped_items


def _lines(form: Form, catalogue: Catalogue) -> Iterable[SheetLine]:
    section, parents = "", set[str]()
    for item in form.items:
        if item.section != section:
            section = item.section
            yield SheetLine(section)
        depth = form.depth(item)
        label = item.name
        if item.parent and item.parent not in parents:
            label = f"其中：{label}"
        parents.add(item.parent)
        yield SheetLine(label, item.unit, depth, item=item)
        for rate in form.rates:
            if rate.after == item.code:
                indicator = catalogue.indicators[rate.indicator]
                yield SheetLine(indicator.name, indicator.unit, depth + 1, indicator=indicator)


def _dependents(lines: Sequence[SheetLine]) -> dict[str, list[int]]:
    """Positions of the rates that use an item."""
    found: dict[str, list[int]] = {}
    for position, line in enumerate(lines):
        if line.indicator is not None:
            for code in all_items(_sides(line.indicator)):
                found.setdefault(code, []).append(position)
    return found


def _sides(indicator: Indicator) -> list[Expression]:
    return [side for side in (indicator.numerator, indicator.denominator) if side is not None]
