"""报: many returns at once, the county's of several forms or one of every unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from db.ledger import Ledger
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.figures import Figures
from monitoring.periods import Period
from workflow.bundles import bundle, is_bundle
from workflow.progress import SILENT, Reporter
from workflow.review import Review, review
from workflow.submit import figures_for, file_name, sender_of, write


class Wanted(NamedTuple):
    """A return to be saved: the county's, or that of the ``unit`` (a code) alone."""

    form: Form
    period: Period
    unit: str = ""


def of_every_unit(ledger: Ledger, form: Form, period: Period) -> list[Wanted]:
    """One return for each unit that owes the form."""
    return [Wanted(form, period, unit.code) for unit in form.reporting(ledger.area, period.end)]


def save_many(
    ledger: Ledger,
    wanted: Sequence[Wanted],
    target: Path,
    *,
    replace: bool = False,
    reporter: Reporter = SILENT,
) -> list[Path]:
    """Save returns as workbooks into the folder ``target``, or into one .zip.

    Those of the county for a form's own period are noted in the ledger as saved when they go into
    a folder. Returns the names of the workbooks, inside the .zip as well. Raises ``ExpectedError``
    and writes nothing when a file exists and ``replace`` is not asked for. Told to stop, it leaves
    what is whole in a folder, and nothing of a .zip.
    """
    if not wanted:
        raise ExpectedError("没有要存的报表；请至少选一张。")
    if is_bundle(target):
        return bundle(
            target,
            lambda folder: _into(ledger, wanted, folder, reporter, replace=False, note=False),
            replace=replace,
        )
    from exporters.files import make_folder, refuse_existing

    if not replace:
        refuse_existing(target / name for name in _names(ledger, wanted))
    make_folder(target)
    return _into(ledger, wanted, target, reporter, replace=replace, note=True)


def existing(ledger: Ledger, wanted: Sequence[Wanted], folder: Path) -> list[Path]:
    """Which of the workbooks stand in the folder already."""
    return [path for name in _names(ledger, wanted) if (path := folder / name).exists()]


def _into(
    ledger: Ledger,
    wanted: Sequence[Wanted],
    folder: Path,
    reporter: Reporter,
    *,
    replace: bool,
    note: bool,
) -> list[Path]:
    @cache
    def found(end: int) -> Review:
        return review(ledger, end)

    @cache
    def figures(code: str, end: int) -> Figures:
        return figures_for(ledger, ledger.catalogue.forms[code], end)

    paths = [folder / name for name in _names(ledger, wanted)]
    for at, (path, each) in enumerate(zip(paths, wanted, strict=True)):
        reporter.check(at, len(wanted), path.stem)
        end = each.period.end
        write(
            ledger,
            each.form,
            each.period,
            path,
            unit=each.unit,
            found=found(end),
            figures=figures(each.form.code, end),
            replace=replace,
            note=note,
        )
    reporter.step(len(wanted), len(wanted), "")
    return paths


def _names(ledger: Ledger, wanted: Iterable[Wanted]) -> list[str]:
    return [
        file_name(sender_of(ledger, each.unit), each.form, each.period, "xlsx") for each in wanted
    ]
