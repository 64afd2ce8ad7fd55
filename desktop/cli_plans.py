"""The register of plans as typed into a terminal: every target with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click

from desktop import reports_plans as reports
from desktop.cli import JSON, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from monitoring.plan_loading import load_plans
from monitoring.plan_register import listed
from monitoring.plans import Plan
from monitoring.resources import RESOURCES, read_tables


@main.command()
@click.argument("ledger", type=click.Path(path_type=Path), required=False)
@click.option("--plan", "code", help="只看这个规划，如 002。")
@click.option("--all", "everywhere", is_flag=True, help="连不适用于本县的规划一起列。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天算；不写则是今天。")
@JSON
@refusing
def targets(
    ledger: Path | None, *, code: str | None, everywhere: bool, day: datetime | None, as_json: bool
) -> None:
    """列出规划的全部目标和出处；写上台账，只列适用于该县的规划。"""
    today = day.date() if day else date.today()  # noqa: DTZ011
    area, found = _plans(ledger, everywhere=everywhere)
    if code is not None and code not in found:
        raise click.BadParameter(
            f"没有规划 {code}，现有：{'、'.join(found)}。", param_hint="--plan"
        )
    entries = listed(list(found.values()), today, area)
    chosen = [plan for plan in found.values() if code in (None, plan.code)]
    entries = [entry for entry in entries if entry.plan in chosen]
    if as_json:
        print_json(reports.targets(entries, today))
        return
    for heading, table in reports.targets_tables(chosen, entries, today):
        click.echo(f"\n{heading}")
        if table is None:
            click.echo("没有量化的目标。")
        else:
            print_table(table)


def _plans(ledger: Path | None, *, everywhere: bool) -> tuple[str, Mapping[str, Plan]]:
    """The ledger's area (empty without one) and the plans to list, its own first."""
    brought = load_plans(read_tables(RESOURCES / "plans"))
    if ledger is None:
        return "", brought
    with open_ledger(ledger) as opened:
        area, plans = opened.area.code, opened.plans
    known = {**brought, **plans} if everywhere else plans
    return area, {
        plan.code: plan
        for plan in sorted(known.values(), key=lambda plan: (plan.area != area, plan.code))
    }
