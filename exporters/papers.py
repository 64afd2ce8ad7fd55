"""A paper as .docx in Chinese official style, every text of it only text."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from exporters import paper_styles as styles
from exporters.bars import bar_png
from exporters.blocks import (
    DEMONSTRATION,
    Bar,
    Cell,
    Heading,
    Numbers,
    Paper,
    Paragraph,
    Picture,
    Table,
    Turn,
    plain_line,
)
from exporters.files import write_whole

_HEAD_SHADE = "E9EEF2"
_SPAN_SHADE = "F5F6F7"
_CELL_MARGIN_MM = 1
_KEPT_ROWS = 12


def write_paper(path: Path, paper: Paper, *, replace: bool = False) -> None:
    """Write a paper. Raises ``ExpectedError`` when it cannot be; what was there is then whole."""
    document = docx.Document()
    styles.set_up(document)
    _Writer(document).write(paper)
    # python-docx wants a str or a stream.
    write_whole(path, lambda place: document.save(str(place)), replace=replace)


class _Writer:
    """Writes block after block at the end of a Word document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbers = Numbers()
        self._landscape = False

    def write(self, paper: Paper) -> None:
        self._set_properties(paper.title)
        self._set_margins(DEMONSTRATION if paper.demonstration else "")
        for line in paper.title_lines:
            self._line(line, styles.TITLE)
        for line in paper.under:
            self._line(line, styles.UNDER)
        for block in paper.blocks:
            if isinstance(block, Heading):
                self._line(self._numbers.heading(block), styles.HEADINGS[block.level - 1])
            elif isinstance(block, Paragraph):
                self._line(block.lead + block.text, styles.BODY)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._turn(block)

    def _line(self, text: str, style: str) -> Any:
        return self._document.add_paragraph(plain_line(text), style)

    def _set_properties(self, title: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.author = plain_line(title.replace("\n", "")), "医养台账"
        properties.comments, properties.language = "", "zh-CN"
        # Word reads it as UTC; the day is what matters.
        properties.created = properties.modified = datetime.now()  # noqa: DTZ005

    def _set_margins(self, mark: str) -> None:
        """Page numbers — 1 — outside as on an official paper, and the mark on every page."""
        settings: Any = self._document.settings
        settings.odd_and_even_pages_header_footer = True
        section: Any = self._document.sections[0]
        pairs = ((section.footer, True), (section.even_page_footer, False))
        for footer, odd in pairs:
            paragraph = footer.paragraphs[0]
            paragraph.style = styles.MARK
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.add_run("— ")
            _add_field(paragraph, "PAGE")
            paragraph.add_run(" —")
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].style = styles.MARK
            header.paragraphs[0].add_run(mark)

    def _turn(self, turn: Turn) -> None:
        section: Any = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if turn.landscape else WD_ORIENT.PORTRAIT
        styles.set_page(section, landscape=turn.landscape)
        self._landscape = turn.landscape

    def _picture(self, picture: Picture) -> None:
        paragraph = self._line("", styles.UNDER)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.keep_with_next = True
        _add_picture(paragraph, picture.png, Mm(picture.width), picture.words)
        caption = self._line(self._numbers.caption("图", picture.caption), styles.CAPTION)
        caption.paragraph_format.keep_with_next = False

    def _table(self, table: Table) -> None:
        self._line(self._numbers.caption("表", table.caption), styles.CAPTION)
        made: Any = self._document.add_table(rows=1 + len(table.rows), cols=len(table.heads))
        made.style, made.autofit = "Table Grid", False
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        widths = self._widths(table.shares)
        _set_cell_margins(made)
        rows = list(made.rows)
        for row in rows:
            _mark_row(row, "w:cantSplit")
        _mark_row(rows[0], "w:tblHeader")
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        self._fill(list(rows[0].cells), table.heads, widths, [styles.HEAD] * len(widths))
        for cell in rows[0].cells:
            _shade(cell, _HEAD_SHADE)
        looks = [_look(table, column) for column in range(len(table.heads))]
        for row, line in zip(rows[1:], table.rows, strict=True):
            cells = list(row.cells)
            if len(line) == 1 < len(cells):
                merged = cells[0].merge(cells[-1])
                self._fill([merged], line, [sum(widths)], [styles.CELL])
                _shade(merged, _SPAN_SHADE)
            else:
                self._fill(cells, line, widths, looks)
        if len(table.rows) <= _KEPT_ROWS:
            _keep_together(rows)

    def _fill(
        self, cells: list[Any], line: tuple[Cell, ...], widths: list[int], looks: list[str]
    ) -> None:
        for cell, content, width, look in zip(cells, line, widths, looks, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.style = look
            if isinstance(content, Bar):
                paragraph.paragraph_format.line_spacing = 1.0
                room = width - Mm(2 * _CELL_MARGIN_MM)
                _add_picture(paragraph, bar_png(content), room, content.words)
            else:
                paragraph.add_run(plain_line(content))

    def _widths(self, shares: tuple[int, ...]) -> list[int]:
        """The columns' widths, which together are the text's."""
        whole = Mm(styles.text_width(landscape=self._landscape) / 10)
        return [whole * share // sum(shares) for share in shares]


def _look(table: Table, column: int) -> str:
    if column in table.right:
        return styles.FIGURE
    return styles.WORD if column in table.centre else styles.CELL


def _add_picture(paragraph: Any, png: bytes, width: int, words: str) -> None:
    shape = paragraph.add_run().add_picture(BytesIO(png), width=width)
    shape._inline.docPr.set("descr", plain_line(words))
    for side in ("distT", "distB", "distL", "distR"):
        # Without these some readers keep 3 mm free beside the picture.
        shape._inline.set(side, "0")


def _add_field(paragraph: Any, instruction: str) -> None:
    """A field of our own making; never with text from elsewhere."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {instruction} "
        elif kind == "1":
            element = OxmlElement("w:t")
            element.text = kind
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _keep_together(rows: list[Any]) -> None:
    """Let a short table begin on a new page rather than break."""
    for row in rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for slot, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(slot), value)
    # Word is strict about the order of what a cell's and a table's properties hold.
    cell._tc.get_or_add_tcPr().insert_element_before(shade, "w:vAlign")


def _set_cell_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(_CELL_MARGIN_MM).twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
