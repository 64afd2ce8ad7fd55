"""``make bench``: every ratio from one run, side by side."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import (
    assessing,
    city_book,
    collecting,
    entering,
    long_sheet,
    previewing,
    returning,
    reviewing,
    starting,
    year_books,
)
from benchmarks.measure import Result

BENCHMARKS = (
    collecting,
    previewing,
    long_sheet,
    starting,
    entering,
    reviewing,
    assessing,
    returning,
    city_book,
    year_books,
)


def main() -> int:
    """Run all benchmarks; the exit status says whether every goal was reached."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results: list[Result] = []
    for benchmark in BENCHMARKS:
        with tempfile.TemporaryDirectory() as folder:
            for result in benchmark.run(Path(folder)):
                results.append(result)
                print(result.line(), flush=True)
    return int(not all(result.reached for result in results))


if __name__ == "__main__":
    sys.exit(main())
