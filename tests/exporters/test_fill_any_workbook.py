"""Whatever a workbook's XML looks like, filling changes the filled cells and nothing else."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Tree

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string, get_column_letter

from exporters.cell_formats import percent_cells
from exporters.fill_risks import risks
from exporters.filling import Content, fill
from monitoring.errors import ExpectedError
from tests.exporters.city_workbooks import SHEET, changed, members, raw, styled

ROWS, COLUMNS = 12, 8
SHEET_PART, BOOK_PART = "xl/sheet.xml", "xl/workbook.xml"
Place = tuple[int, int]


def name_of(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def tag(prefix: str, name: str, attributes: str = "", inside: str | None = None) -> str:
    """An element; without anything inside it is one tag."""
    said = f"{prefix}{name}{' ' if attributes else ''}{attributes}"
    return f"<{said}/>" if inside is None else f"<{said}>{inside}</{prefix}{name}>"


@st.composite
def cells(draw: st.DrawFn, prefix: str, name: str, *, counted: bool) -> str:
    """A cell of any kind; one that is ``counted`` does not say its ``name``."""
    style = draw(st.sampled_from(("", ' s="0"', " s='1'")))
    value = tag(prefix, "v", "", str(draw(st.integers(-99, 10**6))))
    kinds: dict[str, tuple[str, str | None]] = {
        "none": ("", None),
        "open": ("", ""),
        "number": ("", value),
        "quoted": ("t='n'", value),
        "truth": ('t="b"', tag(prefix, "v", "", "1")),
        "text": ('t="inlineStr"', tag(prefix, "is", "", tag(prefix, "t", "", "&lt;c r='A1'/>"))),
        "formula": ("", tag(prefix, "f", "", "SUM(A1:H3)") + value),
        "string": ('t="str"', tag(prefix, "f", "", 'B2&amp;"甲"') + tag(prefix, "v", "", "x")),
        "array": ("", tag(prefix, "f", f't="array" ref="{name}:{name}"', "B2*2") + value),
        "extended": ("", value + tag(prefix, "extLst", "", tag(prefix, "ext"))),
    }
    kind, inside = kinds[draw(st.sampled_from(sorted(kinds)))]
    named = "" if counted else f'r="{name}"'
    attributes = f"{named}{style} {kind}".strip()
    return tag(prefix, "c", attributes, inside)


@st.composite
def row_data(draw: st.DrawFn, prefix: str) -> str:
    """Some rows with some cells, said by name or counted."""
    written, last = [], 0
    for number in sorted(draw(st.sets(st.integers(1, ROWS), max_size=6))):
        inside, column_before = [], 0
        for column in sorted(draw(st.sets(st.integers(1, COLUMNS), max_size=5))):
            counted = column == column_before + 1 and draw(st.booleans())
            name = name_of((number, column))
            inside.append(draw(cells(prefix, name, counted=counted)))
            column_before = column
        counted = number == last + 1 and draw(st.booleans())
        attributes = " ".join(
            (
                *(() if counted else (f'r="{number}"',)),
                *draw(
                    st.lists(st.sampled_from(('spans="1:4"', 'hidden="1"', 'ht="9"')), unique=True)
                ),
            )
        )
        comment = draw(st.sampled_from(("", "\n ", "<!-- <c r='A1'/> -->")))
        closed = not inside and draw(st.booleans())
        row = tag(prefix, "row", attributes, None if closed else comment.join(inside))
        written.append(row + comment)
        last = number
    return tag(prefix, "sheetData", "", "".join(written) if written else None)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with one sheet, and parts nobody knows."""
    name = draw(st.sampled_from(("", "x")))
    prefix = f"{name}:" if name else ""
    before = draw(st.sampled_from(("", tag(prefix, "dimension", 'ref="A1:C3"'))))
    merge = tag(prefix, "mergeCell", 'ref="J1:K2"')
    after = draw(st.sampled_from(("", tag(prefix, "mergeCells", 'count="1"', merge))))
    content = raw(draw(row_data(prefix)), before=before, after=after, prefix=name)
    return changed(content, {"xl/vba.bin": draw(st.binary(max_size=40)), "a/媒体.png": b"\x89PNG"})


