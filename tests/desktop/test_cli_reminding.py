"""催报 in a terminal: overdue, contacts and reminders in their documented shapes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from db import reminders
from db.ledger import Ledger
from db.reminders import Contact
from tests.desktop.shell import write_form
from tests.desktop.terminal import answer, run
from tests.workflow.workbooks import table
from workflow import reminding

EAST, LAST = "371581001000", "371581113000"
DAY = ("--period", "2026-10", "--on", "2026-11-08")


@pytest.fixture
def ledger(fresh_ledger: Ledger) -> Path:
    """October 2026: all sent F1 to F4 in time but the last, who sent only F1."""
    for form in ("F2", "F3", "F4"):
        write_form(fresh_ledger, form, 15)
    write_form(fresh_ledger, "F1")
    fresh_ledger.connection.execute("UPDATE source SET at = '2026-11-03T09:00:00'")
    reminders.keep_contacts(fresh_ledger, [Contact(LAST, "演示甲", "0000-0000001", "演示数据")])
    return fresh_ledger.path


def test_overdue_answers_in_the_documented_shape(ledger: Path) -> None:
    [entry] = answer("overdue", ledger, *DAY)
    text = entry.pop("text")
    assert text.startswith("尚店镇（演示甲）：\n截至11月8日，")
    assert entry.pop("owed")[0] == {
        "form": "F2",
        "form_name": form_name(ledger),
        "period": "2026-10",
        "due": "2026-11-05",
        "state": "overdue",
        "days": 3,
        "given_back": None,
    }
    assert entry == {
        "unit": LAST,
        "unit_name": "尚店镇",
        "on_time": 1,
        "of": 4,
        "contacts": [{"person": "演示甲", "phone": "0000-0000001", "note": "演示数据"}],
        "reminded": None,
    }


def form_name(path: Path) -> str:
    with Ledger.open(path) as opened:
        return opened.catalogue.forms["F2"].name


def test_overdue_prints_a_line_a_form_and_the_text_alone_when_asked(ledger: Path) -> None:
    printed = run("overdue", ledger, *DAY)
    assert printed.stdout.count("✕ 逾期 3 天") == 3
    assert "演示甲 0000-0000001" in printed.stdout
    text = run("overdue", ledger, *DAY, "--text").stdout
    assert text.startswith("尚店镇（演示甲）：")
    nothing = run("overdue", ledger, "--period", "2026-10", "--on", "2026-11-05")
    assert nothing.exit_code == 0
    assert "没有逾期的报表" in nothing.stderr


def test_contacts_are_shown_first_then_taken_and_carried_out_again(
    ledger: Path, tmp_path: Path
) -> None:
    path = tmp_path / "联系人.xlsx"
    head = ("单位", "姓名", "电话")
    path.write_bytes(table([head, ("青年路街道", "演示乙", "000"), ("无此镇", "演示丙", "000")]))
    shown = answer("contacts", ledger, "--import", path, "--dry-run", code=1)
    assert (shown["new"], shown["changed"], shown["same"]) == (1, 0, 0)
    assert shown["issues"][0]["cell"] == "A3"
    assert len(answer("contacts", ledger)) == 1
    taken = run("contacts", ledger, "--import", path)
    assert "新增 1 位，改动 0 位，0 位相同" in taken.stdout
    assert "没有叫“无此镇”的单位；请" in taken.stderr
    assert answer("contacts", ledger)[0] == {
        "unit": EAST,
        "unit_name": "青年路街道",
        "person": "演示乙",
        "phone": "000",
        "note": "",
    }
    out = tmp_path / "导出.xlsx"
    assert answer("contacts", ledger, "--export", out) == {"exported": 2}
    assert openpyxl.load_workbook(out).worksheets[0]["C3"].value == "0000-0000001"
    assert run("contacts", ledger, "--export", out).exit_code == 1
    assert run("contacts", ledger, "--export", out, "--import", path).exit_code == 2


def test_reminders_are_listed_with_who_and_when(ledger: Path) -> None:
    assert "还没有催报过" in run("reminders", ledger, "--period", "2026-10").stderr
    with Ledger.open(ledger, "李会计") as opened:
        desk = reminding.look(opened, 202610, reminding.due_date(202610, 8))
        reminding.note(opened, desk, {LAST: "请报表"})
    [noted] = answer("reminders", ledger, "--period", "2026-10")
    assert len(noted.pop("at")) == 19
    assert noted == {
        "unit": LAST,
        "unit_name": "尚店镇",
        "period": "2026-10",
        "forms": ["F2", "F3", "F4"],
        "operator": "李会计",
        "text": "请报表",
    }
    assert "请报表" in run("reminders", ledger, "--period", "2026-10").stdout
