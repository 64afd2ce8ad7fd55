"""How townships lay out 医养结合 (F3) and 中医药服务 (F4), each in a way of its own."""

from __future__ import annotations

from monitoring.periods import add_months
from tests.workflow.containers import Cell, Page
from tests.workflow.returns import Return, Rows, months_across, page_of, pairs

HOMES = ("care_home_all", "care_home", "care_home_clinic", "care_home_contracted", "care_bed",
         "nursing_bed", "residents_in_care", "special_elder", "special_elder_visited",
         "caregiver")  # fmt: skip


def home_pairs(given: Return) -> Page:
    """Two pairs a row, the unit of measure in brackets."""
    return pairs(given, HOMES, 2)


def statistical_form(given: Return) -> Page:
    """项目, 单位, 行次 and a column of explanations; 甲 乙 under the head, sections between."""
    rows: list[list[Cell]] = [
        [None, None, None, None, given.title],
        [f"编制单位：{given.unit.name}", None, None, "计量单位：家、张、人"],
        [],
        ["项目", "单位", "行次", "本期", "说明"],
        ["甲", "乙", "丙", 1, 2],
    ]
    for number, code in enumerate(HOMES, 1):
        item = given.form.by_code[code]
        rows.append([item.name, item.unit, f"{number:02}", given.put(code), None])
    return page_of([*rows, ["数据来源：民政、卫健部门"]])


def database_export(given: Return) -> Page:
    """A preamble, one row of the township, a footer."""
    heads = [f"{given.name(code)}({given.form.by_code[code].unit})" for code in HOMES]
    return page_of(
        [
            ["数据库：医养结合月报"],
            [f"时间：{given.month}"],
            [],
            ["机构名称", *heads],
            [given.unit.name, *(given.put(code) for code in HOMES)],
            ["数据来源：演示数据"],
        ]
    )


def broken_heads(given: Return) -> Page:
    """Line breaks, numbers and full-width letters in the heads, an example row under them."""
    heads: list[Cell] = [
        f"{number}、{given.name(code)[:3]}\n{given.name(code)[3:]}"
        for number, code in enumerate(HOMES, 1)
    ]
    example: list[Cell] = ["示例", *range(101, 101 + len(HOMES))]
    row: list[Cell] = [f" {given.unit.name} ", *(given.put(code) for code in HOMES)]
    return page_of([[given.title], ["机构", *heads], example, row])


def with_hidden_sheet(given: Return) -> Page:
    """Last month's figures on a sheet put away behind this month's."""
    page = statistical_form(given)
    last = add_months(given.end, -1)
    before: list[list[Cell]] = [[given.name(code), given.look(code, last)] for code in HOMES]
    page.behind = (page_of([["上月"], *before], name="上月"),)
    return page


def home_months(given: Return) -> Page:
    """Months as 2026-10."""
    return months_across(given, HOMES, "{year}-{month:02}")


def measured_figures(given: Return) -> Page:
    """Every other figure with its unit behind it, as people type it."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["指标名称", "填报数"]]
    for number, code in enumerate(HOMES):
        unit = given.form.by_code[code].unit if number % 2 else ""
        rows.append([given.name(code), f"{given.put(code)}{unit}"])
    return page_of(rows)


CLINICS = ("village_clinic", "village_clinic_tcm", "visits", "tcm_visits", "tcm_visits_decoction",
           "tcm_visits_patent", "tcm_technique", "tcm_doctor", "village_doctor")  # fmt: skip


def five_head_rows(given: Return) -> Page:
    """Sections over groups over names over units of measure, then 甲 1 2 3, then a 合计."""
    heads: list[Cell] = ["机构"]
    measures: list[Cell] = [None]
    row: list[Cell] = [given.unit.name]
    for code in CLINICS:
        heads.append(given.name(code))
        measures.append(f"（{given.form.by_code[code].unit}）")
        row.append(given.put(code))
    count = len(CLINICS)
    sections: list[Cell] = [None, "机构情况", None, "诊疗情况", None, None, None, "技术与人员"]
    rows: Rows = [
        [given.title],
        ["编制单位：临清市卫生健康局", None, None, "金额单位：元"],
        sections,
        heads,
        measures,
        ["甲", *range(1, count + 1)],
        row,
        ["合计", *row[1:]],
        ["注：演示数据"],
    ]
    return page_of(rows, "B3:C3", "D3:G3", "H3:J3", "A4:A5")


def clinic_pairs(given: Return) -> Page:
    """Three pairs a row."""
    return pairs(given, CLINICS, 3)


def clinic_lines(given: Return) -> Page:
    """Text numbers with separators beside plain ones, sections between."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["行次", "项目", "单位", "实际"]]
    section = ""
    for number, code in enumerate(CLINICS, 1):
        if given.form.by_code[code].section != section:
            section = given.form.by_code[code].section
            rows.append([None, section])
        amount: Cell = given.put(code)
        written = f"{amount:,}" if number % 2 else amount
        rows.append([str(number), given.name(code), given.form.by_code[code].unit, written])
    return page_of(rows)


def with_last_year(given: Return) -> Page:
    """Last year's figures before this year's, and what has become of them."""
    year_before = given.end - 100
    rows: list[list[Cell]] = [
        [given.title],
        [given.sender],
        ["项目", "单位", "上年同期", "本期", "增减"],
    ]
    for code in CLINICS:
        old, new = given.look(code, year_before), given.put(code)
        rows.append([given.name(code), given.form.by_code[code].unit, old, new, new - old])
    return page_of(rows)


def clinic_months(given: Return) -> Page:
    """The end of each month."""
    return months_across(given, CLINICS, "{year}年{month}月末")


def hidden_remarks(given: Return) -> Page:
    """A hidden row without figures, and the county's name before the township's."""
    heads: list[Cell] = ["填报机构", *(given.name(code) for code in CLINICS)]
    row: list[Cell] = [f"临清市{given.unit.name}", *(given.put(code) for code in CLINICS)]
    page = page_of([[given.title], ["内部使用，请勿外传"], heads, row])
    page.hidden = (2,)
    return page


def no_business(given: Return) -> Page:
    """A slash where there is no such business."""
    page = clinic_lines(given)
    page.rows.append(["10", given.name("tcm_org"), "家", "/"])
    return page
