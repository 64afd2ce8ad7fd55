"""``trace`` leads a figure home and ``history`` lists what was changed, in documented shapes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, number
from tests.desktop.terminal import answer, run
from tests.workflow.conftest import MONTH, SILENT, month_file
from workflow.explaining import explain
from workflow.filing import file, unlock
from workflow.review import Standing, approve, review

__all__ = ["month_file"]

ROOT = Path(__file__).parents[2]
FIRST, THIRD, ITEM = "371581001000", "371581003000", "fd_signed"
SOURCE = ["id", "kind", "file", "sheet", "cell", "at", "operator", "demonstration", "note"]
CHANGE = ["at", "before", "after", "source", "by", "taken_back"]
PLACE = ["unit", "unit_name", "item", "item_name", "period"]
TERM = ["side", "factor", "item", "item_name", "form", "measure", "value", "figures"]
FIGURE = [
    "unit",
    "unit_name",
    "period",
    "state",
    "value",
    "counted",
    "source",
    "carried_from",
    "earlier",
]
FINDING = [
    "rule",
    "severity",
    "unit",
    "unit_name",
    "period",
    "left",
    "right",
    "message",
    "explanation",
]
TRACE = [
    "code",
    "name",
    "kind",
    "form",
    "period",
    "unit",
    "unit_name",
    "measure",
    "state",
    "value",
    "exact",
    "reported",
    "of",
    "expression",
    "factor",
    "terms",
    "findings",
    "filings",
]


@pytest.fixture
def ledger(tmp_path: Path, month_file: Path) -> Path:
    """A filed and reopened month: explained, corrected and with a hand's earlier value."""
    path = tmp_path / "临清市.ledger"
    shutil.copy(month_file, path)
    with Ledger.open(path, "李会计") as opened:
        _say(opened, 20_000, MONTH - 1)
        found = review(opened, MONTH)
        explain(opened, found.unexplained, "新增两个团队")
        waiting = [
            unit
            for (unit, form), state in found.completeness.standing.items()
            if form == "F1" and state is Standing.PENDING
        ]
        approve(opened, "F1", MONTH, waiting)
        file(opened, opened.catalogue.forms["F1"], MONTH)
        unlock(opened, opened.catalogue.forms["F1"], MONTH, "乡镇更正")
        _say(opened, 33_000, MONTH)
    return path


def _say(ledger: Ledger, amount: int, end: int) -> None:
    ledger.write([Entry(FIRST, ITEM, end, number(amount))], NewSource("hand"))


def test_trace_answers_in_the_documented_shape(ledger: Path) -> None:
    found = answer("trace", ledger, "--form", "F1", "--item", ITEM, "--period", "2026-10")
    assert list(found) == TRACE
    [term] = found["terms"]
    assert list(term) == TERM
    assert all(list(each) == FIGURE for each in term["figures"])
    figure = term["figures"][0]
    assert list(figure["source"]) == SOURCE
    [earlier] = figure["earlier"]
    assert list(earlier) == CHANGE
    assert list(earlier["by"]) == SOURCE
    assert all(list(each) == FINDING for each in found["findings"])
    [filed] = found["filings"]
    assert list(filed) == ["form", "period", "locked", "events", "corrections"]
    assert all(list(each) == ["event", "reason", "operator", "at"] for each in filed["events"])
    assert [list(each) for each in filed["corrections"]] == [["id", *PLACE, *CHANGE]]


def test_trace_of_a_unit_by_names_says_where_its_figure_stands(ledger: Path) -> None:
    name = "签约居民数"
    found = answer(
        "trace", ledger, "--item", name, "--period", "2026年10月", "--unit", "青年路街道"
    )
    assert (found["code"], found["form"], found["unit"]) == (ITEM, "F1", FIRST)
    assert (found["value"], found["state"], found["reported"], found["of"]) == (
        "33000",
        "number",
        1,
        1,
    )
    figure = found["terms"][0]["figures"][0]
    assert (figure["source"]["kind"], figure["source"]["operator"]) == ("hand", "李会计")
    assert figure["earlier"][0]["before"] == {"state": "number", "value": "33333"}
    assert figure["earlier"][0]["source"]["cell"]
    [finding] = [each for each in found["findings"] if each["rule"] == "R21"]
    assert finding["explanation"]["text"] == "新增两个团队"
    assert finding["explanation"]["holds"] is False


