"""``submit``: one return as a workbook, or many into a folder or a .zip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from db.ledger import Ledger
from desktop.cli import LEDGER, PERIOD, Told, form_of, main, period_of, refusing, unit_of
from desktop.cli_ledger import open_ledger
from monitoring.catalogue import Form
from monitoring.longer import is_longer
from monitoring.periods import Frequency, Period


@main.command()
@LEDGER
@click.option(
    "--form", "codes", multiple=True, help="报表代码，如 F1，可以写多个；不写则这个月要报的每一张。"
)
@PERIOD
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="一张报表存成这个 .xlsx；多张存进这个文件夹，或一个 .zip。",
)
@click.option("--unit", "townships", multiple=True, help="只要这个单位的：名称或代码，可写多个。")
@click.option("--each-unit", is_flag=True, help="该报的单位每个一份。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@refusing
def submit(
    ledger: Path,
    *,
    codes: Sequence[str],
    period: Period,
    target: Path,
    townships: Sequence[str],
    each_unit: bool,
    replace_existing: bool,
) -> None:
    """把全县或一个单位的报表另存为 Excel 工作簿；月报也能出季报、半年报、年报。"""
    from workflow import submit as workflow
    from workflow.bundles import is_bundle
    from workflow.submit_many import Wanted, of_every_unit, save_many

    if each_unit and townships:
        raise click.UsageError("--each-unit 不和 --unit 一起用。")
    with open_ledger(ledger) as opened:
        forms = [form_of(opened, code) for code in codes] or _due(opened, period)
        chosen = [(form, _over(form, period)) for form in forms]
        units = [unit_of(opened, words) for words in townships] or [""]
        if each_unit:
            wanted = [each for one in chosen for each in of_every_unit(opened, *one)]
        else:
            wanted = [Wanted(*one, unit) for one in chosen for unit in units]
        if len(wanted) == 1 and not (target.is_dir() or is_bundle(target)):
            form, own, unit = wanted[0]
            saved = workflow.save(opened, form, own, target, unit=unit, replace=replace_existing)
            warnings = list(saved.warnings)
        elif target.suffix.lower() == ".xlsx":
            raise click.UsageError(f"一共 {len(wanted)} 张报表，--to 要写文件夹或一个 .zip。")
        else:
            save_many(opened, wanted, target, replace=replace_existing, reporter=Told())
            warnings = [
                f"{form.code} {sentence}"
                for form, own in chosen
                for sentence in workflow.warnings(opened, form, own)
            ]
    for warning in warnings:
        click.echo(f"注意：{warning}", err=True)
    click.echo(f"已存：{target}" if len(wanted) == 1 else f"已存 {len(wanted)} 张报表：{target}")


def _over(form: Form, period: Period) -> Period:
    return period if is_longer(form, period) else period_of(form, period)


def _due(ledger: Ledger, period: Period) -> list[Form]:
    """The forms that end with the period and are not longer than it, a month being any of them."""
    from workflow.review import due_forms

    due = due_forms(ledger, period.end)
    if period.frequency is Frequency.MONTH:
        return list(due)
    return [form for form in due if form.frequency.months <= period.frequency.months]
