"""Paragraphs of plans' documents: .docx without trust, .txt in any encoding."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import documents
from importers.documents import DocumentError, is_pdf, read_paragraphs
from tests.documents import docx, paragraph, table


def test_paragraphs_come_in_order_without_the_empty_ones() -> None:
    data = docx(paragraph("一、总体"), paragraph(""), paragraph("力争", "达到 60%"))
    assert read_paragraphs("规划.docx", data) == ("一、总体", "力争达到 60%")


def test_a_row_is_one_paragraph_and_a_box_of_one_cell_keeps_its_own() -> None:
    box = table([[paragraph("专栏1 项目") + paragraph("1.建院")]])
    rows = table([[paragraph("指标"), paragraph("2025年")], [paragraph("床位"), paragraph("60")]])
    found = read_paragraphs("规划.docx", docx(box, rows))
    assert found == ("专栏1 项目", "1.建院", "指标｜2025年", "床位｜60")


def test_struck_text_and_copies_for_older_programs_are_left_out() -> None:
    struck = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    copy = (
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:r><w:t>框</w:t></w:r>'
        "</mc:Choice><mc:Fallback><w:r><w:t>框</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert read_paragraphs("规划.docx", docx(struck, copy)) == ("留", "框")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_any_encoding_offices_use(encoding: str) -> None:
    data = "梁山县规划\r\n\r\n  一、总体  思路\n".encode(encoding)
    assert read_paragraphs("规划.txt", data) == ("梁山县规划", "一、总体 思路")


def test_the_content_decides_and_not_the_ending() -> None:
    assert read_paragraphs("规划.txt", docx(paragraph("正文"))) == ("正文",)
    assert is_pdf(b"%PDF-1.7\n")
    assert not is_pdf("规划".encode())


def test_entities_are_refused_rather_than_unfolded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(DocumentError, match="已损坏；请"):
        read_paragraphs("规划.docx", docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", before=bomb))


def test_a_body_larger_than_any_plan_is_refused_whatever_its_list_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "TEXT_LIMIT", 10_000)
    with pytest.raises(DocumentError, match="太大"):
        read_paragraphs("规划.docx", docx(paragraph("长" * 20_000)))
    with pytest.raises(DocumentError, match="太大"):
        read_paragraphs("规划.txt", ("长" * 20_000).encode())


def _other_zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "是空的"),
        (_other_zip(), "不是 Word 文档"),
        (docx(paragraph("正文"))[:-40], "已损坏"),
        (docx("<w:p>"), "已损坏"),
        (docx(paragraph("")), "没有文字"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0\0",
            "Word",
        ),
        (b"\x89PNG\r\n", "PNG 图片"),
        (b"%PDF-1.7", "PDF 文档"),
        (b"\x81\xff\x00", "请"),
    ],
)
def test_what_is_no_document_is_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as refused:
        read_paragraphs("规划.docx", data)
    assert "；请" in str(refused.value)


GOOD = docx(paragraph("一、总体"), table([[paragraph("床位"), paragraph("60")]]))


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_byte_that_was_changed_is_read_or_refused_in_a_sentence(place: int, byte: int) -> None:
    data = bytearray(GOOD)
    data[place] = byte
    try:
        outcome = read_paragraphs("规划.docx", bytes(data))
    except DocumentError as refused:
        outcome = (str(refused),) if "；请" in str(refused) else ()
    assert outcome
    assert all(outcome)
