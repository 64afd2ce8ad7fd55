"""``file``, ``unlock`` and ``filed``: submit a return, open it again, and what was submitted."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli import (
    FORM,
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
)
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
from desktop.reports_filing import corrections, filed_lines, versions
from monitoring.periods import Period


@main.command("file")
@LEDGER
@FORM
@PERIOD
@refusing
def file_(ledger: Path, form: str, period: Period) -> None:
    """上报并锁定一张报表，原样留存这一版。"""
    from workflow import filing

    with open_ledger(ledger) as opened:
        chosen = form_of(opened, form)
        kept = filing.file(opened, chosen, period_of(chosen, period).end)
    click.echo(f"已上报并锁定：{kept.file}，第 {kept.version} 版，校验码 {kept.sha256[:16]}。")


@main.command()
@LEDGER
@FORM
@PERIOD
@click.option("--reason", required=True, help="为什么要更正。")
@refusing
def unlock(ledger: Path, form: str, period: Period, reason: str) -> None:
    """解锁已上报的一期来更正，要写明原因。"""
    from workflow import filing

    with open_ledger(ledger) as opened:
        chosen = form_of(opened, form)
        filing.unlock(opened, chosen, period_of(chosen, period).end, reason)
    click.echo("已解锁；改好后请重新通过、重新上报。")


@main.command()
@LEDGER
@click.option("--form", help="报表代码，如 F1；和下面几项一起用。")
@click.option("--period", type=PeriodType(), help="期别，如 2026-10。")
@click.option("--version", "number", type=int, help="第几版；不写则最后一版。")
@click.option("--to", "target", type=click.Path(path_type=Path), help="把这一版原样另存。")
@click.option("--slip", type=click.Path(path_type=Path), help="把这一版的更正说明存成 .xlsx。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def filed(
    ledger: Path,
    *,
    form: str | None,
    period: Period | None,
    number: int | None,
    target: Path | None,
    slip: Path | None,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """列出上报过的各版；取出一版的原件或更正说明。"""
    from workflow import snapshots

    if (form is None) != (period is None):
        raise click.UsageError("--form 和 --period 要一起用。")
    if form is None and (number or target or slip):
        raise click.UsageError("--version、--to、--slip 要和 --form、--period 一起用。")
    with open_ledger(ledger) as opened:
        if form is None or period is None:
            kept = snapshots.every(opened)
            if as_json:
                print_json(versions(kept))
            elif kept:
                print_table(lines_table(*filed_lines(kept)))
            else:
                click.echo("还没有上报过。", err=True)
            return
        chosen = form_of(opened, form)
        end = period_of(chosen, period).end
        kept = snapshots.of_period(opened, chosen, end)
        if not kept:
            click.echo(f"{chosen.code} {period.label}还没有上报过。", err=True)
            return
        wanted = number or kept[-1].version
        if target is not None:
            snapshots.save_version(opened, chosen, end, wanted, target, replace=replace_existing)
            click.echo(f"已存：{target}")
        if slip is not None:
            snapshots.save_slip(opened, chosen, end, wanted, slip, replace=replace_existing)
            click.echo(f"已存：{slip}")
        changed = snapshots.since(opened, chosen, end, wanted) if wanted > 1 else []
    if as_json:
        print_json({"versions": versions(kept), "corrections": corrections(changed)})
    elif target is None and slip is None:
        print_table(lines_table(*filed_lines(kept)))
