"""The paragraphs of a plan's own document: .docx and text are read, a .pdf is only kept.

The file is a stranger's: its size is limited before it is unpacked, and an XML that defines
entities is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree

from importers.delimited import decoded
from monitoring.errors import ExpectedError

SIZE_LIMIT = 50 << 20
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST = 20_000


def paragraphs(name: str, data: bytes) -> list[str] | None:
    """The paragraphs that say anything, in order; ``None`` for a .pdf, which nothing here reads.

    Raises ``ExpectedError`` for anything that is no document.
    """
    if data.startswith(b"%PDF"):
        return None
    if data.startswith(b"PK"):
        return _of_docx(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ExpectedError(f"“{name}”是旧式的 .doc；请用 Word 或 WPS 另存为 .docx 再附。")
    try:
        text = decoded(data)
    except ValueError as error:
        raise _damaged(name) from error
    return [line for each in text.splitlines() if (line := " ".join(each.split()))][:_MOST]


def _of_docx(name: str, data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = archive.getinfo(_MAIN)
            if member.file_size > SIZE_LIMIT:
                raise ExpectedError(f"“{name}”展开后太大；请删去图片后另存一份再附。")
            with archive.open(member) as stream:
                xml = stream.read(SIZE_LIMIT + 1)
    except KeyError:
        raise ExpectedError(f"“{name}”不是 Word 文档；请附 .docx、.txt 或 .pdf。") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise _damaged(name) from error
    except (RuntimeError, ValueError) as error:  # a password, or a header that makes no sense
        raise ExpectedError(f"“{name}”打不开；请取消密码后另存一份再附。") from error
    if len(xml) > SIZE_LIMIT or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _damaged(name)
    try:
        root = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, ValueError) as error:
        raise _damaged(name) from error
    texts = (_text(each) for each in root.iter(f"{_W}p"))
    return [line for text in texts if (line := " ".join(text.split()))][:_MOST]


def _text(paragraph: ElementTree.Element) -> str:
    pieces = []
    for each in paragraph.iter():
        if each.tag == f"{_W}t":
            pieces.append(each.text or "")
        elif each.tag in (f"{_W}tab", f"{_W}br"):
            pieces.append(" ")
    return "".join(pieces)


def _damaged(name: str) -> ExpectedError:
    return ExpectedError(f"“{name}”已损坏，没有附上；请另存一份再附。")
