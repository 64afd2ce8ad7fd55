"""What a file really is, by its content: an ending proves nothing."""

from __future__ import annotations

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
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = ("EncryptedPackage", "DataSpaces")
_OLE_DOCUMENTS = (("WordDocument", "Word 文档"), ("PowerPoint Document", "PowerPoint 演示文稿"))
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_SHEET_STREAMS = ("Workbook", "Book")


def kind_of(data: bytes) -> str:
    """What it is: "zip" or "ole" for a possible workbook, "empty", "encrypted", or a name.

    A name is Chinese and reads on in a sentence: 其实是 PNG 图片.
    """
    if not data.strip(b"\x00"):
        return "empty"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "zip"
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP 图片"
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    return _text_kind(data)


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
    return "ole"


def _text_kind(data: bytes) -> str:
    head = data[:4096]
    if _MARKUP.search(head):
        return "网页（HTML）"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return "XML 文档"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_text(head):
        return "文本（或 CSV）"
    return "其他种类的文件"


def _is_text(head: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
