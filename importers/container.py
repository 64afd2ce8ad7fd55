"""A workbook's container, a .zip: verified as a whole, and the parts we search ourselves."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from importers.marks import part_name, worksheet_names

CONTENT_LIMIT = 200 << 20
# The part that lists the worksheets, and the one that says where they are.
_BOOKS = {
    "xl/workbook.xml": "xl/_rels/workbook.xml.rels",
    "xl/workbook.bin": "xl/_rels/workbook.bin.rels",
}


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
            members = archive.infolist()
            # Of an archive cut short, the list of the last one inside it is found instead.
            if min((member.header_offset for member in members), default=0) > 0:
                raise Refused("damaged")
            _check_document(archive, {part_name(member.filename) for member in members})
            if sum(member.file_size for member in members) > CONTENT_LIMIT:
                raise Refused("too_large")
            if any(member.flag_bits & 1 for member in members):
                raise Refused("locked")
        by_name = {part_name(member.filename): member for member in members}
        # Of two members by one name each program takes the one it likes.
        if len(by_name) < len(members):
            raise Refused("unclear")
        wanted = _wanted(data, by_name)
        contents = ((part_name(member.filename), _unpack(data, member)) for member in members)
        return {name: content for name, content in contents if name in wanted}
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError):
        raise Refused("damaged") from None


def _wanted(data: bytes, members: dict[str, zipfile.ZipInfo]) -> set[str]:
    """The parts to keep, by what the workbook says its worksheets are called."""
    wanted = {"content.xml", "xl/styles.bin"} | _BOOKS.keys() | set(_BOOKS.values())
    for links in _BOOKS.values():
        if (member := members.get(links)) is not None:
            wanted |= worksheet_names(_unpack(data, member))
    return wanted


def _unpack(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """One member, its size and checksum verified. zipfile's own reading takes twice as long."""
    names = struct.unpack_from("<HH", data, member.header_offset + 26)
    start = member.header_offset + 30 + sum(names)
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


def _check_document(archive: zipfile.ZipFile, names: set[str]) -> None:
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
