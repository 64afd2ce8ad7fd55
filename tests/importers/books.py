"""Workbooks built in code, a small form, and a small county to read them for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from importers.headers import find_by_units
from importers.recognise import Context, Reading, recognise
from importers.tables import Rows, read_rows
from importers.views import View
from importers.workbook import Scalar, Sheet, Workbook
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item, Kind, RateLine, Reporters
from monitoring.expressions import parse_expression
from monitoring.periods import Frequency, Period

OCTOBER = Period(202610)
PINE, POPLAR, WILLOW = "371581101000", "371581102000", "371581103000"

AREA = Area(
    "371581000000",
    "临清市",
    "371500000000",
    "聊城市",
    "演示数据",
    (
        Unit(PINE, "松林镇", ("松林", "松林乡")),
        Unit(POPLAR, "杨树镇"),
        Unit(WILLOW, "柳树街道", valid_from=date(2020, 1, 1)),
    ),
)


def item(code: str, name: str, **given: Any) -> Item:
    """An item that is a count of people unless told otherwise."""
    known: dict[str, Any] = {"unit": "人", "kind": Kind.STOCK, "section": "一、签约"} | given
    return Item(code, name, definition="", reference="内部口径", **known)


ITEMS = (
    item("team", "家庭医生团队数", unit="个", aliases=("组建家庭医生团队数(个)",)),
    item("resident", "常住人口数", aliases=("常住居民数",)),
    item("signed", "签约居民数", aliases=("常住人口签约数",)),
    item("htn", "高血压患者人数", group="高血压", aliases=("高血压已管理",)),
    item("htn_signed", "高血压患者签约数", group="高血压", aliases=("高血压签约数",)),
    item("beds_kept", "签约床位数", unit="张", aliases=("签约数",)),
)
MONTHLY = Form(
    "T1",
    "签约服务月报",
    2,
    Frequency.MONTH,
    Reporters.TOWNSHIPS,
    date(2020, 1, 1),
    "内部口径",
    "各乡镇",
    5,
    ITEMS,
    (RateLine("sign_rate", "signed"), RateLine("htn_rate", "htn_signed")),
)
YEARLY = Form(
    "T2",
    "健康水平年报",
    1,
    Frequency.YEAR,
    Reporters.COUNTY,
    date(2020, 1, 1),
    "内部口径",
    "县本级",
    31,
    (
        item("life", "人均预期寿命", unit="岁", decimals=2, kind=Kind.RESULT),
        item("literacy", "居民健康素养水平", unit="%", decimals=2, kind=Kind.RESULT),
        item("value", "医养健康产业增加值", unit="亿元", decimals=2, kind=Kind.RESULT),
        item("growth", "产业增速", unit="%", decimals=1, kind=Kind.RESULT, negative=True),
    ),
)


def _rate(code: str, name: str, above: str, below: str) -> Indicator:
    return Indicator(
        code,
        name,
        parse_expression(above),
        parse_expression(below),
        100,
        "%",
        "stock",
        Frequency.MONTH,
        "up",
        below,
        "医疗服务",
        "township",
        "",
        "内部口径",
    )


CATALOGUE = Catalogue(
    {"T1": MONTHLY, "T2": YEARLY},
    {
        "sign_rate": _rate("sign_rate", "签约率", "signed", "resident"),
        "htn_rate": _rate("htn_rate", "高血压签约率", "htn_signed", "htn"),
    },
    (),
)
CONTEXT = Context(AREA, CATALOGUE, OCTOBER)
ANY_MONTH = Context(AREA, CATALOGUE)

HEAD = ("机构", "组建家庭医生团队数(个)", "常住居民数(人)", "签约居民数")


def xlsx(fill: Callable[[Worksheet], None], *more: Callable[[Worksheet], None]) -> bytes:
    """The bytes of a workbook whose sheets the functions fill."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    for each in more:
        each(book.create_sheet())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same container with members changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def sheet(
    *rows: Sequence[Scalar],
    name: str = "Sheet1",
    hidden: bool = False,
    merges: tuple[tuple[int, int, int, int], ...] = (),
) -> Sheet:
    """A sheet as the reader gives it."""
    return Sheet(name, hidden, tuple(tuple(row) for row in rows), merges)


def table(*rows: Sequence[Scalar], title: str = "2026年10月签约服务月报") -> Sheet:
    """A sheet with a title, the usual head and these rows."""
    return sheet((title,), HEAD, *rows)


def read(*sheets: Sheet, context: Context = CONTEXT) -> Reading:
    """What the sheets are understood to say."""
    return recognise(Workbook(sheets), context)


def rows_of(page: Sheet, context: Context = CONTEXT) -> Rows:
    """What the rows of the one table in a sheet give."""
    table = find_by_units(View(page), context)
    assert table is not None
    return read_rows(table, context, OCTOBER, None)


def figures(reading: Reading) -> dict[tuple[str, str], int | str]:
    """Values by unit and item: the scaled amount, or the state."""
    return {
        (v.unit, v.item): v.value.state.value if v.value.amount is None else v.value.amount
        for v in reading.values
    }


def codes(reading: Reading) -> list[str]:
    """The codes of the issues in order."""
    return [issue.code for issue in reading.issues]


def template(
    values: dict[str, Scalar] | None = None, keys: dict[str, Scalar] | None = None
) -> Workbook:
    """A filled template by the contract of its hidden sheet; ``keys`` replace what it states."""
    stated: dict[str, Scalar] = {
        "schema": "taizhang-template-1",
        "form": MONTHLY.code,
        "version": MONTHLY.version,
        "area": AREA.code,
        "area_name": AREA.name,
        "unit": PINE,
        "unit_name": "松林镇",
        "period": 202610,
        "period_label": "2026年10月",
        "sheet": "填报",
        **(keys or {}),
    }
    lines: list[tuple[Scalar, ...]] = list(stated.items())
    lines += [()] * (19 - len(lines))
    rows: list[tuple[Scalar, ...]] = [("签约服务月报",), (), ()]
    for line, each in enumerate(MONTHLY.items, 4):
        lines.append((each.code, f"D{line}", each.name, f"B{line}"))
        rows.append((line - 3, each.name, each.unit, (values or {}).get(each.code)))
    mark = Sheet("_taizhang", True, tuple(lines))
    return Workbook((Sheet("填报", False, tuple(rows)), mark))
