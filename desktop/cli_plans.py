"""The register of plans as typed into a terminal: every target with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from db.ledger import Ledger
from desktop import reports_plans as reports
from desktop.cli import JSON, LEDGER, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
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


@main.command()
@LEDGER
@click.option("--template", type=click.Path(path_type=Path), help="存一张空白表格，填本县的规划。")
@click.option("--add", "table", type=click.Path(path_type=Path), help="收下填好的表格。")
@click.option("--code", default="", help="和 --add 一起用：改这个本县规划，如 P01。")
@click.option("--export", "target", type=click.Path(path_type=Path), help="把本县的规划存成文件。")
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下存好的规划。")
@click.option("--dry-run", is_flag=True, help="和 --import 一起用：只看会新增、改动哪些。")
@click.option("--remove", metavar="编号", help="删除一个本县规划，历史还在。")
@click.option("--undo", metavar="编号", help="撤销这个本县规划最后一次改动。")
@click.option("--attach", metavar="规划=文件", help="给规划附上原文（.docx、.txt、.pdf）。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的空白表格。")
@JSON
@refusing
def plans(ledger: Path, **options: Any) -> None:
    """列出适用的规划；新建、修改、导出、导入本县自己的规划。"""
    actions = ("template", "table", "target", "origin", "remove", "undo", "attach")
    chosen = [name for name in actions if options[name] is not None]
    if len(chosen) > 1:
        raise click.UsageError("建表、收表、导出、导入、删除、撤销、附原文一次只做一件。")
    if options["dry_run"] and options["origin"] is None:
        raise click.UsageError("--dry-run 要和 --import 一起用。")
    with open_ledger(ledger) as opened:
        if chosen:
            click.echo(_act(opened, chosen[0], options), err=options["as_json"])
        listed_plans = list(opened.plans.values())
        area, documents = opened.area.code, _documents(opened)
    if options["as_json"]:
        print_json(reports.plans(listed_plans, area, documents))
    elif not chosen:
        print_table(
            lines_table(reports.PLAN_HEADS, reports.plan_lines(listed_plans, area, documents))
        )


def _act(ledger: Ledger, action: str, options: Mapping[str, Any]) -> str:
    from workflow import own_plans as workflow

    if action == "template":
        workflow.template(ledger, options["template"], replace=options["replace_existing"])
        return f"已存空白表格：{options['template']}"
    if action == "table":
        try:
            kept = workflow.add_table(ledger, options["table"], options["code"])
        except workflow.DraftError as error:
            for _, sentence in error.problems[1:]:
                click.echo(f"　　　{sentence}", err=True)
            raise
        return f"已收下规划 {kept.code}《{kept.name}》，{len(kept.targets)} 个目标。"
    if action == "target":
        count = workflow.export(ledger, options["target"])
        return f"已把 {count} 个本县规划存到 {options['target']}"
    if action == "origin":
        found = workflow.import_(ledger, options["origin"], dry_run=options["dry_run"])
        done = "会" if options["dry_run"] else "已"
        return (
            f"{done}新增 {len(found.new)} 个、改动 {len(found.changed)} 个规划，"
            f"{len(found.same)} 个一样。"
        )
    if action == "remove":
        workflow.remove(ledger, options["remove"])
        return f"已删除规划 {options['remove']}；要回来用 --undo。"
    if action == "attach":
        return _attach(ledger, options["attach"])
    workflow.take_back(ledger, options["undo"])
    return f"规划 {options['undo']} 已回到上一次的样子。"


def _attach(ledger: Ledger, words: str) -> str:
    from workflow import plan_documents

    code, sign, file = words.partition("=")
    if not (code and sign and file):
        raise click.BadParameter("要写成 规划=文件，如 002=规划.docx。", param_hint="--attach")
    kept = plan_documents.attach(ledger, code, Path(file))
    return f"规划 {code} 的原文是“{kept.name}”。"


def _documents(ledger: Ledger) -> dict[str, str]:
    """The names of the plans' documents, by code."""
    from db import plan_documents

    found = {code: plan_documents.current(ledger, code) for code in ledger.plans}
    return {code: kept.name for code, kept in found.items() if kept is not None}


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
