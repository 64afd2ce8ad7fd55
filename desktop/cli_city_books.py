"""``city-book``: the city bureau's own workbook, pointed at once and filled every month."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from db.ledger import Ledger
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
from desktop.reports_city_books import (
    book_lines,
    books_document,
    filled_document,
    pointed_document,
    pointed_lines,
)
from monitoring.city_layout import from_json
from monitoring.periods import Period

_PATH = click.Path(path_type=Path)


class _Asked(NamedTuple):
    """How a workbook is to be taken over: by a ``layout`` file, or by what is recognised."""

    name: str
    form: str
    month: int | None
    layout: Path | None


@main.command("city-book")
@LEDGER
@click.option("--add", "origin", type=_PATH, help="套用市局的一份 .xlsx 或 .xlsm。")
@click.option("--name", help="给这份表样起的名字；不写则用文件名。")
@click.option("--form", default="", help="报表代码，如 F1；不写则按认出最多的报表。")
@click.option(
    "--layout", "given", type=_PATH, help="按这份 JSON 指格子：--dry-run --json 的结果改成的。"
)
@click.option("--dry-run", is_flag=True, help="和 --add、--fill 一起用：只看不存。")
@click.option("--fill", "filled", metavar="名字", help="填好一份，要写 --period 和 --to。")
@click.option(
    "--period",
    type=PeriodType(),
    help="期别，如 2026-10；和 --add 一起用时，表里几个月并列就取这个月的列。",
)
@click.option("--to", "target", type=_PATH, help="填好的表存到哪里。")
@click.option("--book", type=_PATH, help="填市局这个月发来的这一份，不用当初套用的那一份。")
@click.option("--maker", default="", help="填表人；不写则留空。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@click.option("--remove", "removed", metavar="名字", help="不再套用一份。")
@JSON
@refusing
def city_book(
    ledger: Path,
    *,
    origin: Path | None,
    name: str | None,
    form: str,
    given: Path | None,
    dry_run: bool,
    filled: str | None,
    period: Period | None,
    target: Path | None,
    book: Path | None,
    maker: str,
    replace_existing: bool,
    removed: str | None,
    as_json: bool,
) -> None:
    """列出、套用、填写或去掉市局的表样。"""
    from workflow import city_books, city_filling

    if sum(each is not None for each in (origin, filled, removed)) > 1:
        raise click.UsageError("--add、--fill、--remove 一次只用一个。")
    if given is not None and origin is None:
        raise click.UsageError("--layout 要和 --add 一起用。")
    if dry_run and origin is None and filled is None:
        raise click.UsageError("--dry-run 要和 --add 或 --fill 一起用。")
    with open_ledger(ledger) as opened:
        if origin is not None:
            month = None if period is None else period.end
            asked = _Asked(name or origin.stem, form, month, given)
            _add(opened, origin, asked, dry_run=dry_run, as_json=as_json)
            return
        if filled is not None:
            if period is None or (target is None and not dry_run):
                raise click.UsageError("--fill 要写明 --period 和 --to。")
            copy = None if book is None else (book.name, city_books.load(book))
            if dry_run or target is None:
                told = city_filling.look_ahead(opened, filled, period.end, book=copy)
                _warn(told, as_json=as_json)
                return
            found = city_filling.fill(
                opened,
                filled,
                period.end,
                target,
                book=copy,
                maker=maker,
                replace=replace_existing,
            )
            if as_json:
                print_json(filled_document(found))
                return
            click.echo(found.sentence)
            _warn(found.warnings)
            return
        if removed is not None:
            city_books.remove(opened, removed)
        kept = city_books.books(opened)
    if as_json:
        print_json(books_document(kept))
    elif kept:
        print_table(lines_table(*book_lines(kept)))
    else:
        click.echo("还没有套用市局的表样。", err=True)


def _add(
    ledger: Ledger,
    origin: Path,
    asked: _Asked,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from workflow import city_books
    from workflow.documents import read_document

    content = city_books.load(origin)
    workbook = city_books.read(origin.name, content)
    if asked.layout is not None:
        body = read_document(asked.layout, "表样")
        layout = from_json(asked.name, json.dumps(body.get("layout", body)))
    else:
        layout = city_books.propose(
            ledger, asked.name, workbook, content, asked.form, month=asked.month
        )
    if dry_run:
        told = city_books.stands_against(content, layout)
    else:
        told = city_books.add(ledger, layout, origin.name, content)
    if as_json:
        print_json({"dry_run": dry_run, **pointed_document(ledger, layout, told)})
        return
    print_table(lines_table(*pointed_lines(ledger, layout)))
    _warn(risk.text for risk in told)
    done = "会套用" if dry_run else "已套用"
    click.echo(f"{done}“{layout.name}”：{layout.form}，{len(layout.figures())} 格。")


def _warn(told: Iterable[str], *, as_json: bool = False) -> None:
    if as_json:
        print_json({"warnings": list(told)})
        return
    for warning in told:
        click.echo(f"注意：{warning}", err=True)
