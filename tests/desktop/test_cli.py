from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from db.ledger import Ledger
from desktop.cli import main
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.workbooks import RESIDENT, SIGNED, blanks, cell_of, filled, write

ROOT = Path(__file__).parents[2]
VALUE = ["unit", "unit_name", "item", "item_name", "period", "state", "value", "source"]
FILE = ["path", "sha256", "status", "form", "period", "units", "values", "changed", "issues"]
FINDING = ["rule", "severity", "unit", "unit_name", "period", "left", "right", "message"]
VERDICT = [
    "plan",
    "target",
    "indicator",
    "indicator_name",
    "operator",
    "value",
    "unit",
    "due",
    "actual",
    "exact",
    "status",
    "gap",
    "needed",
    "reported",
    "of",
    "month",
    "final",
    "required",
    "due_now",
    "needed_unit",
    "needed_months",
    "needed_per_month",
    "start",
    "linear",
    "ratio",
    "disagree",
    "readings",
    "working",
    "notes",
    "contributions",
    "forecast",
]
SILENT = "371581113000"


@pytest.fixture(scope="session")
def full_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """临清市 in October 2026: fifteen townships sent F1, the last did not. Copy before writing."""
    folder = tmp_path_factory.mktemp("full")
    path = folder / "临清市.ledger"
    assert run("new", path, "--area", "371581").exit_code == 0
    contents = {
        name: filled(
            {SIGNED: 900 + i, RESIDENT: 1000 + 7 * i, "elder60": 100, "elder60_signed": 70 + i},
            unit=unit,
        )
        for i, (unit, (name, _)) in enumerate(blanks("F1").items())
        if unit != SILENT
    }
    write(folder / "来表", contents)
    assert run("collect", path, folder / "来表").exit_code == 0
    return path


@pytest.fixture
def ledger(tmp_path: Path, full_ledger: Path) -> Path:
    path = tmp_path / "账" / "临清市.ledger"
    path.parent.mkdir()
    shutil.copy(full_ledger, path)
    return path


def test_collect_answers_in_the_documented_shape(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"尚店.xlsx": filled({SIGNED: 5, RESIDENT: "未报"}, unit=SILENT)})

    document = answer("collect", ledger, path, "--period", "2026年10月")

    assert list(document) == ["files"]
    [file] = document["files"]
    assert list(file) == FILE
    assert len(file.pop("sha256")) == 64
    assert file == {
        "path": str(path),
        "status": "committed",
        "form": "F1",
        "period": "2026-10",
        "units": [SILENT],
        "values": 2,
        "changed": 2,
        "issues": [],
    }


def test_an_issue_has_the_documented_shape(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"尚店.xlsx": filled({SIGNED: -5}, unit=SILENT)})

    [file] = answer("collect", ledger, path, code=1)["files"]

    [issue] = file["issues"]
    assert list(issue) == ["severity", "code", "sheet", "cell", "message"]


def test_values_answer_in_the_documented_shape(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"尚店.xlsx": filled({SIGNED: 1234, RESIDENT: "未报"}, unit=SILENT)})
    run("collect", ledger, path)

    found = answer("values", ledger, "--form", "f1", "--period", "2026-10")

    assert all(list(each) == VALUE for each in found)
    sheet, cell = cell_of(SIGNED)
    mine = {each["item"]: each for each in found if each["unit"] == SILENT}
    assert mine[SIGNED] == {
        "unit": SILENT,
        "unit_name": "尚店镇",
        "item": SIGNED,
        "item_name": "签约居民数",
        "period": "2026-10",
        "state": "number",
        "value": "1234",
        "source": {"kind": "file", "file": "尚店.xlsx", "sheet": sheet, "cell": cell},
    }
    assert (mine[RESIDENT]["state"], mine[RESIDENT]["value"]) == ("missing", None)


def test_review_answers_in_the_documented_shape(tmp_path: Path, ledger: Path) -> None:
    [path] = write(tmp_path, {"尚店.xlsx": filled({SIGNED: 1200, RESIDENT: 1000}, unit=SILENT)})
    run("collect", ledger, path)

    found = answer("review", ledger, "--period", "2026-10")

    assert all(list(each) == FINDING for each in found)
    over = [f for f in found if f["rule"] == "R04" and f["unit"] == SILENT]
    assert [(f["severity"], f["unit_name"], f["period"], f["left"], f["right"]) for f in over] == [
        ("hard", "尚店镇", "2026-10", "1200", "1000")
    ]
    assert "1,200" in over[0]["message"] or "1200" in over[0]["message"]


def test_assess_answers_in_the_documented_shape_and_counts_who_reported(ledger: Path) -> None:
    found = answer("assess", ledger, "--period", "2026-10")

    assert all(list(each) == VERDICT for each in found)
    [signed] = [each for each in found if each["target"] == "002-T036"]
    assert (
        signed.items()
        >= {
            "plan": "002",
            "target": "002-T036",
            "indicator": "fd_sign_rate",
            "indicator_name": signed["indicator_name"],
            "operator": "=",
            "value": "100",
            "unit": "%",
            "due": "2025-12-31",
            "actual": "86.46",
            "exact": "13605/15735",
            "status": "逾期未达",
            "gap": "13.54",
            "needed": "2130",
            "reported": 15,
            "of": 16,
        }.items()
    )
    silent = [each for each in found if each["status"] == "无数据"]
    assert all(each["actual"] is each["exact"] is None for each in silent)


