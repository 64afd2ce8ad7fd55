"""Blocks of cells on the system clipboard, as Excel and WPS put and take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.clipboard_html import block_of, table_of
from monitoring.typing_in import Block, format_block, parse_block

LONGEST = 4_000_000


def copy_block(rows: Iterable[Sequence[str]]) -> None:
    """Put rows of texts on the clipboard, as text and as a table."""
    block = [list(row) for row in rows]
    content = QMimeData()
    content.setText(format_block(block))
    content.setHtml(table_of(block))
    QGuiApplication.clipboard().setMimeData(content)


def clipboard_block() -> Block | None:
    """The clipboard as rows of texts, ``None`` when there is far more than any form holds.

    Its text is what Excel and WPS show; a table without a text is read where there is none.
    """
    content = QGuiApplication.clipboard().mimeData()
    text = content.text() if content.hasText() else ""
    html = content.html() if content.hasHtml() and not text.strip() else ""
    if max(len(text), len(html)) > LONGEST:
        return None
    return block_of(html) if html else parse_block(text)
