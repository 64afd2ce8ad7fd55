"""What the ledger gives and takes, as plain data.

Named tuples: hundreds of thousands are made at once, and the window starts with them.
"""

from __future__ import annotations

from typing import NamedTuple

from monitoring.amounts import Value


class Source(NamedTuple):
    """Where a value came from: a cell of a kept workbook, or a hand. ``at`` is ISO local time."""

    id: int
    kind: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    at: str = ""
    operator: str = ""
    demonstration: bool = False


class StoredValue(NamedTuple):
    """One value of the ledger with its source."""

    unit: str
    item: str
    end: int
    value: Value
    source: Source


class Entry(NamedTuple):
    """A value to be written; ``value`` is ``None`` to blank what stands there."""

    unit: str
    item: str
    end: int
    value: Value | None
    sheet: str = ""
    cell: str = ""


class NewSource(NamedTuple):
    """The occasion a batch of entries is written on. ``content`` holds a workbook's own bytes."""

    kind: str
    file: str = ""
    sha256: str = ""
    content: bytes = b""
    form: str = ""
    end: int | None = None
    demonstration: bool = False
    operator: str = ""


class StatedTotal(NamedTuple):
    """A 合计 that a file states itself."""

    item: str
    end: int
    amount: int
    file: str = ""
    sheet: str = ""
    cell: str = ""


class PastValue(NamedTuple):
    """A value that was replaced at ``at`` by another source (``None``: blanked)."""

    value: Value
    source: Source
    at: str
    replaced_by: int | None
