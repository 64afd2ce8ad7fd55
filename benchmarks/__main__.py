"""``make bench``: every ratio from one run, side by side."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import assessing, collecting, returning, starting
from benchmarks.measure import Comparison


def main() -> int:
    """Run all benchmarks; the exit status says whether every goal was reached."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    results: list[Comparison] = []
    for benchmark in (collecting, starting, assessing, returning):
        with tempfile.TemporaryDirectory() as folder:
            results.append(benchmark.run(Path(folder)))
            print(line(results[-1]), flush=True)
    return int(any(result.ratio > result.goal for result in results))


def line(result: Comparison) -> str:
    """One comparison as a line: seconds, ratio, goal."""
    reached = "达到" if result.ratio <= result.goal else "未达到"
    return (
        f"{result.name}：{result.ours:.3f} s；{result.floor_name}：{result.floor:.3f} s；"
        f"比值 {result.ratio:.2f}（目标 ≤ {result.goal:g}，{reached}）"
    )


if __name__ == "__main__":
    sys.exit(main())
