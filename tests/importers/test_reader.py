from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet

from importers.reader import SMALL, Reader, Unreadable
from importers.workbook import UNCACHED, CellError, Workbook
from tests.importers.books import repacked, xlsx

GOOD = xlsx(lambda sheet: sheet.append(["表", 1]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def _still_reads(reader: Reader) -> bool:
    return reader.read("好.xlsx", GOOD).sheets[0].rows == (("表", 1),)


def _fill(sheet: Worksheet) -> None:
    sheet.title = "数据"
    sheet["B3"] = " 文字 "
    sheet["C3"] = 12
    sheet["D3"] = 12.5
    sheet["E3"] = True
    sheet["F3"] = datetime(2026, 10, 1)  # noqa: DTZ001 - a workbook knows no time zones
    sheet["G3"] = "=C3+1"
    sheet["H3"] = "#DIV/0!"
    sheet["I3"] = 0.1
    sheet["K3"] = "末"
    sheet.merge_cells("B5:D6")
    sheet["B5"] = "合并"


def _hide(sheet: Worksheet) -> None:
    sheet.title = "藏"
    sheet.sheet_state = "veryHidden"
    sheet["A1"] = "k"


def test_cells_keep_their_kind_and_their_place(reader: Reader) -> None:
    book = reader.read("a.xlsx", xlsx(_fill, _hide))
    sheet, hidden = book.sheets
    assert sheet.rows[:2] == ((), ())
    assert sheet.rows[2] == (
        None,
        " 文字 ",
        12,
        Decimal("12.5"),
        True,
        date(2026, 10, 1),
        UNCACHED,
        CellError("#DIV/0!"),
        Decimal("0.1"),
        None,
        "末",
    )
    assert type(sheet.at(2, 2)) is int
    assert sheet.merges == ((4, 1, 5, 3),)
    assert (sheet.name, sheet.hidden, hidden.name, hidden.hidden) == ("数据", False, "藏", True)
    assert hidden.rows == (("k",),)
    assert not book.dates_1904


def test_a_cached_empty_text_is_blank_and_not_uncached(reader: Reader) -> None:
    def cached(name: str, content: bytes) -> bytes:
        return content.replace(
            b'<c r="A1"><f>B1&amp;""</f><v></v></c>',
            b'<c r="A1" t="str"><f>B1&amp;""</f><v></v></c>',
        ).replace(b'<c r="A2"><f>1+1</f><v></v>', b'<c r="A2"><f>1+1</f><v>2</v>')

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = '=B1&""'
        sheet["A2"] = "=1+1"
        sheet["A3"] = "=1+2"

    rows = reader.read("a.xlsx", repacked(xlsx(fill), cached)).sheets[0].rows
    assert [row[0] if row else None for row in rows] == [None, 2, UNCACHED]


def test_a_workbook_of_1904_says_so(reader: Reader) -> None:
    def marked(name: str, content: bytes) -> bytes:
        return content.replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')

    assert reader.read("a.xlsx", repacked(GOOD, marked)).dates_1904


def _bomb() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(201):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def _lying_bomb() -> bytes:
    """A member that says it is small and is not."""
    data = bytearray(_zip({"xl/workbook.xml": bytes(5 << 20)}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(data)


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _flipped(data: bytes) -> bytes:
    """One byte of a sheet's content changed, as a bad disk does."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
    place = member.header_offset + 30 + len(member.filename) + member.compress_size // 2
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "是空的"),
        (bytes(4096), "empty", "是空的"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2), "damaged", "已损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "not_a_workbook", "PNG 图片"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "not_a_workbook", "JPEG 图片"),
        (b"GIF89a" + bytes(99), "not_a_workbook", "GIF 图片"),
        (b"%PDF-1.7\n", "not_a_workbook", "PDF 文档"),
        (b"<html><table>", "not_a_workbook", "网页"),
        (b"<?xml version='1.0'?><Workbook/>", "not_a_workbook", "XML 文档"),
        ("这是一封信，\n没有表格。\n".encode("gb18030"), "not_a_workbook", "其实是文本"),
        ("机构,签约\n松林镇,1\n".encode()[:-7], "damaged", "没有传完整"),
        (b"Rar!\x1a\x07", "not_a_workbook", "RAR 压缩包"),
        (b"\x01\x02\x03\x00" * 50, "not_a_workbook", "其他种类的文件"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(2), "not_a_workbook", "Word 文档"),
        (OLE + "Root Entry".encode("utf-16-le") + bytes(2), "not_a_workbook", "其他种类的文档"),
        (OLE, "damaged", "已损坏"),
        (_zip({"word/document.xml": b"<w/>"}), "not_a_workbook", "Word 文档"),
        (_zip({"照片.jpg": b"x"}), "not_a_workbook", "压缩包"),
        (_zip({"mimetype": _ODT.encode(), "content.xml": b"<x/>"}), "not_a_workbook", "Writer"),
        (
            _zip({"mimetype": _ODS.encode(), "META-INF/manifest.xml": b"<m:encryption-data/>"}),
            "locked",
            "取消密码",
        ),
        (GOOD[:-200], "damaged", "没有传完整"),
        (GOOD[: len(GOOD) // 2], "damaged", "已损坏"),
        (_flipped(GOOD), "damaged", "已损坏"),
        (_zip({"xl/workbook.xml": b"<not"}), "unclear", "另存为"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(2), "damaged", "已损坏"),
        (_lying_bomb(), "damaged", "已损坏"),
        (_bomb(), "too_large", "太大"),
    ],
)
def test_what_is_no_whole_workbook_costs_one_sentence(
    reader: Reader, data: bytes, code: str, says: str
) -> None:
    with pytest.raises(Unreadable, match=says) as raised:
        reader.read("松林镇.xlsx", data)
    assert raised.value.code == code
    assert "松林镇.xlsx" in str(raised.value)
    assert _still_reads(reader)


def test_a_sheet_of_seventeen_billion_cells_costs_one_sentence(reader: Reader) -> None:
    def vast(sheet: Worksheet) -> None:
        sheet["A1"] = 1
        sheet["XFD1048576"] = 1

    with pytest.raises(Unreadable) as raised:
        reader.read("大.xlsx", xlsx(vast))
    assert raised.value.code in ("crashed", "too_large")
    assert _still_reads(reader)


def test_a_stray_cell_in_the_last_row_is_no_matter(reader: Reader) -> None:
    def long(sheet: Worksheet) -> None:
        sheet["B2"] = 1
        sheet["C1048576"] = 2

    sheet = reader.read("长.xlsx", xlsx(long)).sheets[0]
    assert (sheet.at(1, 1), sheet.at(1_048_575, 2), len(sheet.rows)) == (1, 2, 1_048_576)


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import os, struct, sys, time\n{code}")


_ASK = "n = struct.unpack('>II', sys.stdin.buffer.read(8)); sys.stdin.buffer.read(sum(n))\n"
_SAY = "sys.stdout.buffer.write(struct.pack('>I', {n}) + {body}); sys.stdout.buffer.flush()\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (_ASK + "os.abort()", "crashed"),
        ("sys.exit(3)", "crashed"),
        (_ASK + _SAY.format(n=100, body="b'{'"), "crashed"),
        (_ASK + _SAY.format(n=4, body="b'oops'"), "crashed"),
        (_ASK + _SAY.format(n=2, body="b'[]'"), "crashed"),
        (_ASK + _SAY.format(n=4_000_000_000, body="b''"), "crashed"),
        (_ASK + _SAY.format(n=100_000, body="b'[' * 100_000"), "crashed"),
        (_ASK + "while True: pass", "timeout"),
        ("time.sleep(60)", "timeout"),
    ],
)
def test_a_child_that_misbehaves_costs_one_sentence(code: str, expected: str) -> None:
    with Reader(time_limit=0.6, command=_python(code)) as reader:
        for _ in range(2):
            with pytest.raises(Unreadable) as raised:
                reader.read("a.xlsx", GOOD)
            assert raised.value.code == expected


def test_a_child_that_does_not_listen_cannot_hold_up_a_large_file() -> None:
    data = xlsx(lambda sheet: sheet.append(["x"])) + bytes(1 << 20)
    command = _python("time.sleep(60)")
    with (
        Reader(time_limit=0.5, command=command) as reader,
        pytest.raises(Unreadable) as raised,
    ):
        reader.read("a.xlsx", data)
    assert raised.value.code == "timeout"


def test_what_the_reader_panics_at_is_a_crash_and_the_next_file_meets_a_fresh_child(
    tmp_path: Path,
) -> None:
    """Stands for a PanicException, which derives from BaseException and not from Exception."""
    marker = tmp_path / "panicked"
    panicking = f"""
import pathlib, sys
import python_calamine
from importers import child
marker = pathlib.Path({str(marker)!r})
real = child.read
class Panic(BaseException): pass
def read(data):
    if not marker.exists():
        marker.touch()
        raise Panic
    return real(data)
child.read = read
child.main()
"""
    with Reader(command=_python(panicking)) as reader:
        with pytest.raises(Unreadable) as raised:
            reader.read("a.xlsx", GOOD)
        assert raised.value.code == "crashed"
        assert _still_reads(reader)


def test_a_child_may_not_take_more_memory_than_its_limit() -> None:
    hungry = """
from importers import child
child.read = lambda data: {"sheets": [], "x": bytearray(1 << 30)}
sys.argv = ["child", str(400 << 20)]
child.main()
"""
    with Reader(command=_python(hungry)) as reader, pytest.raises(Unreadable) as raised:
        reader.read("a.xlsx", GOOD)
    assert raised.value.code == "too_large"


@pytest.mark.parametrize("limit", ["ANSWER_LIMIT = 60", "CELL_LIMIT = 3"])
def test_what_would_fill_our_own_memory_costs_one_sentence(limit: str) -> None:
    """A cell that repeats a long text costs the file a few bytes, and us all of the text."""
    command = _python(f"from importers import child\nchild.{limit}\nchild.main()")
    with Reader(command=command) as reader:
        for name, data in (
            ("a.xlsx", xlsx(lambda sheet: sheet.append(["松林镇", 1, 2, 3]))),
            ("a.csv", "松林镇,1\n杨树镇,2\n".encode()),
        ):
            with pytest.raises(Unreadable) as raised:
                reader.read(name, data)
            assert raised.value.code == "too_large"


def _encrypted(password: str) -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(GOOD)).encrypt(password, stream)
    return stream.getvalue()


def test_a_file_with_a_password_opens_with_the_one_that_fits_among_several() -> None:
    data = _encrypted("松林 2026")
    with Reader(passwords=("", "123456", "松林 2026")) as reader:
        assert reader.read("密.xlsx", data).sheets[0].rows == (("表", 1),)
        assert _still_reads(reader)


@pytest.mark.parametrize(
    ("passwords", "code", "says"),
    [((), "encrypted", "请输入密码"), (("123456",), "wrong_password", "密码不对")],
)
def test_a_file_whose_password_is_not_known_says_so(
    passwords: tuple[str, ...], code: str, says: str
) -> None:
    with Reader(passwords=passwords) as reader:
        with pytest.raises(Unreadable, match=says) as raised:
            reader.read("密.xlsx", _encrypted("654321"))
        assert raised.value.code == code
        assert _still_reads(reader)


def test_a_file_that_only_protects_its_structure_opens_without_a_question(reader: Reader) -> None:
    data = _encrypted("VelvetSweatshop")
    assert reader.read("护.xlsx", data).sheets[0].rows == (("表", 1),)


def test_many_files_come_back_in_order_with_the_bad_ones_among_them() -> None:
    second = xlsx(lambda sheet: sheet.append(["乙", 2]))
    files = [("a", GOOD), ("b", b""), ("c", GOOD[:-200]), ("d", second), ("e", GOOD)]
    with Reader() as reader:
        outcomes = list(reader.read_all(files))
    kinds = [o.code if isinstance(o, Unreadable) else "read" for o in outcomes]
    assert kinds == ["read", "empty", "damaged", "read", "read"]
    fourth = outcomes[3]
    assert isinstance(fourth, Workbook)
    assert fourth.sheets[0].rows == (("乙", 2),)


def test_a_file_that_ends_its_child_costs_no_file_the_other_child_holds() -> None:
    fragile = """
from importers import child
real = child.read
def read(data):
    if b"BOOM" in data:
        os._exit(9)
    return real(data)
child.read = read
child.main()
"""
    files = [("a", GOOD), ("b", GOOD + b"BOOM"), ("c", GOOD), ("d", GOOD + b"BOOM"), ("e", GOOD)]
    with Reader(command=_python(fragile)) as reader:
        outcomes = list(reader.read_all(files))
    kinds = [o.code if isinstance(o, Unreadable) else "read" for o in outcomes]
    assert kinds == ["read", "crashed", "read", "crashed", "read"]


_ENDS = {"ends": b"BOOM", "panics": b"PANIC", "hangs": b"SLEEP"}
_SHAKY = """
from importers import child
real = child.read
class Panic(BaseException): pass
def read(data):
    if data.endswith(b"BOOM"):
        os._exit(9)
    if data.endswith(b"PANIC"):
        raise Panic
    if data.endswith(b"SLEEP"):
        time.sleep(60)
    return real(data)
child.read = read
child.main()
"""


@pytest.mark.parametrize("seed", range(8))
def test_every_file_gets_what_it_says_itself_whatever_the_others_do_to_their_children(
    seed: int,
) -> None:
    """Small files wait behind others in the pipe; one that ends the child must not shift them."""
    chance = random.Random(seed)
    kinds = ["hangs", *chance.choices(["small", "large", "ends", "panics"], [9, 3, 2, 2], k=19)]
    chance.shuffle(kinds)
    files = []
    for number, kind in enumerate(kinds):
        data = xlsx(partial(Worksheet.append, iterable=["第", number]))
        data += bytes(SMALL) if kind == "large" else b""
        files.append((kind, data + _ENDS.get(kind, b"")))
    with Reader(time_limit=1.5, command=_python(_SHAKY)) as reader:
        outcomes = list(reader.read_all(files))
    told = [o.code if isinstance(o, Unreadable) else o.sheets[0].rows for o in outcomes]
    expected = {"ends": "crashed", "panics": "crashed", "hangs": "timeout"}
    assert told == [expected.get(k, (("第", at),)) for at, k in enumerate(kinds)]


def test_the_reader_can_be_used_again_after_it_was_closed() -> None:
    reader = Reader()
    assert _still_reads(reader)
    reader.close()
    reader.close()
    assert _still_reads(reader)
    reader.close()
