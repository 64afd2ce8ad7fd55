"""A package's bytes → its members, with limits and without trusting a word of it.

Names are compared and shown, never used as paths; nothing is unpacked: members lie uncompressed.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from typing import Any

from monitoring.exchange import STRANGE, PackageError

SIZE_LIMIT = 50 << 20
MEMBER_LIMIT = 2000
JSON_LIMIT = 16 << 20
_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
_HEADER = struct.Struct("<4s5HIIIHH")
_NAME_LIMIT = 100
# In a document as it is written: what stands there escaped, or is half a pair of surrogates.
_STRANGE = re.compile(rf"(?<!\\)(?:\\\\)*\\(?:u00|[bf])|{STRANGE.pattern}")


class Damaged(Exception):  # noqa: N818 - an answer rather than an error
    """Not the bytes of a package as it was packed; says what is wrong."""


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """The members in their order. Raises :class:`Damaged`.

    Only what is needed is read of the container: whoever calls packs the members again and
    compares, so that whatever else stands in it is found.
    """
    if len(data) > SIZE_LIMIT:
        raise Damaged(f"超过 {SIZE_LIMIT >> 20} MB")
    if not data.startswith(_LOCAL):
        raise Damaged("不是包")
    members: dict[str, bytes] = {}
    for name, content in _members(data):
        if name in members:
            raise Damaged("有两部分同名")
        if len(members) == MEMBER_LIMIT:
            raise Damaged(f"超过 {MEMBER_LIMIT} 个部分")
        members[name] = content
    return list(members.items())


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while data[place : place + 4] == _LOCAL:
        if place + _HEADER.size > len(data):
            raise Damaged("不完整")
        *_, packed, size, named, extra = _HEADER.unpack_from(data, place)
        start = place + _HEADER.size + named + extra
        if packed != size or extra or named > _NAME_LIMIT or start + size > len(data):
            raise Damaged("不完整")
        try:
            name = data[place + _HEADER.size : start].decode("utf-8")
        except UnicodeDecodeError:
            raise Damaged("名称看不懂") from None
        yield name, data[start : start + size]
        place = start + size
    if data[place : place + 4] != _CENTRAL:
        raise Damaged("不完整")


def read_json(content: bytes, member: str) -> dict[str, Any]:
    """A JSON object without doubled keys, fractions or broken characters.

    Raises :class:`PackageError`. How deep it may be nested is what the interpreter can follow.
    """
    if len(content) > JSON_LIMIT:
        raise PackageError(f"包里的“{member}”太大，没有收；请让对方重新打包发来。")
    try:
        document = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_doubles,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        if _STRANGE.search(json.dumps(document, ensure_ascii=False)):
            raise ValueError("characters that are no text")
    except (ValueError, RecursionError):
        raise PackageError(f"包里的“{member}”看不懂，没有收；请让对方重新打包发来。") from None
    if not isinstance(document, dict):
        raise PackageError(f"包里的“{member}”看不懂，没有收；请让对方重新打包发来。")
    return document


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"not exact: {text}")
