"""Where a figure comes from, and what was changed: ``trace`` and ``history``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from db.changes import MOST, Wanted
from db.ledger import Ledger
from desktop import reports, reports_tracing, trace_words
from desktop.cli import (
    FORM_CODE,
    JSON,
    LEDGER,
    PERIOD,
    PeriodType,
    form_of,
    main,
    period_of,
    print_json,
    print_table,
    refusing,
    unit_of,
)
from desktop.cli_ledger import open_ledger
from monitoring.periods import Period
from workflow.traces import Asked


@main.command()
@LEDGER
@FORM_CODE
@click.option("--item", required=True, help="项目或指标，写代码或名称。")
@PERIOD
@click.option("--unit", help="只看这个单位，写代码或名称；不写是全县的合计。")
@JSON
@refusing
def trace(
    ledger: Path,
    *,
    form: str | None,
    item: str,
    period: Period,
    unit: str | None,
    as_json: bool,
) -> None:
    """看一个数从哪里来：算式、各单位、文件和单元格、审核、说明、早先的数。"""
    from workflow import tracing as workflow

    with open_ledger(ledger) as opened:
        code = _figure(opened, item, form)
        owner = opened.catalogue.form_of.get(code)
        end = period.end if owner is None else period_of(owner, period).end
        found = workflow.trace(opened, Asked(code, unit_of(opened, unit) if unit else "", end))
        area = opened.area
        if as_json:
            print_json(reports_tracing.traced(found, area, opened.catalogue))
            return
    document = trace_words.document(found, area)
    click.echo(f"{document.title}：{document.figure}")
    for name, words in document.facts:
        click.echo(f"{name}：{words}")
    for block in document.blocks:
        click.echo(f"\n{block.caption}")
        print_table(reports.lines_table(block.heads, block.rows))


@main.command()
@LEDGER
@click.option("--unit", help="只看这个单位，写代码或名称。")
@FORM_CODE
@click.option("--item", help="只看这个项目，写代码或名称。")
@click.option("--period", type=PeriodType(), help="只看这一期的数。")
@click.option("--import", "source", type=int, help="只看这次导入写的和改的，编号见 imports。")
@click.option("--operator", help="只看这个人改的。")
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=MOST,
    show_default=True,
    help="最多列出多少处，从最近的起。",
)
@JSON
@refusing
def history(
    ledger: Path,
    *,
    unit: str | None,
    form: str | None,
    item: str | None,
    period: Period | None,
    source: int | None,
    operator: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """列出改过的数：原来是多少、改为多少、谁改的、原来从哪里来。"""
    with open_ledger(ledger) as opened:
        area, catalogue = opened.area, opened.catalogue
        wanted = Wanted(
            units=[unit_of(opened, unit)] if unit else None,
            items=_items(opened, item, form),
            ends=[period.end] if period else None,
            source=source,
            operator=operator,
        )
        found = opened.some_changes(wanted, limit)
    if as_json:
        print_json(reports_tracing.changed(found, area, catalogue))
    elif not found:
        click.echo("没有这样的改动。", err=True)
    else:
        block = trace_words.history_block(found, area, catalogue)
        print_table(reports.lines_table(block.heads, block.rows))


def _figure(ledger: Ledger, words: str, form: str | None) -> str:
    from workflow.tracing import candidates

    chosen = form_of(ledger, form).code if form else ""
    return _only(ledger, words, candidates(ledger, words, chosen))


def _items(ledger: Ledger, words: str | None, form: str | None) -> Collection[str] | None:
    from workflow.tracing import candidates

    chosen = form_of(ledger, form) if form else None
    if words is None:
        return chosen.by_code if chosen else None
    found = candidates(ledger, words, chosen.code if chosen else "")
    return [_only(ledger, words, [code for code in found if code in ledger.catalogue.items])]


def _only(ledger: Ledger, words: str, found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.BadParameter(
            f"没有“{words}”这一项；请写项目或指标的代码，或报表上的名称。", param_hint="--item"
        )
    forms = ledger.catalogue.form_of
    named = "、".join(
        f"{code}（{forms[code].code if code in forms else '指标'}）" for code in found
    )
    raise click.BadParameter(f"“{words}”不止一项：{named}；请写代码。", param_hint="--item")
