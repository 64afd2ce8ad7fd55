"""``scorecard``: townships ranked by points, with the county's weights or those of a file."""

from __future__ import annotations

from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports_scorecard as reports
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from monitoring.periods import Period


@main.command()
@LEDGER
@click.option("--period", type=PeriodType(), help="考核到哪一期；不写则是有数的最后一个月。")
@click.option("--weights", "origin", type=click.Path(path_type=Path), help="这次用这个权重文件。")
@click.option("--keep", is_flag=True, help="和 --weights 一起用：从此照它考核。")
@click.option("--export", "exported", type=click.Path(path_type=Path), help="把权重存成文件。")
@click.option("--out", "target", type=click.Path(path_type=Path), help="得分表另存为 .xlsx。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def scorecard(
    ledger: Path,
    *,
    period: Period | None,
    origin: Path | None,
    keep: bool,
    exported: Path | None,
    target: Path | None,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """按权重给各乡镇打分、排名（绩效考核）。"""
    from workflow import score_weights
    from workflow import scorecard as workflow

    if keep and origin is None:
        raise click.UsageError("--keep 要和 --weights 一起用。")
    with open_ledger(ledger) as opened:
        weights = None if origin is None else score_weights.read_weights(origin)
        if keep and weights is not None:
            score_weights.keep_weights(opened, weights)
        card = workflow.scorecard(opened, _month(opened, period), weights)
        if exported is not None:
            score_weights.write_weights(opened, exported)
        if target is not None:
            workflow.save(opened, card, target, replace=replace_existing)
    if as_json:
        print_json(reports.scorecard(card))
        return
    print_table(reports.scorecard_table(card))
    for sentence in workflow.METHOD:
        click.echo(sentence)
    for place, what in ((target, "得分表"), (exported, "权重")):
        if place is not None:
            click.echo(f"已存{what}：{place}")


def _month(ledger: Ledger, period: Period | None) -> int:
    """The month asked for, or the last one with figures."""
    month = period.end if period else ledger.latest_month()
    if month is None:
        raise click.UsageError("台账里还没有数，请先收表，或用 --period 写明期别。")
    return month
