"""The register of plans in a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.desktop.terminal import answer, run

TARGET = [
    "plan",
    "plan_name",
    "document_number",
    "area",
    "area_name",
    "superior",
    "ended",
    "id",
    "indicator",
    "indicator_name",
    "operator",
    "value",
    "unit",
    "due",
    "due_basis",
    "class",
    "kind",
    "binding",
    "softening",
    "scope",
    "baseline",
    "facts",
    "conflict",
    "maintain",
    "increment",
    "state",
    "superseded_by",
    "chapter",
    "paragraph",
    "reference",
    "note",
]
ON = ("--on", "2026-10-31")


@pytest.fixture(scope="module")
def linqing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "临清市.ledger"
    assert run("new", path, "--area", "371581").exit_code == 0
    return path


def by_id(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in found}


def test_targets_answer_in_the_documented_shape() -> None:
    found = answer("targets", *ON)
    assert all(list(each) == TARGET for each in found)
    assert len({each["id"] for each in found}) == len(found) == 282
    assert all(each["reference"].startswith("《") for each in found)


def test_a_target_is_given_with_all_the_plan_says_of_it() -> None:
    found = by_id(answer("targets", *ON))["002-T023"]
    assert found == {
        "plan": "002",
        "plan_name": "临清市医养健康产业发展规划（2021-2025年）",
        "document_number": "临政字〔2021〕34号",
        "area": "371581000000",
        "area_name": "临清市",
        "superior": False,
        "ended": True,
        "id": "002-T023",
        "indicator": "nursing_bed_share",
        "indicator_name": "养老机构护理型床位占比",
        "operator": ">=",
        "value": "60",
        "unit": "%",
        "due": "2025-12-31",
        "due_basis": "stated",
        "class": "A",
        "kind": "number",
        "binding": "",
        "softening": "",
        "scope": "临清市",
        "baseline": {
            "value": "37.64",
            "unit": "%",
            "as_of": "2020-12-31",
            "note": "只含运营中的10家机构",
        },
        "facts": [],
        "conflict": [],
        "maintain": False,
        "increment": False,
        "state": "due",
        "superseded_by": None,
        "chapter": "四、重点领域（三）健康养老·推进医养康养深度融合",
        "paragraph": 1,
        "reference": "《临清市医养健康产业发展规划（2021-2025年）》"
        "四、重点领域（三）健康养老·推进医养康养深度融合第1段",
        "note": "聊城市同期口径为不低于75%",
    }


def test_facts_beside_a_target_come_with_their_figures() -> None:
    (fact,) = by_id(answer("targets", *ON))["003-T015"]["facts"]
    assert (fact["value"], fact["unit"], fact["as_of"]) == ("2.24", "‰", "2017-12-31")


def test_a_ledger_lists_its_own_plans_and_those_above_it(linqing: Path) -> None:
    found = answer("targets", linqing, *ON)
    assert list(dict.fromkeys(each["plan"] for each in found)) == ["002", "001", "003"]
    assert {each["plan"] for each in found if each["superior"]} == {"001", "003"}


def test_plans_of_other_counties_are_listed_on_demand(linqing: Path) -> None:
    found = answer("targets", linqing, "--all", *ON)
    assert len(found) == 282
    assert {each["plan"] for each in found if each["superior"]} == {"001", "003"}


def test_a_plan_can_be_chosen(linqing: Path) -> None:
    found = answer("targets", linqing, "--plan", "003", *ON)
    assert {each["plan"] for each in found} == {"003"}
    refused = run("targets", linqing, "--plan", "004")
    assert refused.exit_code == 2
    assert "没有规划 004，现有：002、000、001、003" in refused.output


def test_the_day_decides_what_is_in_force() -> None:
    early = by_id(answer("targets", "--on", "2022-12-31"))
    late = by_id(answer("targets", "--on", "2023-01-01"))
    assert (early["002-T035"]["state"], late["002-T035"]["state"]) == ("in-force", "due")
    assert (early["002-T017"]["state"], late["002-T017"]["state"]) == ("in-force", "kept")
    assert early["004-T001"]["state"] == "coming"


def test_the_table_says_in_words_what_is_special(linqing: Path) -> None:
    table = run("targets", linqing, "--all", *ON).stdout
    lines = {line.split()[0]: line for line in table.splitlines() if line.strip()}
    assert "上级规划，供对照" in lines["003"]
    assert "已结束" in lines["002"]
    assert "上级规划" not in lines["004"]
    assert lines["002-T017"].endswith("到期后保持")
    assert "新增数" in lines["002-T032"]
    assert "“力争”；期限承接规划期末" in lines["003-T118"]
    assert "与 003-T080 矛盾" in lines["003-T026"]
    assert "没有量化的目标。" in table


def test_a_plan_of_the_countys_own_comes_in_a_table_and_goes_again(tmp_path: Path) -> None:
    ledger, table = tmp_path / "临清市.ledger", tmp_path / "规划表.xlsx"
    assert run("new", ledger, "--area", "371581").exit_code == 0
    assert run("plans", ledger, "--template", table).exit_code == 0
    book = openpyxl.load_workbook(table)
    sheet = book.worksheets[0]
    for row, text in ((3, "三年行动"), (4, "2025年"), (5, "2027年")):
        sheet.cell(row, 2, text)
    for column, text in enumerate(("签约率", "家庭医生签约率", "不低于", "75"), 1):
        sheet.cell(11, column, text)
    book.save(table)
    assert "P01《三年行动》，1 个目标" in run("plans", ledger, "--add", table).output
    [own] = [each for each in answer("plans", ledger) if each["own"]]
    assert (own["code"], own["targets"], own["superior"]) == ("P01", 1, False)
    assert any(each["id"] == "P01-T001" for each in answer("targets", ledger))
    sheet.cell(11, 3, "大约")
    book.save(table)
    refused = run("plans", ledger, "--add", table)
    assert refused.exit_code == 1
    assert "第 11 行看不懂要求" in refused.output
    pack = tmp_path / "规划.json"
    assert run("plans", ledger, "--export", pack).exit_code == 0
    assert run("plans", ledger, "--remove", "P01").exit_code == 0
    assert "会新增 1 个" in run("plans", ledger, "--import", pack, "--dry-run").output
    assert run("plans", ledger, "--undo", "P01").exit_code == 0
    assert any(each["code"] == "P01" for each in answer("plans", ledger))
    assert run("plans", ledger, "--export", pack, "--remove", "P01").exit_code == 2


def test_a_plans_document_is_attached_and_listed(linqing: Path, tmp_path: Path) -> None:
    file = tmp_path / "规划原文.txt"
    file.write_text("四、重点领域", "utf-8")
    told = run("plans", linqing, "--attach", f"002={file}")
    assert told.stdout == "规划 002 的原文是“规划原文.txt”。\n"
    documents = {each["code"]: each["document"] for each in answer("plans", linqing)}
    assert documents["002"] == "规划原文.txt"
    assert documents["001"] is None
    assert "规划原文.txt" in run("plans", linqing).stdout
    refused = run("plans", linqing, "--attach", f"004={file}")
    assert (refused.exit_code, "没有规划 004" in refused.stderr) == (1, True)
    for words in ("002", "=规划.docx", "002="):
        wrong = run("plans", linqing, "--attach", words)
        assert (wrong.exit_code, "规划=文件" in wrong.output) == (2, True)
