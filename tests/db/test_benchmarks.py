"""Benchmarks append: the newest row counts, an empty value takes one out, the rest is history."""

from __future__ import annotations

from db import benchmarks
from db.ledger import Ledger
from monitoring.goals import Benchmark

FIRST = Benchmark("imr", "全省平均", 202412, "3.2", "省公报")


def test_the_newest_row_counts_and_the_older_ones_are_history(ledger: Ledger) -> None:
    ledger.operator = "张三"
    benchmarks.keep(ledger, [FIRST, Benchmark("imr", "全国平均", 202412, "4.5")])
    benchmarks.keep(ledger, [Benchmark("imr", "全省平均", 202412, "3.1", "更正")])
    kept = benchmarks.read(ledger)
    assert [(each.scope, each.value, each.operator) for each in kept] == [
        ("全国平均", "4.5", "张三"),
        ("全省平均", "3.1", "张三"),
    ]
    past = benchmarks.history(ledger, "imr", "全省平均", 202412)
    assert [each.value for each in past] == ["3.1", "3.2"]


def test_an_empty_value_takes_one_out(ledger: Ledger) -> None:
    benchmarks.keep(ledger, [FIRST])
    benchmarks.keep(ledger, [Benchmark("imr", "全省平均", 202412, "")])
    assert benchmarks.read(ledger) == []
    assert benchmarks.latest(ledger, 202612) == {}


def test_the_last_one_by_a_month_holds(ledger: Ledger) -> None:
    later = Benchmark("imr", "全省平均", 202512, "3.0")
    benchmarks.keep(ledger, [later, FIRST])
    key = ("imr", "全省平均")
    assert benchmarks.latest(ledger, 202411) == {}
    assert benchmarks.latest(ledger, 202511) == {key: FIRST}
    assert benchmarks.latest(ledger, 202512) == {key: later}
