"""A plan's own document: read safely, and a citation found at its paragraph."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from importers.documents import paragraphs
from monitoring.citations import find
from monitoring.errors import ExpectedError
from workflow import plan_documents

CHAPTER = "四、重点领域（一）医疗服务·提升医疗机构服务水平"
TEXT = (
    "某市医养健康规划",
    "目录",
    "四、重点领域",
    "第一段总的话。",
    "四、 重点 领域",
    "（一）医疗服务",
    "提升医疗机构服务水平。",
    "到期末县域内就诊率达到90%左右。",
    "第二段说床位。",
    "（二）中医中药",
    "中医诊疗量占比达到30%。",
)


def word(lines: tuple[str, ...] = TEXT, row: tuple[str, ...] = ()) -> bytes:
    """A .docx of paragraphs, with a table of one row at the end."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if row:
        table = document.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [word(), *("\n\n".join(TEXT).encode(e) for e in ("utf-8", "utf-8-sig", "gb18030", "utf-16"))],
)
def test_word_and_text_give_the_same_paragraphs(data: bytes) -> None:
    assert paragraphs("规划", data) == [" ".join(line.split()) for line in TEXT]


def test_a_pdf_is_only_kept() -> None:
    assert paragraphs("规划.pdf", b"%PDF-1.7 ...") is None


def archive(member: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(member, content)
    return stream.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rubbish", "已损坏"),
        (archive("a.txt", b"x"), "不是 Word 文档"),
        (archive("word/document.xml", BOMB), "已损坏"),
        (archive("word/document.xml", b"<a><b></a>"), "已损坏"),
        (archive("word/document.xml", b"\0" * (51 << 20)), "太大"),
        (b"\xd0\xcf\x11\xe0rest", "旧式的 .doc"),
        (b"\xff\xfe\x00", "已损坏"),
    ],
)
def test_what_is_no_document_is_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(ExpectedError, match=says):
        paragraphs("规划.docx", data)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused_but_never_breaks(place: int, byte: int) -> None:
    data = bytearray(DOCX)
    data[place % len(data)] = byte
    try:
        found = paragraphs("规划.docx", bytes(data))
    except ExpectedError:
        return
    assert found is None or all(isinstance(line, str) for line in found)


DOCX = word()


@pytest.mark.parametrize(
    ("chapter", "number", "at"),
    [
        (CHAPTER, 1, 7),
        (CHAPTER, 2, 8),
        ("四、重点领域（二）中医中药", 1, 10),
        ("四、重点领域·第二节 中医中药", 1, 10),
        ("四、重点领域", 1, 5),
    ],
)
def test_a_clause_is_found_below_its_headings(chapter: str, number: int, at: int) -> None:
    assert find(TEXT, chapter, number).paragraph == at


def test_without_its_heading_the_nearest_one_above_is_told() -> None:
    place = find(TEXT, "四、重点领域（一）医疗服务·没有的小标题", 1)
    assert (place.paragraph, place.heading) == (None, 5)
    assert find(TEXT, "九、别的章", 1) == find((), "九、别的章", 1)
    assert find(TEXT, "四、重点领域·指标表", 1, "中医诊疗量占比").paragraph == 10


def test_the_document_is_attached_and_opens_at_the_paragraph(
    fresh_ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "规划.docx"
    path.write_bytes(word())
    with pytest.raises(ExpectedError, match="还没有附原文"):
        plan_documents.passage(fresh_ledger, "002", CHAPTER, 1)
    plan_documents.attach(fresh_ledger, "002", path)
    found = plan_documents.passage(fresh_ledger, "002", CHAPTER, 1)
    assert found.place.paragraph is not None
    assert found.lines[found.place.paragraph].startswith("到期末县域内就诊率")
    assert found.document.name == "规划.docx"
    plan_documents.detach(fresh_ledger, "002")
    assert plan_documents.document(fresh_ledger, "002") is None


@pytest.mark.parametrize(("plan", "content"), [("999", b"x"), ("002", b"PK"), ("002", b" \n")])
def test_what_cannot_be_attached_leaves_nothing(
    fresh_ledger: Ledger, tmp_path: Path, plan: str, content: bytes
) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(content)
    with pytest.raises(ExpectedError):
        plan_documents.attach(fresh_ledger, plan, path)
    with pytest.raises(ExpectedError):
        plan_documents.attach(fresh_ledger, "002", tmp_path / "没有.docx")
    assert plan_documents.document(fresh_ledger, "002") is None
