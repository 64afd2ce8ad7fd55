"""``milestones``, ``tasks`` and ``projects``: how they stand, and what is said of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from db.ledger import Ledger
from desktop import reports_register as reports
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from monitoring.projects import Details, Stage
from monitoring.steps import Said, StepState, Urgency

if TYPE_CHECKING:
    from workflow.steps import Evidence

DAY = click.DateTime(["%Y-%m-%d"])
MONTH = click.option("--period", type=PeriodType(), help="看哪个月，如 2026-10；不写则本月。")
PLAN = click.option("--plan", default="", help="只看这个规划，如 002。")
LATE = click.option("--overdue", is_flag=True, help="只看逾期和即将到期的。")
AHEAD = click.option("--ahead", type=int, help="改为到期前多少天起算即将到期，以后都照此。")
STATES = {state.name.lower(): state for state in StepState}
STATE = click.Choice([*STATES, *map(str, StepState)])
NOTE = click.option("--note", default="", help="说明。")
FILE = click.option(
    "--attach", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="附上材料。"
)


@main.command()
@LEDGER
@MONTH
@PLAN
@LATE
@click.option("--set", "step", metavar="编号", help="记下这个里程碑的状态。")
@click.option("--state", type=STATE, help="状态，和 --set 一起用。")
@click.option("--done", type=DAY, help="完成日期，如 2026-09-30。")
@NOTE
@FILE
@click.option("--undo", metavar="编号", help="撤销这个里程碑最后一次记下的。")
@AHEAD
@JSON
@refusing
def milestones(ledger: Path, **options: Any) -> None:
    """列出规划里的里程碑；记下完成情况和材料。"""
    _steps(ledger, "milestone", options)


@main.command()
@LEDGER
@MONTH
@PLAN
@LATE
@click.option("--set", "step", metavar="编号", help="记下这项任务本期的状态。")
@click.option("--state", type=STATE, help="状态，和 --set 一起用。")
@click.option("--done", type=DAY, help="完成日期，如 2026-09-30。")
@NOTE
@FILE
@click.option("--undo", metavar="编号", help="撤销这项任务最后一次记下的。")
@AHEAD
@JSON
@refusing
def tasks(ledger: Path, **options: Any) -> None:
    """列出规划分给各部门的任务；记下每个月的状态。"""
    _steps(ledger, "task", options)


@main.command()
@LEDGER
@MONTH
@PLAN
@LATE
@click.option("--enter", metavar="名称", help="新项目入库，要写 --reason。")
@click.option("--change", metavar="编号", help="变更这个项目的资料，要写 --reason。")
@click.option("--progress", metavar="编号", help="报这个项目本月的进度。")
@click.option("--leave", metavar="编号", help="这个项目退出，要写 --reason。")
@click.option("--return", "again", metavar="编号", help="退出的项目重新入库，要写 --reason。")
@click.option("--undo", metavar="编号", help="撤销这个项目最后一次记下的。")
@click.option("--reason", default="", help="入库、变更、退出的理由。")
@click.option("--stage", type=click.Choice([str(stage) for stage in Stage]), help="阶段。")
@click.option("--field", help="领域。")
@click.option("--owner", help="责任单位。")
@click.option("--investment", type=int, help="总投资，万元。")
@click.option("--invested", type=int, help="到现在完成的投资，万元。")
@click.option("--planned-start", type=DAY, help="计划开工日期。")
@click.option("--planned-finish", type=DAY, help="计划竣工日期。")
@click.option("--started", type=DAY, help="开工日期。")
@click.option("--finished", type=DAY, help="竣工日期。")
@NOTE
@FILE
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下一张项目表。")
@click.option("--export", "target", type=click.Path(path_type=Path), help="存成能再导入的 Excel。")
@click.option("--dry-run", is_flag=True, help="只看 --import 会新增、变更哪些，不写入。")
@click.option("--replace", "replace_existing", is_flag=True, help="--export 覆盖已有的文件。")
@JSON
@refusing
def projects(ledger: Path, **options: Any) -> bool | None:
    """列出重大项目库；入库、报进度、变更、退出，导入导出。"""
    from workflow import projects as workflow

    actions = ("enter", "change", "progress", "leave", "again", "undo", "origin", "target")
    chosen = [name for name in actions if options[name]]
    if len(chosen) > 1:
        raise click.UsageError(
            "--enter、--change、--progress、--leave、--return、--undo、--import、--export"
            " 一次用一个。"
        )
    with open_ledger(ledger) as opened:
        month = _month(options["period"])
        if options["origin"]:
            return _import(opened, month, options)
        if options["target"]:
            _export(opened, month, options)
            return None
        if chosen:
            said = _act_on_project(opened, chosen[0], month, options)
            click.echo(said, err=options["as_json"])
        found = workflow.projects(opened, month, options["plan"])
    if options["overdue"]:
        found = [each for each in found if each.late]
    if options["as_json"]:
        print_json(reports.projects(found))
    elif not chosen:
        _table(reports.PROJECT_HEADS, list(reports.project_lines(found)), "没有这样的项目。")
    return None


def _import(ledger: Ledger, month: int, options: dict[str, Any]) -> bool:
    """Take a table of projects; ``False`` when some of it was not read."""
    from workflow import project_tables as workflow

    found, dry = workflow.read(ledger, options["origin"], month), options["dry_run"]
    if not dry and found.writes:
        workflow.take(ledger, found, options["reason"], month)
    if options["as_json"]:
        print_json(reports.brought(found))
    else:
        for issue in found.issues:
            click.echo(issue.message, err=True)
        click.echo(reports.brought_words(found, written=not dry))
    return not found.issues


def _export(ledger: Ledger, month: int, options: dict[str, Any]) -> None:
    from workflow import project_tables as workflow

    target, replace = options["target"], options["replace_existing"]
    count = workflow.export(ledger, target, month, replace=replace)
    if options["as_json"]:
        print_json({"exported": count})
    else:
        click.echo(f"已把 {count} 个项目存到 {target}")


def _steps(ledger: Path, kind: str, options: dict[str, Any]) -> None:
    from workflow import steps as workflow

    step, undo, ahead = options["step"], options["undo"], options["ahead"]
    if step and undo:
        raise click.UsageError("--set 和 --undo 一次用一个。")
    if bool(step) != bool(options["state"]):
        raise click.UsageError("--set 和 --state 要一起用。")
    month = _month(options["period"])
    with open_ledger(ledger) as opened:
        if ahead is not None:
            workflow.keep_ahead_days(opened, ahead)
            click.echo(f"到期前 {ahead} 天起算即将到期。", err=True)
        if step:
            state = STATES.get(options["state"]) or StepState(options["state"])
            end = month if kind == workflow.TASK else 0
            said = Said(step, state, end, _day(options["done"]), options["note"].strip())
            workflow.say(opened, kind, said, _evidence(options["attach"]))
            click.echo(f"已记下 {step}：{state}。", err=options["as_json"])
        elif undo:
            workflow.take_back(opened, kind, undo)
            click.echo(f"已撤销 {undo} 最后一次记下的。", err=options["as_json"])
        read = workflow.tasks if kind == workflow.TASK else workflow.milestones
        found = read(opened, month, options["plan"])
    if options["overdue"]:
        found = [each for each in found if each.urgency is not Urgency.NONE]
    if options["as_json"]:
        print_json(reports.steps(found))
    elif not (step or undo):
        _table(reports.STEP_HEADS, list(reports.step_lines(found)), "没有这样的条目。")


def _act_on_project(ledger: Ledger, action: str, month: int, options: dict[str, Any]) -> str:
    from workflow import projects as workflow

    reason = options["reason"]
    if action == "enter":
        code = workflow.enter(ledger, _details(Details(options["enter"]), options), reason)
        return f"已入库：{code} {options['enter']}。"
    project = options[action]
    if action == "change":
        known = next((e.details for e in workflow.projects(ledger, month) if e.id == project), None)
        if known is None:
            raise ExpectedError(f"项目库里没有 {project}；请先列出项目，核对编号。")
        workflow.change(ledger, project, _details(known, options), reason, month)
        return f"已变更 {project}。"
    if action == "progress":
        workflow.report(
            ledger,
            project,
            month,
            stage=Stage(options["stage"]) if options["stage"] else None,
            invested=options["invested"],
            started=_day(options["started"]),
            finished=_day(options["finished"]),
            note=options["note"],
            evidence=_evidence(options["attach"]),
        )
        return f"已记下 {project} {Period(month).label}的进度。"
    if action == "undo":
        workflow.take_back(ledger, project)
        return f"已撤销 {project} 最后一次记下的。"
    if action == "leave":
        workflow.leave(ledger, project, reason)
        return f"{project} 已退出。"
    workflow.enter_again(ledger, project, reason)
    return f"{project} 已重新入库。"


def _details(known: Details, options: dict[str, Any]) -> Details:
    from dataclasses import replace

    given: dict[str, Any] = {
        key: options[key] for key in ("field", "owner", "investment", "invested") if options[key]
    }
    for key in ("planned_start", "planned_finish", "started", "finished"):
        if options[key]:
            given[key] = _day(options[key])
    if options["stage"]:
        given["stage"] = Stage(options["stage"])
    if options["note"]:
        given["note"] = options["note"]
    return replace(known, **given)


def _evidence(path: Path | None) -> Evidence | None:
    from workflow.steps import evidence_of

    return None if path is None else evidence_of(path)


def _month(period: Period | None) -> int:
    if period is not None:
        return period.end
    from db.ledger import now

    today = now()
    return int(today[:4] + today[5:7])


def _day(moment: Any) -> date | None:
    return moment.date() if moment is not None else None


def _table(heads: tuple[str, ...], lines: list[tuple[str, ...]], nothing: str) -> None:
    if lines:
        print_table(lines_table(heads, lines))
    else:
        click.echo(nothing, err=True)
