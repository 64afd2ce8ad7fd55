"""A return as a table on paper: lines of a form across the reporting units, ready to print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imprint:
    """法定标识 at the top right of an approved form, each part empty until the county sets it."""

    table_number: str = ""
    maker: str = ""
    approver: str = ""
    document_number: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed figure. ``number`` is its exact decimal text ("12", "37.64"), empty when the
    cell prints words or a dash instead; ``text`` is what a person reads (thousands separated).
    """

    text: str
    number: str = ""
    places: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the return. ``kind`` is "section", "item", "ytd" (a computed 本年累计 below a
    monthly flow) or "rate"; ``depth`` nests 其中; ``number`` is the 行次, empty for sections.
    ``code`` is the item or indicator its figures are of.
    """

    kind: str
    label: str
    unit: str = ""
    number: str = ""
    depth: int = 0
    cells: tuple[Cell, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """A whole return. ``columns`` are 合计 and the units (or the one county column); every line
    that is no section has one cell a column. ``units`` are the codes of the columns, empty for
    合计. An empty ``imprint`` prints 内部工作报表.
    """

    form: str
    title: str
    period: str
    area: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    imprint: Imprint = Imprint()
    demonstration: bool = False
    units: tuple[str, ...] = ()
