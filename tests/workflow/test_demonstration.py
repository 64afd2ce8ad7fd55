from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.periods import Period, add_months
from tests.desktop.terminal import run
from tests.workflow.workbooks import LIANGSHAN, LINQING
from workflow import demonstration
from workflow.assess import indicators
from workflow.progress import Reporter, WorkCancelledError
from workflow.reminding import Timeliness, look
from workflow.review import Standing, review
from workflow.submit import build

PUBLISHED = {LIANGSHAN: 202412, LINQING: 202012}
LAST = 202610


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(place: Path) -> str:
    """What ``taizhang demo`` prints the first time."""
    result = run("demo", "--to", place)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def ledgers(place: Path, told: str) -> Iterator[dict[str, Ledger]]:
    names = {LIANGSHAN: "梁山县（演示数据）.ledger", LINQING: "临清市（演示数据）.ledger"}
    with ExitStack() as stack:
        yield {code: stack.enter_context(Ledger.open(place / name)) for code, name in names.items()}


def county_total(ledger: Ledger, item: str, end: int) -> tuple[int | None, int, int]:
    units = [u.code for u in ledger.catalogue.form_of[item].reporting(ledger.area, end)]
    total = ledger.figures([item], [end]).total(units, item, end)
    return total.amount, total.reported, total.of


@pytest.mark.parametrize(
    ("area", "item", "amount"),
    [
        (LIANGSHAN, "fd_signed", 651_695),
        (LIANGSHAN, "elder65_signed", 128_307),
        (LIANGSHAN, "care_home", 16),
        (LIANGSHAN, "care_home_medical", 16),
        (LIANGSHAN, "med_care", 7),
        (LIANGSHAN, "med_care_bed", 939),
        (LINQING, "care_home_all", 13),
        (LINQING, "care_home", 10),
        (LINQING, "care_bed", 2_436),
        (LINQING, "nursing_bed", 917),
    ],
)
def test_county_totals_equal_the_published_facts(
    ledgers: dict[str, Ledger], area: str, item: str, amount: int
) -> None:
    ledger = ledgers[area]
    units = len(ledger.area.units)
    assert county_total(ledger, item, PUBLISHED[area]) == (amount, units, units)


@pytest.mark.parametrize(
    ("area", "indicator", "shown", "places"),
    [
        (LIANGSHAN, "fd_sign_rate", "90.8", 1),
        (LIANGSHAN, "fd_sign_rate_65p", "87", 0),
        (LIANGSHAN, "mcc_service_rate", "100", 0),
        (LINQING, "nursing_bed_share", "37.64", 2),
        (LINQING, "fd_sign_rate_60p", "70.03", 2),
        (LINQING, "elder_manage_rate", "67.2", 1),
    ],
)
def test_county_rates_round_to_the_published_ones(
    ledgers: dict[str, Ledger], area: str, indicator: str, shown: str, places: int
) -> None:
    [row] = indicators(ledgers[area], PUBLISHED[area], [indicator])
    assert row.county.ratio is not None
    assert abs(row.county.ratio - Fraction(shown)) <= Fraction(1, 2 * 10**places)
    assert row.county.reported == row.county.of


def test_the_bed_share_is_917_of_2436(ledgers: dict[str, Ledger]) -> None:
    [row] = indicators(ledgers[LINQING], 202012, ["nursing_bed_share"])
    assert row.county.exact == "917/2436"


@pytest.mark.parametrize("area", [LIANGSHAN, LINQING])
def test_every_month_to_october_2026_is_there_and_says_it_is_made_up(
    ledgers: dict[str, Ledger], area: str
) -> None:
    ledger, end = ledgers[area], PUBLISHED[area]
    assert ledger.latest_month() == LAST
    items = list(ledger.catalogue.forms["F1"].by_code)
    while end <= LAST:
        assert len(ledger.reported("F1", end)) == len(ledger.area.units), end
        assert ledger.has_demonstration(items, [end]), end
        end = add_months(end, 1)
    assert build(ledger, ledger.catalogue.forms["F1"], Period(LAST)).demonstration


PLANTED = {
    (LIANGSHAN, 202609): {("韩岗镇", "F3", "R02"), ("小安山镇", "F2", "R24")},
    (LIANGSHAN, 202610): {
        ("寿张集镇", "F1", "R04"),
        ("拳铺镇", "F1", "R05"),
        ("马营镇", "F2", "R18"),
        ("大路口乡", "F3", "R21"),
        ("杨营镇", "F4", "R21"),
        ("梁山县", "F4", "R01"),
    },
    (LINQING, 202609): {("康庄镇", "F3", "R02"), ("魏湾镇", "F1", "R24")},
    (LINQING, 202610): {
        ("唐园镇", "F1", "R04"),
        ("老赵庄镇", "F1", "R05"),
        ("潘庄镇", "F2", "R18"),
        ("松林镇", "F4", "R21"),
        ("尚店镇", "F4", "R21"),
    },
}