def test_assess_can_be_limited_to_a_plan(ledger: Path) -> None:
    found = answer("assess", ledger, "--period", "2026-10", "--plan", "002")
    assert {each["plan"] for each in found} == {"002"}


def test_every_figure_in_json_is_a_decimal_string(ledger: Path) -> None:
    def floats(node: Any) -> bool:
        if isinstance(node, dict):
            return any(floats(each) for each in node.values())
        if isinstance(node, list):
            return any(floats(each) for each in node)
        return isinstance(node, float)

    month = ("--period", "2026-10")
    answers = (
        answer("values", ledger, "--form", "F1", *month),
        answer("review", ledger, *month),
        answer("assess", ledger, *month),
        answer("targets"),
    )
    assert not any(floats(each) for each in answers)


def test_the_tables_for_people_stand_whole(ledger: Path) -> None:
    month = ("--period", "2026-10")

    values = run("values", ledger, "--form", "F1", *month).stdout
    review = run("review", ledger, *month).stdout
    assess = run("assess", ledger, *month).stdout

    line = next(line for line in values.splitlines() if line.startswith("签约居民数"))
    assert line.split()[2:] == [str(900 + i) for i in range(15)]
    assert "尚店镇" in review
    assert "○ 未报" in review
    assert "15/16" in assess
    assert "77.00" in assess


def test_figures_are_never_folded_on_a_narrow_terminal(ledger: Path) -> None:
    words = ("values", str(ledger), "--form", "F1", "--period", "2026-10")
    narrow = CliRunner().invoke(main, words, env={"FORCE_COLOR": "1", "COLUMNS": "90"})

    rows = [line.split() for line in narrow.stdout.splitlines() if line.startswith("常住人口数")]
    assert len(rows) > 1
    assert [cell for row in rows for cell in row[2:]] == [f"{1000 + 7 * i:,}" for i in range(15)]


def test_a_month_without_values_is_said_to_have_none(ledger: Path) -> None:
    result = run("values", ledger, "--form", "F2", "--period", "2026-10")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "还没有数" in result.stderr


def test_assess_says_so_when_a_month_has_nothing_to_compute(ledger: Path) -> None:
    result = run("assess", ledger, "--period", "2019-01")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "2019年1月还没有能算出指标的数据，请先收表。\n"


def test_submit_saves_a_return_and_warns_of_who_is_missing(tmp_path: Path, ledger: Path) -> None:
    out = tmp_path / "上报.xlsx"

    result = run("submit", ledger, "--form", "F1", "--period", "2026-10", "--to", out)

    assert result.exit_code == 0
    assert "16 个单位只报了 15 个" in result.stderr
    assert openpyxl.load_workbook(out).sheetnames


def test_submit_saves_every_unit_or_the_whole_month_at_once(tmp_path: Path, ledger: Path) -> None:
    words = ("submit", ledger, "--period", "2026-10")
    folder, archive = tmp_path / "各单位", tmp_path / "本月.zip"

    each = run(*words, "--form", "F1", "--each-unit", "--to", folder)
    month = run(*words, "--to", archive)

    assert each.exit_code == month.exit_code == 0
    assert len(list(folder.glob("*_F1_*.xlsx"))) == 16
    assert "16/16 " in each.stderr
    assert "F1 16 个单位只报了 15 个" in month.stderr
    with zipfile.ZipFile(archive) as saved:
        assert [name[4:6] for name in saved.namelist()] == ["F1", "F2", "F3", "F4"]
    again = run(*words, "--form", "F1", "--each-unit", "--to", folder)
    assert again.exit_code == 1
    assert "同名文件" in again.stderr


@pytest.mark.parametrize(
    "words",
    [("--each-unit",), ("--form", "F1", "--form", "F2"), ("--unit", "青年路街道", "--each-unit")],
)
def test_several_returns_do_not_go_into_one_workbook(
    tmp_path: Path, ledger: Path, words: tuple[str, ...]
) -> None:
    target = tmp_path / "上报.xlsx"
    assert run("submit", ledger, "--period", "2026-10", "--to", target, *words).exit_code == 2
    assert not target.exists()


def test_submit_replaces_only_when_asked(tmp_path: Path, ledger: Path) -> None:
    out = tmp_path / "上报.xlsx"
    out.write_bytes(b"precious")
    words = ("submit", ledger, "--form", "F1", "--period", "2026-10", "--to", out)

    refused = run(*words)

    assert refused.exit_code == 1
    assert "“上报.xlsx”已经存在" in refused.stderr
    assert out.read_bytes() == b"precious"
    assert run(*words, "--replace").exit_code == 0
    assert out.read_bytes()[:2] == b"PK"
    assert sorted(tmp_path.iterdir()) == sorted([out, ledger.parent])


