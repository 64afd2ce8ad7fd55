"""Where a clause stands in the text of its document: chapter path and number of the paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

_NUMBER = "[一二三四五六七八九十百零〇\\d]{1,5}"
# From the widest section to the narrowest; what has no number at all is narrower still.
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        f"第{_NUMBER}[编篇部]分?",
        f"第{_NUMBER}章",
        f"第{_NUMBER}节",
        "[一二三四五六七八九十]{1,3}[、.]",
        r"\([一二三四五六七八九十]{1,3}\)",
        r"专栏\d{0,2}[:]?",
        r"\d{1,2}[、.)](?!\d)",
        r"\(\d{1,2}\)",
    )
)
_UNNUMBERED = len(_STYLES)
# Where one heading of a path ends and the next begins.
_INSIDE = re.compile(r"(?<=[^·])(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_PUNCTUATION = re.compile(r"[^\w]+|_")
_SENTENCE = re.compile("[。；;：:]")
_LONGEST_HEADING = 44
_NEARLY = 2  # characters a heading may have more or less than its citation, as 指标表 and 指标
_SHORTEST_NEARLY = 4
_SHORTEST_BEGINNING = 6
_TABLE = "表"
_PLACES = 12  # of one heading: more are no headings, and each would be searched below


@dataclass(frozen=True, slots=True)
class Place:
    """What was found of a clause: indices into the paragraphs.

    ``paragraph`` is the cited one, ``None`` where it could not be counted out. ``heading`` is the
    nearest heading that was found, ``None`` without any; ``missing`` the headings of the path
    below it that were not.
    """

    paragraph: int | None = None
    heading: int | None = None
    missing: tuple[str, ...] = ()

    @property
    def shown(self) -> int:
        """The paragraph to begin reading at."""
        return next((at for at in (self.paragraph, self.heading) if at is not None), 0)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph as a heading might: its rank, the title it would have, and the first sentence
    of one that runs on behind its heading.
    """

    rank: int
    title: str
    opening: str
    whole: str
    heading: bool


def path_of(chapter: str) -> tuple[str, ...]:
    """The headings a citation names, the widest first: 四、重点领域（一）医疗服务·提升水平."""
    parts = [part for piece in chapter.split("·") for part in _INSIDE.split(piece)]
    return tuple(part.strip() for part in parts if part.strip())


def find_clause(paragraphs: Sequence[str], chapter: str, paragraph: int, name: str = "") -> Place:
    """Where a clause stands. White space, punctuation and how headings are numbered may differ.

    The number cited of a table is that of a row, and a text has a table in any shape: there the
    line counts that ``name`` (what the clause is about) stands in. A table of contents repeats
    the headings with nothing below them, so of several places the first counts that has the
    paragraph.
    """
    lines = [_line(text) for text in paragraphs]
    path = path_of(chapter)
    in_table = bool(path) and path[-1].endswith(_TABLE)
    for depth in range(len(path), 0, -1):
        nearest = None
        for heading in _chains(lines, path[:depth], 0):
            at = None
            if in_table:
                at = _named(lines, heading, _key(name))
            elif depth == len(path):
                at = _counted(lines, heading, paragraph, len(_line(path[-1]).title))
            if at is not None:
                return Place(at, heading)
            nearest = heading if nearest is None else nearest
        if nearest is not None:
            return Place(heading=nearest, missing=path[depth:])
    return Place(missing=path)


def _chains(lines: Sequence[_Line], path: Sequence[str], start: int) -> Iterator[int]:
    """Where the last heading of a path stands, each heading found below the one before it."""
    wanted, rest = _line(path[0]), path[1:]
    for nearly in (False, True):
        matching = (
            at for at in range(start, len(lines)) if _matches(lines[at], wanted, nearly=nearly)
        )
        places = list(islice(matching, _PLACES))
        for at in places:
            if rest:
                yield from _chains(lines, rest, at + 1)
            else:
                yield at
        if places:
            return


def _matches(line: _Line, wanted: _Line, *, nearly: bool) -> bool:
    title = wanted.title
    if not nearly:
        return title != "" and title in (line.title, line.opening)
    # Some scans lose the full stop behind a heading that the text runs on from.
    runs_on = len(title) >= _SHORTEST_BEGINNING and line.title.startswith(title)
    return runs_on or any(_near(other, title) for other in (line.title, line.opening))


def _near(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) >= _SHORTEST_NEARLY
        and len(longer) - len(shorter) <= _NEARLY
        and (longer.startswith(shorter) or longer.endswith(shorter))
    )


def _counted(lines: Sequence[_Line], heading: int, number: int, length: int) -> int | None:
    """The paragraph of a number below a heading whose title has this ``length``; one that runs on
    behind it is the first.
    """
    runs_on = len(lines[heading].title) > length + _NEARLY
    left = number - 1 if runs_on else number
    return heading if left == 0 else next(islice(_below(lines, heading), left - 1, None), None)


def _named(lines: Sequence[_Line], heading: int, name: str) -> int | None:
    """The first line below a heading that a name stands in."""
    return next((at for at in _below(lines, heading) if name and name in lines[at].whole), None)


def _below(lines: Sequence[_Line], heading: int) -> Iterator[int]:
    """The paragraphs of a section, its own and those of the sections in it."""
    for at in range(heading + 1, len(lines)):
        if not lines[at].heading:
            yield at
        elif lines[at].rank <= lines[heading].rank:
            return


def _line(text: str) -> _Line:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    rank, rest = _numbered(plain)
    opening = _SENTENCE.split(rest, maxsplit=1)[0] if len(rest) > 1 else rest
    short = len(rest) <= _LONGEST_HEADING and not _SENTENCE.search(rest.rstrip("："))
    heading = short and (rank < _UNNUMBERED) and not rest.endswith(("。", "，", ","))
    return _Line(rank, _key(rest), _key(opening), _key(plain), heading)


def _numbered(plain: str) -> tuple[int, str]:
    """The rank of a heading's number and what follows it."""
    for rank, style in enumerate(_STYLES):
        if (match := style.match(plain)) and len(plain) > match.end():
            return rank, plain[match.end() :]
    return _UNNUMBERED, plain


def _key(text: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).casefold()
