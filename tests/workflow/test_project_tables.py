"""The register as a table: written and read again, taken whole or by lines, and undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.projects import Details, Event, Stage
from tests.workflow.workbooks import table
from workflow import project_tables, projects
from workflow.project_tables import Brought
from workflow.projects import Project

MONTH = 202610
LISTED = "002-P1-01"
HEAD = (
    "项目名称",
    "责任单位",
    "建设阶段",
    "计划开工时间",
    "总投资（万元）",
    "累计完成投资（万元）",
)


def brought(
    ledger: Ledger, folder: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD
) -> Brought:
    path = folder / "项目.xlsx"
    path.write_bytes(table([("临清市重大项目",), head, *rows]))
    return project_tables.read(ledger, path, MONTH)


def of(ledger: Ledger, project: str, month: int = MONTH) -> Project:
    return next(each for each in projects.projects(ledger, month) if each.id == project)


def test_a_register_that_was_written_is_read_again_as_it_stands(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    projects.enter(fresh_ledger, Details("=1+1", owner="@市卫健局", investment=12_000), "增补")
    projects.leave(fresh_ledger, LISTED, "用地不落实")
    done = date(2026, 9, 30)
    projects.report(fresh_ledger, "002-P1-02", MONTH, stage=Stage.COMPLETED, finished=done)
    path = tmp_path / "项目库.xlsx"
    assert project_tables.export(fresh_ledger, path, MONTH) == 40
    found = project_tables.read(fresh_ledger, path, MONTH)
    assert (found.new, found.changed, found.same, found.issues) == ((), (), 40, ())
    [own] = [row for row in openpyxl.load_workbook(path).worksheets[0] if row[0].value == "X01"]
    assert [(cell.value, cell.data_type) for cell in own[1:4:2]] == [
        ("=1+1", "s"),
        ("@市卫健局", "s"),
    ]
    assert own[9].value == 12_000


def test_lines_enter_new_projects_and_change_known_ones(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    name = of(fresh_ledger, LISTED).details.name
    found = brought(
        fresh_ledger,
        tmp_path,
        ("康养中心", "市民政局", "前期", date(2026, 12, 1), 8_600, None),
        (name, "市卫健局", "在建", "2025年3月1日", "12,000", 4_000),
    )
    assert not found.issues
    assert [details.name for details in found.new] == ["康养中心"]
    project_tables.take(fresh_ledger, found, "2026年项目调度表", MONTH)
    new = of(fresh_ledger, "X01").details
    assert (new.stage, new.investment, new.invested) == (Stage.PREPARING, 8_600, None)
    assert new.planned_start == date(2026, 12, 1)
    known = of(fresh_ledger, LISTED)
    assert (known.details.owner, known.details.stage) == ("市卫健局", Stage.BUILDING)
    assert known.details.planned_start == date(2025, 3, 1)
    assert [(e.event, e.end, e.reason) for e in known.registered.journal] == [
        (Event.CHANGED, 0, "2026年项目调度表"),
        (Event.PROGRESS, MONTH, "2026年项目调度表"),
    ]
    assert of(fresh_ledger, LISTED, 202609).details.stage is Stage.RESERVE


def test_a_blank_cell_says_nothing(fresh_ledger: Ledger, tmp_path: Path) -> None:
    projects.report(fresh_ledger, LISTED, 202609, stage=Stage.BUILDING, invested=500)
    name = of(fresh_ledger, LISTED).details.name
    found = brought(fresh_ledger, tmp_path, (name, None, " ", "", None, None))
    assert (found.changed, found.same) == ((), 1)


def test_what_was_taken_is_undone_whole(fresh_ledger: Ledger, tmp_path: Path) -> None:
    projects.report(fresh_ledger, LISTED, 202611, stage=Stage.BUILDING, invested=6_000)
    before = [of(fresh_ledger, LISTED, month).details for month in (MONTH, 202611)]
    found = brought(
        fresh_ledger,
        tmp_path,
        ("康养中心", "市民政局", "前期", None, 8_600, None),
        (before[0].name, "市卫健局", "在建", None, 12_000, 4_000),
    )
    undoing = project_tables.take(fresh_ledger, found, "调度表", MONTH)
    assert of(fresh_ledger, LISTED, 202611).details.invested == 6_000
    assert of(fresh_ledger, LISTED, 202611).details.owner == "市卫健局"
    project_tables.give_up(fresh_ledger, undoing)
    assert [of(fresh_ledger, LISTED, month).details for month in (MONTH, 202611)] == before
    left = of(fresh_ledger, "X01").registered.left
    assert left is not None
    assert left.reason == "撤销导入“项目.xlsx”"


def test_nothing_is_taken_without_a_reason(fresh_ledger: Ledger, tmp_path: Path) -> None:
    known = of(fresh_ledger, LISTED).details.name
    lines = ((known, "市卫健局", "在建", None, None, 10), ("康养中心",) + (None,) * 5)
    found = brought(fresh_ledger, tmp_path, *lines)
    with pytest.raises(ExpectedError, match="写明理由"):
        project_tables.take(fresh_ledger, found, " ", MONTH)
    assert not of(fresh_ledger, LISTED).registered.journal


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            ("甲", None, "施工", None, None, None),
            "阶段写成了“施工”；请写储备、前期、在建、竣工、运营",
        ),
        (("甲", None, None, "2026年3月", None, None), "日期写成了“2026年3月”；请写到日"),
        (("甲", None, None, "2026年2月30日", None, None), "请写到日"),
        (("甲", None, None, None, "1.2", None), "金额写成了“1.2”；请写万元的整数"),
        (("甲", None, None, None, -5, None), "金额写成了“-5”"),
        (("甲", None, None, None, "约3000", None), "金额写成了“约3000”"),
        (("甲", date(2026, 1, 1), None, None, None, None), "请改成文字"),
        ((None, "市民政局", None, None, None, None), "没有编号，也没有项目名称"),
        (("甲", None, "退出", None, None, None), "退出要写理由"),
    ],
)
def test_a_line_that_is_not_understood_is_left_out_and_named(
    fresh_ledger: Ledger, tmp_path: Path, row: tuple[Any, ...], says: str
) -> None:
    found = brought(fresh_ledger, tmp_path, row, ("乙", "市民政局", None, None, None, None))
    assert [details.name for details in found.new] == ["乙"]
    [issue] = found.issues
    assert issue.message.startswith("第 3 行：")
    assert says in issue.message


def test_projects_are_known_by_their_id_before_their_name(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    head = ("编号", "项目名称", "责任单位")
    found = brought(
        fresh_ledger,
        tmp_path,
        (LISTED, "改了名的项目", "甲局"),
        ("X77", "没有的编号", "乙局"),
        (LISTED, "又一个名字", "丙局"),
        ("", "新项目", "丁局"),
        ("", "新项目", "戊局"),
        head=head,
    )
    assert [(code, comes.name) for code, _, comes in found.changed] == [(LISTED, "改了名的项目")]
    assert [details.owner for details in found.new] == ["丁局"]
    assert ["没有 X77" in i.message or "写了两次" in i.message for i in found.issues] == [True] * 3


def test_an_amount_in_another_measure_is_not_taken_for_ten_thousands(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    head = ("项目名称", "总投资（亿元）")
    found = brought(fresh_ledger, tmp_path, ("甲", 3), head=head)
    assert not found.new
    assert [issue.message for issue in found.issues] == [
        "“总投资（亿元）”写的是亿元；请换算成万元，表头写“（万元）”。"
    ]


@pytest.mark.parametrize(
    ("head", "says"), [(("单位", "人数"), "没有找到“项目名称”"), (HEAD, "表头下面没有项目")]
)
def test_a_table_without_projects_says_what_is_wanted(
    fresh_ledger: Ledger, tmp_path: Path, head: tuple[str, ...], says: str
) -> None:
    found = brought(fresh_ledger, tmp_path, head=head)
    assert says in found.issues[0].message
    assert not found.writes


def test_a_project_that_left_is_not_changed(fresh_ledger: Ledger, tmp_path: Path) -> None:
    projects.leave(fresh_ledger, LISTED, "用地不落实")
    name = of(fresh_ledger, LISTED).details.name
    found = brought(fresh_ledger, tmp_path, (name, "市卫健局", None, None, None, None))
    assert "请先重新入库" in found.issues[0].message
