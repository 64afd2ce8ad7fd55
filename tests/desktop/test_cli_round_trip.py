"""What a township types is what the ledger says, whatever the spreadsheet did to it on the way."""

from __future__ import annotations

import shutil
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.amounts import unscale
from monitoring.catalogue import Item
from tests.desktop.terminal import answer, run
from tests.workflow.workbooks import LINQING, PERIODS, blanks, catalogue, filled, resaved, write

Typed = tuple[Any, str, str | None]
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.fixture(scope="module")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "临清市.ledger"
    assert run("new", path, "--area", "371581").exit_code == 0
    return path


def typed_in(item: Item) -> st.SearchStrategy[Typed]:
    """(what stands in the cell, state, value) for a figure of ``item``."""
    lowest = -(10**6) if item.negative else 0
    amounts = st.integers(lowest, 10**6) | st.just(0) | st.integers(10**9, 10**12)

    def ways(amount: int) -> st.SearchStrategy[Typed]:
        text = unscale(amount, item.decimals)
        exact = Decimal(text)
        number: Any = int(exact) if exact == exact.to_integral_value() else float(text)
        written = (number, text, f" {exact:,} ", f"{exact:,}".translate(WIDE), text + "\u3000")
        return st.sampled_from(written).map(lambda content: (content, "number", text))

    words = (
        ("未报", "missing", None),
        (" 未报 ", "missing", None),
        ("不适用", "not_applicable", None),
        ("/", "not_applicable", None),
    )
    return amounts.flatmap(ways) | st.sampled_from(words)


@st.composite
def filled_forms(draw: st.DrawFn) -> tuple[str, str, dict[str, Typed], bool]:
    """A form, a unit, what stands in some of its cells, and whether it is saved once more."""
    form = draw(st.sampled_from(sorted(PERIODS)))
    unit = draw(st.sampled_from(sorted(blanks(form))))
    items = catalogue().forms[form].items
    chosen = draw(st.lists(st.sampled_from(items), min_size=1, max_size=12, unique=True))
    figures = {item.code: draw(typed_in(item)) for item in chosen}
    return form, unit, figures, draw(st.booleans())


names = count()


@given(filled_forms())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_values_are_exactly_what_was_filled_in(
    tmp_path: Path, empty_ledger: Path, case: tuple[str, str, dict[str, Typed], bool]
) -> None:
    form, unit, figures, again = case
    folder = tmp_path / str(next(names))
    content = filled({item: typed[0] for item, typed in figures.items()}, form, unit)
    [path] = write(folder, {"来表.xlsx": resaved(content) if again else content})
    ledger = folder / "临清市.ledger"
    shutil.copy(empty_ledger, ledger)

    [file] = answer("collect", ledger, path)["files"]

    end = PERIODS[form]
    period = f"{end // 100}-{end % 100:02d}"
    found = answer("values", ledger, "--form", form, "--period", period)
    # A percentage of at most 1 % is read as it stands and pointed out.
    codes = {issue["code"] for issue in file["issues"]}
    assert (file["status"], codes - {"share"}, file["units"]) == ("committed", set(), [unit])
    assert {each["item"]: (each["state"], each["value"]) for each in found} == {
        item: (state, value) for item, (_, state, value) in figures.items()
    }
    assert {each["unit"] for each in found} == {unit}


@pytest.mark.parametrize("form", sorted(PERIODS))
def test_every_cell_of_every_form_comes_back(tmp_path: Path, empty_ledger: Path, form: str) -> None:
    ledger = tmp_path / "临清市.ledger"
    shutil.copy(empty_ledger, ledger)
    items = catalogue().forms[form].items
    figures = {item.code: position for position, item in enumerate(items)}
    unit = LINQING if LINQING in blanks(form) else next(iter(blanks(form)))
    [path] = write(tmp_path, {"来表.xlsx": filled(figures, form, unit)})

    assert answer("collect", ledger, path)["files"][0]["values"] == len(items)

    end = PERIODS[form]
    found = answer("values", ledger, "--form", form, "--period", f"{end // 100}-{end % 100:02d}")
    assert {each["item"]: each["value"] for each in found} == {
        item.code: unscale(position * 10**item.decimals, item.decimals)
        for position, item in enumerate(items)
    }
