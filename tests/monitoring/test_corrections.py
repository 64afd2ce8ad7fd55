"""Two versions of a return: what differs, and what only moved along."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.corrections import Correction, corrections, from_json, to_json
from monitoring.returns import Cell, Imprint, Line, Return

TEXT = st.text(max_size=12)
CELL = st.builds(Cell, TEXT, TEXT, st.integers(0, 6))
LINE = st.builds(
    Line, TEXT, TEXT, TEXT, TEXT, st.integers(0, 3), st.lists(CELL, max_size=3).map(tuple), TEXT
)
RETURN = st.builds(
    Return,
    form=TEXT,
    title=TEXT,
    period=TEXT,
    area=TEXT,
    columns=st.lists(TEXT, max_size=3).map(tuple),
    lines=st.lists(LINE, max_size=4).map(tuple),
    notes=st.lists(TEXT, max_size=3).map(tuple),
    imprint=st.builds(Imprint, TEXT, TEXT, TEXT, TEXT, TEXT),
    demonstration=st.booleans(),
    units=st.lists(TEXT, max_size=3).map(tuple),
)


def document(east: int, west: int, columns: tuple[str, ...] = ("合计", "东镇", "西镇")) -> Return:
    total = Cell(str(east + west))
    cells = (total, Cell(str(east)), Cell(str(west)))[: len(columns)]
    lines = (
        Line("section", "一、人口"),
        Line("item", "活产数", "人", "1", cells=cells, code="born"),
        Line("ytd", "本年累计", "人", "2", 1, cells, "born"),
        Line("rate", "出生率", "‰", "3", 1, cells, "birth_rate"),
    )
    units = ("", "1", "2")[: len(columns)]
    return Return("F2", "月报", "2026年10月", "临清市", columns, lines, (), units=units)


@given(RETURN)
def test_a_kept_return_is_read_again_as_it_was(made: Return) -> None:
    assert from_json(to_json(made)) == made


@given(RETURN)
def test_a_return_corrects_nothing_of_itself(made: Return) -> None:
    cells = min(len(made.columns), len(made.units))
    fitting = tuple(line for line in made.lines if len(line.cells) == cells)
    same = replace(made, lines=fitting, columns=made.columns[:cells], units=made.units[:cells])
    assert corrections(same, same) == []


def test_what_was_entered_comes_before_what_moved_along() -> None:
    found = corrections(document(5, 7), document(6, 7))
    assert found[0] == Correction("活产数", "东镇", "人", "5", "6", moved=False)
    assert [(each.label, each.column) for each in found[1:]] == [
        ("活产数", "合计"),
        ("活产数本年累计", "合计"),
        ("活产数本年累计", "东镇"),
        ("出生率", "合计"),
        ("出生率", "东镇"),
    ]


def test_a_unit_that_came_later_stood_for_nothing_before() -> None:
    found = corrections(document(5, 0, ("合计", "东镇")), document(5, 7))
    assert Correction("活产数", "西镇", "人", "", "7", moved=False) in found


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"lines": 3}', "null", '{"lines": [{}]}'])
def test_anything_else_is_no_kept_return(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(text)


def test_a_return_kept_before_there_was_an_imprint_is_read_with_its_numbers() -> None:
    table = json.loads(to_json(document(1, 2)))
    del table["imprint"]
    old = table | {"table_number": "某1表", "document_number": "某文"}
    kept = from_json(json.dumps(old))
    assert kept.imprint == Imprint("某1表", document_number="某文")
    assert kept.lines == document(1, 2).lines
