"""How a verdict came about, as named rows: every reading, both opinions, and why they differ."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.models.targets import TargetLine
from monitoring.pace import Opinion
from monitoring.progress import GLYPHS, Reading

Rows = list[tuple[str, str]]


def workings(line: TargetLine) -> Rows:
    """The rows above the clause: one of a kind shows its name once."""
    verdict = line.verdict
    rows = [row for reading in verdict.readings for row in _reading(reading)]
    rows += [("提示", note) for note in verdict.notes]
    ahead = line.outlook.forecast
    if ahead is not None:
        rows.append(("预测", ahead.working))
    return _once(rows)


def _reading(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.name:
        yield reading.name, f"{GLYPHS[reading.status]} {reading.status}，要求 {reading.required}"
    opinions = [each for each in (reading.linear, reading.ratio) if each is not None]
    said = {each.working for each in opinions} | {reading.disagree}
    for words in reading.lines:
        if words not in said:
            yield "算式", words
    for opinion in opinions:
        yield opinion.name, f"{_verdict(opinion)}{opinion.working}"
    if reading.disagree:
        yield "不一致", reading.disagree


def _verdict(opinion: Opinion) -> str:
    if opinion.on_track is None:
        return ""
    return f"{'▲ 跟上' if opinion.on_track else '◆ 没跟上'}（{opinion.text}）："


def _once(rows: Rows) -> Rows:
    """The name of a row that follows another of the same name stays empty."""
    before = ""
    told: Rows = []
    for name, text in rows:
        told.append(("" if name == before else name, text))
        before = name
    return told
