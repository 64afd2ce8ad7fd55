"""``report-plan`` and ``bulletin``: a plan's evaluation as a report, and in words for all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports_evaluation as reports
from desktop.cli import JSON, LEDGER, PeriodType, main, print_json, refusing
from desktop.cli_ledger import open_ledger
from monitoring.periods import Period
from workflow.progress import Reporter

PLAN = click.option("--plan", required=True, help="规划代码，如 004。")
YEAR = click.option(
    "--year", type=click.IntRange(1949, 2099), help="评估这一年，到有数的最后一个月。"
)
MONTH = click.option(
    "--month", type=PeriodType(), help="评估到哪一期；不写则是规划期内有数的最后一月。"
)
REPLACE = click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")


class _Told(Reporter):
    """Says on the side what is being done; what is piped on stays clean."""

    def step(self, done: int, total: int, what: str) -> None:
        click.echo(f"{done + 1}/{total} {what}", err=True)


@main.command(name="report-plan")
@LEDGER
@PLAN
@YEAR
@MONTH
@click.option("--out", "target", type=click.Path(path_type=Path), help="报告存成这个 .docx 文件。")
@REPLACE
@JSON
@refusing
def report_plan(
    ledger: Path,
    plan: str,
    *,
    year: int | None,
    month: Period | None,
    target: Path | None,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """写规划实施评估报告。"""
    from workflow import evaluation as workflow

    if target is None and not as_json:
        raise click.UsageError("请用 --out 写明报告存到哪里，或用 --json 只看内容。")
    with open_ledger(ledger) as opened:
        found = workflow.evaluate(opened, plan, _end(opened, plan, year, month), _Told())
    if target is not None:
        from desktop.report_pictures import pictures_of
        from workflow.evaluation_paper import save

        today = date.today()  # noqa: DTZ011
        save(found, target, today, pictures_of(found), replace=replace_existing)
    if as_json:
        print_json(reports.evaluation(found))
    else:
        click.echo(f"已存评估报告：{target}")


@main.command()
@LEDGER
@PLAN
@YEAR
@MONTH
@click.option("--target", "chosen", multiple=True, help="只公布这项目标，可以写多个。")
@click.option(
    "--out", "path", type=click.Path(path_type=Path), required=True, help="存成 .docx 或 .html。"
)
@REPLACE
@refusing
def bulletin(
    ledger: Path,
    plan: str,
    *,
    year: int | None,
    month: Period | None,
    chosen: tuple[str, ...],
    path: Path,
    replace_existing: bool,
) -> None:
    """写给公众看的信息公布。"""
    from workflow import bulletin as workflow
    from workflow.evaluation import evaluate

    with open_ledger(ledger) as opened:
        found = evaluate(opened, plan, _end(opened, plan, year, month), _Told())
    paper = workflow.bulletin_of(found, date.today(), chosen or None)  # noqa: DTZ011
    workflow.save(paper, path, replace=replace_existing)
    click.echo(f"已存信息公布：{path}")


def _end(ledger: Ledger, plan: str, year: int | None, month: Period | None) -> int:
    """The month to evaluate at: the one asked for, or the last with figures, of the year or of
    the plan's own time.
    """
    if year is not None and month is not None:
        raise click.UsageError("--year、--month 一次只用一个。")
    if month is not None:
        return month.end
    last = ledger.latest_month()
    if last is None:
        raise click.UsageError("台账里还没有数，请先收表，或用 --month 写明期别。")
    if year is not None:
        return min(last, year * 100 + 12)
    known = ledger.plans.get(plan)
    return last if known is None else min(last, known.ends.year * 100 + known.ends.month)
