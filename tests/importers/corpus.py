"""Workbooks at random, each with its truth: what every figure in it really is."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from importers.workbook import Merge, Scalar, Sheet
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Item, Kind

Truth = dict[tuple[str, str], int]
Line = list[Scalar]

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_STRANGE = (
    "慢阻肺患者数",
    "慢阻肺签约数",
    "有偿签约人数",
    "备案数",
    "医务人员数",
    "上年末数",
    "城镇人数",
)
_ASIDE = ("上年同期", "上月数", "目标值", "全年任务", "比上年增减", "同比增长(%)")
_SERVICES = {
    "65+登记管理": ("elder_managed_m", "elder_managed_ytd", ""),
    "老年人中医药健康管理": ("elder_tcm_m", "elder_tcm_ytd", ""),
    "应种剂次": ("vacc_due_m", "vacc_due_ytd", ""),
    "高血压随访人次": ("htn_visit_m", "htn_visit_ytd", ""),
    "活产": ("live_births_m", "live_births_ytd", ""),
    "早孕建册": ("early_booked_m", "early_booked_ytd", ""),
    "产后访视": ("postnatal_visited_m", "postnatal_visited_ytd", ""),
    "卫生监督协管": ("inspect_m", "inspect_ytd", ""),
    "居民健康档案建档人数": ("", "", "ehr_files"),
    "高血压规范管理": ("", "", "htn_std"),
    "通知管理的肺结核患者数": ("", "", "tb_notified"),
    "慢阻肺健康管理": ("", "", ""),
    "65+登记管理 城": ("", "", ""),
}
_TRIPLES = (
    ("本月完成数", "本年度累计完成数", "截止本月底全部累计数"),
    ("本月", "本年累计", "月末数"),
    ("当月完成", "今年累计", "截至月底累计"),
)
_GROUPS = {
    "重点人群": ("key_people", "key_signed"),
    "孕产妇": ("", "maternal_signed"),
    "高血压": ("", "htn_signed"),
    "糖尿病": ("", "dm_signed"),
    "肺结核": ("", "tb_signed"),
    "严重精神障碍": ("", "smi_signed"),
    "残疾人": ("disabled", "disabled_signed"),
    "脱贫人口": ("lifted_poverty", "lifted_poverty_signed"),
    "计生特殊家庭": ("special_family", "special_family_signed"),
    "特困人员": ("tekun_people", "tekun_signed"),
    "低保五保": ("", ""),
    "慢阻肺": ("", ""),
    "老年人": ("", ""),
    "儿童": ("", ""),
}


@dataclass
class Made:
    """A sheet, what is true of it, and how it was made (for the message of a failure)."""

    kind: str
    form: str
    rows: list[Line] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    truth: Truth = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet as the reader gives it."""
        return Sheet("Sheet1", False, tuple(tuple(row) for row in self.rows), tuple(self.merges))


