"""The city's definitions come to a county beside its own first; nothing shipped is edited."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import handed_down, own_plans, own_rules
from db.ledger import Ledger
from db.own_rules import Threshold
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from monitoring.exchange import DEFINITIONS, PackageError
from monitoring.own_plans import TargetDraft
from monitoring.own_rules import read_own_rule
from tests.workflow.exchanging import (
    EAST,
    Pair,
    document,
    fill,
    open_pair,
    resealed,
    some_figures,
    stranger,
)
from workflow import handing_down, receiving
from workflow import own_plans as plans
from workflow import own_rules as rules
from workflow.handing_down import Brought, Change, Kind
from workflow.own_plans import PlanDraft
from workflow.packages import open_package
from workflow.packing import key_of

RULE = {
    "id": "C01",
    "sentence": "签约居民数不多于5000倍团队数",
    "severity": "soft",
    "formula": "fd_signed <= 5000*fd_team",
}
DRAFT = PlanDraft(
    "聊城市签约三年行动",
    "2025-01-01",
    "2027年",
    (TargetDraft("家庭医生签约率", operator="不低于", value="75", unit="%"),),
)


@pytest.fixture
def pair(tmp_path: Path, ledgers: tuple[Path, Path]) -> Iterator[Pair]:
    """A county and a city that know each other."""
    with open_pair(tmp_path, *ledgers) as opened:
        opened.known()
        yield opened


def keep_rule(ledger: Ledger, **changes: Any) -> None:
    rules.keep(ledger, read_own_rule({**RULE, **changes}, ledger.catalogue))


def brought(pair: Pair) -> Brought:
    path = pair.folder / "定义.tzb"
    path.unlink(missing_ok=True)
    handing_down.save(pair.city, path)
    return handing_down.look(pair.county, path)


def changed(found: Brought) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, each.code, each.own, each.change)
        for each in found.differences
        if each.change is not Change.SAME
    ]


def test_the_same_definitions_are_the_same(pair: Pair) -> None:
    found = brought(pair)
    assert [each.code for each in found.of(Change.SAME)] == ["F1", "F2", "F3", "F4", "F5", "F6"]
    assert changed(found) == []
    with pytest.raises(ExpectedError, match="没有要收的定义"):
        handing_down.take(pair.county, found)


def test_rules_plans_and_limits_are_looked_at_and_taken(pair: Pair) -> None:
    keep_rule(pair.city)
    plans.keep(pair.city, DRAFT)
    rules.set_limits(pair.city, [Threshold("R21-1", "resident", 5, 100)])
    found = brought(pair)
    assert changed(found) == [
        ("rule", "C01", "C01", "new"),
        ("plan", "P01", "P01", "new"),
        ("limit", "R21-1 resident", "R21-1 resident", "new"),
    ]
    assert not own_rules.read(pair.county)
    assert handing_down.take(pair.county, found) == 3
    assert own_rules.read(pair.county) == own_rules.read(pair.city)
    assert own_plans.read(pair.county) == own_plans.read(pair.city)
    assert own_rules.thresholds(pair.county) == own_rules.thresholds(pair.city)
    assert pair.county.plans["P01"].area == pair.city.area.code
    assert changed(brought(pair)) == []


def test_a_countys_own_rule_and_plan_of_the_same_code_stay(pair: Pair) -> None:
    mine = {"sentence": "本县自己的", "formula": "fd_signed <= resident"}
    keep_rule(pair.county, **mine)
    plans.keep(pair.county, replace(DRAFT, name="临清市自己的"))
    keep_rule(pair.city)
    keep_rule(pair.city, id="C02", sentence="第二条")
    plans.keep(pair.city, DRAFT)
    found = brought(pair)
    assert changed(found) == [
        ("rule", "C01", "C02", "new"),
        ("rule", "C02", "C03", "new"),
        ("plan", "P01", "P02", "new"),
    ]
    handing_down.take(pair.county, found)
    stood = {
        code: json.loads(body)["sentence"] for code, body in own_rules.read(pair.county).items()
    }
    assert stood == {"C01": "本县自己的", "C02": RULE["sentence"], "C03": "第二条"}
    assert [target.id for target in pair.county.plans["P02"].targets] == ["P02-T001"]
    keep_rule(pair.city, severity="hard")
    again = brought(pair)
    assert changed(again) == [("rule", "C01", "C02", "changed")]
    handing_down.take(pair.county, again)
    assert json.loads(own_rules.read(pair.county)["C02"])["severity"] == "hard"


def test_what_is_left_out_stays_as_it_is(pair: Pair) -> None:
    keep_rule(pair.city)
    rules.set_limits(pair.city, [Threshold("R21-1", "", None, 0)])
    found = brought(pair)
    assert handing_down.take(pair.county, found, {(Kind.RULE, "C01")}) == 1
    assert not own_rules.read(pair.county)
    assert changed(brought(pair)) == [("rule", "C01", "C01", "new")]


def test_a_rule_for_units_elsewhere_is_not_for_us(pair: Pair) -> None:
    keep_rule(pair.city, units=["371581000000"])
    keep_rule(pair.city, id="C02", units=["371521000000"])
    keep_rule(pair.city, id="C03", units=[EAST, "371521000000"])
    found = brought(pair)
    assert changed(found) == [
        ("rule", "C01", "C01", "new"),
        ("rule", "C02", "C02", "kept"),
        ("rule", "C03", "C03", "new"),
    ]
    handing_down.take(pair.county, found)
    assert json.loads(own_rules.read(pair.county)["C03"])["units"] == [EAST]


def doctored(pair: Pair, change: Any) -> Brought:
    """The city's definitions with something changed, signed by the city."""
    package = handing_down.build(pair.city)
    found = document(package, DEFINITIONS)
    change(found)
    data = resealed(package, key_of(pair.city), members={DEFINITIONS: found})
    return handing_down.look_at(pair.county, open_package(data, "定义.tzb"))


