"""What the ledger gives and takes, as plain data.

Named tuples: hundreds of thousands are made at once, and the window starts with them.
"""

from __future__ import annotations

from typing import NamedTuple

from monitoring.amounts import Value


class Source(NamedTuple):
    """Where a value came from: a cell of a kept workbook, or a hand. ``at`` is ISO local time.

    ``note`` says what a hand wrote it for, where that is known.
    """

    id: int
    kind: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    at: str = ""
    operator: str = ""
    demonstration: bool = False
    note: str = ""


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
    """The occasion a batch of entries is written on. ``content`` holds a workbook's own bytes,
    ``at`` is ISO local time and empty for now.
    """

    kind: str
    file: str = ""
    sha256: str = ""
    content: bytes = b""
    form: str = ""
    end: int | None = None
    demonstration: bool = False
    operator: str = ""
    at: str = ""
    note: str = ""


class StatedTotal(NamedTuple):
    """A 合计 that a file states itself."""

    item: str
    end: int
    amount: int
    file: str = ""
    sheet: str = ""
    cell: str = ""


class Import(NamedTuple):
    """A workbook's import: ``at`` and ``taken_back`` are ISO local times, the latter empty until
    it is taken back; ``values`` counts what it wrote, whether or not it still stands.
    """

    id: int
    file: str
    form: str
    end: int | None
    at: str
    values: int
    taken_back: str
    demonstration: bool
    taken_back_by: str = ""


class Affected(NamedTuple):
    """A figure that an import wrote: what the import said and what stands when it is taken back.

    ``None`` is a blank.
    """

    unit: str
    item: str
    end: int
    imported: Value | None
    after: Value | None


class TakeBack(NamedTuple):
    """What taking an import back does to the figures it wrote.

    ``restored`` go back to what was there before, ``removed`` had nothing before, ``conflicts``
    were changed since and are left as they are, ``kept`` stand because a later file or hand said
    the same.
    """

    restored: tuple[Affected, ...] = ()
    removed: tuple[Affected, ...] = ()
    conflicts: tuple[Affected, ...] = ()
    kept: tuple[Affected, ...] = ()


class KeptAnswer(NamedTuple):
    """What the clerk decided for a sender, at ``at`` (ISO local time)."""

    sender: str
    kind: str
    key: str
    value: str
    at: str
    operator: str = ""


class PastValue(NamedTuple):
    """A value that was replaced at ``at`` by another source (``None``: blanked)."""

    value: Value
    source: Source
    at: str
    replaced_by: int | None
