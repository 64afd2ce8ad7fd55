"""A workbook's container, a .zip: verified as a whole, and the parts we search ourselves."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

from importers.marks import part_name, worksheet_names

CONTENT_LIMIT = 200 << 20
_UTF8_NAME = 0x800
# Where a workbook says what its worksheets are called.
_LINKS = ("xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels")
_SEARCHED = frozenset(("xl/workbook.xml", "xl/workbook.bin", "xl/styles.bin", "content.xml"))


class Refused(Exception):  # noqa: N818 - an answer rather than an error
    """A file that is no readable workbook: a code of :mod:`importers.reader` and what it is."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def unpacked(data: bytes) -> dict[str, bytes]:
    """Read every member once: checksums and real sizes. Returns the parts that are searched.

    Raises :class:`Refused` for what is not whole, too large or no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {part_name(member.filename): member for member in archive.infolist()}
            # Of two members by one name each program takes the one it likes.
            if len(members) < len(archive.infolist()):
                raise Refused("unclear")
            # Of an archive cut short, the list of the last one inside it is found instead.
            if min((member.header_offset for member in members.values()), default=0) > 0:
                raise Refused("damaged")
            _check_document(archive, members)
            if sum(member.file_size for member in members.values()) > CONTENT_LIMIT:
                raise Refused("too_large")
            if any(member.flag_bits & 1 for member in members.values()):
                raise Refused("locked")
        return _searched(data, members)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError):
        raise Refused("damaged") from None


def _searched(data: bytes, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """The parts to search, every other member having been unpacked as well."""
    parts = {name: _unpack(data, members[name]) for name in _LINKS if name in members}
    wanted = _SEARCHED.union(*map(worksheet_names, parts.values()))
    for name, member in members.items():
        if name not in parts:
            content = _unpack(data, member)
            if name in wanted:
                parts[name] = content
    return parts


def _unpack(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """One member, its size and checksum verified. zipfile's own reading takes twice as long."""
    place = member.header_offset + 30
    named, extra = struct.unpack_from("<HH", data, place - 4)
    # Names have no checksum, and a part under another name is a part that is missing.
    if data[place : place + named] != _raw_name(member):
        raise Refused("damaged")
    start = place + named + extra
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-15).decompress(packed, member.file_size + 1)
    elif member.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed)
    else:
        raise Refused("damaged")
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise Refused("damaged")
    return content


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    """The name as it stands in the list, whose entries zipfile decodes by their mark."""
    return member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8_NAME else "cp437")


def _check_document(archive: zipfile.ZipFile, names: Collection[str]) -> None:
    if any(name.startswith("xl/workbook") for name in names):
        return
    if "word/document.xml" in names:
        raise Refused("not_a_workbook", "Word 文档")
    if "ppt/presentation.xml" in names:
        raise Refused("not_a_workbook", "PowerPoint 演示文稿")
    if "mimetype" in names:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if "spreadsheet" not in kind:
            raise Refused("not_a_workbook", "Writer 文档" if "text" in kind else "其他种类的文档")
        if "meta-inf/manifest.xml" in names and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise Refused("locked")
    elif "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise Refused("not_a_workbook", "压缩包")
