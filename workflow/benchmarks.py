"""What others reached (全省平均 …): entered, listed, and carried in a table or a JSON file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from db import benchmarks as stored
from db.benchmarks import KeptBenchmark
from db.ledger import Ledger
from exporters.files import as_text, looks_like_formula, write_bytes_whole
from importers.delimited import Prose, read_delimited
from monitoring.amounts import plain_text
from monitoring.errors import ExpectedError
from monitoring.goals import Benchmark
from monitoring.periods import parse_period
from workflow.documents import SIZE_LIMIT, read_document, write_document

SCHEMA = "taizhang/benchmarks/1"
HEADS = ("指标代码", "范围", "期别", "数值", "出处")
LONGEST = 40
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


class Imported(NamedTuple):
    """How many benchmarks a file brought: new ones, others than stood there, and the same."""

    new: int
    changed: int
    same: int


def listed(ledger: Ledger) -> list[KeptBenchmark]:
    """Every benchmark that counts, by indicator, scope and month."""
    return stored.read(ledger)


def check(ledger: Ledger, given: Benchmark) -> Benchmark:
    """The benchmark as it is kept. Raises ``ExpectedError`` for one that cannot be."""
    indicator = ledger.catalogue.indicators.get(given.indicator.strip())
    if indicator is None:
        raise ExpectedError(f"没有指标“{given.indicator[:LONGEST]}”；请写指标的代码。")
    scope = plain_text(given.scope)
    if not scope or len(scope) > LONGEST:
        raise ExpectedError(f"“{given.scope[:LONGEST]}”不是比较的范围；请写全省平均这样的话。")
    value = plain_text(given.value).replace(",", "").removesuffix("%")
    if not _NUMBER.fullmatch(value):
        said = f"{indicator.name}的“{given.value[:LONGEST]}”不是数"
        raise ExpectedError(f"{said}；请写数字，单位是{indicator.unit}。")
    return Benchmark(indicator.code, scope, given.period, value, given.note.strip())


def keep(ledger: Ledger, given: Benchmark) -> Benchmark:
    """Let a benchmark count from now on; the one it replaces stays as history."""
    kept = check(ledger, given)
    stored.keep(ledger, [kept])
    return kept


def remove(ledger: Ledger, indicator: str, scope: str, period: int) -> None:
    """Take a benchmark out. Raises ``ExpectedError`` when there is none."""
    if not any(
        (each.indicator, each.scope, each.period) == (indicator, scope, period)
        for each in stored.read(ledger)
    ):
        raise ExpectedError("没有录入过这个基准；请用 benchmarks 列出全部。")
    stored.keep(ledger, [Benchmark(indicator, scope, period, "")])


def export(ledger: Ledger, path: Path, *, replace: bool = False) -> int:
    """Save every benchmark as .csv, or as JSON under any other name; returns how many."""
    rows = stored.read(ledger)
    if path.suffix.lower() == ".csv":
        write_bytes_whole(path, _as_csv(rows), replace=replace)
    else:
        entries = [_entry(row) for row in rows]
        document = {"schema": SCHEMA, "county": ledger.area.name, "benchmarks": entries}
        write_document(path, document, replace=replace)
    return len(rows)


def import_(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Imported:
    """Keep the benchmarks of a .csv or JSON file; with ``dry_run`` only compare them.

    Raises ``ExpectedError`` for a file or an entry that is not in order; the ledger is then as
    it was.
    """
    brought = [check(ledger, each) for each in _read(path)]
    stands = {(b.indicator, b.scope, b.period): b.benchmark for b in stored.read(ledger)}
    before = [stands.get((each.indicator, each.scope, each.period)) for each in brought]
    pairs = list(zip(brought, before, strict=True))
    changed = [each for each, old in pairs if old is not None and old != each]
    new = [each for each, old in pairs if old is None]
    if not dry_run:
        stored.keep(ledger, [*new, *changed])
    return Imported(len(new), len(changed), len(pairs) - len(new) - len(changed))


def _entry(row: KeptBenchmark) -> dict[str, str]:
    return {
        "indicator": row.indicator,
        "scope": row.scope,
        "period": f"{row.period // 100}-{row.period % 100:02}",
        "value": row.value,
        "note": row.note,
    }


def _as_csv(rows: Sequence[KeptBenchmark]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEADS)
    for row in rows:
        entry = _entry(row)
        writer.writerow(
            (row.indicator, _cell(row.scope), entry["period"], row.value, _cell(row.note))
        )
    return stream.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = as_text(text)
    return f"'{text}" if looks_like_formula(text) else text


def _read(path: Path) -> list[Benchmark]:
    if path.suffix.lower() == ".csv":
        return [_benchmark(path, row) for row in _csv_rows(path)]
    document = read_document(path, "基准文件")
    entries = document.get("benchmarks")
    if document.get("schema") != SCHEMA or not isinstance(entries, list):
        raise ExpectedError(f"“{path.name}”不是基准文件；请选用本程序存出的文件。")
    keys = ("indicator", "scope", "period", "value", "note")
    return [
        _benchmark(path, [each.get(key, "") for key in keys] if isinstance(each, dict) else [])
        for each in entries
    ]


def _csv_rows(path: Path) -> Iterable[Sequence[str]]:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise ExpectedError(f"“{path.name}”太大，不会是基准表；请另选一个文件。")
        rows = read_delimited(path.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExpectedError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    except (ValueError, Prose) as error:
        raise ExpectedError(f"“{path.name}”不是表格，或已损坏；请另选一个文件。") from error
    heads = [plain_text(cell) for cell in rows[0]] if rows else []
    if any(head not in heads for head in HEADS[:-1]):
        raise ExpectedError(f"“{path.name}”的表头不对；请用{'、'.join(HEADS)}作表头。")
    places = [heads.index(head) if head in heads else None for head in HEADS]
    for row in rows[1:]:
        yield ["" if at is None or at >= len(row) else row[at] for at in places]


def _benchmark(path: Path, cells: Sequence[Any]) -> Benchmark:
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) != len(HEADS):
        raise ExpectedError(f"“{path.name}”里有不完整的基准；请补全后再导入。")
    indicator, scope, period, value, note = (text.removeprefix("'") for text in texts)
    try:
        end = parse_period(period).end
    except ValueError as error:
        raise ExpectedError(f"看不懂期别“{period[:LONGEST]}”；请写成 2025-12。") from error
    return Benchmark(indicator, scope, end, value, note)
