"""A county's package comes to the city beside the ledger first, and whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db import explanations, locks, packages
from db.explanations import Explanation
from db.keys import partners
from db.ledger import Ledger
from db.records import Entry, NewSource
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.areas import Area, Unit
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.exchange import (
    DEFINITIONS,
    EXPLANATIONS,
    FIGURES,
    FILING,
    PackageError,
    grouped_digits,
)
from monitoring.resources import load_areas, load_cities
from tests.workflow.exchanging import (
    CITY,
    COUNTY,
    EAST,
    OCTOBER,
    WEST,
    Pair,
    digest,
    document,
    fill,
    introduce,
    open_pair,
    pristine,
    resealed,
    some_figures,
    stranger,
)
from workflow import packing, receiving, submit, undo
from workflow import partners as known
from workflow.packages import load
from workflow.packing import key_of
from workflow.partners import Trust
from workflow.staged import Change, FileStatus, Mode

CONTENT = (DEFINITIONS, FIGURES, EXPLANATIONS, FILING)
UNITS = [unit.code for unit in load_areas()[COUNTY].units]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An empty county's and an empty city's ledger; copied before use."""
    return pristine(tmp_path_factory.mktemp("pristine"))


@pytest.fixture
def pair(tmp_path: Path, ledgers: tuple[Path, Path]) -> Iterator[Pair]:
    """Copies with some figures in the county's."""
    folder = tmp_path / "两家"
    folder.mkdir()
    with open_pair(folder, *ledgers) as opened:
        fill(opened.county, some_figures())
        yield opened


def state(ledger: Ledger) -> list[tuple[object, ...]]:
    """Everything a package could write."""
    tables = ("value", "source", "mention", "explanation", "package", "partner", "definition")
    return [
        row
        for table in (*tables, "unit", "workbook", "attachment", "approval", "stated_total")
        for row in ledger.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
    ]


def changes(received: receiving.Received) -> list[tuple[str, str, Change]]:
    return [(e.unit, e.item, e.change) for e in received.file.differences]


def test_looking_at_a_package_writes_nothing(pair: Pair) -> None:
    path, before = pair.sent(), state(pair.city)
    received = receiving.look(pair.city, path)
    assert received.trust is Trust.UNKNOWN
    assert received.file.status is FileStatus.STAGED
    assert len(received.file.differences) == 6
    assert {each.change for each in received.file.differences} == {Change.NEW}
    assert not received.can_be_taken
    assert state(pair.city) == before


def test_nothing_is_taken_before_the_fingerprint_is_confirmed(pair: Pair) -> None:
    received = receiving.look(pair.city, pair.sent())
    before = state(pair.city)
    with pytest.raises(ExpectedError, match="第一次收到临清市的包"):
        receiving.take(pair.city, received)
    with pytest.raises(ExpectedError, match="没有确认"):
        known.confirm(pair.city, received.package, "1" * 40)
    assert state(pair.city) == before


def test_a_confirmed_package_is_taken_and_known_from_then_on(pair: Pair) -> None:
    path = pair.sent()
    received = receiving.look(pair.city, path)
    digits = grouped_digits(received.package.manifest.fingerprint)
    partner = known.confirm(pair.city, received.package, f" {digits} ")
    assert (partner.name, partner.area, partner.operator) == ("临清市", COUNTY, "李市")
    taken = receiving.take(pair.city, received)
    assert taken.file.status is FileStatus.COMMITTED
    figures = pair.city.figures(pair.form.by_code, [202610]).values
    assert {(u, i): v for (u, i, _), v in figures.items()} == some_figures()
    assert receiving.look(pair.city, path).trust is Trust.CONFIRMED
    kept = packages.newest(pair.city, COUNTY, "F1", 202610)
    assert kept is not None
    assert packages.content(pair.city, kept) == path.read_bytes()


