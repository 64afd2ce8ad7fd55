"""The command line: the same four steps without a window.

Exit status 0 when everything was done, 1 when something was refused, 2 for wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from io import StringIO
from pathlib import Path
from typing import Any, ParamSpec

import click

from db.ledger import Ledger
from desktop import reports, reports_collecting
from desktop.cli_ledger import open_ledger
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.periods import Frequency, Period, latest, parse_period
from monitoring.resources import load_areas, load_cities
from workflow.progress import Reporter

Arguments = ParamSpec("Arguments")
# A pipe has no width: wide enough for a county's units side by side.
WIDTH = 400


class PeriodType(click.ParamType[Period]):
    """A period as clerks write it."""

    name = "period"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        """Read the text, or fail with wrong usage."""
        if isinstance(value, Period):
            return value
        try:
            return parse_period(value)
        except ValueError:
            self.fail(f"看不懂期别“{value}”，请写成 2026-10 或 2026年10月。", param, ctx)


LEDGER = click.argument("ledger", type=click.Path(path_type=Path))
PERIOD = click.option("--period", type=PeriodType(), required=True, help="期别，如 2026-10。")
FORM = click.option("--form", required=True, help="报表代码，如 F1。")
FORM_CODE = click.option("--form", help="只在这张报表里找，如 F1。")
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


def refusing(
    command: Callable[Arguments, bool | None],
) -> Callable[Arguments, None]:
    """Turn expected errors into a sentence and exit status 1; ``False`` means something refused."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            done = command(*args, **kwargs)
        except ExpectedError as error:
            click.echo(f"错误：{error}", err=True)
            sys.exit(1)
        if done is False:
            sys.exit(1)

    return run


@click.group(invoke_without_command=True)
@click.option("--demo", "demonstration", is_flag=True, help="在窗口里打开演示台账。")
@click.option("--ledger", type=click.Path(path_type=Path), help="在窗口里打开这个台账。")
@click.version_option(package_name="taizhang", message="医养台账 %(version)s")
@click.pass_context
def main(context: click.Context, demonstration: bool, ledger: Path | None) -> None:
    """医养台账：收表、审核、对标、上报。不带命令时打开窗口。"""
    _speak_utf8()
    if context.invoked_subcommand is None:
        from desktop.app import run

        sys.exit(run(ledger, demonstration=demonstration))


@main.command()
@LEDGER
@click.option("--area", help="县（市、区）的区划代码，如 371581。")
@click.option("--city", help="市局的台账：设区市的区划代码，如 371500。")
@refusing
def new(ledger: Path, area: str | None, city: str | None) -> None:
    """新建县的台账，或汇总各县的市级台账。"""
    if (area is None) == (city is None):
        raise click.UsageError("--area 和 --city 写一个，只写一个。")
    areas, hint = (load_areas(), "--area") if area else (load_cities(), "--city")
    code = area or city or ""
    chosen = areas.get(code.ljust(12, "0"))
    if chosen is None:
        known = "、".join(f"{each.code[:6]} {each.name}" for each in areas.values())
        raise click.BadParameter(f"没有代码为 {code} 的地区，现有：{known}。", param_hint=hint)
    Ledger.create(ledger, chosen).close()
    click.echo(f"已为{chosen.name}新建台账：{ledger}")


@main.command()
@LEDGER
@click.option("--form", help="报表代码，如 F1；不写则这个月要报的每一张。")
@PERIOD
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, help="文件夹，或一个 .zip。"
)
@click.option("--last", "with_last", is_flag=True, help="旁边印上各单位上期的数。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的同名文件。")
@refusing
def template(
    ledger: Path,
    *,
    form: str | None,
    period: Period,
    target: Path,
    with_last: bool,
    replace_existing: bool,
) -> None:
    """给每个单位做一份空白表。"""
    from workflow import templates as workflow
    from workflow.review import due_forms

    with open_ledger(ledger) as opened:
        forms = [form_of(opened, form)] if form else due_forms(opened, period.end)
        wanted = [(each, period_of(each, period)) for each in forms]
        paths = workflow.templates(
            opened,
            wanted,
            target,
            with_last=with_last,
            replace_existing=replace_existing,
            reporter=Told(),
        )
    click.echo(f"已做好 {len(paths)} 份空白表：{target}")


