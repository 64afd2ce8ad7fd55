from __future__ import annotations

import pytest

from importers.workbook import Scalar
from monitoring.issues import Severity
from tests.importers.books import HEAD, codes, read, sheet

Line = tuple[Scalar, ...]
TITLE = "2026年10月签约服务月报"
ROWS: tuple[Line, ...] = (HEAD, ("松林镇", 1, 10, 5), ("杨树镇", 2, 20, 6))
ONE: tuple[Line, ...] = (
    ("填报单位：松林镇",),
    ("项目", "数值"),
    ("家庭医生团队数", 1),
    ("常住人口数", 10),
    ("签约居民数", 5),
)


@pytest.mark.parametrize("rows", [ROWS, ONE])
@pytest.mark.parametrize(
    ("title", "note"),
    [
        (f"{TITLE}（万人）", None),
        (f"{TITLE}（单位：万人）", None),
        (TITLE, "单位：万人"),
        (TITLE, "注：以上人数均以万人为单位"),
        (TITLE, "注：人口按万人计"),
    ],
)
def test_a_multiple_in_a_title_or_a_note_is_never_read_as_one(
    rows: tuple[Line, ...], title: str, note: str | None
) -> None:
    reading = read(sheet((title,), *rows, (note,)))
    [issue] = [each for each in reading.issues if each.code == "unit_differs"]
    assert issue.severity is Severity.ERROR
    assert issue.cell == ("A1" if note is None else f"A{len(rows) + 2}")
    above = read(sheet((title,), (note,), *rows))
    assert "unit_differs" in codes(above)


@pytest.mark.parametrize(
    "note",
    [
        "金额单位：万元",
        "注：每万人口医生数按常住人口计算",
        "注：以上均以人计",
        "单位：人",
        "注：共三万人参加",
    ],
)
def test_a_note_about_something_else_changes_nothing(note: str) -> None:
    assert codes(read(sheet((TITLE,), *ROWS, (note,)))) == []
