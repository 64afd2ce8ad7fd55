"""Year books and comparisons: figures of a form beside each other, shown or saved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from db.ledger import Ledger
from monitoring.catalogue import Form, Kind
from monitoring.columns import Source
from monitoring.comparing import (
    SAME_PERIOD,
    SEQUENCE,
    between_periods,
    between_units,
    own_and_below,
)
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.figure_tables import FigureTable
from monitoring.indicators import ends_of, year_so_far
from monitoring.longer import ends_within
from monitoring.periods import Period
from monitoring.year_book import UnitRow, YearBook, ends_of_year
from workflow.progress import SILENT, Reporter

EVERYONE = "全县合计"


def year_book(ledger: Ledger, form: Form, year: int, unit: str = "") -> FigureTable:
    """The periods of a year beside each other, of a unit or of all together.

    Raises ``ExpectedError`` where the year has no figures, or the unit does not owe the form.
    """
    return _county_or_unit(ledger, _book(ledger, form, year, unit), unit)


def has_year(ledger: Ledger, form: Form, year: int) -> bool:
    """Whether any unit reported the form in the year."""
    return _last_reported(ledger, form, year) is not None


def save_year_book(
    ledger: Ledger,
    form: Form,
    year: int,
    path: Path,
    *,
    replace_existing: bool = False,
    reporter: Reporter = SILENT,
) -> None:
    """Save a year of the county and of every unit as a workbook.

    Raises ``ExpectedError`` where the year has no figures or the file cannot be written.
    """
    from exporters.year_books import write_year_book

    check_name(path)
    reporter.check(0, 1, "查数")
    book = _book(ledger, form, year)
    county = _county_or_unit(ledger, book, "")
    write_year_book(path, county, book, _told_rows(book, reporter), replace=replace_existing)


def of_units(
    ledger: Ledger, form: Form, period: Period, units: Sequence[str] = (), base: str = ""
) -> FigureTable:
    """Units beside each other, all or some, each compared with ``base`` where one is given."""
    ends = ends_within(form, period)
    source = _source(ledger, form, ends)
    owing = source.owing(period.end)
    wanted = [unit for unit in owing if not units or unit in units or unit == base]
    if not wanted or (base and base not in owing):
        raise ExpectedError(f"选的单位不报“{form.name}”；请另选单位或报表。")
    table = between_units(source, period, wanted, base)
    against = f"（与{_name(ledger, base)}比）" if base else ""
    return _titled(ledger, table, form, ends, (f"单位对比表{against}", period.label))


def of_periods(ledger: Ledger, form: Form, last: Period, count: int, unit: str = "") -> FigureTable:
    """``count`` periods up to ``last``, each compared with the one before (环比)."""
    periods = [last.shift(-back) for back in reversed(range(count))]
    return _over(ledger, form, periods, unit, SEQUENCE)


def of_years(ledger: Ledger, form: Form, last: Period, count: int, unit: str = "") -> FigureTable:
    """The same period of ``count`` years up to ``last``, each compared with the year before."""
    periods = [Period(last.end - 100 * back, last.frequency) for back in reversed(range(count))]
    return _over(ledger, form, periods, unit, SAME_PERIOD)


def of_levels(ledger: Ledger, form: Form, period: Period) -> FigureTable:
    """本级 beside the sum over the units below it, and the whole."""
    ends = ends_within(form, period)
    source = _source(ledger, form, ends)
    table = own_and_below(source, period)
    return _titled(ledger, table, form, ends, ("本级与下级汇总表", period.label))


def check_name(path: Path) -> None:
    """Raise ``ExpectedError`` for a name that is no workbook's."""
    if path.suffix.lower() != ".xlsx":
        raise ExpectedError(f"“{path.name}”不是工作簿的文件名；请把文件名写成以 .xlsx 结尾。")


def save(table: FigureTable, path: Path, *, replace_existing: bool = False) -> None:
    """Save a table as a workbook. Raises ``ExpectedError`` when it cannot be written."""
    from exporters.figure_sheets import write_figures

    check_name(path)
    write_figures(path, table, replace=replace_existing)


def _over(
    ledger: Ledger, form: Form, periods: Sequence[Period], unit: str, word: str
) -> FigureTable:
    ends = [end for period in periods for end in ends_within(form, period)]
    source = _source(ledger, form, ends, unit)
    if unit and not any(unit in source.owing(period.end) for period in periods):
        raise ExpectedError(f"这个单位不报“{form.name}”；请另选单位或报表。")
    table = between_periods(source, periods, unit, word)
    span = f"{periods[0].label}—{periods[-1].label}　{_whose(ledger, unit)}"
    return _titled(ledger, table, form, ends, (f"{word}表", span))


def _book(ledger: Ledger, form: Form, year: int, unit: str = "") -> YearBook:
    ends, through = ends_of_year(form.frequency, year), _last_reported(ledger, form, year)
    if through is None:
        raise ExpectedError(f"{year}年还没有“{form.name}”的数；请换一年，或先收表。")
    source = _source(ledger, form, [end for end in ends if end <= through], unit)
    if unit and unit not in {each for end in ends for each in source.owing(end)}:
        raise ExpectedError(f"这个单位不报“{form.name}”；请另选单位或报表。")
    return YearBook(source, through)


def _last_reported(ledger: Ledger, form: Form, year: int) -> int | None:
    ends = reversed(ends_of_year(form.frequency, year))
    return next((end for end in ends if ledger.reported(form.code, end)), None)


def _county_or_unit(ledger: Ledger, book: YearBook, unit: str) -> FigureTable:
    under = f"{book.year}年　{_whose(ledger, unit)}"
    return _titled(ledger, book.table(unit), book.source.form, book.told, ("年度台账", under))


def _told_rows(book: YearBook, reporter: Reporter) -> Iterator[UnitRow]:
    units = book.units
    for place, unit in enumerate(units):
        reporter.check(place, len(units), book.name(unit))
        yield from book.rows(unit)


def _source(ledger: Ledger, form: Form, ends: Collection[int], unit: str = "") -> Source:
    """The figures of the form at ``ends`` with all that its rates and running totals look at."""
    catalogue = ledger.catalogue
    rates = [catalogue.indicators[rate.indicator] for rate in form.rates]
    sides = [side for each in rates for side in (each.numerator, each.denominator) if side]
    items = all_items(sides) | {item.code for item in form.items}
    flows = [catalogue.items[item] for item in items if catalogue.items[item].kind is Kind.FLOW]
    months = {month for item in flows for end in ends for month in year_so_far(item, end)}
    lasts = {month for end in ends for month in ends_of(catalogue, end)}
    return Source(
        catalogue, ledger.area, form, ledger.figures(items, months | lasts | {*ends}, unit or None)
    )


def _titled(
    ledger: Ledger, table: FigureTable, form: Form, ends: Collection[int], titles: tuple[str, str]
) -> FigureTable:
    """The table with its title, made of the form's name, and what stands below that."""
    what, under = titles
    name = form.name.removesuffix(form.frequency.label)
    return replace(
        table,
        title=f"{ledger.area.name}{name}{what}",
        under=under,
        demonstration=ledger.has_demonstration([item.code for item in form.items], ends),
    )


def _whose(ledger: Ledger, unit: str) -> str:
    return _name(ledger, unit) if unit else EVERYONE


def _name(ledger: Ledger, unit: str) -> str:
    area = ledger.area
    names = {each.code: each.name for each in area.units}
    return names.get(unit, f"{area.name}本级")
