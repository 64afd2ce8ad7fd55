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

    @property
    def reached(self) -> bool:
        """Whether the ratio is low enough."""
        return self.ratio <= self.goal

    def line(self) -> str:
        """Seconds, ratio and goal in one line."""
        return (
            f"{self.name}：{self.ours:.3f} s；{self.floor_name}：{self.floor:.3f} s；"
            f"比值 {self.ratio:.2f}（目标 ≤ {self.goal:g}，{_word(self.reached)}）"
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of its own, in ``unit``, with the most it may be."""

    name: str
    amount: float
    unit: str
    goal: float

    @property
    def reached(self) -> bool:
        """Whether it is little enough."""
        return self.amount <= self.goal

    def line(self) -> str:
        """Amount and goal in one line."""
        return (
            f"{self.name}：{self.amount:.3g} {self.unit}"
            f"（目标 ≤ {self.goal:g} {self.unit}，{_word(self.reached)}）"
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What could not be measured here, and why."""

    name: str
    reason: str
    reached: bool = True

    def line(self) -> str:
        """The reason in one line."""
        return f"{self.name}：没有测，{self.reason}"


Result = Comparison | Amount | LeftOut


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
        for work, taken in zip((ours, floor), times, strict=True):
            taken.append(seconds(work))
    return Comparison(
        name, statistics.median(times[0]), statistics.median(times[1]), floor_name, goal
    )


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def least_seconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The least that ``work`` takes, after once to warm up: what others do here only adds."""
    work()
    return min(seconds(work) for _ in range(rounds))


def _word(reached: bool) -> str:
    return "达到" if reached else "未达到"
