"""How a return looks on paper: one description for workbook, PDF and printed page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

from monitoring.resources import RESOURCES, read_tables
from monitoring.returns import Imprint
from monitoring.tables import read_record, require

FILE = "layouts/return.toml"

A4 = (210, 297)


@dataclass(frozen=True, slots=True)
class PaperEdges:
    """Margins in millimetres; a table of up to ``upright_to`` columns of figures stands upright."""

    upright_to: int
    left: int
    right: int
    top: int
    bottom: int
    header: int
    footer: int


@dataclass(frozen=True, slots=True)
class Faces:
    """Families by what they set, the wanted one first."""

    title: tuple[str, ...]
    heading: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes in tenths of a point; ``table`` from the largest to the smallest."""

    title: int
    period: int
    small: int
    table: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns before the figures, and how wide columns may be: names and units in characters,
    figures in millimetres.
    """

    heads: tuple[str, ...]
    ordinals: tuple[str, ...]
    name_least: int
    name_most: int
    unit_most: int
    value_most: int


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed around the table."""

    internal: str
    sender: str
    measure: str
    continued: str
    signatures: tuple[str, ...]
    notes: str
    page: str

    def page_of(self, page: Any, pages: Any) -> str:
        """The words at the foot of a page."""
        return self.page.format(page=page, pages=pages)


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole description."""

    paper: PaperEdges
    faces: Faces
    sizes: Sizes
    columns: TableColumns
    words: Words
    imprint: Imprint

    def block(self, imprint: Imprint) -> tuple[str, ...]:
        """The lines at the top right: what the county has set, or that it is no approved form."""
        parts = zip(astuple(self.imprint), astuple(imprint), strict=True)
        lines = [f"{label}{said}" for label, said in parts if said]
        return tuple(lines) or (self.words.internal,)

    def upright(self, columns: int) -> bool:
        """Whether a table with so many columns of figures stands upright."""
        return columns <= self.paper.upright_to

    def inner(self, *, upright: bool) -> int:
        """Millimetres between the left and the right margin."""
        return A4[0 if upright else 1] - self.paper.left - self.paper.right


@cache
def return_layout() -> Layout:
    """The layout the program brings."""
    return read_layout(read_tables(RESOURCES / "layouts")[FILE])


def read_layout(table: Mapping[str, Any], file: str = FILE) -> Layout:
    """A layout from its table. Raises :class:`CatalogueError` naming what is wrong in it."""
    given = {
        key: read_record(kind, table.get(key, {}), file=file, name=key)
        for key, kind in (
            ("paper", PaperEdges),
            ("faces", Faces),
            ("sizes", Sizes),
            ("columns", TableColumns),
            ("words", Words),
            ("imprint", Imprint),
        )
    }
    rest = {key: value for key, value in table.items() if key not in given}
    layout = read_record(Layout, rest, file=file, name="", **given)
    _check(layout, file)
    return layout


def _check(layout: Layout, file: str) -> None:
    sizes, columns = layout.sizes, layout.columns
    falling = list(sizes.table) == sorted(set(sizes.table), reverse=True)
    require(sizes.table and falling, file, "sizes", "table", "字号应从大到小")
    for key, names in (("heads", columns.heads), ("ordinals", columns.ordinals)):
        require(len(names) == 3, file, "columns", key, "应有三列")
    require(columns.name_least <= columns.name_most, file, "columns", "name_least", "不应大于上限")
    for face in ("title", "heading", "body"):
        require(getattr(layout.faces, face), file, "faces", face, "缺少字体")
    try:
        layout.words.page_of(1, 2)
    except (KeyError, IndexError, ValueError):
        require(False, file, "words", "page", "只能有 {page} 和 {pages}")
