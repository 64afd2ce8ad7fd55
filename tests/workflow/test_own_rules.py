"""A county's own rules in its ledger: they count like the others once kept, and not before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.ledger import Ledger
from db.own_rules import Threshold, read
from db.records import Entry, NewSource
from monitoring.amounts import number
from monitoring.catalogue import Rule
from monitoring.errors import ExpectedError
from monitoring.own_rules import read_own_rule
from tests.workflow.conftest import MONTH
from workflow import own_rules
from workflow.review import Standing, review

FIRST, SECOND = "371581001000", "371581002000"
# Every township has 33,000 signed and 3 teams or more.
TABLE: dict[str, Any] = {
    "id": "C01",
    "sentence": "签约居民数不多于5000倍团队数",
    "severity": "hard",
    "formula": "fd_signed <= 5000*fd_team",
}


def rule(ledger: Ledger, **changes: Any) -> Rule:
    return read_own_rule({**TABLE, **changes}, ledger.catalogue)


def found(ledger: Ledger, end: int = MONTH) -> list[str]:
    return [each.unit for each in review(ledger, end).findings if each.id == "C01"]


def test_a_kept_rule_counts_like_any_other(month: Ledger) -> None:
    assert found(month) == []
    own_rules.keep(month, rule(month))

    seen = review(month, MONTH)

    [first, *_] = [each for each in seen.findings if each.id == "C01"]
    assert (first.unit, first.form, first.rule, first.blocks) == (FIRST, "F1", "C01", True)
    assert first.message.startswith("签约居民数 33333 ＞ 5000×家庭医生团队数 3。应为：签约居民数")
    assert seen.completeness.standing[FIRST, "F1"] is Standing.FAULTY
    with Ledger.open(month.path) as again:
        assert found(again) == found(month)


def test_a_rule_is_tried_before_it_counts(month: Ledger) -> None:
    month.write([Entry(FIRST, "fd_team", MONTH, number(7))], NewSource("hand"))

    tried = own_rules.try_out(month, rule(month), MONTH)

    assert len(tried) == own_rules.MONTHS
    assert (tried[0].end, tried[-1].end) == (MONTH, 202511)
    assert (tried[0].number, len(tried[0].sentences)) == (3, 3)
    assert tried[0].sentences[0].startswith("新华路街道：签约居民数")
    assert [each.number for each in tried[1:]] == [0] * 11
    assert own_rules.kept(month) == []
    assert found(month) == []


def test_a_retired_rule_keeps_what_it_found(month: Ledger) -> None:
    own_rules.keep(month, rule(month))
    own_rules.retire(month, ["C01"], MONTH)
    assert found(month)
    own_rules.retire(month, ["C01"], 202609)
    assert not found(month)
    own_rules.keep(month, rule(month, valid_from=MONTH))
    with pytest.raises(ExpectedError, match="还没有开始；不要了就删除它"):
        own_rules.retire(month, ["C01"], 202609)


def test_a_removed_rule_is_gone_and_its_code_stays_with_its_explanations(month: Ledger) -> None:
    from workflow.explaining import explain

    own_rules.keep(month, rule(month, severity="soft"))
    [first, *_] = [each for each in review(month, MONTH).findings if each.id == "C01"]
    explain(month, [first], "新团队年底到岗")
    own_rules.remove(month, ["C01"])
    assert not found(month)
    assert own_rules.code_for(month) == "C02"


def test_a_rule_never_takes_the_place_of_one_that_is_brought(month: Ledger) -> None:
    count = len(month.catalogue.rules)
    shipped = next(each for each in month.catalogue.rules if each.id == "R04-F1-2")
    with pytest.raises(ExpectedError, match="不能用 R 开头的编号"):
        own_rules.keep(month, shipped)
    own_rules.keep(month, rule(month))
    assert len(month.catalogue.rules) == count + 1


def test_a_pack_says_what_is_new_changed_and_the_same(month: Ledger, tmp_path: Path) -> None:
    pack = tmp_path / "规则.json"
    for code in ("C01", "C02", "C03"):
        own_rules.keep(month, rule(month, id=code))
    assert own_rules.export(month, pack) == 3
    assert json.loads(pack.read_text("utf-8"))["schema"] == "taizhang/rules/1"
    assert own_rules.import_(month, pack) == ((), (), ("C01", "C02", "C03"))
    own_rules.remove(month, ["C01"])
    own_rules.keep(month, rule(month, id="C02", severity="soft"))
    before = read(month)
    assert own_rules.import_(month, pack, dry_run=True) == (("C01",), ("C02",), ("C03",))
    assert read(month) == before
    assert own_rules.import_(month, pack) == (("C01",), ("C02",), ("C03",))
    assert {each.id: each.rule and each.rule.severity for each in own_rules.kept(month)} == {
        "C01": "hard",
        "C02": "hard",
        "C03": "hard",
    }


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ("{", "已损坏"),
        ("[]", "不是导出的审核规则"),
        ({"schema": "taizhang/answers/1", "rules": [TABLE]}, "不是导出的审核规则"),
        ({"schema": own_rules.SCHEMA, "rules": []}, "没有规则"),
        ({"schema": own_rules.SCHEMA, "rules": [TABLE, None]}, "有一条不是规则"),
        ({"schema": own_rules.SCHEMA, "rules": [TABLE, TABLE]}, "C01 在“规则.json”里有两条"),
        (
            {"schema": own_rules.SCHEMA, "rules": [TABLE, {**TABLE, "id": "C02", "formula": "x"}]},
            "规则 C02：看不懂公式",
        ),
        (
            {"schema": own_rules.SCHEMA, "rules": [{**TABLE, "units": ["110101001000"]}]},
            "限于单位 110101001000，临清市没有",
        ),
    ],
)
def test_a_pack_with_a_mistake_is_refused_whole(
    month: Ledger, tmp_path: Path, document: object, word: str
) -> None:
    pack = tmp_path / "规则.json"
    pack.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    with pytest.raises(ExpectedError, match=word):
        own_rules.import_(month, pack)
    assert read(month) == {}


def test_a_pack_that_is_not_there_is_one_sentence(month: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="请检查文件和权限"):
        own_rules.import_(month, tmp_path / "没有.json")
    with pytest.raises(ExpectedError, match="不存在；请换一个位置再保存一次"):
        own_rules.export(month, tmp_path / "没有" / "规则.json")


def test_a_rule_whose_item_went_away_says_so(month: Ledger) -> None:
    body = json.dumps({**TABLE, "formula": "gone <= fd_signed"})
    month.connection.execute("INSERT INTO own_rule VALUES ('C09', ?, '', '2026-01-01')", (body,))
    month.read_anew()
    [kept] = own_rules.kept(month)
    assert (kept.id, kept.rule) == ("C09", None)
    assert "没有项目 gone" in kept.problem
    assert review(month, MONTH).findings is not None


def test_how_much_an_item_may_change_is_the_countys_to_say(month: Ledger) -> None:
    month.write([Entry(FIRST, "fd_team", 202609, number(300))], NewSource("hand"))

    def asked() -> bool:
        return any(f.id == "R21-1" and f.unit == FIRST for f in review(month, MONTH).findings)

    assert asked()
    own_rules.set_limits(month, [Threshold("R21-1", "fd_team", None)])
    assert not asked()
    own_rules.forget_limits(month, [("R21-1", "fd_team")])
    assert asked()
    own_rules.set_limits(month, [Threshold("R21-1", "", 100, 10)])
    assert not asked()
    with pytest.raises(ExpectedError, match="其余项目的百分数"):
        own_rules.set_limits(month, [Threshold("R21-1", "", -1)])
    with pytest.raises(ExpectedError, match="家庭医生团队数的最小变动"):
        own_rules.set_limits(month, [Threshold("R21-1", "fd_team", 1, -1)])
    assert own_rules.limits(month) == [Threshold("R21-1", "", 100, 10)]
