"""A paper as .docx: official style, exact cells, page fields, and text that stays text."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporters.bars import HEIGHT, WIDTH, bar_png
from exporters.blocks import Bar, Heading, Numbers, Paper, Paragraph, Table, Turn, chinese
from exporters.papers import write_paper
from monitoring.errors import ExpectedError

BAR = Bar(Fraction(1, 2), Fraction(3, 4), "完成一半，此时应完成四分之三", good=False)
TABLE = Table(
    "目标完成情况",
    ("目标", "实际值", "进度", "结论"),
    (4, 2, 3, 2),
    (("健康养老",), ("护理型床位占比", "37.64", BAR, "滞后")),
    right=frozenset({1}),
    centre=frozenset({3}),
)
PAPER = Paper(
    "某县规划实施评估报告",
    ("某县卫生健康局", "2026年11月5日"),
    (
        Heading("总体评价"),
        Paragraph("共有目标 4 项。", lead="进展。"),
        Heading("完成情况"),
        Heading("健康养老", 2),
        Heading("床位", 3),
        Turn(landscape=True),
        TABLE,
        Turn(landscape=False),
        Heading("附：方法", numbered=False),
    ),
)


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """The sample paper read back."""
    path = tmp_path / "报告.docx"
    write_paper(path, PAPER)
    return Document(str(path))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_headings_are_numbered_the_official_way_and_in_order(written: Any) -> None:
    headings = [p.text for p in written.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["一、总体评价", "二、完成情况", "（一）健康养老", "1. 床位", "附：方法"]
    assert texts(written)[:3] == [PAPER.title, "某县卫生健康局", "2026年11月5日"]


def test_counts_begin_anew_under_every_heading() -> None:
    numbers = Numbers()
    levels = (1, 2, 3, 3, 2, 3, 1, 2)
    marks = [numbers.heading(Heading("", level)).strip() for level in levels]
    assert marks == ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"]
    assert [numbers.caption(kind, "x") for kind in "表图表"] == ["表1 x", "图1 x", "表2 x"]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_counts_in_chinese(count: int, words: str) -> None:
    assert chinese(count) == words


def test_cells_hold_exactly_what_was_given(written: Any) -> None:
    (table,) = written.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(TABLE.heads)
    assert set(rows[1]) == {"健康养老"}
    assert rows[2] == ["护理型床位占比", "37.64", "", "滞后"]
    styles = [cell.paragraphs[0].style.name for cell in table.rows[2].cells]
    assert styles == ["表格文字", "表格数字", "表格文字", "表格居中"]
    assert [p for p in texts(written) if p.startswith("表")] == ["表1 目标完成情况"]


def test_a_bar_says_in_words_what_it_shows(written: Any) -> None:
    described = [element.get("descr") for element in written.element.iter(qn("wp:docPr"))]
    assert described == [BAR.words]


def test_the_head_repeats_and_no_row_breaks(written: Any) -> None:
    (table,) = written.tables
    marks = [{child.tag for child in row._tr.trPr} for row in table.rows]
    assert qn("w:tblHeader") in marks[0]
    assert all(qn("w:tblHeader") not in each for each in marks[1:])
    assert all(qn("w:cantSplit") in each for each in marks)


def test_properties_stand_in_the_order_word_asks_for(written: Any) -> None:
    (table,) = written.tables
    names = [child.tag.split("}")[1] for child in table._tbl.tblPr]
    assert names == sorted(
        names, key=("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook").index
    )
    order = ("tcW", "gridSpan", "shd", "vAlign")
    for row in table.rows:
        for cell in row.cells:
            names = [child.tag.split("}")[1] for child in cell._tc.tcPr]
            assert names == sorted(names, key=order.index)


def test_pages_are_a4_with_official_margins_and_turn_for_wide_tables(written: Any) -> None:
    upright, across, last = written.sections
    sizes = [(round(s.page_width.mm), round(s.page_height.mm)) for s in (upright, across, last)]
    assert sizes == [(210, 297), (297, 210), (210, 297)]
    margins = (upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]


def test_page_numbers_are_fields_between_dashes_outside(written: Any) -> None:
    section = written.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        fields = [element.text.strip() for element in paragraph._p.iter(qn("w:instrText"))]
        kinds = [e.get(qn("w:fldCharType")) for e in paragraph._p.iter(qn("w:fldChar"))]
        assert fields == ["PAGE"]
        assert kinds == ["begin", "separate", "end"]
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert written.settings.odd_and_even_pages_header_footer


def test_every_style_names_its_chinese_and_latin_font(written: Any) -> None:
    sizes = {}
    for style in written.styles:
        if style.type == 4:  # numbering has no fonts
            continue
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")), style.name
        assert fonts.get(qn("w:ascii")) == "Times New Roman", style.name
        assert not [slot for slot in fonts.attrib if slot.endswith("Theme")], style.name
        sizes[style.name] = (fonts.get(qn("w:eastAsia")), style.font.size)
    assert sizes["公文标题"] == ("方正小标宋简体", 22 * 12700)
    assert sizes["Heading 1"] == ("黑体", 16 * 12700)
    assert sizes["Heading 2"] == ("楷体", 16 * 12700)
    assert sizes["公文正文"] == ("仿宋", 16 * 12700)


def test_no_run_is_left_to_a_font_of_the_reader(written: Any) -> None:
    paragraphs = [*written.paragraphs]
    paragraphs += [p for t in written.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    assert {run.style.name for p in paragraphs for run in p.runs} == {"Default Paragraph Font"}
    assert "Normal" not in {p.style.name for p in paragraphs if p.runs}
    body = next(p for p in paragraphs if p.style.name == "公文正文")
    assert body.style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert body.style.paragraph_format.line_spacing.pt == 28


def test_made_up_data_say_so_on_every_page_and_real_ones_do_not(tmp_path: Path) -> None:
    for demonstration in (True, False):
        path = tmp_path / f"{demonstration}.docx"
        write_paper(path, Paper("报告", (), (), demonstration))
        document: Any = Document(str(path))
        section = document.sections[0]
        heads = [h.paragraphs[0].text for h in (section.header, section.even_page_header)]
        assert heads == (["演示数据"] * 2 if demonstration else ["", ""])
        assert ("（演示数据）" in texts(document)) is demonstration


def test_a_title_breaks_where_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    write_paper(path, Paper("某县规划\n实施评估报告", (), ()))
    document: Any = Document(str(path))
    assert texts(document) == ["某县规划", "实施评估报告"]
    assert document.core_properties.title == "某县规划实施评估报告"


def test_the_file_names_no_tool_and_no_template(written: Any) -> None:
    properties = written.core_properties
    assert (properties.title, properties.author) == (PAPER.title, "医养台账")
    assert properties.comments == ""


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(st.characters(codec="utf-16", exclude_categories=()))
    | st.from_regex(r"[=+@].*|\{.*PAGE.*\}|<w:t>|&#0;")
)
def test_text_never_becomes_anything_but_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "任意.docx"
    table = Table(text, (text,), (1,), ((text,), (Bar(Fraction(1), None, text),)))
    blocks = (Heading(text), Paragraph(text, text), table)
    write_paper(path, Paper(text, (text,), blocks), replace=True)
    document: Any = Document(str(path))
    visible = "".join(texts(document))
    assert not [char for char in visible if ord(char) < 32]
    body = ZipFile(path).read("word/document.xml")
    assert b"instrText" not in body
    assert b"fldSimple" not in body
    assert b"hyperlink" not in body


def test_an_existing_file_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    with pytest.raises(ExpectedError, match="已经存在"):
        write_paper(path, PAPER)
    assert path.read_bytes() == b"old"
    write_paper(path, PAPER, replace=True)
    assert [each.name for each in tmp_path.iterdir()] == ["报告.docx"]


def test_a_bar_is_as_long_as_its_share() -> None:
    from PySide6.QtGui import QImage

    image = QImage.fromData(bar_png(BAR))
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    row = [image.pixelColor(x, HEIGHT // 2).name() for x in range(WIDTH)]
    assert row[: WIDTH // 2] == ["#d55e00"] * (WIDTH // 2)
    assert row.index("#000000") == WIDTH * 3 // 4 - 2
    full = QImage.fromData(bar_png(Bar(Fraction(7), Fraction(9), "")))
    assert full.pixelColor(WIDTH - 6, HEIGHT // 2).name() == "#0072b2"
    assert full.pixelColor(WIDTH - 1, HEIGHT // 2).name() == "#000000"
    assert BytesIO(bar_png(BAR)).read(8) == b"\x89PNG\r\n\x1a\n"
