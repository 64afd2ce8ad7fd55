"""How townships lay out 家庭医生签约 (F1) and 基本公共卫生 (F2), each in a way of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tests.workflow.containers import Cell, Page
from tests.workflow.returns import Return, Rows, months_across, page_of, pairs, percent

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def platform_table(given: Return) -> Page:
    """Two head rows, groups over their parts, rates as text, and a 合计 of the one row."""
    put = given.put
    row: list[Cell] = [
        "临清市",
        given.unit.name,
        put("fd_team"),
        f"{put('resident'):,}",
        put("fd_signed"),
        percent(given.look("fd_signed", given.end), given.look("resident", given.end)),
        put("key_people"),
        put("key_signed"),
        percent(given.look("key_signed", given.end), given.look("key_people", given.end)),
        put("htn_patients"),
        put("htn_managed"),
        put("htn_signed"),
        put("dm_patients"),
        put("dm_managed"),
        put("dm_signed"),
    ]
    rows: Rows = [
        [f"{given.month}家庭医生签约服务进展情况统计表"],
        ["区县", "机构", "组建家庭医生团队数(个)", "常住居民数(人)", "常住人 口签约数(人)",
         "常住人口签约率(%)", "重点人群", None, None, "高血压", None, None, "糖尿病", None, None],
        [None, None, None, None, None, None, "重点人群总数", "重点人群签约数", "签约率",
         "高血压患者总人数", "已管理", "在管签约", "糖尿病患者总人数", "已管理的2型糖尿病", "签约"],
        row,
        ["合计", None, *row[2:]],
    ]  # fmt: skip
    merges = ("A1:O1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:I2", "J2:L2")
    return page_of(rows, *merges, "M2:O2", "A5:B5", name="统计表")


GROUPS = (
    ("重点人群", "key_people", "key_signed"),
    ("残疾人", "disabled", "disabled_signed"),
    ("脱贫人口", "lifted_poverty", "lifted_poverty_signed"),
    ("计生特殊家庭", "special_family", "special_family_signed"),
    ("特困人员", "tekun_people", "tekun_signed"),
)


def groups_by_measures(given: Return) -> Page:
    """Groups of people down, 群体数, 签约数 and 签约率 across."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["人群", "群体数", "签约数", "签约率"]]
    for name, people, signed in GROUPS:
        count, some = given.put(people), given.put(signed)
        rows.append([name, count, some, percent(some, count)])
    return page_of([*rows, [], ["注：按人去重统计"]])


def groups_across(given: Return) -> Page:
    """The same groups across, each with its own measures under it."""
    heads: list[Cell] = ["名称"]
    parts: list[Cell] = [None]
    row: list[Cell] = [given.unit.name]
    merges = ["A2:A3"]
    for number, (name, people, signed) in enumerate(GROUPS):
        heads += [name, None, None]
        parts += [f"{name}总数", f"{name}签约数", "签约率"]
        count, some = given.put(people), given.put(signed)
        row += [count, str(some), percent(some, count)]
        letters = [chr(ord("B") + number * 3 + part) for part in (0, 2)]
        merges.append(f"{letters[0]}2:{letters[1]}2")
    return page_of([[given.title], heads, parts, row], *merges)


SIGNED = ("fd_team", "registered", "resident", "fd_signed", "key_people", "key_signed", "elder65",
          "elder65_managed", "elder65_signed", "child06", "child06_signed")  # fmt: skip


def signed_pairs(given: Return) -> Page:
    """Two pairs a row, the figures as they come."""
    return pairs(given, SIGNED, 2)


def numbered_lines(given: Return) -> Page:
    """Items down with numbers of lines as text, every other figure in full-width digits."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["项目", "单位", "行次", "数值"]]
    for number, code in enumerate(SIGNED, 1):
        item = given.form.by_code[code]
        amount: Cell = given.put(code)
        written = str(amount).translate(WIDE) if number % 2 else amount
        rows.append([item.name, item.unit, str(number), written])
    return page_of(rows)


def signed_months(given: Return) -> Page:
    """Months with a year, the last one's end."""
    return months_across(given, SIGNED, "{year}年{month:02}月")


