"""How the names of lines nest in print, in any font of any spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from monitoring.returns import Line

OF_WHICH = "其中："
FULL_WIDTH_SPACE = "　"


def labels(lines: Sequence[Line]) -> list[str]:
    """The names as printed: the first part of a whole says 其中：, its siblings stand below it."""
    printed: list[str] = []
    open_depths: set[int] = set()
    for line in lines:
        if line.kind == "item":
            first = line.depth not in open_depths
            open_depths = {depth for depth in open_depths if depth < line.depth} | {line.depth}
        elif line.kind == "section":
            first, open_depths = True, set()
        else:
            first = False
        label = nested_label(line.label, line.depth, first=first)
        printed.append(FULL_WIDTH_SPACE + label if line.kind == "ytd" else label)
    return printed


def nested_label(label: str, depth: int, *, first: bool) -> str:
    """A name nested ``depth`` deep, after 其中： when it is the ``first`` part of its whole.

    Ideographic spaces instead of cell indents: 其中： and the space below it are then equally
    wide in every spreadsheet.
    """
    if depth == 0:
        return label
    own = OF_WHICH if first and not label.startswith("其中") else FULL_WIDTH_SPACE * 3
    return FULL_WIDTH_SPACE * (2 * depth - 1) + own + label
