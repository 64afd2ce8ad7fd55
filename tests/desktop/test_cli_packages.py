"""Packages on the command line, as a county's and a city's clerk type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring import amounts
from tests.desktop.terminal import answer, run, snapshot
from tests.workflow.exchanging import COUNTY, EAST, fill, pristine, some_figures

MONTH = ("--form", "F1", "--month", "2026-10")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A county's ledger with figures and a city's without; copied before use."""
    county, city = pristine(tmp_path_factory.mktemp("made"))
    with Ledger.open(county) as ledger:
        fill(ledger, some_figures())
    return county, city


@pytest.fixture
def county(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(made[0], tmp_path / "临清市.ledger"))


@pytest.fixture
def city(made: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(made[1], tmp_path / "聊城市.ledger"))


@pytest.fixture
def package(county: Path, tmp_path: Path) -> Path:
    path = tmp_path / "临清市.tzb"
    assert run("package", county, *MONTH, "--out", path).exit_code == 0
    return path


def _digits(ledger: Path) -> str:
    digits = answer("partners", ledger)["fingerprint"]
    assert len(digits) == 40
    return str(digits)


def test_packing_says_what_and_with_which_key(county: Path, tmp_path: Path) -> None:
    path = tmp_path / "包.tzb"
    told = answer("package", county, *MONTH, "--out", path)
    assert told["fingerprint"] == _digits(county)
    assert (told["area_name"], told["form"], told["period"]) == ("临清市", "F1", "2026-10")
    assert told["size"] == path.stat().st_size
    again = run("package", county, *MONTH, "--out", path)
    assert again.exit_code == 1
    assert "已经" in again.stderr
    assert "指纹" in run("package", county, *MONTH, "--out", path, "--replace").stdout


def test_a_package_is_looked_at_confirmed_and_taken(
    county: Path, city: Path, package: Path
) -> None:
    before = snapshot(city)
    looked = answer("receive", city, package, "--dry-run")
    [file] = looked["files"]
    assert (file["status"], file["trust"]) == ("staged", "unknown")
    assert file["counts"] == {"new": 6, "same": 0, "changed": 0, "blank": 0}
    assert file["differences"][0] == {
        "unit": "371581001000",
        "unit_name": "青年路街道",
        "item": "fd_team",
        "item_name": "家庭医生团队数",
        "change": "new",
        "old": None,
        "new": {"state": "number", "value": "0"},
    }
    refused = run("receive", city, package)
    assert refused.exit_code == 1
    assert "第一次收到临清市的包" in refused.stderr
    assert "--confirm" in refused.stderr
    assert snapshot(city) == before
    wrong = run("receive", city, package, "--confirm", "0" * 40)
    assert wrong.exit_code == 1
    taken = run("receive", city, package, "--confirm", _digits(county))
    assert taken.exit_code == 0
    assert "新增 6" in taken.stdout
    assert "已收下" in taken.stdout
    values = answer("values", city, *MONTH[:2], "--period", "2026-10")
    assert {each["source"]["file"] for each in values} == {"临清市.tzb"}
    assert values[0]["unit_name"] == "临清市青年路街道"
    again = answer("receive", city, package)["files"][0]
    assert again["status"] == "duplicate"


