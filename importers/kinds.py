"""What a file really is, by its content: an ending proves nothing."""

from __future__ import annotations

import codecs
import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"%PDF", "PDF 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "程序"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = ("EncryptedPackage", "DataSpaces")
_OLE_DOCUMENTS = (("WordDocument", "Word 文档"), ("PowerPoint Document", "PowerPoint 演示文稿"))
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_SHEET_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_HEAD = 4096
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a table in Chinese is written with; bytes read in the wrong order fall outside at once.
_ORDINARY = re.compile(
    r"[\t\r\n -~\u00a0-\u00ff\u2010-\u2044\u2103\u2160-\u217f\u2460-\u2473\u3000-\u3020"
    r"\u4e00-\u9fff\uff00-\uffef]+"
)


def kind_of(data: bytes) -> str:
    """What it is: "zip", "ole" or "text" for a possible table, "encrypted", "empty", or a name.

    A name is Chinese and reads on in a sentence: 其实是 PNG 图片.
    """
    if not data.strip(b"\x00"):
        return "empty"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "zip"
    if data.startswith(OLE):
        return _ole_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP 图片"
    for signature, name in _SIGNATURES:
        # Two letters may also begin a heading, as in BM,名称.
        if data.startswith(signature) and (len(signature) > 2 or not _is_text(data[:_HEAD])):
            return name
    return _text_kind(data[:_HEAD])


def _ole_kind(data: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\x00\x00" in data

    if any(holds(name) for name in _ENCRYPTED):
        return "encrypted"
    if any(holds(name) for name in _SHEET_STREAMS):
        return "ole"
    for name, kind in _OLE_DOCUMENTS:
        if holds(name):
            return kind
    # Without even a directory it is cut off, and may well have been a workbook.
    return "其他种类的文档" if holds("Root Entry") else "ole"


def byte_order(data: bytes) -> str:
    """The codec of UTF-16 text, "" when it is none: by its mark, or because only one reads well."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\x00" not in data[:_HEAD]:
        return ""
    clear = [order for order in ("utf-16-le", "utf-16-be") if _reads_well(data[:_HEAD], order)]
    return clear[0] if len(clear) == 1 else ""


def _reads_well(head: bytes, order: str) -> bool:
    text = head[: len(head) // 2 * 2].decode(order, "replace")
    return _ORDINARY.fullmatch(text) is not None


def _text_kind(head: bytes) -> str:
    if _MARKUP.search(head):
        return "网页（HTML）"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return "XML 文档"
    return "text" if byte_order(head) or _is_text(head) else "其他种类的文件"


def _is_text(head: bytes) -> bool:
    """Whether nothing in it says otherwise; which encoding it is, is found out on reading."""
    return CONTROLS.search(head.rstrip(b"\x1a").decode("latin-1")) is None
