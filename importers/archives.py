"""Archives as messengers deliver them: a .zip becomes the files inside it, in memory only.

A name inside an archive is a text to show; nothing is ever written under it.
"""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from importers.files import is_noise, is_readable, not_a_workbook
from importers.reader import Unreadable
from monitoring.issues import Issue

MEMBER_LIMIT = 2000
CONTENT_LIMIT = 200 << 20
# Workbooks are compressed already, and text shrinks tenfold: a thousandfold is a trap.
RATIO_LIMIT = 300
_SMALL = 1 << 20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
# How every office document begins, and no messenger's archive.
_DOCUMENT_STARTS = (
    b"[Content_Types].xml",
    b"_rels/",
    b"docProps/",
    b"customXml/",
    b"xl/",
    b"word/",
    b"ppt/",
    b"mimetype",
)
_DOCUMENT_PARTS = frozenset(
    ("[Content_Types].xml", "mimetype", "content.xml", "xl/workbook.xml", "xl/workbook.bin")
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name with its folders, and its bytes or why there are none."""

    name: str
    content: bytes = b""
    issue: Issue | None = None


def is_archive(data: bytes) -> bool:
    """Whether it is a .zip of files rather than one document, which is a .zip as well."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    # Looked at first because opening the archive costs as much as reading a small workbook.
    if data[30:].startswith(_DOCUMENT_STARTS):
        return False
    archive = _opened(data)
    return archive is not None and not _is_document(archive)


def expand(name: str, data: bytes) -> list[Member]:
    """The files of an archive called ``name``, and those of archives directly inside it.

    What systems leave behind is passed over. A member that cannot be had costs an issue; an
    archive that is too large as a whole gives one member with the archive's own empty name.
    """
    archive = _opened(data)
    if archive is None:
        return [Member("", issue=_refusal("damaged", name))]
    return list(_members(name, archive, _Budget(MEMBER_LIMIT, CONTENT_LIMIT), nested=True))


@dataclass
class _Budget:
    """What an archive may still unpack, the archives inside it included."""

    members: int
    size: int

    def takes(self, infos: list[zipfile.ZipInfo]) -> bool:
        self.members -= len(infos)
        self.size -= sum(info.file_size for info in infos)
        return self.members >= 0 and self.size >= 0


def _members(
    name: str, archive: zipfile.ZipFile, budget: _Budget, *, nested: bool
) -> Iterator[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    found = [(parts, info) for info in infos if (parts := _parts(info))]
    wanted = [info for parts, info in found if is_readable(parts[-1])]
    if len(found) > MEMBER_LIMIT or not budget.takes(wanted):
        yield Member("", issue=_refusal("too_large", name))
        return
    if not found:
        yield Member("", issue=_refusal("empty_archive", name))
    for parts, info in found:
        if not is_readable(parts[-1]):
            yield Member("/".join(parts), issue=not_a_workbook(parts[-1]))
        else:
            yield from _member(parts, info, archive, budget, nested=nested)


def _member(
    parts: list[str],
    info: zipfile.ZipInfo,
    archive: zipfile.ZipFile,
    budget: _Budget,
    *,
    nested: bool,
) -> Iterator[Member]:
    path, name = "/".join(parts), parts[-1]
    content = _content(archive, info)
    if isinstance(content, str):
        yield Member(path, issue=_refusal(content, name))
        return
    inner = _opened(content) if nested and is_archive(content) else None
    if inner is None:
        yield Member(path, content)
        return
    for member in _members(name, inner, budget, nested=False):
        below = f"{path}/{member.name}" if member.name else path
        yield Member(below, member.content, member.issue)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | str:
    """The bytes, their size and checksum verified, or the code of what is wrong."""
    if info.flag_bits & _ENCRYPTED:
        return "locked_archive"
    if info.file_size > max(_SMALL, RATIO_LIMIT * info.compress_size):
        return "too_large"
    try:
        return archive.read(info)
    # The library raises a dozen kinds of error at a broken member, by how it was packed.
    except Exception:
        return "damaged"


def _opened(data: bytes) -> zipfile.ZipFile | None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:
        return None
    # Of an archive cut short, the list of the last one inside it would be taken for its own.
    first = min((info.header_offset for info in archive.infolist()), default=0)
    return archive if first == 0 else None


def _is_document(archive: zipfile.ZipFile) -> bool:
    return any(info.filename in _DOCUMENT_PARTS for info in archive.infolist())


def _parts(info: zipfile.ZipInfo) -> list[str]:
    """Folders and name as texts to show, empty for what systems leave behind."""
    name = "".join(mark for mark in _name(info).replace("\\", "/") if mark.isprintable())
    parts = [part for part in name.split("/") if part.strip() not in ("", ".", "..")]
    return [] if any(map(is_noise, parts)) else parts


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was written: UTF-8 where marked or possible, else as Windows in China does."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    # Unmarked names were taken for code page 437, which gives the bytes back unchanged.
    raw = info.orig_filename.encode("cp437", "replace")
    if (beside := _name_beside(info.extra, raw)) is not None:
        return beside
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _name_beside(extra: bytes, raw: bytes) -> str | None:
    """The UTF-8 name some programs put beside one in the system's own encoding (APPNOTE 4.6.9)."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + length]
        if kind == _UNICODE_PATH and field[:5] == struct.pack("<BI", 1, zlib.crc32(raw)):
            with contextlib.suppress(UnicodeDecodeError):
                return field[5:].decode("utf-8")
        place += 4 + length
    return None


def _refusal(code: str, name: str) -> Issue:
    return Issue(code, str(Unreadable(code, name)))
