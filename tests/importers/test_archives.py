from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from importers import archives
from importers.archives import Member, expand, is_archive
from importers.reader import Reader, Unreadable
from monitoring.issues import Severity
from tests.importers.books import xlsx

BOOK = xlsx(lambda sheet: sheet.append(["表", 1]))


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip whose names are marked as UTF-8 wherever they are not ASCII."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _unmarked(name: bytes, content: bytes) -> bytes:
    """A .zip whose one name is raw bytes without a word on their encoding."""
    stand_in = "x" * len(name)
    return packed({stand_in: content}, zipfile.ZIP_STORED).replace(stand_in.encode(), name)


def _outcomes(members: list[Member]) -> list[tuple[str, str]]:
    return [(each.name, each.issue.code if each.issue else "") for each in members]


def test_files_keep_their_folders_and_their_bytes() -> None:
    data = packed({"十月/松林镇.xlsx": BOOK, "十月/": b"", "杨树镇.CSV": b"a,b\n1,2\n"})
    assert is_archive(data)
    assert expand("来表.zip", data) == [
        Member("十月/松林镇.xlsx", BOOK),
        Member("杨树镇.CSV", b"a,b\n1,2\n"),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_mark_are_chinese_all_the_same(encoding: str) -> None:
    data = _unmarked("十月/誠信镇.xlsx".encode(encoding), BOOK)
    assert _outcomes(expand("来表.zip", data)) == [("十月/誠信镇.xlsx", "")]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (b"\x01%crc" + "㐂松镇.xlsx".encode(), "㐂松镇.xlsx"),
        (b"\x02%crc" + "㐂松镇.xlsx".encode(), "_松镇.xlsx"),
        (b"\x01\0\0\0\0" + "㐂松镇.xlsx".encode(), "_松镇.xlsx"),
        (b"\x01%crc\xff", "_松镇.xlsx"),
        (b"", "_松镇.xlsx"),
    ],
    ids=["fits", "of another version", "of another name", "no text", "none"],
)
def test_a_name_written_beside_in_full_is_the_one_shown(field: bytes, name: str) -> None:
    """The system's encoding has no sign for every character; the field beside it has."""
    raw = "_松镇.xlsx".encode("gb18030")
    written = field.replace(b"%crc", struct.pack("<I", zlib.crc32(raw)))
    stand_in = zipfile.ZipInfo("x" * len(raw))
    stand_in.extra = b"\x99\x99\x01\x00x" + struct.pack("<HH", 0x7075, len(written)) + written
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(stand_in, BOOK)
    data = stream.getvalue().replace(stand_in.filename.encode(), raw)
    assert _outcomes(expand("来表.zip", data)) == [(name, "")]


def test_archives_inside_are_opened_one_level_deep() -> None:
    deepest = packed({"c.xlsx": BOOK})
    inner = packed({"b.xlsx": BOOK, "深.zip": deepest})
    data = packed({"a.xlsx": BOOK, "里.zip": inner})
    assert expand("来表.zip", data) == [
        Member("a.xlsx", BOOK),
        Member("里.zip/b.xlsx", BOOK),
        Member("里.zip/深.zip", deepest),
    ]


def test_what_systems_leave_behind_is_passed_over_and_other_files_are_named() -> None:
    noise = ("__MACOSX/._a.xlsx", ".DS_Store", "~$a.xlsx", "十月/Thumbs.db", ".~a.et")
    data = packed(dict.fromkeys(noise, b"x") | {"a.xlsx": BOOK, "照片.jpg": b"x"})
    first, second = expand("来表.zip", data)
    assert first == Member("a.xlsx", BOOK)
    assert second.issue is not None
    assert (second.name, second.issue.code, second.issue.severity) == (
        "照片.jpg",
        "not_a_workbook",
        Severity.WARNING,
    )


def test_a_workbook_is_no_archive_and_an_archive_of_workbooks_is() -> None:
    assert not is_archive(BOOK)
    assert not is_archive(packed({"docProps/app.xml": b"x", "xl/workbook.xml": b"x"}))
    assert not is_archive(packed({"a.xml": b"x", "[Content_Types].xml": b"x"}))
    assert not is_archive(b"PK\x03\x04" + bytes(99))
    assert not is_archive(b"a,b\n")
    assert is_archive(packed({"a.xlsx": BOOK}, zipfile.ZIP_STORED))
    assert is_archive(packed({}))


def test_a_name_is_a_text_and_leads_nowhere(tmp_path: Path) -> None:
    data = packed(
        {"../../etc/a.xlsx": BOOK, "/b.xlsx": BOOK, "..\\c.xlsx": BOOK, "d\x1b.xlsx": b""}
    )
    names = [each.name for each in expand("来表.zip", data)]
    assert names == ["etc/a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"]


def test_a_broken_member_costs_one_line() -> None:
    data = bytearray(packed({"a.xlsx": BOOK, "b.xlsx": BOOK}, zipfile.ZIP_STORED))
    data[500] ^= 0xFF
    assert _outcomes(expand("来表.zip", bytes(data))) == [("a.xlsx", "damaged"), ("b.xlsx", "")]


def test_a_member_under_a_password_costs_one_line() -> None:
    data = bytearray(packed({"a.xlsx": BOOK, "b.xlsx": BOOK}))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    first, second = expand("来表.zip", bytes(data))
    assert first.issue is not None
    assert first.issue.code == "locked_archive"
    assert "解压" in first.issue.message
    assert second == Member("b.xlsx", BOOK)


def test_a_member_that_expands_a_thousandfold_costs_one_line() -> None:
    data = packed({"a.csv": bytes(5 << 20), "b.xlsx": BOOK})
    assert _outcomes(expand("来表.zip", data)) == [("a.csv", "too_large"), ("b.xlsx", "")]


def test_a_member_that_says_it_is_smaller_than_it_is_costs_one_line() -> None:
    data = bytearray(packed({"a.csv": b"a,b\n" * 999}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    assert _outcomes(expand("来表.zip", bytes(data))) == [("a.csv", "damaged")]


def test_an_archive_that_is_too_large_as_a_whole_costs_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = packed({"b.xlsx": BOOK, "c.xlsx": BOOK})
    data = packed({"a.xlsx": BOOK, "里.zip": inner})
    monkeypatch.setattr(archives, "CONTENT_LIMIT", len(BOOK) * 2 + len(inner))
    assert _outcomes(expand("来表.zip", data)) == [("a.xlsx", ""), ("里.zip", "too_large")]
    monkeypatch.setattr(archives, "MEMBER_LIMIT", 1)
    assert _outcomes(expand("来表.zip", data)) == [("", "too_large")]


def test_an_archive_cut_short_is_not_taken_for_the_one_inside_it() -> None:
    inner = packed({"b.xlsx": BOOK}, zipfile.ZIP_STORED)
    for last in ({"里.zip": inner}, {"里.xlsx": BOOK}):
        data = packed({"a.xlsx": BOOK} | last, zipfile.ZIP_STORED)[:-30]
        assert not is_archive(data)
        assert _outcomes(expand("来表.zip", data)) == [("", "damaged")]
        with Reader() as reader, pytest.raises(Unreadable) as raised:
            reader.read("来表.zip", data)
        assert raised.value.code == "damaged"


def test_an_archive_without_files_says_so() -> None:
    assert _outcomes(expand("来表.zip", packed({}))) == [("", "empty_archive")]
    assert _outcomes(expand("来表.zip", packed({".DS_Store": b"x"}))) == [("", "empty_archive")]