def newer(form: dict[str, Any]) -> None:
    """The second version of a form: another definition, and an item more."""
    form["version"] = 2
    more = copy.deepcopy(form["items"][0]) | {"code": "fd_room", "name": "签约服务用房数"}
    form["items"][0]["definition"] = "新的口径。"
    form["items"].append(more)


def test_a_newer_form_is_taken_over_beside_the_shipped_one(pair: Pair) -> None:
    fill(pair.county, some_figures())
    shipped = pair.county.connection.execute("SELECT * FROM definition").fetchall()
    found = doctored(pair, lambda d: newer(d["forms"][0]["form"]))
    assert changed(found) == [("form", "F1", "F1", "changed")]
    assert "第 2 版" in found.of(Change.CHANGED)[0].after
    handing_down.take(pair.county, found)
    assert pair.county.catalogue.forms["F1"].version == 2
    assert pair.county.connection.execute("SELECT * FROM definition").fetchall() == shipped
    fill(pair.county, {(EAST, "fd_room"): number(3)})
    with Ledger.open(pair.county.path) as again:
        assert again.catalogue.forms["F1"].items[0].definition == "新的口径。"
        assert again.figures(["fd_room"], [202610]).value(EAST, "fd_room", 202610) == number(3)
        assert {rule.id for rule in again.catalogue.rules} == {
            rule.id for rule in pair.city.catalogue.rules
        }


def test_a_later_form_of_the_program_counts_again(pair: Pair) -> None:
    handing_down.take(pair.county, doctored(pair, lambda d: newer(d["forms"][0]["form"])))
    pair.county.connection.execute(
        "UPDATE definition SET body = json_set(body, '$.version', 2, '$.scope', '程序的新版')"
        " WHERE file = 'forms/F1.toml'"
    )
    pair.county.read_anew()
    assert pair.county.catalogue.forms["F1"].scope == "程序的新版"