@main.command()
@LEDGER
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--period", type=PeriodType(), help="只收这一期的表；不写则按表上的期别。")
@click.option("--password", "passwords", multiple=True, help="文件的打开密码，可以写多个。")
@click.option(
    "--mode",
    type=click.Choice(("fill", "update", "replace")),
    default="update",
    help="fill 只补空缺，update 写新增和改动（默认），replace 连空白也照写。",
)
@click.option("--dry-run", is_flag=True, help="只看会改什么，不写入。")
@JSON
@refusing
def collect(
    ledger: Path,
    paths: Sequence[Path],
    *,
    period: Period | None,
    passwords: Sequence[str],
    mode: str,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """收下工作簿、压缩包或文件夹里的工作簿。"""
    from workflow import collect as workflow

    with open_ledger(ledger) as opened:
        files = workflow.stage(opened, paths, period=period, passwords=passwords)
        files = [replace(file, mode=workflow.Mode(mode)) for file in files]
        if not dry_run:
            files = workflow.commit(opened, files, mode=workflow.Mode(mode))
    files = [reports_collecting.answerable(file, ledger) for file in files]
    if as_json:
        print_json(reports.collected(files))
    elif files:
        print_table(reports.files_table(files))
    else:
        click.echo("没有找到可收的工作簿，请核对文件或文件夹。", err=True)
    return not any(file.status is workflow.FileStatus.REFUSED for file in files)


@main.command()
@LEDGER
@FORM
@PERIOD
@JSON
@refusing
def values(ledger: Path, form: str, period: Period, as_json: bool) -> None:
    """看一张报表一期的数值和来源。"""
    with open_ledger(ledger) as opened:
        chosen = form_of(opened, form)
        stored = opened.stored(chosen.by_code, period_of(chosen, period).end)
        if as_json:
            print_json(reports.values(stored, opened.catalogue, opened.area))
        elif not stored:
            click.echo(f"{chosen.name}这一期还没有数。", err=True)
        else:
            for units in _fitting(reports.units_in(stored, opened.area)):
                print_table(reports.values_table(stored, opened.catalogue, opened.area, units))


@main.command()
@LEDGER
@PERIOD
@JSON
@refusing
def review(ledger: Path, period: Period, as_json: bool) -> None:
    """审核一期的数值：每条规则的两边都算给你看。"""
    from workflow import review as workflow

    with open_ledger(ledger) as opened:
        found = workflow.review(opened, period.end)
    if as_json:
        print_json(reports.findings(found.findings))
        return
    print_table(reports.completeness_table(found.completeness))
    soft = len(found.findings) - found.hard
    click.echo(f"\n{period.label}：{found.hard} 处硬性错误，{soft} 处提示。")
    if found.findings:
        print_table(reports.findings_table(found.findings))


@main.command()
@click.option("--to", "directory", type=click.Path(path_type=Path), help="放演示台账的文件夹。")
@refusing
def demo(directory: Path | None) -> None:
    """在终端里走一遍梁山县和临清市的一个月（演示数据）。"""
    from desktop.demonstration import run

    run(directory, print_table)


class Told(Reporter):
    """Says on the side what is being done; what is piped on stays clean."""

    def step(self, done: int, total: int, what: str) -> None:
        if what:
            click.echo(f"{done + 1}/{total} {what}", err=True)


def form_of(ledger: Ledger, code: str) -> Form:
    """The form of a code; anything else is wrong usage."""
    form = ledger.catalogue.forms.get(code.upper())
    if form is None:
        known = "、".join(f"{each.code} {each.name}" for each in ledger.catalogue.forms.values())
        raise click.BadParameter(f"没有报表 {code}，现有：{known}。", param_hint="--form")
    return form


def unit_of(ledger: Ledger, words: str) -> str:
    """The code of a unit by its name or code; anything else is wrong usage."""
    units = (*ledger.area.units, ledger.area.itself)
    for unit in units:
        if words in (unit.code, unit.name, *unit.aliases):
            return unit.code
    known = "、".join(unit.name for unit in units)
    raise click.BadParameter(f"没有单位“{words}”；现有：{known}。", param_hint="--unit")


def period_of(form: Form, period: Period) -> Period:
    """The form's own period: a month must end it; a longer period must be of its length."""
    if period.frequency is form.frequency:
        return period
    if period.frequency is Frequency.MONTH and latest(form.frequency, period.end).end == period.end:
        return Period(period.end, form.frequency)
    raise click.BadParameter(
        f"{form.code} 是{form.frequency.label}，{period.label}不是它的一期。", param_hint="--period"
    )


def print_table(table: Any) -> None:
    from rich.console import Console

    console = Console()
    if console.is_terminal:
        console.print(table)
        return
    with StringIO() as text:
        Console(file=text, width=WIDTH).print(table)
        click.echo("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def _fitting(units: Sequence[str]) -> Iterator[Sequence[str]]:
    """The units in as many groups as a terminal needs to show their figures side by side."""
    from rich.console import Console

    console = Console()
    most = max(1, (console.width - 40) // 12) if console.is_terminal else len(units) or 1
    for first in range(0, len(units), most):
        yield units[first : first + most]


def print_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _speak_utf8() -> None:
    """Chinese reaches a pipe or a file whole whatever the system's code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            # A file name may hold bytes that are no text; they are shown, not stumbled over.
            reconfigure(encoding=encoding, errors="backslashreplace")


# Their commands belong to ``main``, which stands only now.
from desktop import (  # noqa: E402
    cli_assessing,  # noqa: F401
    cli_benchmarks,  # noqa: F401
    cli_city_books,  # noqa: F401
    cli_collecting,  # noqa: F401
    cli_figures,  # noqa: F401
    cli_filing,  # noqa: F401
    cli_imprints,  # noqa: F401
    cli_packages,  # noqa: F401
    cli_plans,  # noqa: F401
    cli_register,  # noqa: F401
    cli_reminding,  # noqa: F401
    cli_reports,  # noqa: F401
    cli_rules,  # noqa: F401
    cli_scorecard,  # noqa: F401
    cli_send_back,  # noqa: F401
    cli_submitting,  # noqa: F401
    cli_tracing,  # noqa: F401
)

if __name__ == "__main__":
    from desktop.cli import main as complete

    complete()
