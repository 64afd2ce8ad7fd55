"""The strict loader: every mistake names its file, table and key; the real resources are whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Kind, Reporters
from monitoring.loading import definition_tables, load_catalogue
from monitoring.periods import Frequency
from monitoring.plan_loading import load_plans
from monitoring.resources import RESOURCES, load_areas, read_area, read_tables
from monitoring.tables import CatalogueError
from tests.monitoring.small import tables

Tables = dict[str, dict[str, Any]]
Change = Callable[[Tables], object]
S1, S2, INDICATORS, RULES = (
    "forms/S1.toml",
    "forms/S2.toml",
    "indicators/small.toml",
    "rules/small.toml",
)


def items(all_tables: Tables) -> list[dict[str, Any]]:
    return list(all_tables[S1]["items"])


def item(place: int, **changes: Any) -> Change:
    return lambda t: t[S1]["items"][place].update(changes)


def indicator(**changes: Any) -> Change:
    return lambda t: t[INDICATORS]["indicators"][0].update(changes)


def rule(**changes: Any) -> Change:
    return lambda t: t[RULES]["rules"][0].update(changes)


def form(**changes: Any) -> Change:
    return lambda t: t[S1].update(changes)


PEOPLE, SIGN, R04 = "[[items]] people", "[[indicators]] sign", "[[rules]] R04"
MISTAKES: list[tuple[Change, tuple[str, str, str], str]] = [
    (item(0, colour="red"), (S1, PEOPLE, "colour"), "没有这个键"),
    (item(0, decimals="2"), (S1, PEOPLE, "decimals"), "整数"),
    (item(0, decimals=7), (S1, PEOPLE, "decimals"), "0 到 6"),
    (item(0, decimals=True), (S1, PEOPLE, "decimals"), "整数"),
    (item(0, kind="weekly"), (S1, PEOPLE, "kind"), "weekly"),
    (item(0, reference=""), (S1, PEOPLE, "reference"), "内部口径"),
    (item(0, reference=" "), (S1, PEOPLE, "reference"), "内部口径"),
    (item(0, name=""), (S1, PEOPLE, "name"), "名称"),
    (item(0, aliases="人口"), (S1, PEOPLE, "aliases"), "列表"),
    (item(0, aliases=[1]), (S1, PEOPLE, "aliases"), "文字"),
    (item(0, year_start=13), (S1, PEOPLE, "year_start"), "1 到 12"),
    (item(0, parent="nobody"), (S1, PEOPLE, "parent"), "nobody"),
    (item(0, parent="people"), (S1, PEOPLE, "parent"), "成环"),
    (item(1, parent="signed_old"), (S1, "[[items]] signed", "parent"), "成环"),
    (item(0, opens="nobody"), (S1, PEOPLE, "opens"), "没有项目 nobody"),
    (item(0, opens="people"), (S1, PEOPLE, "opens"), "另一个"),
    (item(0, ytd_of="born"), (S1, PEOPLE, "ytd_of"), "本年累计"),
    (item(5, ytd_of="people"), (S1, "[[items]] visits_ytd", "ytd_of"), "本年累计"),
    (item(1, code="people"), (S1, PEOPLE, "code"), "重复"),
    (item(1, name="常住人口"), (S1, "[[items]] signed", "name"), "重复"),
    (item(0, code="People"), (S1, "[[items]] People", "code"), "小写"),
    (lambda t: items(t)[0].pop("reference"), (S1, PEOPLE, "reference"), "缺少"),
    (lambda t: items(t)[0].pop("code"), (S1, "[[items]] ?", "code"), "缺少"),
    (lambda t: t[S2]["items"][0].update(code="people"), (S2, PEOPLE, "code"), "重复"),
    (lambda t: t[S2].update(code="S1"), (S2, "[S1]", "code"), "重复"),
    (form(items=[]), (S1, "[[items]]", ""), "一条也没有"),
    (form(items=["people"]), (S1, "[[items]]", ""), "张表"),
    (form(items="people"), (S1, "[[items]]", ""), "张表"),
    (form(colour=1), (S1, "", "colour"), "没有这个键"),
    (form(valid_from="2024-02-30"), (S1, "", "valid_from"), "没有这一天"),
    (form(valid_from=20240101), (S1, "", "valid_from"), "没有这一天"),
    (form(due_day=32), (S1, "", "due_day"), "1 到 31"),
    (form(version=0), (S1, "", "version"), "正整数"),
    (form(frequency="weekly"), (S1, "", "frequency"), "month、quarter、half、year"),
    (form(reference=""), (S1, "", "reference"), "内部口径"),
    (form(rates=[{"indicator": "sign", "after": "x"}]), (S1, "[[rates]]", "after"), "x"),
    (form(rates=[{"indicator": "x", "after": "people"}]), (S1, "[[rates]]", "indicator"), "x"),
    (lambda t: t[S1].pop("scope"), (S1, "", "scope"), "缺少"),
    (lambda t: t[S1].pop("items"), (S1, "[[items]]", ""), "一条也没有"),
    (indicator(numerator="signed / people"), (INDICATORS, SIGN, "numerator"), "看不懂"),
    (indicator(numerator=""), (INDICATORS, SIGN, "numerator"), "看不懂"),
    (indicator(numerator="nobody"), (INDICATORS, SIGN, "numerator"), "nobody"),
    (indicator(numerator="signed@prev"), (INDICATORS, SIGN, "numerator"), "@prev"),
    (indicator(denominator="nobody"), (INDICATORS, SIGN, "denominator"), "nobody"),
    (indicator(denominator_text=""), (INDICATORS, SIGN, "denominator_text"), "分母"),
    (indicator(reference=""), (INDICATORS, SIGN, "reference"), "内部口径"),
    (indicator(factor=0), (INDICATORS, SIGN, "factor"), "正整数"),
    (indicator(factor=1.5), (INDICATORS, SIGN, "factor"), "整数"),
    (indicator(kind="often"), (INDICATORS, SIGN, "kind"), "often"),
    (indicator(population="all"), (INDICATORS, SIGN, "population"), "same"),
    (indicator(places=9), (INDICATORS, SIGN, "places"), "0 到 6"),
    (indicator(code="young"), (INDICATORS, "[[indicators]] young", "code"), "重复"),
    (lambda t: t[INDICATORS].update(note=""), (INDICATORS, "", "note"), "没有这个键"),
    (lambda t: t[INDICATORS].clear(), (INDICATORS, "[[indicators]]", ""), "一条也没有"),
    (rule(formula="signed"), (RULES, R04, "formula"), "看不懂"),
    (rule(formula="signed <= 5"), (RULES, R04, "formula"), "看不懂"),
    (rule(formula="signed == people"), (RULES, R04, "formula"), "看不懂"),
    (rule(formula="a <= b <= c"), (RULES, R04, "formula"), "看不懂"),
    (rule(formula=""), (RULES, R04, "formula"), "看不懂"),
    (rule(formula="signed <= nobody"), (RULES, R04, "formula"), "nobody"),
    (rule(kind="part"), (RULES, R04, "formula"), "没有公式"),
    (rule(kind="magic"), (RULES, R04, "kind"), "magic"),
    (rule(severity="fatal"), (RULES, R04, "severity"), "hard"),
    (rule(form="F9"), (RULES, R04, "form"), "F9"),
    (rule(form=""), (RULES, R04, "form"), "报表"),
    (rule(rule="R26"), (RULES, R04, "rule"), "R25"),
    (rule(rule="R00"), (RULES, R04, "rule"), "R25"),
    (rule(reference=""), (RULES, R04, "reference"), "内部口径"),
    (rule(sentence=""), (RULES, R04, "sentence"), "文字"),
    (rule(id="R02"), (RULES, "[[rules]] R02", "id"), "重复"),
    (rule(id="C01"), (RULES, "[[rules]] C01", "id"), "留给各县"),
    (rule(threshold=-1), (RULES, R04, "threshold"), "不能小于 0"),
    (rule(minimum=-1), (RULES, R04, "minimum"), "不能小于 0"),
    (rule(valid_from=202613), (RULES, R04, "valid_from"), "没有这个月：202613"),
    (rule(valid_to=2026), (RULES, R04, "valid_to"), "没有这个月：2026"),
    (rule(valid_from=202610, valid_to=202609), (RULES, R04, "valid_to"), "结束早于开始"),
    (rule(valid_from="202610"), (RULES, R04, "valid_from"), "整数"),
    (rule(months=[0]), (RULES, R04, "months"), "1 到 12 月"),
    (rule(months=[3, 3]), (RULES, R04, "months"), "月份重复"),
    (rule(months=["3"]), (RULES, R04, "months"), "整数"),
    (rule(months=3), (RULES, R04, "months"), "列表"),
    (rule(units=["东镇"]), (RULES, R04, "units"), "12 位"),
    (rule(units=["371581000001"] * 2), (RULES, R04, "units"), "单位重复"),
    (rule(formula="+".join(["people"] * 60) + "<=people"), (RULES, R04, "formula"), "最多 60 项"),
    (rule(left="signed"), (RULES, R04, "left"), "没有这个键"),
]


@pytest.mark.parametrize(("change", "place", "word"), MISTAKES)
def test_a_mistake_names_its_place(change: Change, place: tuple[str, str, str], word: str) -> None:
    changed = tables()
    change(changed)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(changed)
    assert (caught.value.file, caught.value.table, caught.value.key) == place
    assert word in caught.value.problem
    sentence = str(caught.value)
    assert all(part in sentence for part in place)


def test_without_a_mistake_it_loads() -> None:
    catalogue = load_catalogue(tables())
    assert list(catalogue.forms) == ["S1", "S2"]
    assert catalogue.items["visits_ytd"].kind is Kind.YTD
    assert catalogue.form_of["beds"].code == "S2"
    assert catalogue.decimals("area") == 2
    assert [rule.operator for rule in catalogue.rules] == ["<=", ""]


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    for content in (b"[[items]\ncode =", b"\xff\xfe", b"valid_from = 2024-02-30"):
        (folder / "F1.toml").write_bytes(content)
        with pytest.raises(CatalogueError, match=r"forms/F1\.toml"):
            read_tables(folder)


AREA: dict[str, Any] = {
    "code": "371581000000",
    "name": "临清市",
    "parent": "371500000000",
    "parent_name": "聊城市",
    "source": "演示数据",
    "units": [{"code": "371581001000", "name": "东镇"}, {"code": "371581002000", "name": "西镇"}],
}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"code": "371581"}, "code"),
        ({"units": [{"code": "37158100100", "name": "东镇"}]}, "code"),
        ({"units": [AREA["units"][0], AREA["units"][0]]}, "code"),
        ({"units": [{"code": "371581001000"}]}, "name"),
        ({"units": ["东镇"]}, ""),
        ({"units": {"code": "371581001000"}}, ""),
        ({"people": 5}, "people"),
        (
            {
                "units": [
                    {
                        "code": "371581001000",
                        "name": "东镇",
                        "valid_from": date(2025, 1, 1),
                        "valid_to": date(2024, 1, 1),
                    }
                ]
            },
            "ends",
        ),
    ],
)
def test_a_mistake_in_an_area(change: dict[str, Any], key: str) -> None:
    assert len(read_area("areas/x.toml", AREA).units) == 2
    with pytest.raises(CatalogueError, match=r"areas/x\.toml") as caught:
        read_area("areas/x.toml", {**AREA, **change})
    assert caught.value.key == key


TARGET: dict[str, Any] = {
    "id": "T1",
    "indicator_name": "签约率",
    "operator": ">=",
    "value": "60",
    "unit": "%",
    "due": date(2025, 12, 31),
    "due_basis": "stated",
    "class": "A",
    "scope": "全市",
    "chapter": "二",
    "paragraph": 1,
    "indicator": "sign",
}
PLAN: dict[str, Any] = {
    "code": "x",
    "name": "某规划",
    "area": "371581000000",
    "area_name": "临清市",
    "starts": date(2021, 1, 1),
    "ends": date(2025, 12, 31),
}
BASELINE = {"value": "30", "unit": "%", "as_of": date(2020, 12, 31)}


def test_a_plan_loads() -> None:
    table = {**PLAN, "targets": [{**TARGET, "baseline": BASELINE}]}
    (plan,) = load_plans({"plans/x.toml": table}, ["sign"]).values()
    assert plan.targets[0].baseline is not None
    assert plan.clause("二", 3) == "《某规划》二第3段"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"chapter": ""}, "chapter"),
        ({"paragraph": 0}, "paragraph"),
        ({"operator": "=>"}, "operator"),
        ({"indicator": "nothing"}, "indicator"),
        ({"due": "2025-02-30"}, "due"),
        ({"conflict": ["T9"]}, "conflict"),
        ({"facts": ["B9"]}, "facts"),
        ({"class": "E"}, "class"),
        ({"binding": "硬性"}, "binding"),
        ({"due_basis": "guessed"}, "due_basis"),
        ({"baseline": {**BASELINE, "value": "约30"}}, "baseline"),
        ({"baseline": {**BASELINE, "colour": 1}}, "colour"),
        ({"baseline": "30"}, ""),
        ({"value": 60}, "value"),
        ({"klass": "A", "colour": 1}, "colour"),
    ],
)
def test_a_mistake_in_a_target(change: dict[str, Any], key: str) -> None:
    with pytest.raises(CatalogueError, match=r"plans/x\.toml \[\[targets\]\] T1") as caught:
        load_plans({"plans/x.toml": {**PLAN, "targets": [{**TARGET, **change}]}}, ["sign"])
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"targets": [TARGET, TARGET]}, "id"),
        ({"ends": date(2020, 1, 1)}, "ends"),
        ({"targets": "T1"}, ""),
        ({"facts": [{"id": "F"}]}, "indicator_name"),
    ],
)
def test_a_mistake_in_a_plan(change: dict[str, Any], key: str) -> None:
    with pytest.raises(CatalogueError, match=r"plans/x\.toml") as caught:
        load_plans({"plans/x.toml": {**PLAN, **change}}, ["sign"])
    assert caught.value.key == key


INDICATOR_CODES = """
fd_sign_rate fd_sign_rate_key fd_sign_rate_65p fd_sign_rate_60p fd_sign_rate_0_6
fd_sign_rate_maternal fd_sign_rate_htn fd_sign_rate_dm fd_sign_rate_smi fd_sign_rate_tb
fd_renew_rate fd_fulfil_rate
ehr_e_file_rate elder_manage_rate elder_std_manage_rate elder_tcm_rate child_tcm_rate
htn_std_rate htn_ctrl_rate dm_std_rate dm_ctrl_rate smi_std_rate smi_treat_rate tb_manage_rate
tb_adherence_rate early_book_rate postnatal_visit_rate newborn_visit_rate child_manage_rate
maternal_sys_rate child_u3_sys_rate child_u7_manage_rate vacc_rate hospital_delivery_rate
mcc_service_rate mcc_contract_rate nursing_bed_share beds_per_1k_elder disabled_tekun_rate
monthly_visit_rate ltci_cover_rate elder_friendly_rate geriatric_dept_rate hospice_cnt
mcc_two_cert_cnt home_bed_cnt home_visit_cnt caregiver_trained_rate certified_staff_rate
gyt_cover_rate gyt_cnt gyt_premium_cnt tcm_village_cnt tcm_village_service_rate
tcm_station_service_rate tcm_visit_share tcm_beds_per_10k zwb_dept_rate tcm_rehab_dept_rate
doc_per_1k nurse_per_1k bed_per_1k gp_per_10k in_county_visit_rate oop_share life_expectancy
ncd_premature health_literacy exercise_share imr u5mr mmr sport_area_pc phys_std_rate
student_fit_rate air_good_rate water_iii_rate drug_pass_rate food_pass_rate farm_pass_rate
mhc_va mhc_va_gdp_share big_health_va ejiao_revenue innovation_platform_cnt cluster_cnt
"""


def test_every_indicator_of_the_field_is_defined(catalogue: Catalogue) -> None:
    assert set(INDICATOR_CODES.split()) - set(catalogue.indicators) == set()


def test_everything_says_what_it_rests_on(catalogue: Catalogue) -> None:
    assert all(item.reference.strip() for item in catalogue.items.values())
    assert all(rule.reference.strip() and rule.sentence for rule in catalogue.rules)
    for one in catalogue.indicators.values():
        assert one.definition.strip(), one.code
        assert one.reference.strip(), one.code
        assert (one.denominator is None) == (one.denominator_text == ""), one.code
        assert one.every in Frequency


def test_the_six_forms_are_complete(catalogue: Catalogue) -> None:
    forms = {
        form.code: (form.frequency, form.reporters, len(form.items))
        for form in catalogue.forms.values()
    }
    assert forms == {
        "F1": (Frequency.MONTH, Reporters.TOWNSHIPS, 37),
        "F2": (Frequency.MONTH, Reporters.TOWNSHIPS, 66),
        "F3": (Frequency.MONTH, Reporters.TOWNSHIPS, 32),
        "F4": (Frequency.MONTH, Reporters.TOWNSHIPS, 22),
        "F5": (Frequency.QUARTER, Reporters.BOTH, 39),
        "F6": (Frequency.YEAR, Reporters.COUNTY, 59),
    }
    for form in catalogue.forms.values():
        assert form.name
        assert form.scope
        # Nobody has given these forms a number yet; none may be made up.
        assert (form.table_number, form.document_number) == ("", "")


def test_every_year_to_date_is_held_to_its_months(catalogue: Catalogue) -> None:
    sides = [rule.left for rule in catalogue.rules if rule.rule == "R18" and rule.left]
    held = {code for side in sides for code in side.items}
    running = {code for code, item in catalogue.items.items() if item.ytd_of}
    assert running <= held


def test_the_townships_of_both_counties(areas: dict[str, Area]) -> None:
    assert {area.name: len(area.units) for area in areas.values()} == {"临清市": 16, "梁山县": 14}
    for area in areas.values():
        for unit in area.units:
            assert unit.code[:6] == area.code[:6]
            assert unit.code[9:] == "000"
    names = {unit.code: unit.name for area in areas.values() for unit in area.units}
    assert names["371581001000"] == "青年路街道"
    assert names["371581107000"] == "八岔路镇"
    assert names["370832111000"] == "马营镇"
    assert names["370832217000"] == "大路口乡"
    assert load_areas() == areas


def test_every_target_has_its_clause_and_a_known_indicator(catalogue: Catalogue) -> None:
    plans = load_plans(read_tables(RESOURCES / "plans"), catalogue.indicators)
    assert sorted(plans) == ["000", "001", "002", "003", "004"]
    for plan in plans.values():
        for target in plan.targets:
            assert target.chapter
            assert target.paragraph > 0
            assert target.indicator in catalogue.indicators or target.indicator == ""
            assert target.klass in "ABCD"
            assert target.due_basis in ("stated", "inherited", "table-header", "lead-in")


def test_units_open_and_close_by_the_month() -> None:
    unit = read_area(
        "areas/x.toml",
        {
            **AREA,
            "units": [
                {
                    "code": "371581001000",
                    "name": "东镇",
                    "valid_from": date(2024, 5, 20),
                    "valid_to": date(2026, 3, 1),
                }
            ],
        },
    ).units[0]
    stands = [month for month in (202404, 202405, 202603, 202604) if unit.stands_in(month)]
    assert stands == [202405, 202603]


def test_the_tables_are_those_of_the_folders() -> None:
    names = set(definition_tables())
    assert {name.split("/")[0] for name in names} == {"forms", "indicators", "rules"}
