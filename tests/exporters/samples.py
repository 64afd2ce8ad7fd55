"""A small form, area and return, made by hand."""

from __future__ import annotations

from datetime import date

from monitoring.areas import Area, Unit
from monitoring.catalogue import Form, Indicator, Item, Kind, RateLine, Reporters
from monitoring.expressions import parse_expression
from monitoring.periods import Frequency, Period
from monitoring.returns import Cell, Line, Return

PERIOD = Period(202610)


def item(code: str, name: str, **more: object) -> Item:
    """An item of the sample form; ``more`` overrides its fields."""
    fields: dict[str, object] = {
        "unit": "人",
        "kind": Kind.STOCK,
        "section": "一、人口与签约",
        "definition": f"月末的{name}，按人去重。",
        "reference": "内部口径",
    }
    return Item(code=code, name=name, **(fields | more))  # type: ignore[arg-type]


def indicator(code: str, numerator: str, denominator: str = "", **more: object) -> Indicator:
    """An indicator; without a denominator a count."""
    fields: dict[str, object] = {
        "name": f"{code}率",
        "factor": 100,
        "unit": "%",
        "kind": "stock",
        "every": Frequency.MONTH,
        "direction": "up",
        "denominator_text": "常住人口",
        "field": "家庭医生",
        "level": "township",
        "definition": "",
        "reference": "内部口径",
    }
    return Indicator(
        code=code,
        numerator=parse_expression(numerator),
        denominator=parse_expression(denominator) if denominator else None,
        **(fields | more),  # type: ignore[arg-type]
    )


INDICATORS = {
    "sign_rate": indicator("sign_rate", "signed", "resident"),
    "visit_share": indicator("visit_share", "tcm_visits", "visits", kind="ytd"),
}

FORM = Form(
    code="F1",
    name="家庭医生签约服务月报",
    version=3,
    frequency=Frequency.MONTH,
    reporters=Reporters.TOWNSHIPS,
    valid_from=date(2020, 1, 1),
    reference="内部口径",
    scope="乡镇卫生院",
    due_day=5,
    items=(
        item("resident", "常住人口数"),
        item("signed", "签约居民数"),
        item("signed_elder", "65岁及以上签约数", parent="signed"),
        item("signed_child", "0-6岁签约数", parent="signed"),
        item("visits", "总诊疗人次", section="二、诊疗", kind=Kind.FLOW),
        item("tcm_visits", "中医诊疗人次", section="二、诊疗", kind=Kind.FLOW),
        item("area_size", "业务用房面积", section="二、诊疗", decimals=2, unit="平方米"),
        item("growth", "净增减", section="二、诊疗", negative=True),
    ),
    rates=(RateLine("sign_rate", "signed"), RateLine("visit_share", "tcm_visits")),
)

TOWNSHIP = Unit("371581101000", "松林镇")
AREA = Area(
    "371581000000",
    "临清市",
    "371500000000",
    "聊城市",
    "公开资料",
    (
        Unit("371581001000", "青年路街道"),
        TOWNSHIP,
        Unit("371581999000", "未来镇", valid_from=date(2030, 1, 1)),
    ),
)


def small_return(**more: object) -> Return:
    """A return of two columns; ``more`` overrides its fields."""
    fields: dict[str, object] = {
        "form": "F1",
        "title": "家庭医生签约服务月报",
        "period": "2026年10月",
        "area": "临清市",
        "columns": ("合计", "松林镇"),
        "lines": (
            Line("section", "一、人口与签约"),
            Line("item", "签约居民数", "人", "1", 0, (Cell("128,307", "128307"), Cell("0", "0"))),
            Line("ytd", "本年累计", "人", "", 0, (Cell("未报"), Cell(""))),
            Line("item", "65岁及以上", "人", "2", 1, (Cell("12", "12"), Cell("不适用"))),
            Line("item", "0-6岁", "人", "3", 1, (Cell("1,234.50", "1234.50", 2), Cell("—"))),
            Line("rate", "签约率", "%", "", 0, (Cell("37.64", "37.64", 2), Cell("—"))),
        ),
        "notes": ("填报范围：全市乡镇。", "16个单位中15个已报。"),
    }
    return Return(**(fields | more))  # type: ignore[arg-type]
