"""Whose packages a ledger takes: the tree that grows, and keys that were confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.keys import partners
from db.ledger import Ledger
from monitoring.amounts import number
from monitoring.areas import Area, Unit
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.exchange import (
    DEFINITIONS,
    FIGURES,
    PackageError,
    grouped_digits,
)
from monitoring.resources import load_cities
from tests.workflow.exchanging import (
    CITY,
    OCTOBER,
    SHEN,
    Pair,
    document,
    fill,
    introduce,
    resealed,
    stranger,
)
from workflow import packing, receiving
from workflow import partners as known
from workflow.packages import load
from workflow.packing import key_of
from workflow.partners import Trust


def _county(code: str, name: str, parent: str = CITY, *townships: Unit) -> Area:
    return Area(code, name, parent, "聊城市", "内部口径", townships)


TOWN = Unit("371522001000", "莘州街道")


def _shen(pair: Pair, *townships: Unit) -> Ledger:
    path = pair.folder / "莘县.ledger"
    path.unlink(missing_ok=True)
    ledger = Ledger.create(path, _county(SHEN, "莘县", CITY, *(townships or (TOWN,))))
    fill(ledger, {(TOWN.code, "resident"): number(7)})
    return ledger


def _package(ledger: Ledger, path: Path, form: Form) -> Path:
    path.unlink(missing_ok=True)
    packing.save(ledger, form, OCTOBER, path)
    return path


def test_the_tree_grows_by_a_countys_first_package(pair: Pair) -> None:
    with _shen(pair) as shen:
        introduce(pair.city, shen)
        path = _package(shen, pair.folder / "莘县.tzb", pair.form)
        received = receiving.look(pair.city, path)
        assert received.growth == ("莘县第一次来包，名单里加上它的 1 个乡镇。",)
        assert pair.city.area == load_cities()[CITY]
        receiving.take(pair.city, received)
    names = [unit.name for unit in pair.city.area.units if unit.county == SHEN]
    assert names == ["莘县莘州街道", "莘县"]
    with Ledger.open(pair.city.path) as again:
        assert again.area == pair.city.area
        assert again.figures(["resident"], [202610]).values == {
            (TOWN.code, "resident", 202610): number(7)
        }


def test_a_township_that_is_renamed_or_new_is_told_and_none_is_lost(pair: Pair) -> None:
    with _shen(pair) as shen:
        introduce(pair.city, shen)
        pair.taken(_package(shen, pair.folder / "一.tzb", pair.form))
        renamed, new = Unit(TOWN.code, "莘亭街道"), Unit("371522002000", "张鲁镇")
        shen.set_area(_county(SHEN, "莘县", CITY, renamed, new))
        path = _package(shen, pair.folder / "二.tzb", pair.form)
        received = receiving.look(pair.city, path)
        assert received.growth == ("莘县新增张鲁镇。", "莘县改名：莘州街道→莘亭街道。")
        receiving.take(pair.city, received)
        shen.set_area(_county(SHEN, "莘县", CITY, renamed))
        third = receiving.look(pair.city, _package(shen, pair.folder / "三.tzb", pair.form))
        assert third.growth == ()


@pytest.mark.parametrize(
    ("code", "parent", "sentence"),
    [
        ("370832000000", "370800000000", "不属于聊城市"),
        ("371522000000", "370800000000", "不属于聊城市"),
    ],
)
def test_a_county_of_another_city_is_refused(
    pair: Pair, code: str, parent: str, sentence: str
) -> None:
    town = Unit(f"{code[:6]}001000", "镇")
    with Ledger.create(pair.folder / "x.ledger", _county(code, "某县", parent, town)) as other:
        fill(other, {(town.code, "resident"): number(7)})
        path = _package(other, pair.folder / "x.tzb", pair.form)
    with pytest.raises(PackageError, match=sentence):
        receiving.look(pair.city, path)


def test_a_package_is_taken_only_by_whom_it_is_for(pair: Pair) -> None:
    with _shen(pair) as shen:
        path = _package(shen, pair.folder / "莘县.tzb", pair.form)
    with pytest.raises(PackageError, match="不是给临清市收的"):
        receiving.look(pair.county, path)


def test_a_county_speaks_for_no_other(pair: Pair) -> None:
    """Its own key, another county's figures."""
    package = load(pair.sent())
    area = document(package, DEFINITIONS)
    area["area"] |= {"code": SHEN, "name": "莘县", "units": []}
    figures = document(package, FIGURES) | {"figures": [], "totals": []}
    data = resealed(
        package,
        key_of(pair.county),
        members={DEFINITIONS: area, FIGURES: figures},
        area=SHEN,
        area_name="莘县",
    )
    path = pair.folder / "冒名.tzb"
    path.write_bytes(data)
    with pytest.raises(PackageError, match="不是给聊城市收的"):
        receiving.look(pair.city, path)


def test_another_key_for_a_county_that_has_one_is_refused(pair: Pair) -> None:
    pair.known()
    package = load(pair.sent())
    path = pair.folder / "换钥匙.tzb"
    path.write_bytes(resealed(package, stranger()))
    with pytest.raises(PackageError, match="确认过的"):
        receiving.look(pair.city, path)


def test_a_key_confirmed_for_one_county_opens_no_other(pair: Pair) -> None:
    pair.known()
    package = load(pair.sent())
    path = pair.folder / "冒名.tzb"
    path.write_bytes(resealed(package, key_of(pair.county), sender=SHEN, sender_name="莘县"))
    with pytest.raises(PackageError, match="指纹却是临清市的"):
        receiving.look(pair.city, path)


def test_a_partner_withdrawn_by_mistake_is_confirmed_again(pair: Pair) -> None:
    pair.known()
    path, digits = pair.sent(), packing.build(pair.county, pair.form, OCTOBER).manifest.fingerprint
    with pytest.raises(ExpectedError, match="没有停用过"):
        known.renew(pair.city, digits)
    known.withdraw(pair.city, digits)
    with pytest.raises(PackageError, match="重新确认"):
        receiving.look(pair.city, path)
    again = known.renew(pair.city, grouped_digits(digits))
    assert (again.name, again.operator, again.withdrawn) == ("临清市", "李市", "")
    assert [bool(each.withdrawn) for each in partners(pair.city)] == [False, True]
    pair.taken(path)
    gone = known.withdraw(pair.city, digits)
    assert gone.at == again.at
    assert gone.withdrawn
    other = pair.folder / "新钥匙.tzb"
    other.write_bytes(resealed(load(path), stranger()))
    package = load(other)
    known.confirm(pair.city, package, package.manifest.fingerprint)
    with pytest.raises(ExpectedError, match="请先停用现在的"):
        known.renew(pair.city, digits)


def test_a_withdrawn_partner_is_taken_no_longer_and_may_come_with_another_key(pair: Pair) -> None:
    pair.known()
    path = pair.sent()
    [partner] = partners(pair.city)
    gone = known.withdraw(pair.city, partner.fingerprint)
    assert gone.withdrawn_by == "李市"
    with pytest.raises(PackageError, match="已停用"):
        receiving.look(pair.city, path)
    other = pair.folder / "新钥匙.tzb"
    other.write_bytes(resealed(load(path), stranger()))
    received = receiving.look(pair.city, other)
    assert received.trust is Trust.UNKNOWN
    known.confirm(pair.city, received.package, received.package.manifest.fingerprint)
    receiving.take(pair.city, received)
    with pytest.raises(ExpectedError, match="没有这个指纹"):
        known.withdraw(pair.city, partner.fingerprint)
