"""Blocks of cells on the system clipboard, as Excel and WPS put and take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.clipboard_html import block_of, table_of
from desktop.table_content import TableContent
from monitoring.digits import plain
from monitoring.typing_in import Block, format_block, parse_block

LONGEST = 4_000_000


def copy_block(rows: Iterable[Sequence[str]]) -> None:
    """Put rows of texts on the clipboard, as text and as a table."""
    block = [list(row) for row in rows]
    _put(format_block(block), table_of(block))


def copy_content(content: TableContent, *, with_heads: bool) -> None:
    """Put what a table shows on the clipboard: numbers as numbers, all else as text."""
    heads = [[" ".join(head.split()) for head in content.heads]] if with_heads else []
    block = [*heads, *([*row] for row in content.rows)]
    texts = (
        [_ungrouped(text) if column in content.right else text for column, text in enumerate(row)]
        for row in block
    )
    _put(format_block(texts), table_of(block, content.right))


def _ungrouped(text: str) -> str:
    exact = plain(text)
    return text if exact is None else exact


def _put(text: str, html: str) -> None:
    content = QMimeData()
    content.setText(text)
    content.setHtml(html)
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
