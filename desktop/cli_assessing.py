"""``assess``: how the county stands, what would meet its targets, and what a change would do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports
from desktop import reports_assessing as said
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, print_table, refusing, unit_of
from desktop.cli_ledger import open_ledger
from monitoring.amounts import MISSING, NOT_APPLICABLE, STATE_LABELS, Value, number, scale
from monitoring.periods import Period

_MARKS = {STATE_LABELS[value.state]: value for value in (MISSING, NOT_APPLICABLE)}
MOST_TOLERANCE = 20


@main.command()
@LEDGER
@click.option(
    "--period",
    "--month",
    "period",
    type=PeriodType(),
    required=True,
    help="期别，如 2026-10。",
)
@click.option("--plan", help="只看这个规划，如 002。")
@click.option("--target", help="只看这个目标，写出全部算式，如 002-T023。")
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="单位:项目=数",
    help="假如某单位的数是这样，结论会怎样；不写入，可以写多个。",
)
@click.option(
    "--tolerance",
    type=click.IntRange(0, MOST_TOLERANCE),
    help="“左右”容许偏差百分之几，从此记在台账里（原为 5）。",
)
@JSON
@refusing
def assess(
    ledger: Path,
    *,
    period: Period,
    plan: str | None,
    target: str | None,
    changes: tuple[str, ...],
    tolerance: int | None,
    as_json: bool,
) -> None:
    """对照规划目标，看全县和各乡镇的指标、结论、缺口和预测。"""
    with open_ledger(ledger) as opened:
        _check(opened, plan, target)
        if tolerance is not None:
            from workflow.evidence import keep_tolerance

            keep_tolerance(opened, tolerance)
        if changes:
            _what_if(opened, period.end, plan, changes, as_json=as_json)
        elif target is not None:
            _one(opened, period.end, target, as_json=as_json)
        else:
            _all(opened, period, plan, as_json=as_json)


def _check(ledger: Ledger, plan: str | None, target: str | None) -> None:
    """A plan or target that is not the county's is wrong usage."""
    if plan is not None and plan not in ledger.plans:
        known = "、".join(ledger.plans)
        raise click.BadParameter(
            f"没有适用于{ledger.area.name}的规划 {plan}，现有：{known}。", param_hint="--plan"
        )
    ids = {each.id for one in ledger.plans.values() for each in one.targets}
    if target is not None and target not in ids:
        raise click.BadParameter(
            f"{ledger.area.name}没有目标 {target}，用 targets 列出全部。", param_hint="--target"
        )


def _all(ledger: Ledger, period: Period, plan: str | None, *, as_json: bool) -> None:
    from workflow import assess as workflow
    from workflow.outlook import outlooks

    if as_json:
        print_json(said.assessed(outlooks(ledger, period.end, plan, every=True)))
        return
    rows = workflow.indicators(ledger, period.end)
    if all(row.county.ratio is None for row in rows):
        click.echo(f"{period.label}还没有能算出指标的数据，请先收表。", err=True)
        return
    click.echo(f"{ledger.area.name} {period.label} 指标")
    print_table(reports.indicators_table(rows))
    click.echo("\n各乡镇")
    for row in rows:
        if any(result.ratio is not None for result in row.units.values()):
            print_table(reports.townships_table(row, ledger.area))
    click.echo("\n规划目标")
    print_table(said.verdicts_table(workflow.targets(ledger, period.end, plan)))


def _one(ledger: Ledger, month: int, target: str, *, as_json: bool) -> None:
    from workflow.outlook import outlooks

    found = [
        each for each in outlooks(ledger, month, every=True) if each.verdict.target.id == target
    ]
    if as_json:
        print_json(said.assessed(found))
        return
    for outlook in found:
        for line in said.target_lines(outlook):
            click.echo(line)
        if outlook.contributions is not None:
            click.echo("\n缺口在哪里")
            print_table(said.contributions_table(outlook.contributions))


def _what_if(
    ledger: Ledger, month: int, plan: str | None, changes: Iterable[str], *, as_json: bool
) -> None:
    from workflow.outlook import Scenario

    read = dict(_change(ledger, text) for text in changes)
    found = Scenario(ledger, month, plan).what_if(read)
    if as_json:
        print_json(said.changed(found))
    elif not found:
        click.echo("没有目标用到这些数。", err=True)
    else:
        print_table(said.changes_table(found))


def _change(ledger: Ledger, text: str) -> tuple[tuple[str, str], Value]:
    """One ``单位:项目=数``; anything else is wrong usage."""
    place, equals, said_value = text.partition("=")
    unit, colon, item = place.partition(":")
    if not (equals and colon):
        raise click.BadParameter(
            f"看不懂“{text}”，请写成 单位:项目=数，如 松林镇:fd_signed=30000。",
            param_hint="--what-if",
        )
    code = item.strip()
    if code not in ledger.catalogue.items:
        raise click.BadParameter(f"没有项目 {code}，请写项目的代码。", param_hint="--what-if")
    value = _MARKS.get(said_value.strip())
    if value is None:
        try:
            amount = scale(said_value.strip().replace(",", ""), ledger.catalogue.decimals(code))
        except ValueError:
            raise click.BadParameter(
                f"“{said_value}”不是 {code} 的数；请写数字、未报或不适用。",
                param_hint="--what-if",
            ) from None
        value = number(amount)
    return (unit_of(ledger, unit.strip()), code), value
