"""What a formula looks at, and what one that only adds up comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from exporters.sheet_frame import Range, ranges_of

Place = tuple[int, int]
_CELL = r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}"
_AREA = rf"{_CELL}(?::{_CELL})?"
_LOCAL = re.compile(
    rf"(?<![\w.$])(?:{_AREA}|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+)(?![\w.(!])"
)
_ELSEWHERE = re.compile(
    rf"(?:'((?:[^']|'')+)'|([^\s+\-*/^&=<>(),;:'\"!\[\]{{}}]+))!"
    rf"(?:{_AREA}|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+)(?![\w.(])"
)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"[^\W\d][\w.]*\s*\(")
_NAME = re.compile(r"[^\W\d]\w*|[!\[\]#@]")
_TRUTH = re.compile(r"\b(?:TRUE|FALSE)\b")
# What they look at is only known when they are calculated.
_UNKNOWN = re.compile(r"\b(?:INDIRECT|OFFSET|CELL|INFO)\s*\(|:\s*[A-Z.]+\s*\(|\)\s*:")
_SUM = rf"SUM\({_AREA}(?:,{_AREA})*\)"
_TERM = re.compile(rf"([+-]?)({_SUM}|{_CELL})(?![\w:(!.])")
_LARGEST = 100_000


class UnclearError(ValueError):
    """A cell whose number cannot be told."""


@dataclass(frozen=True)
class Seen:
    """The ``areas`` of its own sheet and the other ``sheets`` (in capitals) a formula looks at;
    ``unclear`` when that is not all.
    """

    areas: tuple[Range, ...]
    sheets: frozenset[str]
    unclear: bool


@lru_cache(maxsize=4096)
def seen(formula: str) -> Seen:
    """What a formula looks at."""
    text = _QUOTED.sub('""', formula).upper()
    unclear = _UNKNOWN.search(text) is not None
    named = {quoted.replace("''", "'") or plain for quoted, plain in _ELSEWHERE.findall(text)}
    text = _ELSEWHERE.sub(" ", text)
    local = [match[0].replace("$", "") for match in _LOCAL.finditer(text)]
    rest = _TRUTH.sub(" ", _FUNCTION.sub(" ", _LOCAL.sub(" ", text)))
    # A name of the workbook, a table's column, another file, sheets from one to another.
    unclear = unclear or _NAME.search(rest) is not None
    unclear = unclear or any(sign in name for name in named for sign in ":[")
    return Seen(tuple(ranges_of(" ".join(local))), frozenset(named), unclear)


def sum_of(
    formula: str,
    summed: Callable[[Place], Fraction],
    added: Callable[[Place], Fraction],
) -> Fraction | None:
    """The exact result of a formula of sums and differences of cells on its own sheet.

    ``summed`` gives what a cell adds to a SUM, ``added`` what it is to + and -; either raises
    :class:`UnclearError`. ``None`` for any other formula.
    """
    text = "".join(formula.upper().split())
    total, position = Fraction(0), 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (position and not match[1]):
            return None
        sign = -1 if match[1] == "-" else 1
        get = summed if match[2].startswith("SUM(") else added
        try:
            total += sign * sum((get(place) for place in _places(match[2])), Fraction(0))
        except UnclearError:
            return None
        position = match.end()
    return total if text else None


def _places(term: str) -> Iterator[Place]:
    areas = " ".join(re.findall(_AREA, term.removeprefix("SUM("))).replace("$", "")
    for left, top, right, bottom in ranges_of(areas):
        if (bottom - top + 1) * (right - left + 1) > _LARGEST:
            raise UnclearError
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column
