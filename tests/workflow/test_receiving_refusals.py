"""A package that contradicts itself or says other things than we do is refused or told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.exchange import (
    DEFINITIONS,
    EXPLANATIONS,
    FIGURES,
    FILING,
    PackageError,
)
from tests.workflow.exchanging import (
    COUNTY,
    EAST,
    SHEN,
    Pair,
    digest,
    document,
    resealed,
    state,
)
from workflow import receiving
from workflow.packages import load
from workflow.packing import key_of

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
        (EXPLANATIONS, lambda d: d["explanations"].append(EXPLAINED | {"text": ""})),
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
