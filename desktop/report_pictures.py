"""Lines of a report's targets as pictures: history, the path asked for, the target."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fractions import Fraction

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

from exporters.blocks import Picture
from monitoring.amounts import rounded
from monitoring.pace import last_day
from monitoring.sums import months_between
from workflow import plan_words as words
from workflow.evaluation import Evaluation, Line
from workflow.evaluation_paper import wanting

WIDTH, HEIGHT = 1500, 620
MOST = 8
_BOX = QRectF(130, 80, WIDTH - 170, HEIGHT - 150)
_FAMILIES = ["SimSun", "Songti SC", "Noto Serif CJK SC", "WenQuanYi Micro Hei", "Noto Sans CJK SC"]
_INK, _GRID = QColor("black"), QColor("#d0d4d8")
# Okabe-Ito, and every line has its own stroke besides its colour.
_HISTORY = QPen(QColor("#0072b2"), 6)
_PATH = QPen(QColor("#000000"), 4, Qt.PenStyle.DashLine)
_TARGET = QPen(QColor("#d55e00"), 4, Qt.PenStyle.DotLine)
_TREND = QPen(QColor("#009e73"), 4, Qt.PenStyle.DashDotLine)
_TICKS = 5  # steps up the side, at most

Point = tuple[int, Fraction | None]


def pictures_of(evaluation: Evaluation) -> dict[str, Picture]:
    """A picture for each target the report explains, by the target's id, the first few."""
    _need_fonts()
    lines = [line for line in wanting(evaluation) if len(_known(line.history)) > 1]
    return {line.target.id: _picture(evaluation, line) for line in lines[:MOST]}


def _need_fonts() -> None:
    """Text is painted with the system's fonts, which Qt knows once it has an application."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication([]))


# Qt's application lives as long as somebody refers to it.
_kept: list[QGuiApplication] = []


def _picture(evaluation: Evaluation, line: Line) -> Picture:
    name = line.target.indicator_name
    first, last = _known(line.history)[0], _known(line.history)[-1]
    told = (
        f"{name}从{words.month_of(first[0])}的{_text(first[1])}到{words.month_of(last[0])}的"
        f"{_text(last[1])}，目标{words.asked(line.target)}"
    )
    return Picture(f"{name}的变化（{words.measure(line)}）", _png(evaluation, line), told)


def _png(evaluation: Evaluation, line: Line) -> bytes:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont()
    font.setFamilies(_FAMILIES)
    font.setPixelSize(30)
    painter.setFont(font)
    _Chart(painter, evaluation, line).paint()
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class _Chart:
    """One target over the months from the first known figure to its due date, or to now."""

    def __init__(self, painter: QPainter, evaluation: Evaluation, line: Line) -> None:
        self._painter, self._line = painter, line
        due = line.target.due.year * 100 + line.target.due.month
        first = _known(line.history)[0][0]
        self._months = list(months_between(first, max(evaluation.end, due)))
        bound, path = line.verdict.bound, line.verdict.path
        self._bound = bound.value if bound else None
        self._path: list[Point] = [
            (month, path.at(last_day(month)) if path and month <= due else None)
            for month in self._months
        ]
        self._trend = self._forecast()
        shown = [each for _, each in _known((*line.history, *self._path, *(self._trend or ())))]
        shown += [] if self._bound is None else [self._bound]
        self._step = _step_of(max(shown) - min(shown))
        self._low = min(shown) // self._step * self._step
        self._high = -(-max(shown) // self._step) * self._step
        if self._low == self._high:
            self._high += self._step

    def paint(self) -> None:
        """Axes first, then the lines over them, then what each is."""
        self._axes()
        drawn = [("实际", _HISTORY)]
        if self._bound is not None:
            level: list[Point] = [(month, self._bound) for month in self._months]
            self._stroke(level, _TARGET)
            drawn.append((f"目标{words.asked(self._line.target)}", _TARGET))
        if len(_known(self._path)) > 1:
            self._stroke(self._path, _PATH)
            drawn.insert(1, ("按时间应达到", _PATH))
        if (trend := self._trend) is not None:
            self._painter.setPen(_TREND)
            self._painter.drawLine(*(self._at(*point) for point in trend))
            drawn.append(("按目前趋势", _TREND))
        self._stroke(self._line.history, _HISTORY)
        self._legend(drawn)

    def _forecast(self) -> tuple[tuple[int, Fraction], tuple[int, Fraction]] | None:
        """From the last known figure to where it is heading."""
        ahead, last = self._line.forecast, _known(self._line.history)[-1]
        if ahead is None or ahead.at not in self._months or last[0] >= ahead.at:
            return None
        return last, (ahead.at, ahead.value)

    def _at(self, month: int, value: Fraction) -> QPointF:
        across = self._months.index(month) / max(len(self._months) - 1, 1)
        up = float((value - self._low) / (self._high - self._low))
        return QPointF(_BOX.left() + across * _BOX.width(), _BOX.bottom() - up * _BOX.height())

    def _stroke(self, points: Iterable[Point], pen: QPen) -> None:
        """A line through the known points; where a month is missing it is broken."""
        self._painter.setPen(pen)
        before: QPointF | None = None
        for month, value in points:
            here = None if value is None else self._at(month, value)
            if before is not None and here is not None:
                self._painter.drawLine(before, here)
            before = here

    def _axes(self) -> None:
        self._painter.setPen(QPen(_GRID, 2))
        places = max(0, len(str(self._step.denominator)) - 1)
        value = self._low
        while value <= self._high:
            y = self._at(self._months[0], value).y()
            self._painter.setPen(QPen(_GRID, 2))
            self._painter.drawLine(QPointF(_BOX.left(), y), QPointF(_BOX.right(), y))
            self._painter.setPen(_INK)
            box = QRectF(0, y - 20, _BOX.left() - 14, 40)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._painter.drawText(box, side, rounded(value, places))
            value += self._step
        for month in self._months:
            if month % 100 == 1 or month == self._months[0] == self._months[-1]:
                x = self._at(month, self._low).x()
                self._painter.setPen(QPen(_GRID, 2))
                self._painter.drawLine(QPointF(x, _BOX.top()), QPointF(x, _BOX.bottom()))
                self._painter.setPen(_INK)
                box = QRectF(x - 100, _BOX.bottom() + 10, 200, 44)
                self._painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, f"{month // 100}年")

    def _legend(self, drawn: Sequence[tuple[str, QPen]]) -> None:
        x = _BOX.left()
        for text, pen in drawn:
            self._painter.setPen(pen)
            self._painter.drawLine(QPointF(x, 40), QPointF(x + 80, 40))
            self._painter.setPen(_INK)
            width = self._painter.fontMetrics().horizontalAdvance(text)
            box = QRectF(x + 94, 18, width + 10, 44)
            self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            x += 94 + width + 60


def _step_of(span: Fraction) -> Fraction:
    """A round step, 1, 2 or 5 times a power of ten, of which the span takes three to eight."""
    step = Fraction(1, 10**6)
    while True:
        for times in (1, 2, 5):
            if span <= step * times * _TICKS:
                return step * times
        step *= 10


def _known(points: Iterable[Point]) -> list[tuple[int, Fraction]]:
    return [(month, value) for month, value in points if value is not None]


def _text(value: Fraction) -> str:
    return rounded(value, 2)
