"""The demonstration ledgers, built from the sample workbooks through the same collect step."""

from __future__ import annotations

from pathlib import Path

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.resources import RESOURCES, load_areas
from workflow import collect
from workflow.progress import SILENT, Reporter

COUNTIES = ("370832000000", "371581000000")
SAMPLES = RESOURCES / "samples"


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
    collect.commit(ledger, staged, demonstration=True)


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
