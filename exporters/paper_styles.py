"""How a Chinese official paper looks (after GB/T 9704): page, fonts and sizes as Word styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, HEI, KAI, FANGSONG = "宋体", "黑体", "楷体", "仿宋"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"

TITLE, UNDER, BODY, CAPTION = "公文标题", "公文落款行", "公文正文", "公文图表题"
HEAD, CELL, FIGURE, WORD, MARK = "表头", "表格文字", "表格数字", "表格居中", "公文标记"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")

# Points: 2号 22, 3号 16, 4号 14, 小五 9.
_LINE = 28
_TABLE_LINE = 13
_CENTRE, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_FONT_SLOTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_THEME_SLOTS = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: Chinese font, size and line in points, indent in characters."""

    font: str
    size: float
    align: WD_ALIGN_PARAGRAPH = _JUSTIFY
    line: int = _LINE
    indent: int = 0
    before: int = 0
    after: int = 0
    keep: bool = False


_STYLES = {
    TITLE: Style(XIAOBIAOSONG, 22, _CENTRE, 36, after=6),
    UNDER: Style(KAI, 16, _CENTRE),
    BODY: Style(FANGSONG, 16, indent=2),
    "Heading 1": Style(HEI, 16, _LEFT, indent=2, before=6, keep=True),
    "Heading 2": Style(KAI, 16, _LEFT, indent=2, keep=True),
    "Heading 3": Style(FANGSONG, 16, _LEFT, indent=2, keep=True),
    CAPTION: Style(HEI, 12, _CENTRE, 22, before=6, after=3, keep=True),
    HEAD: Style(HEI, 9, _CENTRE, _TABLE_LINE),
    CELL: Style(SONG, 9, _LEFT, _TABLE_LINE),
    FIGURE: Style(SONG, 9, _RIGHT, _TABLE_LINE),
    WORD: Style(SONG, 9, _CENTRE, _TABLE_LINE),
    MARK: Style(SONG, 14, _RIGHT, 18),
}


def set_up(document: WordDocument) -> None:
    """Give a new document its page and styles; no style is left without its fonts."""
    _set_defaults(document)
    styles: Any = document.styles
    for name, style in _STYLES.items():
        if name in HEADINGS:
            made = styles[name]
        else:
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
        _dress(made, style)
    for made in styles:
        if made.name not in _STYLES and made.type != WD_STYLE_TYPE.LIST:
            _set_fonts(made.element.get_or_add_rPr(), SONG)
    set_page(document.sections[0], landscape=False)


def set_page(section: Any, *, landscape: bool) -> None:
    """A4 with the margins of an official paper, turned with the page."""
    width, height = (297, 210) if landscape else (210, 297)
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(15), Mm(bottom - 10)


def text_width(*, landscape: bool) -> int:
    """The width of the text in tenths of a millimetre."""
    return 2970 - 370 - 350 if landscape else 2100 - 280 - 260


def _dress(made: Any, style: Style) -> None:
    _set_fonts(made.element.get_or_add_rPr(), style.font)
    made.font.size = Pt(style.size)
    made.font.bold = made.font.italic = False
    made.font.color.rgb = RGBColor(0, 0, 0)
    layout = made.paragraph_format
    layout.alignment = style.align
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(style.line)
    layout.space_before, layout.space_after = Pt(style.before), Pt(style.after)
    layout.keep_with_next = style.keep
    layout.widow_control = True
    if style.indent:
        layout.first_line_indent = Pt(style.indent * style.size)
        # In characters too: the indent then follows the font Word really finds.
        indent = made.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(100 * style.indent))


def _set_defaults(document: WordDocument) -> None:
    styles: Any = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(properties, SONG)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for slot, code in (("w:val", "en-US"), ("w:eastAsia", "zh-CN")):
        language.set(qn(slot), code)


def _set_fonts(properties: Any, chinese: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for slot in _THEME_SLOTS:
        fonts.attrib.pop(qn(slot), None)
    for slot in _FONT_SLOTS:
        fonts.set(qn(slot), chinese if slot == "w:eastAsia" else LATIN)
    # Quotation marks, dashes and ① are Chinese in a Chinese paper, not narrow Latin ones.
    fonts.set(qn("w:hint"), "eastAsia")
