"""Word documents built by hand, so that they can also be wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(*runs: str) -> str:
    """A paragraph of runs of text."""
    return f"<w:p>{''.join(f'<w:r><w:t>{text}</w:t></w:r>' for text in runs)}</w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells hold paragraphs already made."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def docx(*parts: str, before: str = "") -> bytes:
    """The bytes of a .docx whose body holds the parts; ``before`` stands above its root."""
    body = f'{before}<w:document xmlns:w="{_SPACE}"><w:body>{"".join(parts)}</w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return content.getvalue()
