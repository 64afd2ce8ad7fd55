"""The law over a corpus of random layouts: a value is the truth, or the file does not go in."""

from __future__ import annotations

from collections import Counter

import pytest

from importers.context import Context
from importers.recognise import recognise
from importers.workbook import Workbook
from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.issues import Severity
from tests.importers.books import OCTOBER
from tests.importers.corpus import Corpus

BATCHES, EACH = 8, 40


@pytest.fixture(scope="module")
def october(linqing: Area, catalogue: Catalogue) -> Context:
    return Context(linqing, catalogue, OCTOBER)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_a_staged_value_is_the_truth_or_the_file_is_kept_out(seed: int, october: Context) -> None:
    corpus = Corpus(seed, october.area, october.catalogue)
    for number in range(EACH):
        made = corpus.make()
        reading = recognise(Workbook((made.sheet,)), october)
        if any(issue.severity is Severity.ERROR for issue in reading.issues):
            continue
        told = (seed, number, made.kind, made.form)
        for value in reading.values:
            truth = made.truth.get((value.unit, value.item))
            assert value.value.amount == truth, (*told, value, truth)
        if not reading.issues:
            assert len(reading.values) == len(made.truth), told


def test_most_of_what_is_plainly_written_is_read(october: Context) -> None:
    corpus = Corpus(99, october.area, october.catalogue)
    read: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for _ in range(100):
        made = corpus.make()
        reading = recognise(Workbook((made.sheet,)), october)
        written[made.kind] += 1
        read[made.kind] += bool(reading.values)
    assert sum(read.values()) >= 0.8 * sum(written.values()), (read, written)
    assert set(read) == set(written)