def test_trace_of_an_indicator_shows_both_sides_and_who_counts(ledger: Path) -> None:
    found = answer("trace", ledger, "--item", "fd_sign_rate_60p", "--period", "2026-10")
    assert [term["side"] for term in found["terms"]] == ["numerator", "denominator"]
    assert found["exact"] == "/".join(term["value"] for term in found["terms"])
    assert (found["reported"], found["of"]) == (14, 16)
    left_out = [e["unit"] for e in found["terms"][0]["figures"] if not e["counted"]]
    assert left_out == [THIRD, SILENT]
    assert "÷" in found["expression"]


def test_what_is_missing_is_null_and_never_nought(ledger: Path) -> None:
    found = answer("trace", ledger, "--item", ITEM, "--period", "2026-10", "--unit", SILENT)
    figure = found["terms"][0]["figures"][0]
    nothing = [found["value"], found["state"], found["exact"], figure["value"], figure["source"]]
    assert nothing == [None] * 5
    assert found["terms"][0]["value"] is None


def test_every_key_of_trace_and_history_stands_in_the_readme(ledger: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme[readme.index("`trace`: ") : readme.index("`review`: ")]
    documented = set(re.findall(r'"([a-z_]+)":', section))
    found = answer("trace", ledger, "--item", ITEM, "--period", "2026-10")
    assert set(_keys([found, answer("history", ledger)])) == documented


def _keys(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        yield from document
        document = list(document.values())
    for each in document if isinstance(document, list) else []:
        yield from _keys(each)


def test_trace_prints_the_way_home_for_people(ledger: Path) -> None:
    printed = run("trace", ledger, "--item", "fd_sign_rate_60p", "--period", "2026-10").stdout
    for part in ("算式：", "÷", "分子：", "分母：", "○ 不计", "16 个单位中 14 个计入", "未填"):
        assert part in printed
    words = run("trace", ledger, "--item", ITEM, "--period", "2026-10").stdout
    for part in ("33,000", "手工填报", "李会计", "33,333", "新增两个团队", "上报以后更正 1 处"):
        assert part in words


def test_history_lists_changes_and_narrows_them(ledger: Path) -> None:
    with Ledger.open(ledger, "王") as opened:
        opened.write([Entry(THIRD, ITEM, MONTH, MISSING)], NewSource("hand", note="报错了"))
        third = opened.stored([ITEM], MONTH)[2].source.id
    found = answer("history", ledger)
    assert [list(each) for each in found] == [["id", *PLACE, *CHANGE]] * 2
    assert [each["unit"] for each in found] == [THIRD, FIRST]
    assert found[0]["after"] == {"state": "missing", "value": None}
    assert found[0]["by"]["note"] == "报错了"
    for words, units in (
        (("--unit", "青年路街道"), [FIRST]),
        (("--item", "签约居民数", "--form", "F1"), [THIRD, FIRST]),
        (("--form", "F2"), []),
        (("--period", "2026-09"), []),
        (("--operator", "王"), [THIRD]),
        (("--import", third), [THIRD]),
        (("--limit", 1), [THIRD]),
    ):
        assert [each["unit"] for each in answer("history", ledger, *words)] == units
    assert "报错了" in run("history", ledger).stdout


def test_a_ledger_in_which_nothing_was_changed_says_so(tmp_path: Path, month_file: Path) -> None:
    path = shutil.copy(month_file, tmp_path / "临清市.ledger")
    result = run("history", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有这样的改动" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--item", "没有", "--period", "2026-10"], 2, "没有“没有”这一项；请写"),
        (["--item", ITEM, "--period", "上个月"], 2, "看不懂期别"),
        (["--item", ITEM, "--period", "2026-10", "--form", "F9"], 2, "没有报表 F9"),
        (["--item", ITEM, "--period", "2026-10", "--form", "F2"], 2, "没有“fd_signed”这一项"),
        (["--item", ITEM, "--period", "2026-10", "--unit", "火星"], 2, "没有单位“火星”"),
        (["--item", ITEM, "--period", "2026年三季度"], 2, "不是它的一期"),
        (["--item", ITEM, "--period", "2026-10", "--unit", "临清市"], 1, "不报“家庭医生"),
        (["--period", "2026-10"], 2, "--item"),
    ],
)
def test_what_cannot_be_traced_is_one_sentence(
    ledger: Path, words: list[str], code: int, sentence: str
) -> None:
    result = run("trace", ledger, *words)
    assert result.exit_code == code
    assert sentence in result.stderr.replace("\n", "")
    assert result.stdout == ""


def test_a_name_that_stands_for_several_lists_their_codes(ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        names = [item.name for item in opened.catalogue.items.values()]
    twice = next((name for name in names if names.count(name) > 1), None)
    assert twice is not None, "no name stands in two forms any more: make one up for this test"
    result = run("trace", ledger, "--item", twice, "--period", "2026-09")
    assert result.exit_code == 2
    assert "不止一项" in result.stderr
