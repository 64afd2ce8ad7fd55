"""``send-back``: for every refused file a copy that tells its sender what to correct."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from desktop.cli import LEDGER, PeriodType, main, refusing
from desktop.cli_ledger import open_ledger
from monitoring.periods import Period


@main.command("send-back")
@LEDGER
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "directory", type=click.Path(path_type=Path), required=True, help="文件夹。")
@click.option("--period", type=PeriodType(), help="收的是这一期；不写则按表上的期别。")
@click.option("--password", "passwords", multiple=True, help="文件的打开密码，可以写多个。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的退回表。")
@refusing
def send_back(
    ledger: Path,
    paths: Sequence[Path],
    *,
    directory: Path,
    period: Period | None,
    passwords: Sequence[str],
    replace_existing: bool,
) -> bool:
    """给每个收不进的工作簿做一份标出错处的退回表。"""
    from workflow.collect import stage
    from workflow.send_back import send_all_back

    with open_ledger(ledger) as opened:
        files = stage(opened, paths, period=period, passwords=passwords)
    failed = written = 0
    for file, outcome in send_all_back(
        files, directory, replace=replace_existing, passwords=passwords
    ):
        if isinstance(outcome, Path):
            written += 1
            click.echo(f"{file.name}：{len(file.issues)} 处问题，已存 {outcome}")
        else:
            failed += 1
            click.echo(f"错误：{outcome}", err=True)
    if not written and not failed:
        click.echo("没有要退回的工作簿：都能收，或没有找到文件。", err=True)
    return not failed
