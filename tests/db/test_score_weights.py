"""Weights of the ranking: the newest counts, nothing is overwritten."""

from __future__ import annotations

from db import score_weights
from db.ledger import Ledger


def test_the_newest_weight_counts_and_the_old_ones_stay(fresh_ledger: Ledger) -> None:
    fresh_ledger.operator = "王"
    score_weights.keep(fresh_ledger, {"a": 60, "b": 40})
    score_weights.keep(fresh_ledger, {"a": 70, "b": 40})
    assert score_weights.weights(fresh_ledger) == {"a": 70, "b": 40}
    rows = fresh_ledger.connection.execute(
        "SELECT indicator, weight, operator FROM score_weight ORDER BY id"
    ).fetchall()
    assert rows == [("a", 60, "王"), ("b", 40, "王"), ("a", 70, "王")]


def test_what_is_not_named_is_taken_out(fresh_ledger: Ledger) -> None:
    score_weights.keep(fresh_ledger, {"a": 60, "b": 40})
    score_weights.keep(fresh_ledger, {"b": 40})
    assert score_weights.weights(fresh_ledger) == {"a": 0, "b": 40}


def test_a_new_ledger_has_none(fresh_ledger: Ledger) -> None:
    assert score_weights.weights(fresh_ledger) == {}
