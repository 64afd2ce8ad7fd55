"""The 驾驶舱 set on one A4 page across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from desktop.charts.shapes import shorter_words
from desktop.colours import verdict_name
from desktop.models import wording
from desktop.models.cockpit import Cockpit, Holder, Step
from desktop.models.pictures import GridPicture
from desktop.models.targets import TargetLine
from desktop.paper import HEIGHT, WIDTH
from desktop.sheet import CENTRE, RIGHT, Block, Box, Link, Sheet, Word, height_of, widest, width_of
from monitoring.progress import GLYPHS

_GAP = 160
_EDGE = 360
_SPLIT = Fraction(58, 100)
_BODY, _SMALL, _HEAD = 90, 78, 105
_TITLE_ROW, _COUNT_ROW, _HEAD_ROW, _FOOT_ROW = 300, 430, 230, 170
_ROW, _LOW_ROW, _HOLDER, _CELL = 300, 215, 190, 155
_HOW = (
    "横条：深色是现状，细竖线是今天应达到的，粗竖线是目标。"
    "缺口按各目标自己的缺口算占比，再取平均。空着是未报，不当作 0。"
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The page's inner edges and its two columns."""

    edge: int
    height: int

    @property
    def inner(self) -> int:
        return WIDTH - 2 * self.edge

    @property
    def left(self) -> int:
        return int(self.inner * _SPLIT)

    @property
    def right(self) -> int:
        return self.inner - self.left - 2 * _GAP

    @property
    def middle(self) -> int:
        """Where the right column begins."""
        return self.edge + self.left + 2 * _GAP


def sheet_of(cockpit: Cockpit, height: int = HEIGHT, edge: int = _EDGE) -> Sheet:
    """Set everything on a page of ``height``; what is too much for it is counted, never cut off.

    A page lower than its smallest content is made as high as that.
    """
    frame = _Frame(edge, height)
    steps = _steps_height(cockpit.steps, frame.left)
    grid = _HEAD_ROW + 150 + _CELL * max(len(cockpit.grid.rows), 1)
    top = edge + _TITLE_ROW + 40 + _COUNT_ROW + _GAP
    left = top + _HEAD_ROW + _LOW_ROW * max(len(cockpit.dangers), 1) + _GAP + steps
    right = top + _HEAD_ROW + _HOLDER * max(len(cockpit.holders), 1) + _GAP + grid
    frame = _Frame(edge, int(max(height, *(each + _FOOT_ROW + edge for each in (left, right)))))
    if height == HEIGHT:
        frame = _Frame(edge, height)
    sheet = Sheet(WIDTH, frame.height)
    foot = frame.height - edge - _FOOT_ROW
    y = _counts(sheet, cockpit, frame, _title(sheet, cockpit, frame))
    _dangers(sheet, cockpit, (edge, y, frame.left, foot - steps - _GAP - y))
    _steps(sheet, cockpit.steps, (edge, foot - steps, frame.left, steps))
    _holders(sheet, cockpit.holders, (frame.middle, y, frame.right, foot - grid - _GAP - y))
    _grid(sheet, cockpit.grid, (frame.middle, foot - grid, frame.right, grid))
    sheet.words.append(Word(_HOW, (edge, foot, frame.inner, _FOOT_ROW), _SMALL, hue="muted"))
    return sheet


def _title(sheet: Sheet, cockpit: Cockpit, frame: _Frame) -> float:
    under = width_of(cockpit.under, _HEAD) + 20
    box = (frame.edge, frame.edge, frame.inner - under - _GAP, _TITLE_ROW)
    size = 160 if width_of(cockpit.title, 160, bold=True) < box[2] else 125
    sheet.words.append(Word(cockpit.title, box, size, bold=True))
    right = (frame.edge + frame.inner - under, frame.edge, under, _TITLE_ROW)
    sheet.words.append(Word(cockpit.under, right, _HEAD, RIGHT, "muted"))
    return frame.edge + _TITLE_ROW + 40


