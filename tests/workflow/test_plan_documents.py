"""A plan's document is attached once, and each citation opens at its paragraph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.ledger import Ledger
from monitoring.errors import ExpectedError
from tests.documents import docx, paragraph
from workflow import plan_documents
from workflow.plan_documents import Citation

BODY = (
    "四、重点领域",
    "（三）健康养老",
    "推进医养康养深度融合。护理型床位占比不低于60%。",
    "夯实社区居家养老基础。建设服务中心。",
)
CITED = Citation("002", "四、重点领域（三）健康养老·推进医养康养深度融合", 1, value="60")


@pytest.fixture
def attached(fresh_ledger: Ledger, tmp_path: Path) -> Ledger:
    path = tmp_path / "规划原文.docx"
    path.write_bytes(docx(*(paragraph(text) for text in BODY)))
    plan_documents.attach(fresh_ledger, "002", path)
    return fresh_ledger


def test_a_targets_citation_opens_at_its_paragraph(attached: Ledger) -> None:
    plan = attached.plans["002"]
    target = next(each for each in plan.targets if each.id == "002-T023")
    cited = plan_documents.citation_of(plan, target)
    assert cited.value == "60"
    opened = plan_documents.open_at(attached, cited)
    assert opened.paragraphs == BODY
    assert (opened.place.paragraph, opened.found) == (2, True)
    assert opened.told == f"已停在“{cited.chapter}”第 1 段。"


def test_a_paragraph_without_the_targets_number_is_said_to_be_doubtful(attached: Ledger) -> None:
    doubted = plan_documents.open_at(attached, replace(CITED, value="75"))
    assert doubted.told.endswith("这一段没有印出“75”，请看看前后几段。")
    same = plan_documents.open_at(attached, replace(CITED, value=">60.0"))
    assert same.told.endswith("第 1 段。")


def test_what_is_not_found_says_so_with_the_nearest_heading(attached: Ledger) -> None:
    missing = replace(CITED, chapter="四、重点领域（三）健康养老·发展居家服务")
    opened = plan_documents.open_at(attached, missing)
    assert not opened.found
    assert opened.told == "没有找到“发展居家服务”，停在最近的标题“（三）健康养老”；请往下看。"
    far = plan_documents.open_at(attached, replace(CITED, paragraph=9))
    assert "没有数到第 9 段" in far.told
    nowhere = plan_documents.open_at(attached, replace(CITED, chapter="印发通知"))
    assert "原文里没有找到“印发通知”" in nowhere.told


def test_a_pdf_is_kept_and_told_where_to_look(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "规划.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    plan_documents.attach(fresh_ledger, "002", path)
    opened = plan_documents.open_at(fresh_ledger, CITED)
    assert opened.paragraphs == ()
    assert opened.told.startswith("PDF 不能在这里定位；请在打开的文件里找“四、重点领域")


def test_another_document_takes_the_place_and_the_first_stays_in_the_history(
    attached: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "修订稿.txt"
    path.write_text("正文", "utf-8")
    attached.operator = "王芳"
    plan_documents.attach(attached, "002", path)
    assert plan_documents.document(attached, "002").name == "修订稿.txt"
    plan_documents.detach(attached, "002")
    assert plan_documents.attached(attached, "002") is None
    with pytest.raises(ExpectedError, match="还没有附上原文；请"):
        plan_documents.open_at(attached, CITED)
    told = plan_documents.history(attached, "002")
    assert [each.name for each in told] == ["", "修订稿.txt", "规划原文.docx"]
    assert told[1].operator == "王芳"


def test_a_document_is_named_as_what_it_is(fresh_ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "规划.bat"
    path.write_text("正文", "utf-8")
    assert plan_documents.attach(fresh_ledger, "002", path).name == "规划.txt"
    assert plan_documents.open_at(fresh_ledger, CITED).ending == ".txt"


@pytest.mark.parametrize(
    ("plan", "content", "says"),
    [("004", "正文".encode(), "没有规划 004"), ("002", b"\x89PNG\r\n", "PNG"), ("002", b"", "空")],
)
def test_what_cannot_be_attached_is_a_sentence_and_nothing_is_kept(
    fresh_ledger: Ledger, tmp_path: Path, plan: str, content: bytes, says: str
) -> None:
    path = tmp_path / "附件.bin"
    path.write_bytes(content)
    with pytest.raises(ExpectedError, match=says):
        plan_documents.attach(fresh_ledger, plan, path)
    with pytest.raises(ExpectedError, match="读不到"):
        plan_documents.attach(fresh_ledger, "002", tmp_path / "没有.docx")
    kept = fresh_ledger.connection.execute("SELECT count(*) FROM attachment").fetchone()
    assert kept == (0,)