def test_a_form_nobody_has_yet_comes_with_its_rules_and_indicators(pair: Pair) -> None:
    def add(document: dict[str, Any]) -> None:
        pack = copy.deepcopy(document["forms"][0])
        pack["form"] |= {"code": "F9", "name": "托育服务月报", "rates": []}
        pack["form"]["items"] = [
            {**pack["form"]["items"][0], "code": f"care_{n}", "name": f"托位{n}"} for n in (1, 2)
        ]
        pack["rules"] = [
            {**pack["rules"][0], "id": "R04-F9-1", "form": "F9", "formula": "care_1 <= care_2"}
        ]
        pack["indicators"] = [
            {
                **pack["indicators"][0],
                "code": "care_rate",
                "name": "托位率",
                "numerator": "care_1",
                "denominator": "care_2",
            }
        ]
        document["forms"].append(pack)

    found = doctored(pair, add)
    assert changed(found) == [("form", "F9", "F9", "new")]
    handing_down.take(pair.county, found)
    fill(pair.county, {(EAST, "care_1"): number(5), (EAST, "care_2"): number(4)})
    catalogue = pair.county.catalogue
    assert catalogue.forms["F9"].name == "托育服务月报"
    assert catalogue.indicators["care_rate"].name == "托位率"
    assert [rule.id for rule in catalogue.rules if rule.form == "F9"] == ["R04-F9-1"]


def _drop_resident(document: dict[str, Any]) -> None:
    form = document["forms"][0]["form"]
    form["version"] = 2
    form["items"] = [item for item in form["items"] if item["code"] != "fd_team"]


def _item(**changes: str) -> Any:
    """The second version of the form with another word about an item that has figures."""

    def change(document: dict[str, Any]) -> None:
        form = document["forms"][0]["form"]
        form["version"] = 2
        [resident] = [item for item in form["items"] if item["code"] == "resident"]
        resident.update(changes)

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda d: d["forms"][0]["form"].update(scope="别的"), "版本不比本机的新"),
        (
            lambda d: d["forms"][0]["form"].update(
                version=2,
                items=[{**item, "decimals": 1} for item in d["forms"][0]["form"]["items"]],
            ),
            "小数位数",
        ),
        (_drop_resident, "少了台账里有数的 fd_team"),
        (
            lambda d: d["forms"][0].update(
                form={**d["forms"][0]["form"], "version": 2}, rules=[{"id": "x"}]
            ),
            "合不起来",
        ),
        (_item(unit="万人"), "“常住人口数”的计量单位"),
        (_item(kind="flow"), "“常住人口数”的时期"),
        (
            lambda d: d["forms"][0]["form"].update(version=2, frequency="quarter"),
            "报表的周期",
        ),
        (
            lambda d: d["forms"][0]["form"].update(version=2, reporters="county"),
            "报表的填报单位",
        ),
    ],
)
def test_a_form_that_does_not_fit_stays_as_it_is_here(pair: Pair, change: Any, why: str) -> None:
    fill(pair.county, some_figures())
    [found] = doctored(pair, change).of(Change.KEPT)
    assert (found.kind, found.code) == ("form", "F1")
    assert why in found.note


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("rules"),
        lambda d: d.update(more=[]),
        lambda d: d.update(forms={}),
        lambda d: d["forms"].append(3),
        lambda d: d["forms"].append(d["forms"][0]),
        lambda d: d["forms"][0].update(form=None),
        lambda d: d["forms"][0].update(rules=None),
        lambda d: d["forms"][0].update(form="F1"),
        lambda d: d["forms"][0].update(indicators=["x"]),
        lambda d: d["forms"][0]["form"].update(code="../F1"),
        lambda d: d.update(rules=[{**RULE, "id": f"C{n}"} for n in range(100, 700)]),
        lambda d: d["limits"].append({"rule": "R21-1"}),
        lambda d: d["limits"].append({"rule": 1, "item": "", "percent": 1, "minimum": 0}),
        lambda d: d["limits"].append({"rule": "R21-1", "item": "", "percent": -1, "minimum": 0}),
    ],
)
def test_definitions_nobody_understands_are_refused(pair: Pair, change: Any) -> None:
    with pytest.raises(PackageError, match="；请"):
        doctored(pair, change)


