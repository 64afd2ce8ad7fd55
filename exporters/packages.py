"""A package's container: the same members always give the same bytes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16
_UNIX = 3


def pack(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A .zip of the members in their order, uncompressed and without the time and the system.

    A reader packs what it read once more and compares: nothing can stand in the file that is no
    member's content.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(info, content)
    return buffer.getvalue()


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """A JSON document a person can read: a line for each record of a list."""
    parts = []
    for key, value in document.items():
        if isinstance(value, (list, tuple)) and value:
            rows = ",\n".join(f"  {_compact(row)}" for row in value)
            parts.append(f" {_compact(key)}: [\n{rows}\n ]")
        else:
            parts.append(f" {_compact(key)}: {_compact(value)}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def text_bytes(lines: Iterable[str]) -> bytes:
    """A text for the simplest editors of Windows."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
