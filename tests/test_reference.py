"""The reference pages say what the definitions say."""

from __future__ import annotations

import pytest

from scripts.write_reference import FOLDER, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_reference_page_is_not_stale(name: str) -> None:
    written = (FOLDER / name).read_text("utf-8")
    assert written == pages()[name], "run: python -m scripts.write_reference"
