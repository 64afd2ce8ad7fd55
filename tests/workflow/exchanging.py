"""A county and its city with a month between them, and packages made wrong on purpose."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db import explanations
from db.explanations import Explanation
from db.ledger import Ledger
from db.records import Entry, NewSource
from exporters.packages import json_bytes, pack
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.catalogue import Form
from monitoring.exchange import (
    DEFINITIONS,
    EXPLANATIONS,
    FIGURES,
    FILING,
    MANIFEST,
    SIGNATURE,
    Manifest,
)
from monitoring.periods import Frequency, Period
from monitoring.resources import load_areas, load_cities
from workflow import packages, packing, receiving
from workflow.packages import Package, load
from workflow.signing import KeyPair, fingerprint, new_key, sign
from workflow.staged import Change

COUNTY, CITY = "371581000000", "371500000000"
EAST, WEST = "371581001000", "371581002000"
CONTENT = (DEFINITIONS, FIGURES, EXPLANATIONS, FILING)
SHEN = "371522000000"
OCTOBER = Period(202610, Frequency.MONTH)
MADE = "2026-11-05T10:00:00"


@dataclass
class Pair:
    """A county's and its city's ledgers in one folder."""

    folder: Path
    county: Ledger
    city: Ledger

    @property
    def form(self) -> Form:
        return self.county.catalogue.forms["F1"]

    def sent(self, name: str = "临清市.tzb", *, made: str = MADE) -> Path:
        """The county's package of the month, as a file."""
        path = self.folder / name
        package = packing.build(self.county, self.form, OCTOBER, made=made, name=name)
        packing.send(self.county, package, path, replace=True)
        return path

    def known(self) -> None:
        """Each has confirmed the other."""
        introduce(self.city, self.county)
        introduce(self.county, self.city)

    def taken(self, path: Path, ledger: Ledger | None = None) -> receiving.Received:
        """A package taken by the city, or by another."""
        ledger = ledger or self.city
        return receiving.take(ledger, receiving.look(ledger, path))


def introduce(ledger: Ledger, other: Ledger) -> None:
    """Let a ledger know another's key without a package."""
    from db import keys

    pair = packing.key_of(other)
    digits = fingerprint(pair.public)
    if keys.partner(ledger, digits) is None:
        keys.confirm(ledger, digits, pair.public, other.area.code, other.area.name)


def fill(ledger: Ledger, figures: Mapping[tuple[str, str], Value | None], end: int = 202610) -> int:
    """Write figures by hand."""
    entries = [Entry(unit, item, end, value) for (unit, item), value in figures.items()]
    return ledger.write(entries, NewSource("hand", form="F1", end=end, note="试填"))


def some_figures() -> dict[tuple[str, str], Value | None]:
    """Three units: numbers, 未报 and 不适用."""
    return {
        (EAST, "resident"): number(52_000),
        (EAST, "fd_signed"): number(31_000),
        (EAST, "fd_team"): number(0),
        (WEST, "resident"): number(48_123),
        (WEST, "fd_signed"): MISSING,
        (WEST, "fd_team"): NOT_APPLICABLE,
    }


@contextmanager
def open_pair(folder: Path, county: Path, city: Path) -> Iterator[Pair]:
    """Copies of two pristine ledgers, open."""
    paths = [Path(shutil.copy(path, folder / path.name)) for path in (county, city)]
    with Ledger.open(paths[0], "王县") as here, Ledger.open(paths[1], "李市") as there:
        yield Pair(folder, here, there)


def pristine(folder: Path) -> tuple[Path, Path]:
    """An empty county's and an empty city's ledger, closed."""
    county, city = folder / "临清市.ledger", folder / "聊城市.ledger"
    Ledger.create(county, load_areas()[COUNTY]).close()
    Ledger.create(city, load_cities()[CITY]).close()
    return county, city


def resealed(
    package: Package, pair: KeyPair, *, members: Mapping[str, Any] | None = None, **changes: Any
) -> bytes:
    """The package with other members (JSON documents or bytes) or other words in its manifest,
    signed by ``pair`` and in order otherwise.
    """
    given = members or {}
    parts = [
        (name, _bytes(given[name]) if name in given else content)
        for name, content in package.members.items()
        if name not in (MANIFEST, SIGNATURE)
    ]
    parts += [(n, _bytes(c)) for n, c in given.items() if n not in package.members]
    own = {"public_key": pair.public.hex(), "fingerprint": fingerprint(pair.public)}
    manifest: Manifest = replace(package.manifest, **{**own, **changes})
    return packages.seal(manifest, parts, pair)


def signed(manifest: Mapping[str, Any], package: Package, pair: KeyPair) -> bytes:
    """The package under any manifest at all, signed."""
    content = json_bytes(manifest)
    rest = [(n, c) for n, c in package.members.items() if n not in (MANIFEST, SIGNATURE)]
    return pack([(MANIFEST, content), (SIGNATURE, sign(pair, content)), *rest])


def document(package: Package, member: str) -> dict[str, Any]:
    """A member as a document to be changed."""
    found: dict[str, Any] = json.loads(package.members[member])
    return found


def digest(path: Path) -> str:
    """Checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stranger() -> KeyPair:
    """A key nobody has confirmed."""
    return new_key()


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else json_bytes(content)


def state(ledger: Ledger) -> list[tuple[object, ...]]:
    """Everything a package could write."""
    tables = ("value", "source", "mention", "explanation", "package", "partner", "definition")
    return [
        row
        for table in (*tables, "unit", "workbook", "attachment", "approval", "stated_total")
        for row in ledger.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
    ]


def changes(received: receiving.Received) -> list[tuple[str, str, Change]]:
    """What a package would do, by unit and item."""
    return [(e.unit, e.item, e.change) for e in received.file.differences]


def explain(ledger: Ledger, text: str, unit: str = EAST) -> None:
    """Explain a soft finding about the residents."""
    explanations.write(
        ledger, [Explanation("R21-1", "F1", 202610, unit, "resident", "52000", "50000", text)]
    )


def members(path: Path) -> dict[str, bytes]:
    """The documents of a package file."""
    opened = load(path).members
    return {name: opened[name] for name in CONTENT}


def back(pair: Pair) -> Path:
    """What the city has of the county, packed for it."""
    path = pair.folder / "回.tzb"
    path.unlink(missing_ok=True)
    packing.save(pair.city, pair.form, OCTOBER, path, county=COUNTY)
    return path