class Corpus:
    """A maker of sheets for October 2026, the same for the same seed."""

    def __init__(self, seed: int, area: Area, catalogue: Catalogue) -> None:
        self._any = random.Random(seed)
        self._area, self._catalogue = area, catalogue

    def make(self) -> Made:
        """One sheet in one of the layouts."""
        kinds: Sequence[Callable[[], Made]] = (
            self._units_down,
            self._units_across,
            self._one_column,
            self._months,
            self._triples,
            self._groups,
            self._pairs,
        )
        return self._any.choice(kinds)()

    def _units_down(self) -> Made:
        form, items = self._form_items()
        made = self._titled("units down", form, None)
        columns: list[Item | str] = [*items, *self._strange()]
        self._any.shuffle(columns)
        made.rows.append(["机构", *[self._name(column) for column in columns]])
        if self._any.random() < 0.3:
            made.rows.append(["甲", *range(1, len(columns) + 1)])
        if self._any.random() < 0.2:
            made.rows.append(["示例", *[100 + n for n in range(len(columns))]])
        units = self._units()
        sums = [0] * len(columns)
        for unit in units:
            row: Line = [self._unit_name(unit)]
            for place, column in enumerate(columns):
                figure, cell = self._figure()
                sums[place] += figure or 0
                row.append(cell)
                self._know(made, unit, column, figure)
            made.rows.append(row)
        if self._any.random() < 0.6:
            made.rows.append(["合计", *sums])
        return self._footed(made)

    def _units_across(self) -> Made:
        form, items = self._form_items()
        made = self._titled("units across", form, None)
        units = self._units()
        made.rows.append(["序号", "项目", "单位", *[unit.name for unit in units]])
        for number, item in enumerate(items, 1):
            row: Line = [number, self._name(item), item.unit]
            for unit in units:
                figure, cell = self._figure()
                row.append(cell)
                self._know(made, unit, item, figure)
            made.rows.append(row)
        return self._footed(made)

    def _one_column(self) -> Made:
        form, items = self._form_items()
        unit = self._any.choice(self._area.units)
        made = self._titled("one column", form, unit)
        aside = self._any.sample(_ASIDE, self._any.randint(0, 2))
        heads: list[Scalar] = [*aside, self._any.choice(("数值", "数量", "本期", "填报数"))]
        self._any.shuffle(heads)
        made.rows.append(["行次", "项目", "计量单位", *heads, "说明"])
        for number, item in enumerate(items, 1):
            figure, cell = self._figure()
            measure, figure = self._measure(item, figure)
            row: Line = [str(number), self._name(item), measure]
            row += [self._any.randint(1, 999) if head in aside else cell for head in heads]
            made.rows.append([*row, self._any.choice((None, "新增 3 家", "—"))])
            self._know(made, unit, item, figure)
        return self._footed(made)

    def _months(self) -> Made:
        form, items = self._form_items()
        unit = self._any.choice(self._area.units)
        made = self._titled("months", form, unit, period=False)
        style = self._any.choice(
            ("2026年{:02}月", "2026年{}月末", "{}月", "2026-{:02}", "2026年{}月份")
        )
        months = self._any.choice(((8, 9, 10), (10,), (9, 10, 11), (10, 8), (7, 8, 9)))
        heads = [style.format(month) for month in months]
        made.rows.append(["指标代码", "指标名称", "单位", *heads, "变化原因", "说明"])
        if self._any.random() < 0.3:
            made.rows.append(["甲", "乙", "丙", *range(1, len(heads) + 3)])
        for number, item in enumerate(items, 1):
            row: Line = [f"A{number:02}", self._name(item), item.unit]
            for month in months:
                figure, cell = self._figure()
                row.append(cell)
                if month == 10:
                    self._know(made, unit, item, figure)
            made.rows.append([*row, None, self._any.choice((None, 99))])
        return self._footed(made)

    def _triples(self) -> Made:
        unit = self._any.choice(self._area.units)
        made = self._titled("triples", self._catalogue.forms["F2"], unit)
        order = self._any.sample(range(3), self._any.choice((2, 3, 3)))
        words = self._any.choice(_TRIPLES)
        made.rows.append(["服务项目", *[words[place] for place in order]])
        for name in self._any.sample(list(_SERVICES), self._any.randint(6, len(_SERVICES))):
            row: Line = [name]
            for place in order:
                figure, cell = self._figure()
                row.append(cell)
                if code := _SERVICES[name][place]:
                    self._know(made, unit, self._catalogue.items[code], figure)
            made.rows.append(row)
        return self._footed(made)

    def _groups(self) -> Made:
        unit = self._any.choice(self._area.units)
        made = self._titled("groups", self._catalogue.forms["F1"], unit)
        size = self._any.choice(("群体数", "辖区人群数", "总数"))
        heads = [size, self._any.choice(("签约数", "签约人数")), "签约率", "有偿签约人数"]
        order = self._any.sample(range(4), 4)
        made.rows.append(["人群", *[heads[place] for place in order]])
        for name in self._any.sample(list(_GROUPS), self._any.randint(6, len(_GROUPS))):
            row: Line = [name]
            for place in order:
                figure, cell = self._figure()
                row.append(cell)
                if place < 2 and (code := _GROUPS[name][place]):
                    self._know(made, unit, self._catalogue.items[code], figure)
            made.rows.append(row)
        return self._footed(made)

    def _pairs(self) -> Made:
        form, items = self._form_items()
        unit = self._any.choice(self._area.units)
        made = self._titled("pairs", form, unit)
        width = self._any.choice((2, 2, 3))
        labels: list[Item | str] = [*items, *self._strange()]
        self._any.shuffle(labels)
        for start in range(0, len(labels), width):
            row: Line = []
            for name in labels[start : start + width]:
                figure, cell = self._figure()
                row += [self._name(name), cell]
                self._know(made, unit, name, figure)
            made.rows.append(row)
        return self._footed(made)

    def _form_items(self) -> tuple[Form, list[Item]]:
        form = self._catalogue.forms[self._any.choice(("F1", "F2", "F3", "F4"))]
        count = min(len(form.items), self._any.randint(5, 14))
        return form, self._any.sample(form.items, count)

    def _titled(self, kind: str, form: Form, unit: Unit | None, *, period: bool = True) -> Made:
        made = Made(kind, form.code)
        month = self._any.choice(("2026年10月", "二〇二六年十月", "2026年1—10月")) if period else ""
        shift: Line = [None] * self._any.choice((0, 0, 4))
        made.rows.append([*shift, f"{self._area.name}{month}{form.name}"])
        if unit is not None:
            name = self._any.choice((f"填报单位：{unit.name}", f"填报单位（盖章）：{unit.name}"))
            made.rows.append([name, None, "填报时间：2026年11月2日"])
        else:
            made.rows.append(["编制单位：卫生健康局", None, None, "金额单位：元"])
        if self._any.random() < 0.4:
            made.rows.append([])
        return made

    def _footed(self, made: Made) -> Made:
        if self._any.random() < 0.5:
            made.rows += [[], ["注：数据为演示数据"], ["填报人：某某", None, "联系电话：", 1234567]]
        return made

    def _strange(self) -> list[str]:
        return self._any.sample(_STRANGE, self._any.choice((0, 0, 1, 2)))

    def _units(self) -> list[Unit]:
        return self._any.sample(self._area.units, self._any.randint(2, 8))

    def _unit_name(self, unit: Unit) -> str:
        return self._any.choice((unit.name, f" {unit.name}", f"{self._area.name}{unit.name}"))

    def _name(self, column: Item | str) -> str:
        if isinstance(column, str):
            return column
        name = self._any.choice((column.name, column.name, *column.aliases))
        style = self._any.randint(0, 4)
        if style == 0:
            return f"{name}（{column.unit}）"
        if style == 1 and len(name) > 4:
            return f"{name[:3]}\n{name[3:]}"
        return f"{self._any.randint(1, 9)}、{name}" if style == 2 else name

    def _figure(self) -> tuple[int | None, Scalar]:
        figure = self._any.choice((0, self._any.randint(1, 99), self._any.randint(100, 99999)))
        styles: tuple[tuple[int | None, Scalar], ...] = (
            *((figure, figure),) * 6,
            *((figure, str(figure)),) * 3,
            (figure, f"{figure:,}"),
            (figure, str(figure).translate(_WIDE)),
            (None, None),
        )
        if self._any.random() < 0.02:
            odd: tuple[Scalar, ...] = ("—", "2000万", "若干", f"{figure}.5", "63.5%", f"约{figure}")
            return None, self._any.choice(odd)
        return self._any.choice(styles)

    def _measure(self, item: Item, figure: int | None) -> tuple[str, int | None]:
        if self._any.random() < 0.02 and figure is not None:
            return f"万{item.unit}", figure * 10_000
        return item.unit, figure

    @staticmethod
    def _know(made: Made, unit: Unit, column: Item | str, figure: int | None) -> None:
        if isinstance(column, Item) and figure is not None:
            assert column.kind is not Kind.RESULT
            made.truth[unit.code, column.code] = figure
