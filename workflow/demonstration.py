"""The demonstration ledgers, built from the sample workbooks through the same collect step."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from db import reminders
from db.ledger import Ledger
from db.reminders import Contact
from monitoring.errors import ExpectedError
from monitoring.resources import RESOURCES, load_areas
from workflow import collect
from workflow.progress import SILENT, Reporter
from workflow.reminding import due_date

COUNTIES = ("370832000000", "371581000000")
SAMPLES = RESOURCES / "samples"
DEMONSTRATION = "演示数据"
_LATE = 4


def build(path: Path, area_code: str, reporter: Reporter = SILENT) -> Ledger:
    """Make a ledger of made-up months (演示数据) for a county that has sample workbooks.

    Raises ``ExpectedError`` when the county has none, or a sample is not read.
    """
    area = load_areas().get(area_code)
    folder = SAMPLES / area_code[:6]
    if area is None or not folder.is_dir():
        raise ExpectedError(f"没有代码为 {area_code} 的演示数据，请选梁山县或临清市。")
    if path.exists():
        raise ExpectedError(f"“{path.name}”已经存在，请换一个文件夹，或直接打开它。")
    # Built under another name: what was interrupted must not pass for the demonstration later.
    draft = path.with_name(f"{path.name}.新建中")
    draft.unlink(missing_ok=True)
    try:
        with Ledger.create(draft, area) as ledger:
            _fill(ledger, folder, reporter)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return Ledger.open(path)


def _fill(ledger: Ledger, folder: Path, reporter: Reporter) -> None:
    staged = collect.stage(ledger, [folder], reporter=reporter)
    refused = [file for file in staged if file.status is not collect.FileStatus.STAGED]
    if refused:
        first = refused[0]
        raise ExpectedError(f"演示表“{first.path.name}”没有读成：{first.issues[0].message}")
    now = datetime.now().astimezone().replace(tzinfo=None)
    collect.commit(ledger, staged, demonstration=True, came=lambda file: _came(ledger, file, now))
    units = (ledger.area.itself, *ledger.area.units)
    reminders.keep_contacts(
        ledger,
        [
            Contact(unit.code, f"演示联系人{at}", f"000-{at:07}", DEMONSTRATION)
            for at, unit in enumerate(units)
        ],
    )


def _came(ledger: Ledger, file: collect.StagedFile, now: datetime) -> str:
    """A made-up time around the file's due day, never after now: most in time, some late."""
    reading = file.reading
    if reading is None or reading.period is None or reading.form is None:
        return ""
    end, form = reading.period.end, ledger.catalogue.forms[reading.form]
    turn = (end % 100 * 3 + int(form.code[1:]) * 4) % 11
    due = datetime.combine(due_date(end, form.due_day), time(9, 5 * turn))
    came = due + timedelta(days=2 if turn == _LATE else -1 - turn % 3)
    return min(came, now).isoformat(timespec="seconds")


def open_or_build(folder: Path, area_code: str, reporter: Reporter = SILENT) -> Ledger:
    """The county's demonstration ledger in ``folder``, built when it is not there yet."""
    area = load_areas()[area_code]
    path = folder / f"{area.name}（演示数据）.ledger"
    if path.exists():
        return Ledger.open(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExpectedError(
            f"文件夹“{folder}”建不起来（{error.strerror or error}）；请换一个位置。"
        ) from error
    return build(path, area_code, reporter)