def _counts(sheet: Sheet, cockpit: Cockpit, frame: _Frame, y: float) -> float:
    """A box for every verdict; those that count nothing are pale."""
    boxes = [
        (each.count, f"{GLYPHS[each.status]} {each.status}", verdict_name(each.status))
        for each in cockpit.counts
    ]
    boxes.append((cockpit.unmeasured, "○ 没有数据", "muted"))
    wide = (frame.inner - _GAP / 2 * (len(boxes) - 1)) / len(boxes)
    x = float(frame.edge)
    for count, words, meaning in boxes:
        hue = meaning if count else "muted"
        sheet.blocks.append(Block((x, y, wide, _COUNT_ROW), hue, 0.13 if count else 0.06))
        sheet.blocks.append(Block((x, y, 26, _COUNT_ROW), hue, 1.0 if count else 0.3))
        number = (x + 70, y + 10, wide - 90, 240)
        sheet.words.append(Word(str(count), number, 220, hue=hue, bold=True))
        sheet.words.append(Word(words, (x + 70, y + 250, wide - 90, 160), _HEAD, hue=hue))
        x += wide + _GAP / 2
    return y + _COUNT_ROW + _GAP


def _head(sheet: Sheet, text: str, box: Box) -> float:
    sheet.words.append(Word(text, (box[0], box[1], box[2], _HEAD_ROW - 40), _HEAD, bold=True))
    sheet.blocks.append(Block((box[0], box[1] + _HEAD_ROW - 40, box[2], 8), "muted", 0.6))
    return box[1] + _HEAD_ROW - 20


def _dangers(sheet: Sheet, cockpit: Cockpit, box: Box) -> None:
    """Name, figure, bullet, what is asked for, gap, due: one line a target."""
    lines, room = cockpit.dangers, box[3] - _HEAD_ROW
    high = _ROW if len(lines) * _ROW <= room else _LOW_ROW
    size = _BODY if high == _ROW else _SMALL
    shown = lines[: int(room / high)]
    more = cockpit.more + len(lines) - len(shown)
    left = [f"另有 {more} 项，见“目标”"] if more else []
    left += [f"要求相同的另 {cockpit.repeated} 项不重复列"] if cockpit.repeated else []
    y = _head(sheet, f"有风险的目标{'（' + '；'.join(left) + '）' if left else ''}", box)
    if not lines:
        text = "没有滞后或逾期的目标。"
        sheet.words.append(Word(text, (box[0], y, box[2], _ROW), _BODY, hue="muted"))
        return
    texts = [_cells(line) for line in shown]
    widths = [widest([cells[place] for cells in texts], size) + 50 for place in range(1, 5)]
    bullet = 800.0
    name = box[2] - sum(widths) - bullet - 60
    for line, cells in zip(shown, texts, strict=True):
        hue = verdict_name(line.verdict.status)
        x = box[0]
        words = f"{GLYPHS[line.verdict.status]} {cells[0]}"
        own = _BODY if height_of(words, name, _BODY) <= high else _SMALL
        sheet.words.append(Word(words, (x, y, name, high), own, hue=hue))
        x += name
        sheet.words.append(Word(cells[1], (x, y, widths[0], high), size, RIGHT))
        _bullet(sheet, line, (x + widths[0] + 60, y, bullet - 60, high), hue)
        x += widths[0] + bullet
        for text, wide in zip(cells[2:], widths[1:], strict=True):
            sheet.words.append(Word(text, (x, y, wide, high), size, RIGHT))
            x += wide
        link = (box[0], y, box[2], float(high))
        sheet.links.append(Link(link, "target", line.verdict.target.id, cells[0]))
        sheet.blocks.append(Block((box[0], y + high - 3, box[2], 3), "muted", 0.25))
        y += high


def _cells(line: TargetLine) -> tuple[str, ...]:
    verdict = line.verdict
    return (
        verdict.target.indicator_name,
        wording.with_unit(verdict.actual, line.measure),
        wording.requirement(verdict.target),
        (line.needed and f"还差 {line.needed}") or wording.gap_with_unit(verdict, line.measure),
        wording.due(verdict.target.due),
    )


