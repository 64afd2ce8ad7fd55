"""Good files of every kind with bytes changed: each is read or refused in one sentence."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from itertools import islice

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from importers.archives import expand, is_archive
from importers.delimited import Prose, read_delimited
from importers.reader import Reader, Unreadable
from tests.importers.binaries import (
    broken,
    cell,
    figure,
    formula,
    number_format,
    row,
    style,
    xls,
    xlsb,
)
from tests.importers.books import repacked, xlsx
from tests.importers.test_archives import packed

BOOK = xlsx(lambda sheet: sheet.append(["机构", 1, 2.5, True, "=A1", "#N/A"]))
TABLE = "机构,签约\r\n松林镇,1\r\n杨树镇,2\r\n"
ROUNDS = 60


def _encrypted() -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(BOOK)).encrypt("VelvetSweatshop", stream)
    return stream.getvalue()


def _mutations(data: bytes, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    while True:
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 4, 30))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        start = chance.randrange(len(changed))
        kind = chance.randrange(6)
        if kind == 0:
            del changed[start:]
        elif kind == 1:
            del changed[start : start + chance.randrange(1, 64)]
        elif kind == 2:
            changed[start:start] = chance.randbytes(chance.randrange(1, 64))
        yield bytes(changed)


_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "calcext")
)
_ODS_CONTENT = (
    f"<office:document-content{_NAMES}><office:body><office:spreadsheet>"
    '<table:table table:name="表"><table:table-row>'
    '<table:table-cell office:value-type="float" office:value="12"/>'
    '<table:table-cell table:number-columns-repeated="3" office:value-type="string"'
    ' calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    "</table:table-row></table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)
ODS = packed(
    {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<m/>",
        "content.xml": _ODS_CONTENT.encode(),
    }
)
XLS = xls(
    figure(0, 0, 12) + formula(0, 1, bytes(8), options=2) + broken(1, 0, 0x07) + figure(2, 0, 3, 1),
    book=number_format(59, "yyyy") + style(0) + style(59),
)
XLSB = xlsb([row(0, cell(2, 0, bytes((50, 0, 0, 0)), style=1), cell(3, 1, b"\x07"))])
GOOD = {
    "ods": ODS,
    "xls": XLS,
    "xlsb": XLSB,
    "xlsx": BOOK,
    "zip": packed({"a.xlsx": BOOK, "里.zip": packed({"b.csv": TABLE.encode()})}),
    "utf-8": TABLE.encode("utf-8-sig"),
    "gb18030": TABLE.encode("gb18030"),
    "utf-16": TABLE.encode("utf-16-be"),
}


@pytest.mark.parametrize("book", [BOOK, ODS, XLSB], ids=["xlsx", "ods", "xlsb"])
def test_a_whole_file_with_strange_parts_is_read_or_refused(book: bytes) -> None:
    """Checksums fit here, so that it is the parts themselves that must not confuse anyone."""
    chance = random.Random(5)

    def strange(name: str, content: bytes) -> bytes:
        if not content or name == "mimetype" or chance.random() < 0.6:
            return content
        return next(_mutations(content, chance.randrange(1 << 30)))

    files = [repacked(book, strange) for _ in range(ROUNDS)]
    with Reader(time_limit=5) as reader:
        for outcome in reader.read_all((f"{n}.xlsx", data) for n, data in enumerate(files)):
            if isinstance(outcome, Unreadable):
                assert "；" in str(outcome)
                assert outcome.code != "timeout"


@pytest.mark.parametrize("kind", GOOD)
def test_a_changed_file_is_read_or_refused(kind: str) -> None:
    files = islice(_mutations(GOOD[kind], 20261031), ROUNDS)
    with Reader(time_limit=5) as reader:
        for outcome in reader.read_all((f"{n}.{kind}", data) for n, data in enumerate(files)):
            if isinstance(outcome, Unreadable):
                assert "；" in str(outcome)
                assert outcome.code != "timeout"


def test_a_changed_file_with_a_password_is_read_or_refused() -> None:
    files = islice(_mutations(_encrypted(), 7), 6)
    with Reader() as reader:
        for outcome in reader.read_all(("密.xlsx", data) for data in files):
            assert not isinstance(outcome, Unreadable) or outcome.code in (
                "damaged",
                "encrypted",
                "crashed",
                "not_a_workbook",
            )


def test_a_changed_archive_gives_members_or_lines() -> None:
    for data in islice(_mutations(GOOD["zip"], 11), ROUNDS * 5):
        if is_archive(data):
            for member in expand("来表.zip", data):
                assert (member.issue is None) or not member.content


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "utf-16"])
def test_a_changed_text_is_a_table_or_is_refused(kind: str) -> None:
    for data in islice(_mutations(GOOD[kind], 13), ROUNDS * 5):
        try:
            rows = read_delimited(data)
        except (ValueError, Prose):
            continue
        assert all("\ufffd" not in cell for row in rows for cell in row)


@pytest.mark.parametrize("kind", ["ods", "xlsx", "xlsb"])
def test_a_container_that_is_read_after_a_change_says_what_it_said_before(kind: str) -> None:
    whole = GOOD[kind]
    files = islice(_mutations(whole, 20261130), ROUNDS * 2)
    with Reader(time_limit=5) as reader:
        before = reader.read("a", whole)
        for outcome in reader.read_all(("a", data) for data in files):
            assert isinstance(outcome, Unreadable) or outcome == before
