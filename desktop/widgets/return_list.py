"""The month's returns as a list of three lines each: form, period and progress, standing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.colours import colour
from desktop.models.returns import STATE_ROLE, ReturnList, ReturnState

Index = QModelIndex | QPersistentModelIndex

_PAD, _LINES = 8, 3


class ReturnListView(QListView):
    """The forms. ``form_chosen`` carries the state of the one the clerk looks at."""

    form_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = ReturnList(self)
        self.setModel(self._list)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("本月报表")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_states(self, states: Sequence[ReturnState]) -> None:
        """Show other states, looking at the same form as before."""
        chosen = self.chosen()
        self._list.set_states(states)
        if chosen is not None:
            self.choose(chosen.form.code)

    def chosen(self) -> ReturnState | None:
        """The state of the chosen form."""
        state = self.currentIndex().data(STATE_ROLE)
        return state if isinstance(state, ReturnState) else None

    def choose(self, form: str) -> None:
        """Look at a form; the first one when there is no such form."""
        index = self._list.index(max(0, self._list.row_of(form)))
        if index.isValid():
            self.setCurrentIndex(index)

    def _on_current(self, index: QModelIndex) -> None:
        state = index.data(STATE_ROLE)
        if isinstance(state, ReturnState):
            self.form_chosen.emit(state)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * _LINES + 2 * _PAD + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(STATE_ROLE)
        if not isinstance(state, ReturnState):
            return
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        painter.save()
        hue, words = state.standing
        bold = QFont(option.font)
        bold.setBold(True)
        step = option.fontMetrics.lineSpacing() + 2
        line = QRect(option.rect).adjusted(_PAD, _PAD, -_PAD, 0)
        line.setHeight(step)
        ink = _ink(option)
        palette = option.palette
        for text, font, own in (
            (state.title, bold, palette.color(QPalette.ColorRole.Text)),
            (state.progress, option.font, colour("muted", palette)),
            (words, option.font, colour(hue, palette)),
        ):
            painter.setFont(font)
            painter.setPen(ink or own)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, shown)
            line.translate(0, step)
        painter.restore()


def _ink(option: QStyleOptionViewItem) -> QColor | None:
    """The ink on the chosen line, where the colours of meaning are not legible."""
    if option.state & QStyle.StateFlag.State_Selected:
        return option.palette.color(QPalette.ColorRole.HighlightedText)
    return None
