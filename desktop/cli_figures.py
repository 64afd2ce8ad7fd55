"""``yearbook`` and ``compare``: a form's year, and its figures beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports_figures as reports
from desktop.cli import (
    FORM,
    JSON,
    LEDGER,
    PERIOD,
    form_of,
    main,
    period_of,
    print_json,
    print_table,
    refusing,
    unit_of,
)
from desktop.cli_ledger import open_ledger
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.figure_tables import FigureTable
from monitoring.longer import is_longer
from monitoring.periods import Period

REPLACE = click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
ITEM = click.option("--item", "words", default="", help="只要名称里有这些字的项目。")
UNITS, PERIODS, YEARS, LEVELS = WAYS = ("units", "periods", "years", "levels")


@main.command()
@LEDGER
@click.option("--form", "codes", multiple=True, help="报表代码，如 F1，可以写多个；不写则每一张。")
@click.option("--year", type=click.IntRange(1949, 2099), required=True, help="年份，如 2026。")
@click.option("--unit", "township", help="只要这个单位：名称或代码；不写是全县的合计。")
@ITEM
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="存成这个 .xlsx：全县一张，各单位一张；写了 --unit 或 --item 就只有那一张。"
    "多张报表时是一个文件夹。",
)
@REPLACE
@JSON
@refusing
def yearbook(
    ledger: Path,
    *,
    codes: tuple[str, ...],
    year: int,
    township: str | None,
    words: str,
    target: Path | None,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """把一张报表一年各期并排列成年度台账（年册）。"""
    from workflow import figure_tables as workflow

    with open_ledger(ledger) as opened:
        forms = _forms(opened, codes, year)
        unit = unit_of(opened, township) if township else ""
        tables = [workflow.year_book(opened, form, year, unit).holding(words) for form in forms]
        if target is not None:
            many = len(codes) != 1
            for place, form in enumerate(forms):
                path = _in_folder(opened, target, form, year) if many else target
                if many:
                    click.echo(f"{place + 1}/{len(forms)} {path.name}", err=True)
                if unit or words:
                    workflow.save(tables[place], path, replace_existing=replace_existing)
                else:
                    workflow.save_year_book(
                        opened, form, year, path, replace_existing=replace_existing
                    )
    if as_json:
        print_json([reports.figures(table) for table in tables])
    elif target is None:
        for table in tables:
            _print(table)
    else:
        click.echo(f"已存年度台账：{target}")


@main.command()
@LEDGER
@FORM
@PERIOD
@click.option(
    "--by",
    "way",
    type=click.Choice(WAYS),
    default=UNITS,
    help="units 各单位并排（默认），periods 各期环比，years 历年同期同比，levels 本级和下级汇总。",
)
@click.option("--unit", "townships", multiple=True, help="单位名称或代码；各单位并排时可以写多个。")
@click.option("--base", help="各单位并排时，都和这个单位比。")
@click.option("--count", type=click.IntRange(2, 60), help="环比几期、同比几年，不写是 2。")
@ITEM
@click.option("--to", "target", type=click.Path(path_type=Path), help="存成这个 .xlsx。")
@REPLACE
@JSON
@refusing
def compare(
    ledger: Path,
    *,
    form: str,
    period: Period,
    way: str,
    townships: tuple[str, ...],
    base: str | None,
    count: int | None,
    words: str,
    target: Path | None,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """把数并排比较：单位之间、各期之间、历年同期，本级和下级汇总。"""
    from workflow import figure_tables as workflow

    if base and way != UNITS:
        raise click.UsageError("--base 只用于 --by units。")
    if count and way not in (PERIODS, YEARS):
        raise click.UsageError("--count 只用于 --by periods、--by years。")
    if way in (PERIODS, YEARS) and len(townships) > 1:
        raise click.UsageError("--by periods、--by years 一次只比一个单位。")
    if townships and way == LEVELS:
        raise click.UsageError("--by levels 不写 --unit。")
    with open_ledger(ledger) as opened:
        chosen = form_of(opened, form)
        when = period if is_longer(chosen, period) else period_of(chosen, period)
        units = [unit_of(opened, name) for name in townships]
        against = unit_of(opened, base) if base else ""
        table = _compared(
            opened, chosen, when, way=way, units=units, base=against, count=count or 2
        ).holding(words)
        if target is not None:
            workflow.save(table, target, replace_existing=replace_existing)
    if as_json:
        print_json(reports.figures(table))
    elif target is None:
        _print(table)
    else:
        click.echo(f"已存：{target}")


def _compared(
    ledger: Ledger,
    form: Form,
    period: Period,
    *,
    way: str,
    units: Sequence[str],
    base: str,
    count: int,
) -> FigureTable:
    from workflow import figure_tables as workflow

    if way == UNITS:
        return workflow.of_units(ledger, form, period, units, base)
    if way == LEVELS:
        return workflow.of_levels(ledger, form, period)
    over = workflow.of_periods if way == PERIODS else workflow.of_years
    return over(ledger, form, period, count, units[0] if units else "")


def _forms(ledger: Ledger, codes: Sequence[str], year: int) -> list[Form]:
    """The forms asked for, or every one with figures in the year."""
    if codes:
        return [form_of(ledger, code) for code in codes]
    from workflow.figure_tables import has_year

    found = [form for form in ledger.catalogue.forms.values() if has_year(ledger, form, year)]
    if not found:
        raise ExpectedError(f"{year}年还没有一张表有数；请换一年，或先收表。")
    return found


def _in_folder(ledger: Ledger, folder: Path, form: Form, year: int) -> Path:
    from exporters.files import make_folder, safe_name

    make_folder(folder)
    name = form.name.removesuffix(form.frequency.label)
    return folder / safe_name(f"{ledger.area.name}_{form.code}_{name}年度台账_{year}年.xlsx")


def _print(table: FigureTable) -> None:
    mark = "（演示数据）" if table.demonstration else ""
    click.echo(f"{table.title}{mark}　{table.under}")
    print_table(reports.figures_table(table))
    for note in table.notes:
        click.echo(note)
