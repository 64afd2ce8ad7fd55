"""Attachments come back byte for byte and are kept once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import attachments
from db.connection import LedgerError
from db.ledger import Ledger


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=2000))
def test_a_file_comes_back_byte_for_byte(ledger: Ledger, content: bytes) -> None:
    identity = attachments.attach(ledger, "验收报告.pdf", content)
    assert attachments.content(ledger, identity) == content
    kept = attachments.attachment(ledger, identity)
    assert kept is not None
    assert (kept.name, kept.size) == ("验收报告.pdf", len(content))


def test_the_same_content_is_kept_once_under_its_first_name(ledger: Ledger) -> None:
    ledger.operator = "王芳"
    first = attachments.attach(ledger, "照片.jpg", b"abc" * 1000)
    assert attachments.attach(ledger, "照片副本.jpg", b"abc" * 1000) == first
    kept = attachments.attachment(ledger, first)
    assert kept is not None
    assert (kept.name, kept.operator) == ("照片.jpg", "王芳")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空文件"), (b"0" * (attachments.LARGEST + 1), "超过 50 MB")],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    ledger: Ledger, content: bytes, sentence: str
) -> None:
    with pytest.raises(LedgerError, match=sentence):
        attachments.attach(ledger, "材料.docx", content)
    assert attachments.attachment(ledger, 1) is None


def test_an_unknown_file_is_named_as_such(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="没有这个附件"):
        attachments.content(ledger, 7)