@pytest.mark.parametrize(
    "rule",
    [{}, {"id": []}, {**RULE, "id": "R01"}, {**RULE, "units": [[]]}, {**RULE, "formula": 1}],
)
def test_a_rule_nobody_understands_is_not_taken(pair: Pair, rule: dict[str, Any]) -> None:
    [found] = doctored(pair, lambda d: d["rules"].append(rule)).of(Change.KEPT)
    assert found.note


@pytest.mark.parametrize("plan", [{}, {"code": "P01", "targets": 3}, {"code": "P1-T"}])
def test_a_plan_nobody_understands_is_not_taken(pair: Pair, plan: dict[str, Any]) -> None:
    [found] = doctored(pair, lambda d: d["plans"].append(plan)).of(Change.KEPT)
    assert found.note


def test_definitions_come_from_the_city_alone(pair: Pair) -> None:
    package = handing_down.build(pair.county)
    with pytest.raises(PackageError, match="不是山东省下发的"):
        handing_down.look_at(pair.city, package)
    with pytest.raises(PackageError, match=r"是下发的定义"):
        receiving.look_at(pair.city, package, pair.folder / "x.tzb")
    fill(pair.county, some_figures())
    with pytest.raises(PackageError, match="不是下发的定义"):
        handing_down.look(pair.county, pair.sent())


def test_what_the_city_said_before_does_not_replace_what_it_says_now(pair: Pair) -> None:
    keep_rule(pair.city)
    old = handing_down.build(pair.city, made="2026-11-01T08:00:00")
    keep_rule(pair.city, severity="hard")
    new = handing_down.build(pair.city, made="2026-11-02T08:00:00")
    waiting = handing_down.look_at(pair.county, old)
    handing_down.take(pair.county, handing_down.look_at(pair.county, new))
    with pytest.raises(PackageError, match="没有收旧的"):
        handing_down.look_at(pair.county, old)
    with pytest.raises(PackageError, match="没有收旧的"):
        handing_down.take(pair.county, waiting)
    assert json.loads(own_rules.read(pair.county)["C01"])["severity"] == "hard"
    assert changed(handing_down.look_at(pair.county, new)) == []


def test_definitions_are_not_taken_otherwise_than_they_were_shown(pair: Pair) -> None:
    keep_rule(pair.city)
    found = brought(pair)
    keep_rule(pair.county, sentence="本县自己的")
    with pytest.raises(ExpectedError, match="在这期间改过"):
        handing_down.take(pair.county, found)
    assert json.loads(own_rules.read(pair.county)["C01"])["sentence"] == "本县自己的"


def test_a_city_hands_down_its_own_definitions_alone(pair: Pair) -> None:
    data = resealed(handing_down.build(pair.city), key_of(pair.city), area="1e5")
    with pytest.raises(PackageError, match="不是打包单位自己的"):
        open_package(data, "定义.tzb")


def test_a_new_city_is_confirmed_first(pair: Pair) -> None:
    keep_rule(pair.city)
    package = handing_down.build(pair.city)
    with Ledger.create(pair.folder / "另一本.ledger", pair.county.area) as other:
        found = handing_down.look_at(other, package)
        with pytest.raises(ExpectedError, match="第一次收到聊城市的包"):
            handing_down.take(other, found)
        assert not own_rules.read(other)
    data = resealed(package, stranger())
    with pytest.raises(PackageError, match="确认过的"):
        handing_down.look_at(pair.county, open_package(data, "定义.tzb"))


def test_what_was_taken_over_is_noted(pair: Pair) -> None:
    keep_rule(pair.city)
    handing_down.take(pair.county, brought(pair))
    assert set(handed_down.read(pair.county)) == {("rule", "C01")}