def test_several_packages_go_on_after_one_is_refused(
    county: Path, city: Path, package: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏.tzb"
    broken.write_bytes(package.read_bytes()[:-1])
    told = answer("receive", city, broken, package, "--confirm", _digits(county), code=1)
    assert [each["status"] for each in told["files"]] == ["refused", "committed"]
    assert "没有收" in told["files"][0]["issues"][0]["message"]
    shown = run("receive", city, broken, package)
    assert shown.exit_code == 1
    assert "1/2 坏.tzb" in shown.stderr


def test_several_packages_cost_one_backup(county: Path, city: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.tzb" for number in range(2)]
    for number, path in enumerate(paths):
        with Ledger.open(county) as ledger:
            fill(ledger, {(EAST, "resident"): amounts.number(number)})
        run("package", county, *MONTH, "--out", path)
    told = answer("receive", city, *paths, "--confirm", _digits(county))
    assert [each["status"] for each in told["files"]] == ["committed", "committed"]
    with Ledger.open(city) as ledger:
        assert len(ledger.backups()) == 1


def test_the_city_packs_a_county_back(
    county: Path, city: Path, package: Path, tmp_path: Path
) -> None:
    run("receive", city, package, "--confirm", _digits(county))
    path = tmp_path / "回.tzb"
    told = answer("package", city, *MONTH, "--county", "371581", "--out", path)
    assert (told["area"], told["sender_name"]) == (COUNTY, "聊城市")
    [file] = answer("receive", county, path, "--dry-run")["files"]
    assert file["counts"] == {"new": 0, "same": 6, "changed": 0, "blank": 0}
    assert run("package", city, *MONTH, "--county", "110101", "--out", path).exit_code == 1


def test_partners_are_listed_and_withdrawn(county: Path, city: Path, package: Path) -> None:
    assert "还没有确认过" in run("partners", city).stderr
    run("receive", city, package, "--confirm", _digits(county))
    [partner] = answer("partners", city)["partners"]
    assert (partner["name"], partner["withdrawn_at"]) == ("临清市", None)
    assert "临清市" in run("partners", city).stdout
    assert "已停用" in run("partners", city, "--withdraw", _digits(county)).stdout
    assert run("partners", city, "--withdraw", _digits(county)).exit_code == 1
    assert run("receive", city, package, "--dry-run").exit_code == 1
    assert "已重新确认临清市" in run("partners", city, "--renew", _digits(county)).stdout
    assert [bool(e["withdrawn_at"]) for e in answer("partners", city)["partners"]] == [False, True]


def test_who_is_missing(county: Path, city: Path, package: Path) -> None:
    run("receive", city, package, "--confirm", _digits(county))
    found = answer("missing", city, "--month", "2026-10")
    assert len(found) == 8 * 4
    [one] = [each for each in found if (each["area"], each["form"]) == (COUNTY, "F1")]
    assert (one["state"], one["arrived"], one["owed"], one["filed"]) == ("partial", 2, 16, False)
    assert one["package"]["file"] == "临清市.tzb"
    shown = run("missing", city, "--month", "2026-10").stdout
    assert "东昌府区" in shown
    assert "31 张没有来，1 张不全，0 张收齐" in shown


def test_definitions_are_handed_down(county: Path, city: Path, tmp_path: Path) -> None:
    rules = tmp_path / "规则.json"
    rule = {
        "id": "C01",
        "sentence": "签约居民数不多于5000倍团队数",
        "severity": "soft",
        "formula": "fd_signed <= 5000*fd_team",
    }
    document = {"schema": "taizhang/rules/1", "county": "聊城市", "rules": [rule]}
    rules.write_text(json.dumps(document), "utf-8")
    assert run("rules", city, "--import", rules).exit_code == 0
    path = tmp_path / "定义.tzb"
    assert answer("definitions", city, "--export", path)["kind"] == "definitions"
    looked = answer("definitions", county, "--import", path, "--dry-run")
    new = [each for each in looked["differences"] if each["change"] == "new"]
    assert [(each["kind"], each["code"], each["own"]) for each in new] == [("rule", "C01", "C01")]
    assert looked["taken"] == 0
    assert run("definitions", county, "--import", path).exit_code == 1
    left = answer("definitions", county, "--import", path, "--leave", "C01")
    assert left["taken"] == 0
    taken = run("definitions", county, "--import", path, "--confirm", _digits(city))
    assert "收下 1 条定义，6 条和本台账一样" in taken.stdout
    assert "C01" in run("rules", county).stdout
    again = answer("definitions", county, "--import", path)
    assert again["taken"] == 0
    assert run("receive", county, path).exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("package", "LEDGER", "--form", "F1", "--out", "x.tzb"),
        ("package", "LEDGER", "--form", "F9", "--period", "2026-10", "--out", "x.tzb"),
        ("package", "LEDGER", "--form", "F5", "--period", "2026-10", "--out", "x.tzb"),
        ("receive", "LEDGER"),
        ("missing", "LEDGER"),
        ("definitions", "LEDGER"),
        ("definitions", "LEDGER", "--export", "a.tzb", "--import", "b.tzb"),
        ("definitions", "LEDGER", "--export", "a.tzb", "--dry-run"),
    ],
)
def test_wrong_usage(county: Path, words: tuple[str, ...]) -> None:
    before = snapshot(county)
    result = run(*(word.replace("LEDGER", str(county)) for word in words))
    assert result.exit_code == 2
    assert snapshot(county) == before


def test_what_cannot_be_packed_is_a_sentence(city: Path, county: Path, tmp_path: Path) -> None:
    nothing = run("package", city, *MONTH, "--out", tmp_path / "x.tzb")
    assert nothing.exit_code == 1
    assert "还没有数" in nothing.stderr
    ending = run("package", county, *MONTH, "--out", tmp_path / "x.zip")
    assert ending.exit_code == 1
    assert ".tzb 结尾" in ending.stderr
