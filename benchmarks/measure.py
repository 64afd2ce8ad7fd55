"""Timing two ways of the same work in turn, so that a drifting machine drifts for both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Median seconds of ours and of the floor, with the ratio to reach."""

    name: str
    ours: float
    floor: float
    floor_name: str
    goal: float

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor


def compare(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    floor_name: str,
    goal: float,
    *,
    rounds: int,
) -> Comparison:
    """Run both in turn ``rounds`` times after one warm-up of each, and take the medians."""
    ours()
    floor()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, seconds in zip((ours, floor), times, strict=True):
            seconds.append(_seconds(work))
    return Comparison(
        name, statistics.median(times[0]), statistics.median(times[1]), floor_name, goal
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
