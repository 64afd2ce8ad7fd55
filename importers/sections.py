"""Sections of a list of items: a line without figures stands over the lines below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from importers.columns import ColumnWord, same_period, says_when
from importers.context import Context
from importers.matching import narrows, whole
from importers.names import label
from monitoring.issues import Issue, Severity
from monitoring.periods import Frequency, Period

_FIRST = re.compile(r"^\s*[一二三四五六七八九十]+\s*[、.．]")
_SECOND = re.compile(r"^\s*[(（][一二三四五六七八九十]+[)）]|[:：]\s*$")
_ANY = re.compile(f"{_FIRST.pattern}|{_SECOND.pattern}")
_AMONG = "其中"


def sections(
    lines: Iterable[tuple[int, str, bool]], context: Context
) -> Mapping[int, tuple[str, ...]]:
    """What has to be known of the sections a line stands in, from the top down, by its number.

    Each line is its number, its text, and whether it has figures. Sections that tell nothing
    about a line's item, as 一、基本情况 over 常住人口数, are left out.
    """
    within: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    first = second = ""
    for number, text, figures in lines:
        if figures:
            within.setdefault(tuple(filter(None, (first, second))), []).append((number, text))
        elif _FIRST.search(text):
            first, second = text, ""
        elif _SECOND.search(text) or _is_heading(text, context):
            second = second if label(text).key == _AMONG else text
    return {
        number: told
        for over, named in within.items()
        if over
        for number, told in _telling(over, named, context)
    }


def elsewhen(
    lines: Iterable[tuple[int, str, bool]],
    year: int | None,
    period: Period | None,
    *,
    begun: bool = False,
) -> Mapping[int, ColumnWord]:
    """The lines below a section of another time than ``period``, with what that section says of
    it, such as 上年同期 on its own.

    The lines are those of :func:`sections`; the next section ends it. Unless the list has
    ``begun``, a month before everything else is the title of the whole, which is held against
    the ``period`` as such.
    """
    found: dict[int, ColumnWord] = {}
    over: ColumnWord | None = None
    for number, text, figures in lines:
        if figures:
            begun = True
            if over is not None:
                found[number] = over
            continue
        word = says_when(text, year)
        if word is not None:
            over = word if word.aside or (begun and is_elsewhen(word, period)) else None
        elif _ANY.search(text):
            over, begun = None, True
    return found


def left_out(
    lines: Mapping[int, ColumnWord], sheet: str, cell_of: Callable[[int], str]
) -> Iterator[Issue]:
    """One warning for each section of another month among the lines of :func:`elsewhen`.

    上年同期 and the like say themselves that they are not wanted. ``cell_of`` names a line's cell.
    """
    under: dict[ColumnWord, list[int]] = {}
    for line, word in lines.items():
        if not word.aside:
            under.setdefault(word, []).append(line)
    for word, among in under.items():
        message = (
            f"“{word.text[:20]}”下面的 {len(among)} 行没有读取；"
            "请核对是否需要，需要时另存成一个文件再收。"
        )
        yield Issue("not_collected", message, Severity.WARNING, sheet, cell_of(among[0]))


def is_elsewhen(word: ColumnWord, period: Period | None) -> bool:
    """Whether what a section says of its time is not the ``period``, or a sum up to it."""
    if word.aside or word.period is None or period is None:
        return word.aside
    whole_year = word.period.frequency is Frequency.YEAR and word.period.year == period.year
    return not whole_year and not same_period(word.period, period)


def _is_heading(text: str, context: Context) -> bool:
    """Whether a line without numbering is a section, and no item's own name."""
    key = label(text).bare
    if any(match.canonical for match in context.labels.get(key, ())):
        return False
    return any(key in headings for headings in context.headings.values())


def _telling(
    over: tuple[str, ...], lines: Sequence[tuple[int, str]], context: Context
) -> Iterator[tuple[int, tuple[str, ...]]]:
    forms, has_all = context.catalogue.forms, _has_all(over, lines, context)
    for number, name in lines:
        cuts = (over[cut:] for cut in range(len(over)))
        if named := next((cut for cut in cuts if whole([*cut, name], context)), ()):
            yield number, named
            continue
        matches = whole([name], context)
        if has_all and matches:
            continue
        if all(narrows(over, m.item, forms[m.form].name) for m in matches):
            yield number, over


def _has_all(over: Sequence[str], lines: Iterable[tuple[int, str]], context: Context) -> bool:
    """Whether a group has all its items below it: what else is there is not about the group."""
    keys = {label(text).bare for text in over}
    told = {
        match.item.code
        for _, name in lines
        for match in whole([over[-1], name], context) or whole([name], context)
    }
    groups: dict[tuple[str, str], set[str]] = {}
    for form in context.catalogue.forms.values():
        for item in form.items:
            if label(item.group).bare in keys:
                groups.setdefault((form.code, item.group), set()).add(item.code)
    return any(codes <= told for codes in groups.values())
