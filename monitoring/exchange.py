"""What a package says: its manifest, and the figures of one form and month with their way home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from monitoring.errors import ExpectedError
from monitoring.tables import CatalogueError, read_record

SCHEMA = "taizhang/package/"
VERSION = 1
ENDING = ".tzb"
MANIFEST, SIGNATURE, README = "manifest.json", "signature.txt", "说明.txt"
DEFINITIONS, FIGURES = "definitions.json", "figures.json"
EXPLANATIONS, FILING = "explanations.json", "filing.json"
_ORIGINAL = re.compile(r"originals/[0-9a-f]{64}\.[a-z]{2,4}")
_LONGEST_TEXT = 2000
# Controls but for line ends and tabs, and what turns the direction of the text around it.
STRANGE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class PackageError(ExpectedError):
    """A package that is not taken: one sentence why, one what to do."""


class PackageKind(StrEnum):
    """What a package brings."""

    FIGURES = "figures"
    DEFINITIONS = "definitions"


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a package, as the manifest lists it; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who sends what. ``area`` is whose figures these are, ``sender`` who packed them.

    ``period`` is the month ``yyyymm`` a form's period ends in, 0 for definitions; ``made`` ISO
    local time; ``public_key`` hexadecimal; ``fingerprint`` its forty digits.
    """

    schema: str
    kind: PackageKind
    area: str
    area_name: str
    sender: str
    sender_name: str
    public_key: str
    fingerprint: str
    made: str
    operator: str
    program: str
    form: str = ""
    form_name: str = ""
    form_version: int = 0
    period: int = 0
    demonstration: bool = False
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """An occasion figures were written on: a workbook (``sha256``) or a hand."""

    kind: str
    file: str = ""
    sha256: str = ""
    at: str = ""
    operator: str = ""
    note: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One value: ``amount`` is an exact decimal text, empty unless the state is "number";
    ``origin`` counts the content's origins from 0.
    """

    unit: str
    item: str
    state: str
    origin: int
    amount: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A 合计 a file stated itself."""

    item: str
    amount: str
    origin: int
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """The 说明 of a soft finding, with the sides it was written about."""

    unit: str
    rule: str
    left: str
    right: str
    text: str
    item: str = ""
    operator: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A unit whose form was found right."""

    unit: str
    operator: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """What became of the form's month: filed as a ``version``, "locked", "unlocked"."""

    event: str
    at: str
    operator: str = ""
    reason: str = ""
    version: int = 0
    file: str = ""
    sha256: str = ""


class Content(NamedTuple):
    """What a package of figures holds beside its definitions, every list in a fixed order."""

    origins: tuple[Origin, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    explanations: tuple[ExplanationRow, ...] = ()
    approvals: tuple[ApprovalRow, ...] = ()
    events: tuple[EventRow, ...] = ()


# Which lists lie in which member.
_PLACES: Mapping[str, tuple[str, ...]] = {
    FIGURES: ("origins", "figures", "totals"),
    EXPLANATIONS: ("explanations",),
    FILING: ("approvals", "events"),
}
_ROWS: Mapping[str, type[Any]] = {
    "origins": Origin,
    "figures": FigureRow,
    "totals": TotalRow,
    "explanations": ExplanationRow,
    "approvals": ApprovalRow,
    "events": EventRow,
}


def record_table(record: Any) -> dict[str, Any]:
    """A record as it is written: what has its default is left out, and what no reader would take
    of a text, as of a file's name, is replaced.
    """
    defaults = {field.name: field.default for field in fields(record)}
    return {
        key: STRANGE.sub("\ufffd", value)[:_LONGEST_TEXT] if isinstance(value, str) else value
        for key, value in asdict(record).items()
        if value != defaults[key]
    }


def content_documents(content: Content) -> dict[str, dict[str, Any]]:
    """The members the content is written to, by name."""
    return {
        member: {name: [record_table(row) for row in getattr(content, name)] for name in names}
        for member, names in _PLACES.items()
    }


def read_content(documents: Mapping[str, Mapping[str, Any]]) -> Content:
    """The content of the members. Raises :class:`PackageError` for anything unexpected in it."""
    lists: dict[str, tuple[Any, ...]] = {}
    for member, names in _PLACES.items():
        document = documents.get(member, {})
        if set(document) != set(names):
            raise PackageError(f"包里的“{member}”不完整；请让对方重新打包发来。")
        for name in names:
            lists[name] = tuple(read_rows(_ROWS[name], document[name], member))
    content = Content(**lists)
    named = {row.origin for row in content.figures} | {row.origin for row in content.totals}
    if not named <= set(range(len(content.origins))):
        raise PackageError("包里有数没有写明出处；请让对方重新打包发来。")
    return content


def read_rows(cls: type[Any], rows: Any, member: str) -> Iterable[Any]:
    """The records of a list, strictly."""
    if not isinstance(rows, list):
        raise PackageError(f"包里的“{member}”不完整；请让对方重新打包发来。")
    for position, row in enumerate(rows):
        yield read_strictly(cls, row, f"{member} 第 {position + 1} 行")


def read_strictly(cls: type[Any], table: Any, place: str, **given: Any) -> Any:
    """A record with the keys it should have and no others, its texts short and printable."""
    try:
        record = read_record(cls, table, file=place, name="", **given)
    except CatalogueError as error:
        raise PackageError(
            f"包里的 {place} 看不懂（{error.key}：{error.problem}）；请让对方重新打包发来。"
        ) from None
    for value in table.values():
        if isinstance(value, str) and not _is_plain(value):
            raise PackageError(f"包里的 {place} 有看不懂的文字；请让对方重新打包发来。")
    return record


def is_member(name: str, kind: PackageKind) -> bool:
    """Whether a package of the kind may have a member of this name."""
    if kind is PackageKind.DEFINITIONS:
        return name in (README, DEFINITIONS)
    return name in (README, DEFINITIONS, *_PLACES) or is_original(name)


def is_original(name: str) -> bool:
    """Whether a member is a workbook that figures came from, called by its checksum."""
    return _ORIGINAL.fullmatch(name) is not None


def required(kind: PackageKind) -> frozenset[str]:
    """The members a package of the kind must have."""
    everyone = frozenset((README, DEFINITIONS))
    return everyone if kind is PackageKind.DEFINITIONS else everyone | frozenset(_PLACES)


def original_name(origin: Origin) -> str:
    """The member that holds an origin's workbook; its own name is never used as one."""
    ending = origin.file.rpartition(".")[2].lower()
    return f"originals/{origin.sha256}.{ending if re.fullmatch('[a-z]{2,4}', ending) else 'bin'}"


def grouped_digits(fingerprint: str) -> str:
    """A fingerprint as it is read over the telephone: eight groups of five digits."""
    return " ".join(fingerprint[place : place + 5] for place in range(0, len(fingerprint), 5))


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and STRANGE.search(text) is None


def is_time(text: str) -> bool:
    """Whether it is an ISO local time to the second, so that earlier ones sort before later."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat("T", "seconds") == text
    except ValueError:
        return False