def marked_lines(given: Return) -> Page:
    """Dashes where there is nothing to say, and 人 behind the figures."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["项目", "本月数", "备注"]]
    for number, code in enumerate(SIGNED):
        amount = given.put(code)
        unit = given.form.by_code[code].unit
        rows.append([given.name(code), f"{amount:,}{unit}" if number % 3 == 1 else amount, None])
    return page_of([*rows, [given.name("tb_managed"), "——", "无病人"]])


SERVICES = (
    ("65+登记管理", "elder_managed_m", "elder_managed_ytd", ""),
    ("老年人中医药健康管理", "elder_tcm_m", "elder_tcm_ytd", ""),
    ("应种剂次", "vacc_due_m", "vacc_due_ytd", ""),
    ("实种剂次", "vacc_done_m", "vacc_done_ytd", ""),
    ("高血压随访人次", "htn_visit_m", "htn_visit_ytd", ""),
    ("高血压", "", "", "htn_managed_f2"),
    ("65岁及以上常住老年人数", "", "", "elder65_f2"),
    ("活产", "live_births_m", "live_births_ytd", ""),
    ("居民健康档案建档人数", "", "", "ehr_files"),
    ("产后访视", "postnatal_visited_m", "postnatal_visited_ytd", ""),
    ("卫生监督协管", "inspect_m", "inspect_ytd", ""),
)


def triples(given: Return, words: Sequence[str], order: Sequence[int] = (0, 1, 2)) -> Page:
    """Services down, 本月, 本年累计 and 月末 across in some order."""
    rows: list[list[Cell]] = [
        [given.title],
        [f"填报卫生室（盖章）：{given.unit.name}", None, "填报时间：", None],
        ["服务项目", *(words[column] for column in order)],
    ]
    for name, *items in SERVICES:
        cells: list[Cell] = [given.put(item) if item else None for item in items]
        rows.append([name, *(cells[column] for column in order)])
    return page_of([*rows, ["填表人：某某", None, "审核人：某某"]])


def station_triples(given: Return) -> Page:
    """With the words of the stations' own form."""
    return triples(given, ("本月完成数", "本年度累计完成数", "截止本月底全部累计数"))


def turned_triples(given: Return) -> Page:
    """The end of the month first, other words."""
    return triples(given, ("当月完成", "今年累计", "截至月底累计"), (2, 0, 1))


def traditional_medicine(given: Return) -> Page:
    """中医药健康管理: two services and their rates, one row, 区县 before 机构."""
    elder, tcm = given.put("elder65_f2"), given.put("elder_tcm_ytd")
    child, served = given.put("child036"), given.put("child036_tcm_ytd")
    heads: list[Cell] = ["区县", "机构", "65岁及以上常住", "接受中医药健康管理服务65岁及以上",
                         "率%",
                         "应管理0-36个月儿童", "接受服务的0-36个月儿童", "率%", "已管理高血压",
                         "已管理糖尿病"]  # fmt: skip
    row: list[Cell] = ["临清市", given.unit.name, elder, tcm, percent(tcm, elder), child, served,
                       percent(served, child), given.put("htn_managed_f2"),
                       given.put("dm_managed_f2")]  # fmt: skip
    return page_of([[f"{given.month}中医药健康管理统计报表"], heads, row])


HEALTH = ("resident_f2", "ehr_files", "ehr_e_files", "htn_due", "htn_managed_f2", "htn_std",
          "dm_due", "dm_managed_f2", "smi_registered", "smi_std")  # fmt: skip


def ten_thousands(given: Return) -> Page:
    """One line counts in 万人, the others in 人."""
    rows: list[list[Cell]] = [[given.title], [given.sender], ["序号", "项目", "计量单位", "数值"]]
    for number, code in enumerate(HEALTH, 1):
        item, amount = given.form.by_code[code], given.put(code)
        if number == 1:
            rows.append([number, item.name, "万人", f"{amount // 10_000}.{amount % 10_000:04}"])
        else:
            rows.append([number, item.name, item.unit, amount])
    return page_of(rows)


def health_pairs(given: Return) -> Page:
    """Three pairs a row."""
    return pairs(given, HEALTH, 3)


def health_months(given: Return) -> Page:
    """Months without their year, which stands in the title."""
    return months_across(given, HEALTH, "{month}月")


def units_as_columns(given: Return) -> Page:
    """Items down, the township as the head of its column."""
    rows: list[list[Cell]] = [[given.title], ["序号", "项目", "单位", given.unit.name]]
    rows += [
        [number, given.name(code), given.form.by_code[code].unit, given.put(code)]
        for number, code in enumerate(HEALTH, 1)
    ]
    return page_of(rows)


def likely_names(given: Return) -> Page:
    """Heads that only nearly are the form's, so that one of them must be asked about."""
    heads: list[Cell] = ["机构", "常住人口", "建档人数", "电子健康档案数", "高血压登记管理",
                         "高血压病规范管理患者数", "在册患者数"]  # fmt: skip
    items = ("resident_f2", "ehr_files", "ehr_e_files", "htn_managed_f2", "htn_std",
             "smi_registered")  # fmt: skip
    row: list[Cell] = [given.unit.name, *(given.put(item) for item in items)]
    return page_of([[given.title], heads, row])
