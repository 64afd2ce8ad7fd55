"""信息公布: plain words for the public, as .docx and .html."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from db.ledger import Ledger
from exporters.web_pages import page_of
from monitoring.errors import ExpectedError
from tests.workflow.conftest import MONTH
from workflow.bulletin import bulletin_of, offered, save
from workflow.evaluation import Evaluation, evaluate

TODAY = date(2026, 11, 25)
SIGNED = "002-T036"


@pytest.fixture
def found(month: Ledger) -> Evaluation:
    """临清市's own plan at the sample month."""
    return evaluate(month, "002", MONTH)


def test_offers_what_has_a_figure_and_tells_it_in_plain_words(found: Evaluation) -> None:
    assert [line.target.id for line in offered(found)] == [SIGNED]
    page = page_of(bulletin_of(found, TODAY))
    assert "本次公布1项目标，其中1项到期没有达到。" in page
    assert "覆盖率为66.48%，规划要求2025年底达到100%，到期没有达到。" in page
    assert "尚店镇有数据没有报齐。" in page
    assert "逾期未达" not in page


def test_only_what_was_chosen_is_published(month: Ledger) -> None:
    found = evaluate(month, "003", MONTH)
    (first, *_) = offered(found)
    page = page_of(bulletin_of(found, TODAY, [first.target.id]))
    assert "本次公布1项目标" in page
    assert "落实聊城市《" in page
    with pytest.raises(ExpectedError, match="没有可以公布的数据"):
        bulletin_of(found, TODAY, ["003-T999"])


def test_nothing_is_published_without_figures(fresh_ledger: Ledger) -> None:
    with pytest.raises(ExpectedError, match="没有一项目标有可以公布的数据"):
        bulletin_of(evaluate(fresh_ledger, "002", MONTH), TODAY)


def test_saves_by_the_ending_of_the_name(found: Evaluation, tmp_path: Path) -> None:
    paper = bulletin_of(found, TODAY)
    save(paper, tmp_path / "公布.docx")
    save(paper, tmp_path / "公布.html")
    texts = [p.text for p in Document(str(tmp_path / "公布.docx")).paragraphs]
    assert texts[:2] == ["临清市医养健康产业发展情况", "（2026年10月）"]
    assert (tmp_path / "公布.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(ExpectedError, match="既不是"):
        save(paper, tmp_path / "公布.pdf")
    with pytest.raises(ExpectedError, match="已经存在"):
        save(paper, tmp_path / "公布.html")