@pytest.mark.parametrize(("area", "end"), PLANTED)
def test_review_finds_the_mistakes_of_the_last_two_months(
    ledgers: dict[str, Ledger], area: str, end: int
) -> None:
    findings = review(ledgers[area], end).findings
    assert PLANTED[area, end] <= {(f.unit_name, f.form, f.rule) for f in findings}


def test_a_township_that_sent_nothing_is_missing(ledgers: dict[str, Ledger]) -> None:
    silent = {LIANGSHAN: ("黑虎庙镇", "F2"), LINQING: ("先锋路街道", "F3")}
    for area, expected in silent.items():
        ledger = ledgers[area]
        names = {unit.code: unit.name for unit in ledger.area.units}
        standing = review(ledger, LAST).completeness.standing
        missing = [(names[u], f) for (u, f), state in standing.items() if state is Standing.MISSING]
        assert missing == [expected]


def test_the_months_before_have_nothing_hard(ledgers: dict[str, Ledger]) -> None:
    for area, ledger in ledgers.items():
        for end in (PUBLISHED[area], 202512, 202608):
            assert review(ledger, end).hard == 0, (area, end)


def test_the_demonstration_is_told_with_its_figures(told: str) -> None:
    for figure in (
        *("651,695", "90.80", "128,307", "87.00", "939", "651695/717726"),
        *("2,436", "917/2436", "37.64", "70.03", "67.20"),
    ):
        assert figure in told, figure
    assert told.count("（演示数据） ═") == 2
    assert "黑虎庙镇" in told
    assert "○ 未报" in told


def test_the_files_it_names_are_there_and_say_they_are_made_up(place: Path, told: str) -> None:
    lines = told.splitlines()
    returns = [Path(each.removeprefix("上报表：")) for each in lines if each.startswith("上报表：")]
    assert len(returns) == 8
    for path in returns:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        texts = [str(row[0]) for row in sheet.iter_rows(max_row=8, values_only=True)]
        assert any("演示数据" in text for text in texts), path.name
    kept = [Path(each.removeprefix("台账：")) for each in lines if each.startswith("台账：")]
    assert [path.parent for path in kept] == [place, place]
    assert all(path.is_file() for path in kept)
    assert not list(place.glob("*新建*"))


def test_the_second_time_opens_what_is_there(
    place: Path, ledgers: dict[str, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "build", lambda *_: pytest.fail("it was built again"))

    for area, ledger in ledgers.items():
        with demonstration.open_or_build(place, area) as again:
            assert again.path == ledger.path


def test_a_county_without_samples_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="请选梁山县或临清市"):
        demonstration.build(tmp_path / "x.ledger", "110101000000")


def test_what_was_interrupted_does_not_pass_for_the_demonstration(tmp_path: Path) -> None:
    class Stopped(Reporter):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(WorkCancelledError):
        demonstration.open_or_build(tmp_path, LIANGSHAN, Stopped())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"precious")
    result = run("demo", "--to", tmp_path / "x")
    assert result.exit_code == 1
    assert "换一个位置" in result.stderr
    assert (tmp_path / "x").read_bytes() == b"precious"


def test_every_sample_is_in_its_ledger_and_marked(ledgers: dict[str, Ledger]) -> None:
    for area, ledger in ledgers.items():
        for path in sorted((demonstration.SAMPLES / area[:6]).glob("*.xlsx")):
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
            source = ledger.import_of(checksum)
            assert source is not None, path.name
            assert source.demonstration


def test_made_up_files_came_around_their_due_days_and_contacts_say_so(
    ledgers: dict[str, Ledger],
) -> None:
    for ledger in ledgers.values():
        desk = look(ledger, LAST, date(2026, 11, 25))
        settled = [each for each in desk.sign_ins.values() if each.settled]
        assert {each.state for each in settled} >= {Timeliness.ON_TIME, Timeliness.LATE}
        assert all(each.arrived <= date.today() for each in settled if each.arrived)  # noqa: DTZ011
        people = [each for found in desk.contacts.values() for each in found]
        assert {each.unit for each in people} == {
            unit.code for unit in (*ledger.area.units, ledger.area.itself)
        }
        assert {each.note for each in people} == {"演示数据"}
        assert all(each.phone.startswith("000-") for each in people)
