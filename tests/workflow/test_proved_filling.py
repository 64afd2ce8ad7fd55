from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from exporters.filling import Content, Filling, fill
from importers.reader import Reader
from monitoring.errors import ExpectedError
from tests.exporters.city_workbooks import SHEET, members, saved, styled, with_macros
from workflow.proved_filling import save_filled


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


def dated() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(styled()))
    book[SHEET]["B3"].number_format = "yyyy-mm-dd"
    return saved(book)


def filled_and_saved(
    path: Path, content: bytes, cells: Filling, reader: Reader, *, replace: bool = False
) -> int:
    return save_filled(path, fill(content, cells).content, cells, replace=replace, reader=reader)


CELLS: dict[str, dict[str, Content]] = {
    SHEET: {
        "B3": Decimal("1234567.89"),
        "C3": Decimal("37.50"),
        "B4": 0,
        "C4": None,
        "A3": " =松林镇 ",
        "A9": "2024年\n3月",
        "C5": -(10**14),
        "A11": "",
        "A10": "一\r\n二\x01",
    }
}


def test_every_filled_cell_is_read_back(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "市局表.xlsx"
    assert filled_and_saved(path, styled(), CELLS, reader) == 9
    assert list(tmp_path.iterdir()) == [path]


def test_a_workbook_with_macros_keeps_them(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "市局表.xlsm"
    filled_and_saved(path, with_macros(styled()), CELLS, reader)
    assert members(path.read_bytes())["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"


@pytest.mark.parametrize(
    ("content", "value", "said"),
    [(dated(), 45000, "数字格式"), (styled(), Decimal("12345678901234567890.5"), "读出")],
)
def test_a_figure_that_reads_otherwise_leaves_no_file(
    tmp_path: Path, reader: Reader, content: bytes, value: Content, said: str
) -> None:
    path = tmp_path / "市局表.xlsx"
    path.write_bytes(b"the old one")
    with pytest.raises(ExpectedError, match=said):
        filled_and_saved(path, content, {SHEET: {"B3": value}}, reader, replace=True)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_exists_is_not_replaced_unasked(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "市局表.xlsx"
    path.write_bytes(b"the old one")
    with pytest.raises(ExpectedError, match="已经存在"):
        filled_and_saved(path, styled(), CELLS, reader)
    assert path.read_bytes() == b"the old one"