places = st.tuples(st.integers(1, ROWS + 2), st.integers(1, COLUMNS + 2))
contents = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**6), 10**6, places=3),
    st.text("甲=<&'\"", min_size=1, max_size=5),
)


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def read(xml: bytes) -> dict[Place, tuple[dict[str, str], list[str], bool]]:
    """Every cell: attributes without its name and type, what is in it, whether it is calculated.

    Rows stand as cells of column 0. A result is not read: it may be worked out anew.
    """
    found: dict[Place, tuple[dict[str, str], list[str], bool]] = {}
    row = 0
    data = next(each for each in Tree.fromstring(xml) if local(each) == "sheetData")
    for row_element in data:
        row = int(row_element.get("r", row + 1))
        kept = {k: v for k, v in row_element.attrib.items() if k not in ("r", "spans")}
        found[row, 0] = (kept, [], False)
        column = 0
        for cell in (each for each in row_element if local(each) == "c"):
            name = cell.get("r", "").rstrip("0123456789")
            column = column_index_from_string(name) if name else column + 1
            calculated = any(local(each) == "f" for each in cell)
            drop = ("r", "t") if calculated else ("r",)
            inside = [
                Tree.tostring(each, encoding="unicode")
                for each in cell
                if not (calculated and local(each) == "v")
            ]
            attributes = {k: v for k, v in cell.attrib.items() if k not in drop}
            found[row, column] = (attributes, inside, calculated)
    return found


def around(xml: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the rows, without the size the sheet claims."""
    head, _, rest = xml.partition(b"sheetData")
    before = head.rpartition(b"<")[0]
    start = before.find(b"dimension")
    if start >= 0:
        before = before[:start] + before[before.index(b">", start) :]
    tail = rest.rpartition(b"sheetData")[2] if b"sheetData" in rest else rest.partition(b"/")[2]
    return before, tail


@settings(max_examples=400, deadline=None)
@given(workbooks(), st.dictionaries(places, contents, min_size=1, max_size=10))
def test_only_the_filled_cells_of_any_workbook_differ(
    content: bytes, wanted: dict[Place, Content]
) -> None:
    parts = members(content)
    before = read(parts[SHEET_PART])
    cells_ = {
        place: value for place, value in wanted.items() if not before.get(place, ({}, [], False))[2]
    }
    after_parts = members(
        fill(content, {SHEET: {name_of(p): c for p, c in cells_.items()}}).content
    )
    assert list(after_parts) == list(parts)
    assert all(
        after_parts[name] == part
        for name, part in parts.items()
        if name not in (SHEET_PART, BOOK_PART)
    )
    assert around(after_parts[SHEET_PART]) == around(parts[SHEET_PART])
    after = read(after_parts[SHEET_PART])
    assert list(after) == sorted(after)
    new = {place for place in after if place not in before}
    assert {place for place in new if place[1]} <= cells_.keys()
    assert {row for row, column in new if not column} <= {row for row, _ in cells_}
    for place, was in before.items():
        if place in cells_:
            assert after[place][0].get("s") == was[0].get("s")
        else:
            assert after[place] == was
    for place, value in cells_.items():
        attributes, inside, _ = after.get(place, ({}, [], False))
        said = "".join("".join(Tree.fromstring(each).itertext()) for each in inside)
        if isinstance(value, str):
            assert (attributes["t"], said) == ("inlineStr", value)
        else:
            assert "t" not in attributes
            assert (Decimal(said) if said else None) == value


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(members(styled()))),
    st.integers(0, 5000),
    st.binary(max_size=6),
    st.integers(0, 40),
)
def test_a_broken_part_is_a_sentence(part: str, at: int, put: bytes, cut: int) -> None:
    content = styled()
    before = members(content)[part]
    at = at % (len(before) + 1)
    broken = changed(content, {part: before[:at] + put + before[at + cut :]})
    with suppress(ExpectedError):
        risks(broken, {SHEET: {"B3": 7, "D9": None}})
        percent_cells(broken, {SHEET: ["B3"]})
        fill(broken, {SHEET: {"B3": 7, "D9": None, "G2": "甲"}})


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 6000), st.binary(max_size=8), st.integers(0, 200))
def test_a_broken_container_is_a_sentence(at: int, put: bytes, cut: int) -> None:
    content = styled()
    at = at % len(content)
    with suppress(ExpectedError):
        fill(content[:at] + put + content[at + cut :], {SHEET: {"B3": 7}})
