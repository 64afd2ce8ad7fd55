"""Where the words of a chart stand so that none covers another or leaves the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

Box = tuple[float, float, float, float]
Cost = tuple[float, float]
_DISTANCES = (5.0, 16.0, 30.0, 46.0, 64.0, 84.0)
_SIDES = ((0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0))


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a certain size (pixels) that belong to a point; ``below`` prefers that side."""

    at: tuple[float, float]
    width: float
    height: float
    below: bool = False


def place(labels: Sequence[Label], room: Box, marks: Sequence[Box] = ()) -> list[Box]:
    """A box (left, top, width, height) for every label, in the order given.

    The first labels get the best places. A label keeps inside ``room``, off the boxes before it,
    and, where that is possible, off the ``marks``; where it is not in this order, others are tried.
    """
    best: list[Box] = []
    least = (inf, inf)
    for order in _orders(len(labels)):
        boxes, cost = _placed(labels, order, room, marks)
        if cost < least:
            best, least = boxes, cost
        if least == (0, 0):
            break
    return best


def _orders(count: int) -> Iterator[list[int]]:
    """As given, then each of the others first."""
    for first in range(max(count, 1)):
        yield [first, *(at for at in range(count) if at != first)] if count else []


def _placed(
    labels: Sequence[Label], order: Sequence[int], room: Box, marks: Sequence[Box]
) -> tuple[list[Box], Cost]:
    boxes: dict[int, Box] = {}
    words = drawn = 0.0
    for at in order:
        box, cost = _best(_options(labels[at], room), list(boxes.values()), marks)
        boxes[at] = box
        words, drawn = words + cost[0], drawn + cost[1]
    return [boxes[at] for at in range(len(labels))], (words, drawn)


def _best(options: Iterator[Box], placed: Sequence[Box], marks: Sequence[Box]) -> tuple[Box, Cost]:
    """The first box that covers nothing, else the one that covers least."""
    best = next(options)
    least = _cost(best, placed, marks)
    for box in options:
        if least == (0, 0):
            break
        cost = _cost(box, placed, marks)
        if cost < least:
            best, least = box, cost
    return best, least


def overlap(one: Box, other: Box) -> float:
    """The area two boxes share."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _cost(box: Box, placed: Sequence[Box], marks: Sequence[Box]) -> Cost:
    return (
        sum(overlap(box, other) for other in placed),
        sum(overlap(box, mark) for mark in marks),
    )


def _options(label: Label, room: Box) -> Iterator[Box]:
    x, y = label.at
    turned = -1 if label.below else 1
    for distance in _DISTANCES:
        for right, down in _SIDES:
            left = x - label.width / 2 + right * (label.width / 2 + distance)
            top = y - label.height / 2 + turned * down * (label.height / 2 + distance)
            yield _inside((left, top, label.width, label.height), room)


def _inside(box: Box, room: Box) -> Box:
    left = min(max(box[0], room[0]), room[0] + room[2] - box[2])
    top = min(max(box[1], room[1]), room[1] + room[3] - box[3])
    return max(left, room[0]), max(top, room[1]), box[2], box[3]
