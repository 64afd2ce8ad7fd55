"""An .xlsx or .xlsm as the members of its container: read whole, under limits, and written back.

A member nobody changes is the same bytes afterwards, whatever it is: images, macros, styles.
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from monitoring.errors import ExpectedError

# Unpacked; what stands in a city bureau's workbook is far below it, what a bomb unpacks to is not.
CONTENT_LIMIT = 200 << 20
MEMBERS_LIMIT = 5000
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再用"
Attributes = dict[str, str]


@dataclass(frozen=True)
class Package:
    """A container's ``infos`` in their order, and the ``parts`` by name.

    ``book`` is the part that lists the sheets, ``sheets`` the part of each by the sheet's name,
    ``hidden`` the names of those nobody sees.
    """

    infos: tuple[zipfile.ZipInfo, ...]
    parts: Mapping[str, bytes]
    book: str
    sheets: Mapping[str, str]
    hidden: frozenset[str] = frozenset()

    def links(self, part: str, kind: str) -> dict[str, str]:
        """Parts that ``part`` refers to as ``kind`` ("worksheet", "table"), by their ids."""
        return _links(self.parts, part, kind)

    def saved(self, changed: Mapping[str, bytes]) -> bytes:
        """The container with some parts changed."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.infos:
                part = changed.get(info.filename, self.parts[info.filename])
                target.writestr(_renewed(info), part)
        return stream.getvalue()


def open_package(content: bytes) -> Package:
    """The container in ``content``. Raises :class:`ExpectedError` for what is no whole .xlsx."""
    if not content.startswith(b"PK"):
        raise ExpectedError("这个文件不是 .xlsx 或 .xlsm 工作簿；" + _RESAVE + "。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = tuple(archive.infolist())
            _check(infos)
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise ExpectedError("这个工作簿已损坏或没有传完整；请向发来的人要一份完好的。") from None
    book = next(iter(_links(parts, "", "officeDocument").values()), "")
    if book not in parts:
        raise ExpectedError("这个文件不是 .xlsx 或 .xlsm 工作簿；" + _RESAVE + "。")
    targets = _links(parts, book, "worksheet")
    listed = [each for _, each in elements(parts[book], "sheet") if each.get("id") in targets]
    sheets = {each.get("name", ""): targets[each["id"]] for each in listed}
    # Of two sheets by one name, or two names of one sheet, nobody can say which is meant.
    if len({name.lower() for name in sheets}) < len(listed) or len(set(sheets.values())) < len(
        sheets
    ):
        raise unclear()
    hidden = frozenset(e.get("name", "") for e in listed if e.get("state", "visible") != "visible")
    return Package(infos, parts, book, sheets, hidden)


def walk(
    xml: bytes,
    start: Callable[[str, Attributes, int], None],
    end: Callable[[str, int], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Tell every element of a part by its local name, attributes and byte offset.

    Attributes lose their namespaces too. ``end`` is told the offset of the closing tag, or, of an
    element that has none, where its only tag ends; ``text`` what stands between tags, in pieces.
    Raises :class:`ExpectedError` for a part that
    is not well-formed, is not UTF-8, or declares entities.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def started(name: str, attributes: Attributes) -> None:
        if any(" " in key for key in attributes):
            attributes = {_local(key): value for key, value in attributes.items()}
        start(_local(name), attributes, parser.CurrentByteIndex)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        # Offsets and what is put in are of bytes in UTF-8.
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise unclear()

    def refused(*_: object) -> None:
        raise unclear()

    parser.StartElementHandler = started
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refused
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(_local(name), parser.CurrentByteIndex)
    if text is not None:
        parser.CharacterDataHandler = text
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
        raise unclear()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise unclear() from None


def elements(xml: bytes, *names: str) -> Iterator[tuple[str, Attributes]]:
    """The elements of these local names, in order."""
    found: list[tuple[str, Attributes]] = []

    def start(name: str, attributes: Attributes, _: int) -> None:
        if name in names:
            found.append((name, attributes))

    walk(xml, start)
    return iter(found)


def unclear() -> ExpectedError:
    """What is said of a file that no two programs would read alike."""
    return ExpectedError(f"这个工作簿里有读不通的内容；{_RESAVE}。")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _check(infos: tuple[zipfile.ZipInfo, ...]) -> None:
    names = {info.filename.lower() for info in infos}
    # Of two members by one name each program takes the one it likes.
    if len(names) < len(infos):
        raise unclear()
    if any(info.compress_type not in _PACKED for info in infos):
        raise unclear()
    if len(infos) > MEMBERS_LIMIT or sum(info.file_size for info in infos) > CONTENT_LIMIT:
        raise ExpectedError("这个工作簿展开后太大；请删去多余的行列和图片，另存为 .xlsx 后再用。")
    if any(info.flag_bits & 1 for info in infos):
        raise ExpectedError("这个工作簿设有打开密码；请取消密码，重新保存后再用。")


def _renewed(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A member as it was, without the notes on sizes that its container kept of it."""
    renewed = copy.copy(info)
    renewed.extra = b""
    return renewed


def _links(parts: Mapping[str, bytes], part: str, kind: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    relations = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if relations is None:
        return {}
    by_name = {each.replace("\\", "/").lower(): each for each in parts}
    found = {}
    for _, each in elements(relations, "Relationship"):
        if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            if (target := by_name.get(path.lstrip("/").lower())) is not None:
                found[each.get("Id", "")] = target
    return found
