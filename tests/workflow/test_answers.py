"""Answers: kept once, carried whole, and no strange file changes any of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.ledger import Ledger
from importers.questions import AnswerKey
from monitoring.areas import Area
from monitoring.errors import ExpectedError
from workflow import answers

EAST, COUNTY = "371581001000", "371581000000"
KEPT: dict[AnswerKey, str] = {
    (EAST, "mark", "—"): "missing",
    (COUNTY, "heading", "布局|签约\n人数"): "fd_signed",
}


def test_an_answer_is_kept_until_it_is_let_go(fresh_ledger: Ledger) -> None:
    answers.keep(fresh_ledger, KEPT)
    assert fresh_ledger.answers() == KEPT
    assert [each.sender for each in answers.kept(fresh_ledger)] == [COUNTY, EAST]
    answers.keep(fresh_ledger, {(EAST, "mark", "—"): "not_applicable"})
    assert fresh_ledger.answers()[EAST, "mark", "—"] == "not_applicable"
    assert answers.forget(fresh_ledger, [(EAST, "mark", "—"), (EAST, "mark", "无")]) == 1
    assert list(fresh_ledger.answers()) == [(COUNTY, "heading", "布局|签约\n人数")]


def test_answering_the_same_again_keeps_its_time(fresh_ledger: Ledger) -> None:
    answers.keep(fresh_ledger, KEPT)
    fresh_ledger.connection.execute("UPDATE answer SET at = '2026-01-01T00:00:00'")
    answers.keep(fresh_ledger, KEPT)
    assert {each.at for each in answers.kept(fresh_ledger)} == {"2026-01-01T00:00:00"}


def test_an_answer_is_reason_for_a_backup(fresh_ledger: Ledger) -> None:
    assert fresh_ledger.back_up() is not None
    assert fresh_ledger.back_up() is None
    answers.keep(fresh_ledger, KEPT)
    assert fresh_ledger.back_up() is not None


def test_importing_says_how_many_are_new_and_changed(fresh_ledger: Ledger, tmp_path: Path) -> None:
    answers.keep(fresh_ledger, KEPT)
    file = tmp_path / "对照.json"
    assert answers.export(fresh_ledger, file) == 2
    assert answers.import_(fresh_ledger, file) == (0, 0, 2)
    answers.keep(fresh_ledger, {(EAST, "mark", "—"): "zero"})
    answers.forget(fresh_ledger, [(COUNTY, "heading", "布局|签约\n人数")])
    assert answers.import_(fresh_ledger, file, dry_run=True) == (1, 1, 0)
    assert fresh_ledger.answers() == {(EAST, "mark", "—"): "zero"}
    assert answers.import_(fresh_ledger, file) == (1, 1, 0)
    assert fresh_ledger.answers() == KEPT


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANSWERS = st.dictionaries(
    st.tuples(st.sampled_from([EAST, COUNTY]), TEXT.filter(bool), TEXT), TEXT, max_size=5
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=ANSWERS)
def test_what_is_exported_is_imported_as_it_was(
    fresh_ledger: Ledger, tmp_path: Path, kept: dict[AnswerKey, str]
) -> None:
    answers.forget(fresh_ledger, list(fresh_ledger.answers()))
    answers.keep(fresh_ledger, kept)
    answers.export(fresh_ledger, tmp_path / "对照.json")
    answers.forget(fresh_ledger, list(kept))
    answers.import_(fresh_ledger, tmp_path / "对照.json")
    assert fresh_ledger.answers() == kept


def _document(**changes: object) -> str:
    one = {"sender": EAST, "kind": "mark", "key": "—", "value": "missing"}
    whole = {"schema": answers.SCHEMA, "area": COUNTY, "answers": [one]}
    return json.dumps(whole | changes)


def _one(**changes: object) -> str:
    one = {"sender": EAST, "kind": "mark", "key": "—", "value": "missing"}
    return _document(answers=[one, one | changes])


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "已损坏"),
    "half": (_document()[:40], "已损坏"),
    "bytes": (b"\xff\xfe\x00", "已损坏"),
    "deep": ("[" * 100_000, "已损坏"),
    "list": ("[]", "不是导出的对照"),
    "number": ("1", "不是导出的对照"),
    "other schema": (_document(schema="taizhang/answers/2"), "不是导出的对照"),
    "other county": (_document(area="370832000000"), "另一个县"),
    "no list": (_document(answers={}), "看不懂"),
    "no record": (_document(answers=["x"]), "看不懂"),
    "stranger": (_one(sender="370832100000"), "看不懂"),
    "no kind": (_one(kind=""), "看不懂"),
    "number for a key": (_one(key=1), "看不懂"),
    "no value": (_one(value=None), "看不懂"),
    "half a character": (_one(value="\ud800"), "看不懂"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_foreign_or_damaged_file_costs_a_sentence_and_changes_nothing(
    fresh_ledger: Ledger, tmp_path: Path, kind: str
) -> None:
    answers.keep(fresh_ledger, KEPT)
    content, words = REFUSED[kind]
    file = tmp_path / "来的.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = fresh_ledger.connection.total_changes
    with pytest.raises(ExpectedError, match=words) as caught:
        answers.import_(fresh_ledger, file)
    assert "“来的.json”" in str(caught.value)
    assert str(caught.value).endswith("。")
    assert fresh_ledger.connection.total_changes == before


@pytest.mark.parametrize("act", [answers.import_, answers.export])
def test_a_place_that_cannot_be_used_costs_a_sentence(
    fresh_ledger: Ledger, tmp_path: Path, act: Callable[[Ledger, Path], object]
) -> None:
    with pytest.raises(ExpectedError, match=r"“对照\.json”"):
        act(fresh_ledger, tmp_path / "没有" / "对照.json")


def test_a_huge_file_is_refused_unread(fresh_ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "大.json"
    with file.open("wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(ExpectedError, match="太大"):
        answers.import_(fresh_ledger, file)


def test_a_file_with_a_byte_order_mark_is_read(
    fresh_ledger: Ledger, tmp_path: Path, linqing: Area
) -> None:
    file = tmp_path / "对照.json"
    file.write_text(_document(area=linqing.code), "utf-8-sig")
    assert answers.import_(fresh_ledger, file) == (1, 0, 0)
