"""``taizhang demo``: one month of both demonstration counties, told in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from db.ledger import Ledger
from desktop import reports
from desktop.reports_assessing import verdicts_table
from monitoring.amounts import grouped
from monitoring.indicators import shown
from monitoring.periods import Period
from workflow import assess, demonstration, review, submit
from workflow.progress import Reporter

Print = Callable[[Any], None]


@dataclass(frozen=True)
class _Story:
    """What a county's demonstration shows: the published month and its figures."""

    area: str
    published: int
    totals: tuple[str, ...]
    indicators: tuple[str, ...]


_STORIES = (
    _Story(
        "370832000000",
        202412,
        (
            "fd_signed",
            "elder65_signed",
            "care_home",
            "care_home_medical",
            "med_care",
            "med_care_bed",
        ),
        ("fd_sign_rate", "fd_sign_rate_65p", "mcc_service_rate", "gyt_cover_rate"),
    ),
    _Story(
        "371581000000",
        202012,
        ("care_home_all", "care_home", "care_bed", "nursing_bed"),
        ("nursing_bed_share", "fd_sign_rate_60p", "elder_manage_rate"),
    ),
)


class _TerminalReporter(Reporter):
    """One line now and then while the sample workbooks are collected."""

    def step(self, done: int, total: int, what: str) -> None:
        if done % 50 == 0:
            click.echo(f"  收表 {done}/{total} {what}")


def run(directory: Path | None, show: Print) -> None:
    """Build (or open) both demonstration ledgers and print their month, figures and files."""
    place = directory or default_folder()
    for story in _STORIES:
        with demonstration.open_or_build(place, story.area, _TerminalReporter()) as ledger:
            _tell(ledger, story, place, show)


def default_folder() -> Path:
    """Where the demonstration ledgers live unless told otherwise."""
    from platformdirs import user_data_path

    return user_data_path("taizhang", appauthor=False)


def _tell(ledger: Ledger, story: _Story, place: Path, show: Print) -> None:
    last = ledger.latest_month() or story.published
    click.echo(f"\n═ {ledger.area.name}（演示数据） ═")
    click.echo(f"\n{Period(story.published).label}：与公开数字一致的全县合计")
    show(_published(ledger, story))
    click.echo(f"\n{Period(last).label} 收表与审核")
    found = review.review(ledger, last)
    show(reports.completeness_table(found.completeness))
    click.echo(f"\n{found.hard} 处硬性错误，{len(found.findings) - found.hard} 处提示")
    show(reports.findings_table(found.findings))
    for month in (story.published, last):
        click.echo(f"\n{Period(month).label} 对照规划目标")
        show(verdicts_table(assess.targets(ledger, month)))
    saved = _save_returns(ledger, found, place)
    click.echo(f"\n台账：{ledger.path}")
    for path in saved:
        click.echo(f"上报表：{path}")


def _published(ledger: Ledger, story: _Story) -> Any:
    """The published figures, computed from the ledger."""
    catalogue = ledger.catalogue
    figures = ledger.figures(story.totals, [story.published])
    lines = []
    for code in story.totals:
        item, form = catalogue.items[code], catalogue.form_of[code]
        units = [unit.code for unit in form.reporting(ledger.area, story.published)]
        total = figures.total(units, code, story.published)
        amount = "—" if total.amount is None else grouped(total.amount, item.decimals)
        lines.append((item.name, amount, item.unit, f"{total.reported}/{total.of}"))
    for row in assess.indicators(ledger, story.published, story.indicators):
        result = row.county
        lines.append(
            (
                row.indicator.name,
                shown(result.ratio, row.indicator.places),
                f"{row.indicator.unit}（{result.exact}）",
                f"{result.reported}/{result.of}",
            )
        )
    return reports.lines_table(("项目或指标", "数值", "单位", "已报"), lines)


def _save_returns(ledger: Ledger, found: review.Review, place: Path) -> list[Path]:
    """Save every return due in the month beside the ledgers."""
    paths = []
    for form in review.due_forms(ledger, found.end):
        period = Period(found.end, form.frequency)
        path = place / f"{ledger.area.name}_{form.code}_{form.name}_{period.label}（演示数据）.xlsx"
        submit.save(ledger, form, period, path, replace=True, found=found)
        paths.append(path)
    return paths
