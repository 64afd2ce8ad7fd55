"""The sign-up table of a regional platform: two head rows, a wide title, rates as text, 合计."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from tests.workflow.workbooks import table

# (group, head, item code or (numerator column, denominator column) of a rate)
Column = tuple[str, str, str | tuple[int, int]]
COLUMNS: tuple[Column, ...] = (
    ("", "组建家庭医生团队数(个)", "fd_team"),
    ("", "户籍人口数(人)", "registered"),
    ("", "常住居民数(人)", "resident"),
    ("", "常住人 口签约数(人)", "fd_signed"),
    ("", "常住人口签约率(%)", (3, 2)),
    ("重点人群", "重点人群总数", "key_people"),
    ("重点人群", "重点人群签约数", "key_signed"),
    ("重点人群", "重点人群签约率", (6, 5)),
    ("0-6岁儿童", "0-6岁儿童数", "child06"),
    ("0-6岁儿童", "接受1次及以上随访的0-6岁儿童数", "child06_followed"),
    ("0-6岁儿童", "0-6岁儿童签约数", "child06_signed"),
    ("0-6岁儿童", "签约率", (10, 8)),
    ("65岁及以上老年人", "65岁及以上常住居民数", "elder65"),
    ("65岁及以上老年人", "65岁及以上已管理常住居民数", "elder65_managed"),
    ("65岁及以上老年人", "65岁及以上常住居民签约数", "elder65_signed"),
    ("65岁及以上老年人", "签约率", (14, 13)),
    ("孕产妇", "孕13周之前建册并进行第一次产前检查的产妇人数", "maternal_booked"),
    ("孕产妇", "孕产妇签约数", "maternal_signed"),
    ("孕产妇", "率", (17, 16)),
    ("高血压", "高血压患者总人数", "htn_patients"),
    ("高血压", "已管理", "htn_managed"),
    ("高血压", "在管签约", "htn_signed"),
    ("高血压", "率", (21, 20)),
    ("糖尿病", "糖尿病患者总人数", "dm_patients"),
    ("糖尿病", "已管理的2型糖尿病", "dm_managed"),
    ("糖尿病", "签约", "dm_signed"),
    ("糖尿病", "率", (25, 24)),
    ("肺结核", "已管理", "tb_managed"),
    ("肺结核", "签约", "tb_signed"),
    ("肺结核", "率", (28, 27)),
    ("严重精神障碍", "按规范管理的严重精神障碍", "smi_managed"),
    ("严重精神障碍", "签约", "smi_signed"),
    ("严重精神障碍", "率", (31, 30)),
)
ITEMS = tuple(place for _, _, place in COLUMNS if isinstance(place, str))
FIRST = 4
TITLE = "2026年10月家庭医生签约服务进展情况统计表"


def figures(position: int) -> list[int]:
    """Plausible figures of township number ``position``, in the order of ``ITEMS``."""
    base = (12, 52000, 50000, 35500, 18000, 13050, 3000, 2800, 2300, 6000, 5600, 5030)
    rest = (400, 390, 7000, 6500, 6001, 3000, 2800, 2590, 30, 29, 210, 205)
    return [amount + position for amount in (*base, *rest)]


def workbook(names: Sequence[str], *, title: str = TITLE, total: str = "合计") -> bytes:
    """The table of the named townships."""
    numbers = [figures(position) for position in range(len(names))]
    sums = [sum(column) for column in zip(*numbers, strict=True)]
    width = len(COLUMNS) + 2
    rows: list[list[object]] = [
        [title, *[None] * (width - 1)],
        ["区县", "机构", *_groups()],
        [None, None, *(head if group else None for group, head, _ in COLUMNS)],
    ]
    rows += [["临清市", name, *_row(n)] for name, n in zip(names, numbers, strict=True)]
    rows.append([total, None, *_row(sums)])
    last = len(rows)
    merges = [f"A1:{_letter(width)}1", "A2:A3", "B2:B3", f"A{last}:B{last}"]
    return table(rows, [*merges, *_spans()], name="统计表")


def _row(numbers: Sequence[int]) -> list[object]:
    """Counts as numbers, every fifth as text with separators; rates as text with a sign."""
    given = iter(enumerate(numbers))
    cells: list[object] = []
    for _, _, place in COLUMNS:
        if isinstance(place, str):
            index, amount = next(given)
            cells.append(f"{amount:,}" if index % 5 == 4 else amount)
        else:
            above, below = (Decimal(str(cells[side]).replace(",", "")) for side in place)
            rate = (above * 100 / below).quantize(Decimal("0.1"), ROUND_HALF_UP)
            cells.append(f"{rate}%")
    return cells


def _groups() -> list[str | None]:
    """The upper head row: a group once, and the head itself where there is no group."""
    return [
        head if not group else group if _opens(position) else None
        for position, (group, head, _) in enumerate(COLUMNS)
    ]


def _opens(position: int) -> bool:
    return position == 0 or COLUMNS[position - 1][0] != COLUMNS[position][0]


def _spans() -> list[str]:
    """Heads without a group span both rows, groups span their columns."""
    spans = []
    for position, (group, _, _) in enumerate(COLUMNS):
        first = _letter(position + 3)
        if not group:
            spans.append(f"{first}2:{first}3")
        elif _opens(position):
            size = sum(1 for other, _, _ in COLUMNS if other == group)
            spans.append(f"{first}2:{_letter(position + 2 + size)}2")
    return spans


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