def _bullet(sheet: Sheet, line: TargetLine, box: Box, hue: str) -> None:
    actual, path, bound = (None if each is None else max(each, Fraction(0)) for each in line.marks)
    longest = max((each for each in (actual, path, bound) if each), default=Fraction(0))
    if actual is None or not longest:
        return
    unit = box[2] / float(longest * Fraction(21, 20))
    middle = box[1] + box[3] / 2
    sheet.blocks.append(Block((box[0], middle - 50, box[2], 100), hue, 0.16))
    sheet.blocks.append(Block((box[0], middle - 28, float(actual) * unit, 56), hue))
    if path:
        sheet.blocks.append(Block((box[0] + float(path) * unit, middle - 50, 10, 100), "text"))
    if bound:
        at = box[0] + float(bound) * unit
        sheet.blocks.append(Block((at - 14, middle - 75, 28, 150), "text"))


def _holders(sheet: Sheet, holders: Sequence[Holder], box: Box) -> None:
    y = _head(sheet, "缺口集中在哪些单位", box)
    if not holders:
        text = "有风险的目标里没有能分到各单位的缺口。"
        sheet.words.append(Word(text, (box[0], y, box[2], _ROW), _BODY, hue="muted"))
        return
    high = min((box[3] - _HEAD_ROW) / len(holders), 260.0)
    shown = holders[: int((box[3] - _HEAD_ROW) / max(high, 150))]
    name = widest([each.name for each in shown], _BODY) + 60
    figures = widest([each.text for each in shown], _SMALL) + 40
    room = box[2] - name - figures
    most = max(each.share for each in shown)
    for each in shown:
        sheet.words.append(Word(each.name, (box[0], y, name, high), _BODY))
        bar = room * float(each.share / most) if most else 0.0
        sheet.blocks.append(Block((box[0] + name, y + high * 0.22, bar, high * 0.56), "warn", 0.7))
        right = (box[0] + name + room, y, figures, high)
        sheet.words.append(Word(each.text, right, _SMALL, RIGHT))
        words = f"{each.name}：{each.text}，主要是{each.worst}"
        sheet.links.append(Link((box[0], y, box[2], high), "unit", each.unit, words))
        y += high


def _steps_height(steps: Sequence[Step], width: float) -> float:
    return _HEAD_ROW + sum(height_of(_numbered(0, each), width, _BODY) + 24 for each in steps)


def _numbered(at: int, step: Step) -> str:
    return f"{at + 1}. {step.text}"


def _steps(sheet: Sheet, steps: Sequence[Step], box: Box) -> None:
    y = _head(sheet, "接下来做什么", box)
    for at, step in enumerate(steps):
        text = _numbered(at, step)
        high = height_of(text, box[2], _BODY) + 24
        area = (box[0], y, box[2], high)
        sheet.words.append(Word(text, area, _BODY))
        if step.target:
            sheet.links.append(Link(area, "target", step.target, step.text))
        y += high


def _grid(sheet: Sheet, grid: GridPicture, box: Box) -> None:
    y = _head(sheet, "数据完整度（已报 / 应报单位）", box)
    if not grid.rows:
        text = "还没有可以看的数据。"
        sheet.words.append(Word(text, (box[0], y, box[2], _ROW), _BODY, hue="muted"))
        return
    name = min(widest(grid.rows, 70) + 30, box[2] * 0.32)
    wide = (box[2] - name) / len(grid.columns)
    for at, head in enumerate(grid.columns):
        sheet.words.append(Word(head, (box[0] + name + at * wide, y, wide, 140), 58, CENTRE))
    y += 150
    for row, cells in zip(grid.rows, grid.cells, strict=True):
        size = 70 if width_of(row, 70) <= name - 10 else 58
        sheet.words.append(Word(row, (box[0], y, name, _CELL), size))
        for at, share in enumerate(cells):
            cell = (box[0] + name + at * wide + 5, y + 5, wide - 10, _CELL - 10.0)
            if share is not None:
                hue = "good" if share.whole else "warn" if share.reported else "bad"
                sheet.blocks.append(Block(cell, hue, 0.2))
            options = shorter_words(share)
            text = next((t for t in options if width_of(t, 56) <= wide - 14), options[-1])
            sheet.words.append(Word(text, cell, 56, CENTRE))
        y += _CELL
