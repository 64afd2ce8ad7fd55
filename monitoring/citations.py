"""A clause found in the text of its plan: the paragraph by chapter and number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[篇章节]|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]"
    r"|\d+[.、．])"
)
_PARTS = re.compile(r"·|(?=[(（][一二三四五六七八九十]+[)）])")
_NOT_SAID = re.compile(r"[\W_]+")
_HEADING = 80
_NEAR = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands among paragraphs (from 0). ``paragraph`` is ``None`` where it was not
    found; ``heading`` then is the nearest heading above it that was, ``None`` without any.
    """

    paragraph: int | None
    heading: int | None


def find(paragraphs: Sequence[str], chapter: str, number: int, words: str = "") -> Place:
    """The ``number``-th paragraph (from 1) below the headings of ``chapter``; where one of those is
    not in the text, the first below the last that is which says the ``words``, as in a table.

    A chapter is its headings from the top down, such as 四、重点领域（一）医疗服务·提升服务水平;
    white space, punctuation and the style of numbering do not matter, so that 第一节 X is found as
    （一）X too. A paragraph that begins with its heading is the first below it.
    """
    heading: int | None = None
    start = 0
    for part in filter(None, (each.strip() for each in _PARTS.split(chapter))):
        found = _heading(paragraphs, part, start)
        if found is None:
            return Place(_saying(paragraphs, words, start), heading)
        heading, start = found, found + 1
    if heading is None:
        return Place(None, None)
    runs_on = len(paragraphs[heading]) > _HEADING
    at = heading + number - (1 if runs_on else 0)
    return Place(at if at < len(paragraphs) else None, heading)


def _saying(paragraphs: Sequence[str], words: str, start: int) -> int | None:
    key = _key(words)
    rows = range(start, min(len(paragraphs), start + _NEAR)) if start and key else ()
    return next((row for row in rows if key in _key(paragraphs[row])), None)


def _heading(paragraphs: Sequence[str], part: str, start: int) -> int | None:
    """The first paragraph from ``start`` on that is the heading, with its numbering before one
    without it; the list of contents at the front is passed over for the text itself.
    """
    whole, bare = _key(part), _key(_NUMBERING.sub("", part))
    exact = [
        row
        for row in range(start, len(paragraphs))
        if (key := _key(paragraphs[row][: 2 * _HEADING])) == whole
        or key == bare
        or _key(_NUMBERING.sub("", paragraphs[row][: 2 * _HEADING].lstrip())) == bare
    ]
    if exact:
        return exact[-1] if start == 0 and len(exact) == 2 else exact[0]
    for row in range(start, len(paragraphs)):
        key = _key(paragraphs[row][: 2 * _HEADING])
        if key.startswith(whole) or (len(bare) > 3 and key.startswith(bare)):
            return row
    return None


def _key(text: str) -> str:
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).lower()
