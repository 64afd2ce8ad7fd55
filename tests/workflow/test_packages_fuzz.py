"""Thousands of packages that were broken on the way or made by somebody who means ill: each is
refused in a sentence or says exactly what was sent, and the ledger is what it was.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from exporters.packages import pack
from monitoring.errors import ExpectedError
from monitoring.exchange import DEFINITIONS, MANIFEST
from tests.workflow.exchanging import (
    OCTOBER,
    Pair,
    document,
    explain,
    resealed,
    signed,
    state,
)
from workflow import handing_down, packing, receiving
from workflow.packages import Package, open_package
from workflow.packing import key_of

Part = tuple[str, bytes]
NAME = "包.tzb"
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 10**18, 10**4000, "", " ", "x", "-0", "１", "1e5", "9999", 202699),
    *("x" * 3000, "a\x1b[2J", "a\u202eb", "a\nb", [], {}, [1], [[]], {"a": 1}, "missing", "number"),
    *("371500000000", "371522001000", "2026-13-45T00:00:00", "../../x", "<b>x</b>", "=1+1"),
)


@pytest.fixture
def sent(pair: Pair) -> Package:
    """The county's package, which its city knows."""
    pair.known()
    explain(pair.county, "新小区入住")
    return packing.build(pair.county, pair.form, OCTOBER, name=NAME)


def _slice(random: Random, data: bytes) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 46, 500, 9000)))


def _flipped(random: Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 9))):
        found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _cut(random: Random, data: bytes) -> bytes:
    start, end = _slice(random, data)
    return random.choice((data[:start], data[end:], data[:start] + data[end:]))


def _inserted(random: Random, data: bytes) -> bytes:
    start, end = _slice(random, data)
    more = random.choice((random.randbytes(end - start), data[start:end], b"PK\x03\x04", bytes(30)))
    place = random.randrange(len(data) + 1)
    return data[:place] + more + data[place:]


def _overwritten(random: Random, data: bytes) -> bytes:
    start, end = _slice(random, data)
    return data[:start] + random.choice((bytes(end - start), b"\xff" * (end - start))) + data[end:]


def _with_parts(change: Callable[[Random, list[Part]], None]) -> Callable[[Random, bytes], bytes]:
    """Members changed as a program for archives would, in a container that is whole."""

    def broken(random: Random, data: bytes) -> bytes:
        parts = list(open_package(data, NAME).members.items())
        change(random, parts)
        return pack(parts)

    return broken


def _drop(random: Random, parts: list[Part]) -> None:
    parts.pop(random.randrange(len(parts)))


def _move(random: Random, parts: list[Part]) -> None:
    parts.insert(random.randrange(len(parts)), parts.pop(random.randrange(len(parts))))


def _rename(random: Random, parts: list[Part]) -> None:
    place = random.randrange(len(parts))
    name = random.choice(("x", "../x", "a/", "manifest.json ", "说明", "MANIFEST.JSON", "x" * 200))
    parts[place] = (name, parts[place][1])


def _exchange(random: Random, parts: list[Part]) -> None:
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    parts[one] = (parts[one][0], parts[other][1])


def _rewrite(random: Random, parts: list[Part]) -> None:
    place = random.randrange(len(parts))
    parts[place] = (parts[place][0], _flipped(random, parts[place][1] or b"x"))


BREAKING = (
    *(_flipped, _cut, _inserted, _overwritten),
    *map(_with_parts, (_drop, _move, _rename, _exchange, _rewrite)),
)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_broken_is_refused_or_is_what_was_sent(
    pair: Pair, sent: Package, seed: int
) -> None:
    random, before = Random(seed), state(pair.city)
    sentences: list[str] = []
    for turn in range(1000):
        data = BREAKING[turn % len(BREAKING)](random, sent.data)
        try:
            receiving.look_at(pair.city, open_package(data, NAME), Path(NAME))
        except ExpectedError as error:
            sentences.append(str(error))
        else:
            assert data == sent.data
    assert len(sentences) > 900
    assert all("；请" in sentence for sentence in sentences)
    assert state(pair.city) == before


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything in a document stands."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in pairs:
        yield (*place, key)
        if isinstance(below, dict | list):
            yield from _places(below, (*place, key))


def _doctored(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """The document with one thing in it left out, doubled, moved or said otherwise."""
    found = copy.deepcopy(document)
    places = list(_places(found))
    *way, key = random.choice(places)
    holder: Any = found
    for step in way:
        holder = holder[step]
    match random.choice(("odd", "odd", "odd", "gone", "moved", "twice")):
        case "odd":
            holder[key] = copy.deepcopy(random.choice(ODD))
        case "gone":
            del holder[key]
        case "moved":
            from_there: Any = document
            for step in random.choice(places):
                from_there = from_there[step]
            holder[key] = copy.deepcopy(from_there)
        case _ if isinstance(holder, list):
            holder.insert(random.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        case _:
            holder[f"{key}x"] = holder[key]
    return found


def _doctored_package(random: Random, package: Package, pair: Pair, county: bool) -> bytes:
    """A package doctored by its own sender: the signature holds."""
    key = key_of(pair.county if county else pair.city)
    names = [n for n in package.members if n.endswith(".json")]
    name = random.choice(names)
    changed = _doctored(random, document(package, name))
    if name == MANIFEST:
        return signed(changed, package, key)
    return resealed(package, key, members={name: changed})


def test_what_a_partner_doctored_is_a_sentence_or_is_taken_whole(pair: Pair, sent: Package) -> None:
    random, connection = Random(1), pair.city.connection
    before = state(pair.city)
    sentences: list[str] = []
    for _ in range(80):
        data = _doctored_package(random, sent, pair, county=True)
        connection.execute("SAVEPOINT doctored")
        try:
            found = receiving.look_at(pair.city, open_package(data, NAME), Path(NAME))
            receiving.take(pair.city, found, backed_up=True)
            assert pair.city.catalogue.forms
        except ExpectedError as error:
            sentences.append(str(error))
        finally:
            connection.execute("ROLLBACK TO doctored")
            connection.execute("RELEASE doctored")
            pair.city.read_anew()
    assert 20 < len(sentences) < 80
    assert all("；" in sentence for sentence in sentences)
    assert state(pair.city) == before


def test_definitions_a_city_doctored_are_a_sentence_or_leave_a_ledger_that_opens(
    pair: Pair,
) -> None:
    pair.known()
    random, connection = Random(2), pair.county.connection
    package = handing_down.build(pair.city)
    few = document(package, DEFINITIONS)
    [first, *_] = few["forms"]
    first["form"]["version"] = 2
    first["rules"], first["indicators"] = first["rules"][:2], first["indicators"][:2]
    data = resealed(
        package, key_of(pair.city), members={"definitions.json": few | {"forms": [first]}}
    )
    package = open_package(data, NAME)
    refused = 0
    for _ in range(40):
        data = _doctored_package(random, package, pair, county=False)
        connection.execute("SAVEPOINT doctored")
        try:
            handing_down.take(
                pair.county, handing_down.look_at(pair.county, open_package(data, NAME))
            )
        except ExpectedError:
            refused += 1
        finally:
            pair.county.read_anew()
            assert pair.county.catalogue.forms
            connection.execute("ROLLBACK TO doctored")
            connection.execute("RELEASE doctored")
            pair.county.read_anew()
    assert 10 < refused < 40