@pytest.mark.parametrize("name", ["没有的文件夹/上报.xlsx", "上报.pdf", "上报"])
def test_a_place_no_return_can_be_saved_to_is_one_sentence(
    tmp_path: Path, ledger: Path, name: str
) -> None:
    before = snapshot(ledger)
    words = ("--form", "F1", "--period", "2026-10", "--to", tmp_path / name)

    result = run("submit", ledger, *words)

    assert result.exit_code == 1
    assert result.stderr.startswith("错误：“上报")
    assert snapshot(ledger) == before
    assert list(tmp_path.iterdir()) == [ledger.parent]


def test_a_return_is_never_saved_over_the_ledger(ledger: Path) -> None:
    before = snapshot(ledger)
    words = ("--form", "F1", "--period", "2026-10", "--to", ledger, "--replace")

    assert run("submit", ledger, *words).exit_code == 1
    assert snapshot(ledger) == before


def test_templates_are_not_written_over_filled_ones(tmp_path: Path, ledger: Path) -> None:
    words = ("template", ledger, "--form", "F1", "--period", "2026-11", "--to", tmp_path / "空表")
    assert "16 份空白表" in run(*words).stdout
    first = sorted((tmp_path / "空表").iterdir())[0]
    first.write_bytes(b"filled in")

    refused = run(*words)

    assert refused.exit_code == 1
    assert "16 个同名文件" in refused.stderr
    assert first.read_bytes() == b"filled in"
    assert run(*words, "--replace").exit_code == 0
    assert first.read_bytes()[:2] == b"PK"


def test_templates_into_a_file_are_one_sentence(tmp_path: Path, ledger: Path) -> None:
    (tmp_path / "空表").write_text("x")
    result = run(
        "template", ledger, "--form", "F1", "--period", "2026-11", "--to", tmp_path / "空表"
    )
    assert result.exit_code == 1
    assert "换一个位置" in result.stderr


def test_a_new_ledger_never_replaces_a_file(ledger: Path) -> None:
    before = snapshot(ledger)
    result = run("new", ledger, "--area", "371581")
    assert result.exit_code == 1
    assert "已经存在" in result.stderr
    assert snapshot(ledger) == before


def test_a_city_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    city = tmp_path / "聊城市.ledger"
    assert "聊城市" in run("new", city, "--city", "371500").stdout
    with Ledger.open(city) as opened:
        assert [part.name for part in opened.area.parts][-1] == "临清市"


def test_a_new_ledger_in_a_folder_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    result = run("new", tmp_path / "没有" / "x.ledger", "--area", "371581")
    assert result.exit_code == 1
    assert "“x.ledger”" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("review", "LEDGER", "--period", "去年"),
        ("review", "LEDGER", "--period", "2026-13"),
        ("review", "LEDGER", "--period", "10月"),
        ("review", "LEDGER"),
        ("values", "LEDGER", "--form", "F9", "--period", "2026-10"),
        ("values", "LEDGER", "--form", "F5", "--period", "2026-10"),
        ("values", "LEDGER", "--form", "F1", "--period", "2026年第三季度"),
        ("values", "LEDGER", "--form", "F6", "--period", "2026-11"),
        ("values", "LEDGER", "--form", "F1"),
        ("assess", "LEDGER", "--period", "2026-10", "--plan", "004"),
        ("template", "LEDGER", "--form", "F1", "--period", "2026-10"),
        ("submit", "LEDGER", "--form", "F1", "--period", "2026-10"),
        ("collect", "LEDGER"),
        ("new", "LEDGER.2", "--area", "110101"),
        ("new", "LEDGER.2"),
        ("new", "LEDGER.2", "--city", "371581"),
        ("new", "LEDGER.2", "--city", "371500", "--area", "371581"),
        ("没有这个命令",),
    ],
)
def test_wrong_usage_exits_with_two_and_changes_nothing(
    ledger: Path, words: tuple[str, ...]
) -> None:
    before = snapshot(ledger)

    result = run(*(word.replace("LEDGER", str(ledger)) for word in words))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert snapshot(ledger) == before


@pytest.mark.parametrize("period", ["2026-09", "2026年9月", "2026年第三季度", "2026Q3"])
def test_a_quarter_is_asked_for_by_its_last_month_or_by_name(ledger: Path, period: str) -> None:
    assert answer("values", ledger, "--form", "F5", "--period", period) == []


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"PYTHONIOENCODING": "gb18030"}])
def test_piped_json_is_utf8_whatever_the_locale(
    tmp_path: Path, ledger: Path, locale: dict[str, str]
) -> None:
    path = tmp_path / "尚\udcb1.xlsx"
    path.write_bytes(filled({SIGNED: 5}, unit=SILENT))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", **locale}
    installed = Path(sys.executable).with_name("taizhang")
    program = [str(installed)] if installed.exists() else [sys.executable, "-m", "desktop.cli"]
    command = [*program, "collect", str(ledger), str(path), "--json"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    [file] = json.loads(done.stdout.decode("utf-8"))["files"]
    assert file["path"].endswith("尚\udcb1.xlsx")
    assert file["status"] == "committed"