def test_a_value_says_which_package_and_where_in_the_county_it_came_from(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    [found] = [e for e in pair.city.stored(["resident"], 202610) if e.unit == EAST]
    assert (found.source.file, found.source.sheet) == ("临清市.tzb", "手工填报 王县")


def test_the_same_package_is_taken_once(pair: Pair) -> None:
    pair.known()
    path = pair.sent()
    pair.taken(path)
    again = receiving.look(pair.city, path)
    assert again.file.status is FileStatus.DUPLICATE
    with pytest.raises(ExpectedError, match="收过"):
        receiving.take(pair.city, again)


def test_a_corrected_package_shows_what_it_changes(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    fill(pair.county, {(EAST, "resident"): number(53_000), (WEST, "fd_team"): None})
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    assert [c for c in changes(second) if c[2] is not Change.SAME] == [
        (EAST, "resident", Change.CHANGED),
        (WEST, "fd_team", Change.BLANK),
    ]
    [told] = second.file.issues
    assert (told.code, "台账里有 1 个数，这个包里没有" in told.message) == ("gone", True)
    receiving.take(pair.city, second, mode=Mode.REPLACE)
    figures = pair.city.figures(["resident", "fd_team"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(53_000)
    assert figures.value(WEST, "fd_team", 202610) is None


def test_a_morning_of_packages_costs_one_backup(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    kept = pair.city.backups()
    assert len(kept) == 1
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    receiving.take(pair.city, second, backed_up=True)
    assert pair.city.backups() == kept


def test_filling_gaps_leaves_what_stands(pair: Pair) -> None:
    pair.known()
    fill(pair.city, {(EAST, "resident"): number(1)})
    received = receiving.look(pair.city, pair.sent())
    receiving.take(
        pair.city, received, mode=Mode.FILL, left_out={(received.file.sha256, EAST, "fd_team")}
    )
    figures = pair.city.figures(["resident", "fd_signed", "fd_team"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(1)
    assert figures.value(EAST, "fd_signed", 202610) == number(31_000)
    assert figures.value(EAST, "fd_team", 202610) is None


def test_an_older_package_sent_again_is_refused_until_the_newer_is_taken_back(pair: Pair) -> None:
    pair.known()
    old = pair.sent("旧.tzb", made="2026-11-01T08:00:00")
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    pair.taken(pair.sent("新.tzb", made="2026-11-02T08:00:00"))
    refused = receiving.look(pair.city, old)
    assert refused.file.status is FileStatus.REFUSED
    with pytest.raises(ExpectedError, match="没有收旧的"):
        receiving.take(pair.city, refused)
    undo.take_back(pair.city, undo.imports(pair.city)[0].id)
    pair.taken(old)
    figures = pair.city.figures(["resident"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(52_000)


def test_what_was_looked_at_before_another_came_is_not_taken_as_it_was_shown(pair: Pair) -> None:
    pair.known()
    old = receiving.look(pair.city, pair.sent("旧.tzb", made="2026-11-01T08:00:00"))
    fill(pair.county, {(EAST, "resident"): number(53_000)})
    new = receiving.look(pair.city, pair.sent("新.tzb", made="2026-11-02T08:00:00"))
    receiving.take(pair.city, new)
    before = state(pair.city)
    with pytest.raises(ExpectedError, match="没有收旧的"):
        receiving.take(pair.city, old)
    with pytest.raises(ExpectedError, match="收过"):
        receiving.take(pair.city, new)
    assert state(pair.city) == before
    newest = receiving.look(pair.city, pair.sent("再.tzb", made="2026-11-03T08:00:00"))
    fill(pair.city, {(WEST, "resident"): number(1)})
    with pytest.raises(ExpectedError, match="在这期间改过"):
        receiving.take(pair.city, newest)
    figures = pair.city.figures(["resident"], [202610])
    assert figures.value(EAST, "resident", 202610) == number(53_000)
    assert figures.value(WEST, "resident", 202610) == number(1)


def test_a_package_is_taken_back_weeks_later(pair: Pair) -> None:
    pair.known()
    fill(pair.city, {(EAST, "resident"): number(1)})
    pair.taken(pair.sent())
    undo.take_back(pair.city, undo.imports(pair.city)[0].id)
    figures = pair.city.figures(pair.form.by_code, [202610]).values
    assert figures == {(EAST, "resident", 202610): number(1)}


def test_a_month_the_city_has_filed_stays_as_it_is(pair: Pair) -> None:
    pair.known()
    locks.lock(pair.city, "F1", 202610)
    received = receiving.look(pair.city, pair.sent())
    with pytest.raises(ExpectedError, match="已上报并锁定"):
        receiving.take(pair.city, received)


def _explain(ledger: Ledger, text: str, unit: str = EAST) -> None:
    explanations.write(
        ledger, [Explanation("R21-1", "F1", 202610, unit, "resident", "52000", "50000", text)]
    )


def test_explanations_come_along_and_go_when_the_county_takes_them_back(pair: Pair) -> None:
    pair.known()
    _explain(pair.county, "新小区入住")
    _explain(pair.city, "市里核实过", WEST)
    pair.taken(pair.sent())
    ours = {e.unit: (e.text, e.operator) for e in explanations.of_month(pair.city, 202610)}
    assert ours == {EAST: ("新小区入住", "王县"), WEST: ("市里核实过", "李市")}
    explanations.withdraw(pair.county, 202610, [("R21-1", EAST, "resident")])
    second = receiving.look(pair.city, pair.sent("二.tzb", made="2026-11-06T08:00:00"))
    assert [each.unit for each in second.gone] == [EAST]
    receiving.take(pair.city, second)
    assert [e.unit for e in explanations.of_month(pair.city, 202610)] == [WEST]


def members(path: Path) -> dict[str, bytes]:
    opened = load(path).members
    return {name: opened[name] for name in CONTENT}


def back(pair: Pair) -> Path:
    """What the city has of the county, packed for it."""
    path = pair.folder / "回.tzb"
    path.unlink(missing_ok=True)
    packing.save(pair.city, pair.form, OCTOBER, path, county=COUNTY)
    return path


figures = st.dictionaries(
    st.tuples(
        st.sampled_from([*UNITS[:3], UNITS[-1]]),
        st.sampled_from(["resident", "fd_signed", "fd_team", "elder65", "fd_renewed"]),
    ),
    st.one_of(
        st.just(MISSING),
        st.just(NOT_APPLICABLE),
        st.integers(min_value=-(10**15), max_value=10**15).map(number),
    ),
    min_size=1,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=figures, second=figures, text=st.text("新增 人口1", min_size=1, max_size=9))
def test_county_to_city_to_county_comes_back_identical(
    tmp_path: Path,
    ledgers: tuple[Path, Path],
    first: dict[tuple[str, str], Value],
    second: dict[tuple[str, str], Value],
    text: str,
) -> None:
    with open_pair(tmp_path, *ledgers) as pair:
        pair.known()
        fill(pair.county, dict(first))
        sent = pair.sent(made="2026-11-01T08:00:00")
        pair.taken(sent)
        assert members(back(pair)) == members(sent)
        fill(pair.county, dict(second))
        _explain(pair.county, text)
        pair.county.approve("F1", 202610, [EAST])
        locks.lock(pair.county, "F1", 202610)
        sent = pair.sent(made="2026-11-02T08:00:00")
        pair.taken(sent)
        returned = back(pair)
        assert members(returned) == members(sent)
        received = receiving.look(pair.county, returned)
        assert {each.change for each in received.file.differences} == {Change.SAME}
        assert (received.written, received.gone) == ((), ())
        receiving.take(pair.county, received)
        assert members(pair.sent("三.tzb")) == members(sent)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(word="王　县\xa0\u200b")
@example(word="王\x1b[2J\u202e\r")
@example(word="长" * 3000)
@given(word=st.text(max_size=9))
def test_whatever_a_name_or_a_file_is_called_it_comes_back_identical(
    tmp_path: Path, ledgers: tuple[Path, Path], word: str
) -> None:
    with open_pair(tmp_path, *ledgers) as pair:
        pair.known()
        pair.county.operator = word
        entry = Entry(EAST, "resident", 202610, number(5), sheet=word, cell="B2")
        digits = hashlib.sha256(b"x").hexdigest()
        source = NewSource("file", file=f"{word}.xlsx", sha256=digits, content=b"x", note=word)
        pair.county.write([entry], source)
        _explain(pair.county, f"说明{word}")
        sent = pair.sent()
        pair.taken(sent)
        assert members(back(pair)) == members(sent)


def test_the_same_figures_collected_anew_come_back_with_their_new_origin(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    again = [Entry(u, i, 202610, value) for (u, i), value in some_figures().items()]
    pair.county.write([each._replace(value=None) for each in again], NewSource("hand"))
    pair.county.write(again, NewSource("hand", note="重新核对过"))
    sent = pair.sent("二.tzb", made="2026-11-06T08:00:00")
    pair.taken(sent)
    assert {origin.note for origin in load(sent).content.origins} == {"重新核对过"}
    assert members(back(pair)) == members(sent)


def test_a_city_that_corrected_a_figure_says_so_to_the_county(pair: Pair) -> None:
    pair.known()
    pair.taken(pair.sent())
    fill(pair.city, {(EAST, "resident"): number(52_001)})
    received = receiving.look(pair.county, back(pair))
    assert [c for c in changes(received) if c[2] is not Change.SAME] == [
        (EAST, "resident", Change.CHANGED)
    ]
    receiving.take(pair.county, received)
    [found] = [e for e in pair.county.stored(["resident"], 202610) if e.unit == EAST]
    assert (found.value, found.source.sheet) == (number(52_001), "手工填报 李市")


def _county(code: str, name: str, parent: str = CITY, *townships: Unit) -> Area:
    return Area(code, name, parent, "聊城市", "内部口径", townships)


SHEN = "371522000000"
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


EXPLAINED = {
    "unit": EAST,
    "rule": "R21-1",
    "left": "1",
    "right": "2",
    "text": "x",
    "at": "2026-11-05T10:00:00",
}


def _doctored(pair: Pair, member: str, change: object) -> Path:
    """The county's package with one document changed, signed by its own key."""
    package = load(pair.sent())
    found = document(package, member)
    change(found)  # type: ignore[operator]
    path = pair.folder / "改.tzb"
    path.write_bytes(resealed(package, key_of(pair.county), members={member: found}))
    return path


@pytest.mark.parametrize(
    ("member", "change"),
    [
        (FIGURES, lambda d: d["figures"].append(d["figures"][0])),
        (FIGURES, lambda d: d["figures"][0].update(unit="371522001000")),
        (FIGURES, lambda d: d["figures"][0].update(item="nothing")),
        (FIGURES, lambda d: d["figures"][0].update(amount="1.5")),
        (FIGURES, lambda d: d["figures"][0].update(amount="１２")),
        (FIGURES, lambda d: d["figures"][0].update(amount="+12")),
        (FIGURES, lambda d: d["figures"][0].update(amount="9" * 5000)),
        (FIGURES, lambda d: d["figures"][0].update(amount="")),
        (FIGURES, lambda d: d["figures"][0].update(amount=5)),
        (FIGURES, lambda d: d["figures"][0].update(state="missing")),
        (FIGURES, lambda d: d["figures"][0].update(state="else")),
        (FIGURES, lambda d: d["figures"][0].update(origin=7)),
        (FIGURES, lambda d: d["figures"][0].update(origin=-1)),
        (FIGURES, lambda d: d["figures"][0].update(sheet="a\x00b")),
        (FIGURES, lambda d: d["figures"].append(None)),
        (FIGURES, lambda d: d.update(figures={})),
        (FIGURES, lambda d: d.update(more=[])),
        (FIGURES, lambda d: d.pop("totals")),
        (EXPLANATIONS, lambda d: d["explanations"].append({"unit": EAST})),
        (
            EXPLANATIONS,
            lambda d: d["explanations"].append(EXPLAINED | {"unit": SHEN}),
        ),
        (EXPLANATIONS, lambda d: d["explanations"].append(EXPLAINED | {"rule": ""})),
        (EXPLANATIONS, lambda d: d["explanations"].append(EXPLAINED | {"text": " "})),
        (EXPLANATIONS, lambda d: d["explanations"].append(EXPLAINED | {"at": "昨天"})),
        (EXPLANATIONS, lambda d: d["explanations"].extend([EXPLAINED, EXPLAINED | {"text": "y"}])),
        (FILING, lambda d: d["approvals"].append({"unit": 3})),
        (DEFINITIONS, lambda d: d.update(area=None)),
        (DEFINITIONS, lambda d: d["area"].update(name="别处")),
        (DEFINITIONS, lambda d: d["area"]["units"][0].update(name="青年路\x1b街道")),
        (DEFINITIONS, lambda d: d["area"]["units"][0].update(county=COUNTY)),
        (DEFINITIONS, lambda d: d["area"]["units"][0].update(code="371522001000")),
        (DEFINITIONS, lambda d: d["area"]["units"][0].update(code=COUNTY)),
        (
            DEFINITIONS,
            lambda d: d["area"]["units"].append({"code": "371522001000", "name": "别县的镇"}),
        ),
        (DEFINITIONS, lambda d: d["form"].update(code="F2")),
        (DEFINITIONS, lambda d: d["form"].update(items=[])),
        (DEFINITIONS, lambda d: d["form"]["items"][0].update(decimals="x")),
        (DEFINITIONS, lambda d: d.pop("form")),
    ],
)
def test_what_contradicts_itself_is_refused_and_changes_nothing(
    pair: Pair, member: str, change: object
) -> None:
    pair.known()
    path, before = _doctored(pair, member, change), state(pair.city)
    with pytest.raises(PackageError, match="；请"):
        receiving.look(pair.city, path)
    assert state(pair.city) == before


@pytest.mark.parametrize(
    "meaning",
    [
        {"unit": "万人"},
        {"definition": "另一个口径"},
        {"year_start": 10},
        {"kind": "flow"},
        {"name": "户籍人口总数"},
    ],
)
def test_an_item_that_means_something_else_is_told_and_not_taken(
    pair: Pair, meaning: dict[str, object]
) -> None:
    pair.known()

    def change(document: dict[str, list[dict[str, object]]]) -> None:
        [item] = [i for i in document["form"]["items"] if i["code"] == "resident"]  # type: ignore
        item.update(meaning)

    received = receiving.look(pair.city, _doctored(pair, DEFINITIONS, change))
    [issue] = [each for each in received.file.issues if each.code == "other_meaning"]
    assert "resident" in issue.message
    receiving.take(pair.city, received)
    assert not pair.city.figures(["resident"], [202610]).values
    assert pair.city.figures(["fd_signed"], [202610]).values


def test_rules_that_read_otherwise_are_told(pair: Pair) -> None:
    pair.known()
    path = _doctored(pair, DEFINITIONS, lambda d: d["rules"][0].update(severity="soft"))
    received = receiving.look(pair.city, path)
    assert [each.code for each in received.file.issues] == ["other_definitions"]


def test_a_form_we_do_not_have_is_refused(pair: Pair) -> None:
    pair.known()
    package = load(pair.sent())
    definitions = document(package, DEFINITIONS)
    definitions["form"]["code"] = "F9"
    path = pair.folder / "F9.tzb"
    path.write_bytes(
        resealed(package, key_of(pair.county), members={DEFINITIONS: definitions}, form="F9")
    )
    with pytest.raises(PackageError, match="没有报表 F9"):
        receiving.look(pair.city, path)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(min_value=0), turned=st.integers(min_value=1, max_value=255))
def test_a_turned_byte_leaves_the_ledgers_file_as_it_is(
    pair: Pair, place: int, turned: int
) -> None:
    pair.known()
    data = bytearray(pair.sent().read_bytes())
    data[place % len(data)] ^= turned
    path = pair.folder / "坏.tzb"
    path.write_bytes(data)
    before = digest(pair.city.path), state(pair.city)
    with pytest.raises(PackageError, match="没有收"):
        receiving.look(pair.city, path)
    assert (digest(pair.city.path), state(pair.city)) == before


def test_originals_go_along_when_asked(pair: Pair, month: Ledger) -> None:
    path = pair.folder / "带原件.tzb"
    package = packing.save(month, pair.form, OCTOBER, path, originals=True)
    names = [name for name in package.members if name.startswith("originals/")]
    assert len(names) == 15
    introduce(pair.city, month)
    introduce(month, pair.city)
    pair.taken(path)
    returned = packing.build(pair.city, pair.form, OCTOBER, county=COUNTY, originals=True)
    assert {n: returned.members[n] for n in (*CONTENT, *names)} == {
        n: package.members[n] for n in (*CONTENT, *names)
    }


def test_a_package_nobody_could_take_is_not_made(
    pair: Pair, month: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "SIZE_LIMIT", 200_000)
    with pytest.raises(ExpectedError, match="请不带原工作簿再打包"):
        packing.build(month, pair.form, OCTOBER, originals=True)
    assert packing.build(month, pair.form, OCTOBER).manifest.form == "F1"


def test_what_collected_workbooks_say_comes_back_identical_with_its_totals(
    pair: Pair, month: Ledger, tmp_path: Path
) -> None:
    """Figures, cells and files of a real month: fifteen townships' workbooks."""
    introduce(pair.city, month)
    sent = tmp_path / "月.tzb"
    package = packing.save(month, pair.form, OCTOBER, sent)
    pair.taken(sent)
    assert members(back(pair)) == members(sent)
    assert {origin.kind for origin in package.content.origins} == {"file"}
    cell = pair.city.stored(["resident"], 202610)[0].source
    assert "青年路街道" in cell.sheet
    assert cell.sheet.endswith(".xlsx › 家庭医生签约服务月报")
    assert cell.cell == "D8"


def test_a_countys_return_is_the_same_from_the_citys_ledger(pair: Pair, month: Ledger) -> None:
    introduce(pair.city, month)
    path = pair.folder / "月.tzb"
    packing.save(month, pair.form, OCTOBER, path)
    pair.taken(path)
    here = submit.build(month, pair.form, OCTOBER)
    there = submit.build(pair.city, pair.form, OCTOBER, COUNTY)
    assert (there.title, there.columns, there.lines) == (here.title, here.columns, here.lines)
    whole = submit.build(pair.city, pair.form, OCTOBER)
    assert whole.title == "聊城市家庭医生签约服务月报"
    place = whole.columns.index("临清市")
    totals = [line.cells[0] for line in here.lines if line.cells]
    assert [line.cells[place] for line in whole.lines if line.cells] == totals
    assert [line.cells[0] for line in whole.lines if line.cells] == totals


def test_a_month_without_figures_is_not_packed(pair: Pair) -> None:
    with pytest.raises(ExpectedError, match="还没有数，不能打包"):
        packing.build(pair.city, pair.form, OCTOBER, county=SHEN)


def test_what_went_out_is_kept(pair: Pair) -> None:
    path = pair.sent()
    [kept] = packages.listed(pair.county)
    assert (kept.direction, kept.file, kept.end) == ("sent", "临清市.tzb", 202610)
    assert packages.content(pair.county, kept) == path.read_bytes()


def test_a_file_is_replaced_only_when_asked_and_needs_the_right_ending(pair: Pair) -> None:
    path = pair.sent()
    before = path.read_bytes()
    with pytest.raises(ExpectedError, match="已经"):
        packing.save(pair.county, pair.form, OCTOBER, path)
    assert path.read_bytes() == before
    with pytest.raises(ExpectedError, match=r"以 \.tzb 结尾"):
        packing.save(pair.county, pair.form, OCTOBER, pair.county.path, replace=True)


def test_an_own_package_comes_back_without_asking(pair: Pair) -> None:
    path = pair.sent()
    received = receiving.look(pair.county, path)
    assert received.trust is Trust.OWN
    assert {each.change for each in received.file.differences} == {Change.SAME}
    with pytest.raises(ExpectedError, match="不用确认"):
        known.confirm(pair.county, received.package, "")


def test_a_copied_ledger_signs_with_the_same_key(pair: Pair) -> None:
    key_of(pair.county)
    pair.county.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copied = Path(shutil.copy(pair.county.path, pair.folder / "拷贝.ledger"))
    with Ledger.open(copied) as ledger:
        assert key_of(ledger) == key_of(pair.county)
