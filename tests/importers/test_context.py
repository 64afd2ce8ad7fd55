from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from importers import context
from importers.context import Context
from monitoring.areas import Unit
from tests.importers.books import CONTEXT

# Names that end like anything may, beside the usual ones.
UNITS = (*CONTEXT.area.units, Unit("371581900000", "松林Ａ", ("B7", "杨树(二)", "K")))
AREA = replace(CONTEXT.area, units=UNITS)
NAMES = [name for unit in (*UNITS, AREA.itself) for name in (unit.name, *unit.aliases)]
PIECES = st.sampled_from(
    (
        *(*NAMES, "卫生院", "办事处", "聊城市", "(", ")", "（", "）", "[", "㎡", "m2", "人", "%"),
        *("‰", " ", "\n", "　", "。", "-", "1.", "2", "７", "Ａ", "a", "b7", "Z", "\u212a", "①"),
    )
)


@given(st.lists(st.lists(PIECES | st.text(max_size=2), max_size=5).map("".join), max_size=8))
def test_units_among_many_texts_are_those_found_one_by_one(texts: list[str]) -> None:
    many, single = Context(AREA, CONTEXT.catalogue), Context(AREA, CONTEXT.catalogue)
    expected = {text: unit for text in texts if (unit := single.unit(text)) is not None}
    assert many.units(texts) == expected


def test_texts_that_end_like_no_unit_are_not_folded() -> None:
    fresh = Context(CONTEXT.area, CONTEXT.catalogue)
    assert fresh.units(["松林镇"])
    with patch.object(context, "label", side_effect=AssertionError("folded")):
        assert fresh.units(["s1", "s2Z", "村里"]) == {}
