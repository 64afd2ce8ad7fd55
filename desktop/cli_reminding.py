"""催报 as typed into a terminal: who owes what, whom to call, and who was reminded."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from db import reminders as stored
from db.ledger import Ledger
from desktop import reports_reminding as reports
from desktop.cli import JSON, LEDGER, PERIOD, PeriodType, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
from monitoring.periods import Period, add_months
from workflow import contacts as workflow


@main.command()
@LEDGER
@click.option("--period", type=PeriodType(), help="看到哪一期为止；不写则是上个月。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天算；不写则是今天。")
@click.option("--text", "as_text", is_flag=True, help="只输出催报文字，每个单位一段。")
@JSON
@refusing
def overdue(
    ledger: Path, *, period: Period | None, day: datetime | None, as_text: bool, as_json: bool
) -> None:
    """列出逾期未报和退回未重报的单位，连同催报文字和联系人。"""
    from workflow.reminding import look

    today = day.date() if day else date.today()  # noqa: DTZ011
    end = period.end if period else add_months(today.year * 100 + today.month, -1)
    with open_ledger(ledger) as opened:
        desk = look(opened, end, today)
    found = reports.overdue(desk)
    if as_json:
        print_json(found)
    elif not found:
        click.echo(f"{Period(end).label}：没有逾期的报表。", err=True)
    elif as_text:
        click.echo("\n\n".join(each["text"] for each in found))
    else:
        print_table(reports.overdue_table(desk))


@main.command()
@LEDGER
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下一张联系人表。")
@click.option("--export", "target", type=click.Path(path_type=Path), help="存成 Excel 工作簿。")
@click.option("--dry-run", is_flag=True, help="只看会新增、改动哪些，不写入。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def contacts(
    ledger: Path,
    *,
    origin: Path | None,
    target: Path | None,
    dry_run: bool,
    replace_existing: bool,
    as_json: bool,
) -> bool | None:
    """列出、导入或导出各单位的联系人。"""
    if origin is not None and target is not None:
        raise click.UsageError("--import、--export 一次只用一个。")
    with open_ledger(ledger) as opened:
        if origin is not None:
            return _import(opened, origin, dry_run=dry_run, as_json=as_json)
        if target is not None:
            count = workflow.export(opened, target, replace=replace_existing)
            if as_json:
                print_json({"exported": count})
            else:
                click.echo(f"已把 {count} 位联系人存到 {target}")
            return None
        kept, names = workflow.contacts(opened), _names(opened)
    if as_json:
        print_json(reports.contacts(kept, names))
    elif not kept:
        click.echo("还没有联系人。", err=True)
    else:
        lines = ((names.get(each.unit, each.unit), *each[1:]) for each in kept)
        print_table(lines_table(("单位", "姓名", "电话", "备注"), lines))
    return None


@main.command()
@LEDGER
@PERIOD
@JSON
@refusing
def reminders(ledger: Path, period: Period, as_json: bool) -> None:
    """列出一期的催报记录。"""
    with open_ledger(ledger) as opened:
        sent, names = stored.reminders(opened, period.end), _names(opened)
    if as_json:
        print_json(reports.reminders(sent, names))
    elif not sent:
        click.echo(f"{period.label}还没有催报过。", err=True)
    else:
        heads = ("时间", "单位", "报表", "谁催的", "文字")
        lines = (
            (
                each.at.replace("T", " "),
                names.get(each.unit, each.unit),
                " ".join(each.forms),
                each.operator,
                each.text,
            )
            for each in sent
        )
        print_table(lines_table(heads, lines))


def _import(ledger: Ledger, origin: Path, *, dry_run: bool, as_json: bool) -> bool:
    found = workflow.read(ledger, origin)
    if not dry_run:
        workflow.take(ledger, found)
    if as_json:
        print_json(reports.brought(found))
    else:
        for issue in found.issues:
            click.echo(issue.message, err=True)
        verb = "会新增" if dry_run else "新增"
        click.echo(
            f"{verb} {len(found.new)} 位，改动 {len(found.changed)} 位，{len(found.same)} 位相同。"
        )
    return not found.issues


def _names(ledger: Ledger) -> dict[str, str]:
    names = {unit.code: unit.name for unit in ledger.area.units}
    return names | {ledger.area.code: f"{ledger.area.name}本级"}
