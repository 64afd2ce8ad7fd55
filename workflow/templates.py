"""Blank templates: one form or all that are due, for every unit, as files of a folder or a .zip."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from db.ledger import Ledger
from monitoring.amounts import STATE_LABELS, State, Value, grouped
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.periods import Period
from workflow.progress import SILENT, Reporter

Wanted = tuple[Form, Period]


class _How(NamedTuple):
    """With the figures of the period before beside the cells; in place of files that exist."""

    with_last: bool
    replace: bool


def templates(
    ledger: Ledger,
    wanted: Sequence[Wanted],
    target: Path,
    *,
    with_last: bool = False,
    replace_existing: bool = False,
    reporter: Reporter = SILENT,
) -> list[Path]:
    """Write a blank template of every wanted form and period for every unit that owes it.

    ``target`` is a folder, or a .zip of all of them. ``with_last`` puts what the unit gave in the
    period before beside each cell. Returns the names of the templates, inside the .zip as well.
    Raises ``ExpectedError``; nothing is written then, and nothing of a .zip when told to stop.
    """
    if not wanted:
        raise ExpectedError("没有选报表；请至少选一张。")
    how = _How(with_last, replace_existing)
    if target.suffix.lower() != ".zip":
        return _into(ledger, wanted, target, how, reporter)
    from exporters.files import write_whole

    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        paths = _into(ledger, wanted, Path(folder), _How(with_last, replace=True), reporter)

        def write(temporary: Path) -> None:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                for path in paths:
                    archive.write(path, path.name)

        write_whole(target, write, replace=replace_existing)
    return [target / path.name for path in paths]


def _into(
    ledger: Ledger,
    wanted: Sequence[Wanted],
    directory: Path,
    how: _How,
    reporter: Reporter,
) -> list[Path]:
    from exporters.templates import refuse_existing, template_name, write_templates

    area, catalogue = ledger.area, ledger.catalogue
    names = [
        directory / template_name(form, unit, period)
        for form, period in wanted
        for unit in form.reporting(area, period.end)
    ]
    if not how.replace:
        refuse_existing(names)
    done: list[Path] = []

    def progress(at: int, _: int, name: str) -> None:
        reporter.check(len(done) + at, len(names), name)

    for form, period in wanted:
        done += write_templates(
            directory,
            form,
            area,
            period,
            indicators=catalogue.indicators,
            last=_last(ledger, form, period) if how.with_last else None,
            replace=how.replace,
            progress=progress,
        )
    return done


def _last(ledger: Ledger, form: Form, period: Period) -> Mapping[str, Mapping[str, str]]:
    """What every unit gave in the period before, as it is read."""
    end = period.shift(-1).end
    figures = ledger.figures([item.code for item in form.items], [end])
    return {
        unit.code: {
            item.code: _text(value, item.decimals)
            for item in form.items
            if (value := figures.value(unit.code, item.code, end)) is not None
        }
        for unit in form.reporting(ledger.area, period.end)
    }


def _text(value: Value, decimals: int) -> str:
    if value.amount is None:
        return STATE_LABELS[value.state if value.state is State.MISSING else State.NOT_APPLICABLE]
    return grouped(value.amount, decimals)
