"""Layout B: the report on health management by traditional medicine, under two rows of heads."""

from __future__ import annotations

import pytest

from importers.context import Context
from importers.workbook import Merge, Scalar
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from tests.importers.books import OCTOBER, figures, read, sheet

Line = tuple[Scalar, ...]
TITLE: Line = ("临清市2026年10月中医药健康管理统计报表",)
UPPER: Line = (
    *("区县", "机构", "65岁及以上老年人", None, None, "0-36个月儿童", None, None),
    *("慢性病患者", None, "孕产妇", None, None),
)
LOWER: Line = (
    *(None, None, "65岁及以上常住", "接受中医药健康管理服务\n65岁及以上", "率%"),
    *("应管理0-36个月儿童", "接受服务的0-36个月儿童", "率（%）", "已管理高血压", "已管理糖尿病"),
    *("已管理孕产妇", "接受服务的孕产妇", "率"),
)
ROWS: tuple[Line, ...] = (
    ("临清市", "松林镇", 1000, 700, "70%", 200, 150, "75%", 300, 120, 40, 30, "75%"),
    (None, "康庄镇", "５００", "400人", "80%", 100, 80, "83%", 150, 60, 20, 10, "50%"),
    ("合计", None, 1500, 1100, "73.33%", 300, 230, "76.67%", 450, 180, 60, 40, "66.67%"),
)
MERGES: tuple[Merge, ...] = (
    *((0, 0, 0, 12), (1, 0, 2, 0), (1, 1, 2, 1), (3, 0, 4, 0), (5, 0, 5, 1)),
    *((1, 2, 1, 4), (1, 5, 1, 7), (1, 8, 1, 9), (1, 10, 1, 12)),
)
ITEMS = (
    *("elder65_f2", "elder_tcm_ytd", "child036", "child036_tcm_ytd"),
    *("htn_managed_f2", "dm_managed_f2"),
)


@pytest.mark.parametrize("merges", [MERGES, ()])
def test_two_rows_of_heads_are_read_merged_and_unmerged(
    linqing: Area, catalogue: Catalogue, merges: tuple[Merge, ...]
) -> None:
    context = Context(linqing, catalogue, OCTOBER)
    reading = read(sheet(TITLE, UPPER, LOWER, *ROWS, merges=merges), context=context)
    assert (reading.form, reading.period, reading.questions) == ("F2", OCTOBER, ())
    pine, kang = reading.units
    assert figures(reading) == {
        **{(pine, i): n for i, n in zip(ITEMS, (1000, 700, 200, 150, 300, 120), strict=True)},
        **{(kang, i): n for i, n in zip(ITEMS, (500, 400, 100, 80, 150, 60), strict=True)},
    }
    assert [total.amount for total in reading.totals] == [1500, 1100, 300, 230, 450, 180]
    told = [(issue.code, issue.cell, issue.severity) for issue in reading.issues]
    # No form has the items of 孕产妇; a rate of 80/100 is not 83 %.
    assert sorted(told) == [
        ("rate_differs", "H5", Severity.WARNING),
        ("unknown_column", "K3", Severity.WARNING),
        ("unknown_column", "L3", Severity.WARNING),
    ]
