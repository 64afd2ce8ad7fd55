"""The paragraphs of a plan's document, .docx or .txt; a .pdf is known but not read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.parsers import expat

from importers.delimited import decoded
from importers.kinds import CONTROLS, kind_of
from monitoring.errors import ExpectedError

TEXT_LIMIT = 20 << 20  # bytes of text or XML; the longest plan we know has 0.3 MiB
MOST_PARAGRAPHS = 50_000
CELLS_APART = "｜"

_PDF = "PDF 文档"
_BODY = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# Besides what it shows a document holds the same once more for older programs, and what was struck.
_SKIPPED = frozenset(("Fallback", "del", "moveFrom", "instrText", "delText"))
_BREAKS = frozenset(("br", "cr", "tab", "noBreakHyphen"))


class DocumentError(ExpectedError):
    """A file whose paragraphs cannot be read, in one sentence."""


def is_pdf(data: bytes) -> bool:
    """Whether it is a .pdf, whose paragraphs another program has to show."""
    return kind_of(data) == _PDF


def ending_of(data: bytes) -> str:
    """The ending a document's name should have, by its content: .pdf, .docx or .txt."""
    return ".pdf" if is_pdf(data) else ".docx" if kind_of(data) == "zip" else ".txt"


def read_paragraphs(name: str, data: bytes) -> tuple[str, ...]:
    """The paragraphs with any text, each on one line; a row of a table is one paragraph.

    ``name`` is what sentences call the file. Raises :class:`DocumentError`.
    """
    kind = kind_of(data)
    if kind == "zip":
        found = _docx(name, data)
    elif kind == "text":
        found = _text(name, data)
    elif kind == "empty":
        raise DocumentError(f"“{name}”是空的；请另选一个文件。")
    else:
        what = "设有打开密码的文件" if kind == "encrypted" else _named(kind)
        raise DocumentError(f"“{name}”是{what}；请另存为 .docx、.txt 或 .pdf 后再附。")
    lines = tuple(line for paragraph in found if (line := " ".join(paragraph.split())))
    if not lines:
        raise DocumentError(f"“{name}”里没有文字，可能是扫描的图片；请附上有文字的文件或 .pdf。")
    if len(lines) > MOST_PARAGRAPHS:
        raise DocumentError(f"“{name}”超过 {MOST_PARAGRAPHS} 段，不会是规划原文；请另选一个文件。")
    return lines


def _named(kind: str) -> str:
    return "旧格式的文件" if kind == "ole" else kind


def _text(name: str, data: bytes) -> list[str]:
    if len(data) > TEXT_LIMIT:
        raise DocumentError(f"“{name}”太大，不会是规划原文；请另选一个文件。")
    try:
        text = decoded(data).removesuffix("\x1a")
    except ValueError as error:
        raise DocumentError(f"看不懂“{name}”的文字编码；请另存为 UTF-8 后再附。") from error
    if CONTROLS.search(text.replace("\x0c", "\n")):
        raise DocumentError(f"“{name}”不是文本；请附上 .docx、.txt 或 .pdf。")
    return text.splitlines()


def _docx(name: str, data: bytes) -> list[str]:
    reader = _Paragraphs()
    try:
        reader.read(_body(name, data))
    except expat.ExpatError as error:
        raise DocumentError(f"“{name}”已损坏；请用 Word 或 WPS 打开，另存为 .docx。") from error
    return reader.paragraphs


def _body(name: str, data: bytes) -> bytes:
    """The one part that holds the text; nothing else of the container is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bodies = [each for each in archive.infolist() if each.filename == _BODY]
            if len(bodies) != 1:
                raise DocumentError(f"“{name}”不是 Word 文档；请附上 .docx、.txt 或 .pdf。")
            if bodies[0].flag_bits & 1:
                raise DocumentError(f"“{name}”设有密码；请取消密码后再附。")
            # What the list says of its size is the sender's word: it is measured as it unpacks.
            with archive.open(bodies[0]) as part:
                content = part.read(TEXT_LIMIT + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise DocumentError(f"“{name}”已损坏；请用 Word 或 WPS 打开，另存为 .docx。") from error
    if len(content) > TEXT_LIMIT:
        raise DocumentError(f"“{name}”展开后太大，不会是规划原文；请另选一个文件。")
    return content


class _Paragraphs:
    """Collects paragraphs from WordprocessingML. Declarations of any kind are refused."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._open: list[list[str]] = []  # a text box stands inside the paragraph it hangs on
        self._rows: list[list[list[str]]] = []  # paragraphs by cell, of tables within tables
        self._skipping = 0
        self._in_text = False

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)

    def _refuse(self, *_: object) -> None:
        raise expat.ExpatError("declarations are not read")

    def _start(self, name: str, _: dict[str, str]) -> None:
        tag = _tag(name)
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
        elif tag == "p":
            self._open.append([])
        elif tag == "tr":
            self._rows.append([])
        elif tag == "tc" and self._rows:
            self._rows[-1].append([])
        elif tag == "t":
            self._in_text = True
        elif tag in _BREAKS and self._open:
            self._open[-1].append("-" if tag == "noBreakHyphen" else " ")

    def _end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        tag = _tag(name)
        if tag == "p" and self._open:
            self._put("".join(self._open.pop()))
        elif tag == "tr" and self._rows:
            self._put_row(self._rows.pop())
        elif tag == "t":
            self._in_text = False

    def _characters(self, text: str) -> None:
        if self._in_text and self._open and not self._skipping:
            self._open[-1].append(text)

    def _put_row(self, cells: list[list[str]]) -> None:
        # A box around text is a table of one cell: there the paragraphs are what they look like.
        if len(cells) == 1:
            for line in cells[0]:
                self._put(line)
        else:
            self._put(CELLS_APART.join(" ".join(cell) for cell in cells))

    def _put(self, line: str) -> None:
        if not line.strip(f" {CELLS_APART}"):
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(line)
        else:
            self.paragraphs.append(line)


def _tag(name: str) -> str:
    """The name of an element of WordprocessingML; of others only what is to be skipped."""
    space, _, tag = name.rpartition("}")
    return tag if space in (_WORD, _STRICT) or tag == "Fallback" else ""
