"""``benchmarks``: what the province or the country reached, for targets that compare with it."""

from __future__ import annotations

from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from monitoring.goals import Benchmark
from monitoring.periods import Period


@main.command()
@LEDGER
@click.option("--set", "value", metavar="数", help="录入一个数，要写 --indicator、--period。")
@click.option("--remove", is_flag=True, help="取消一个录入过的基准。")
@click.option("--indicator", help="指标代码，如 imr。")
@click.option("--scope", default="全省平均", show_default=True, help="和谁比，同目标里写的一样。")
@click.option("--period", type=PeriodType(), help="这个数是哪一期的，如 2025-12。")
@click.option("--note", default="", help="数从哪里来，如省统计公报。")
@click.option("--export", "exported", type=click.Path(path_type=Path), help="存成 .csv 或 .json。")
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下存好的文件。")
@click.option("--dry-run", is_flag=True, help="和 --import 一起用：只看会新增、改动多少。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def benchmarks(
    ledger: Path,
    *,
    value: str | None,
    remove: bool,
    indicator: str | None,
    scope: str,
    period: Period | None,
    note: str,
    exported: Path | None,
    origin: Path | None,
    dry_run: bool,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """列出、录入、导出或导入外部基准（全省平均）。"""
    from workflow import benchmarks as workflow

    asked = (value is not None, remove, exported is not None, origin is not None)
    if sum(asked) > 1:
        raise click.UsageError("--set、--remove、--export、--import 一次只用一个。")
    if dry_run and origin is None:
        raise click.UsageError("--dry-run 要和 --import 一起用。")
    with open_ledger(ledger) as opened:
        if value is not None or remove:
            if indicator is None or period is None:
                raise click.UsageError("要写明 --indicator 和 --period。")
            if value is None:
                workflow.remove(opened, indicator, scope, period.end)
            else:
                given = Benchmark(indicator, scope, period.end, value, note)
                workflow.keep(opened, given)
        elif exported is not None:
            count = workflow.export(opened, exported, replace=replace_existing)
            _say(f"已存 {count} 个基准：{exported}", {"exported": count}, as_json=as_json)
            return
        elif origin is not None:
            found = workflow.import_(opened, origin, dry_run=dry_run)
            told = f"新增 {found.new} 个，改动 {found.changed} 个，相同 {found.same} 个。"
            sentence = f"{'导入会' if dry_run else '已导入：'}{told}"
            _say(sentence, {"dry_run": dry_run, **found._asdict()}, as_json=as_json)
            return
        _list(opened, as_json=as_json)


def _list(ledger: Ledger, *, as_json: bool) -> None:
    from workflow import benchmarks as workflow

    kept = workflow.listed(ledger)
    names = {code: each.name for code, each in ledger.catalogue.indicators.items()}
    if as_json:
        print_json(
            [
                {
                    "indicator": each.indicator,
                    "indicator_name": names.get(each.indicator, ""),
                    "scope": each.scope,
                    "period": reports.month_text(each.period),
                    "value": each.value,
                    "note": each.note,
                    "operator": each.operator,
                    "at": each.at,
                }
                for each in kept
            ]
        )
    elif not kept:
        click.echo("还没有录入外部基准。", err=True)
    else:
        heads = ("指标", "名称", "范围", "期别", "数值", "出处", "录入")
        lines = (
            (
                each.indicator,
                names.get(each.indicator, ""),
                each.scope,
                reports.month_text(each.period),
                each.value,
                each.note,
                each.operator,
            )
            for each in kept
        )
        print_table(reports.lines_table(heads, lines))


def _say(sentence: str, document: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(sentence)
