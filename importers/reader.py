"""Reading a stranger's workbook: a child process does it, under a time and a memory limit."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from types import TracebackType
from typing import Any

from importers.children import PIPE_SIZE, Child
from importers.kinds import kind_of
from importers.pausing import uncollected
from importers.workbook import UNCACHED, CellError, Row, Run, Scalar, Sheet, Workbook, cell_at
from monitoring.errors import ExpectedError

TIME_LIMIT = 20.0
CHILDREN = 2
# A file this small fits into the pipe behind another, so that a child never waits for its next.
# Elsewhere a pipe may hold next to nothing, and both sides would wait for each other.
SMALL = PIPE_SIZE // 2 if os.name == "posix" else 0
FILE_LIMIT = 200 << 20
# After these the child has ended by itself, or should not be trusted with another file.
SHAKEN = frozenset(("crashed", "too_large"))

_SENTENCES = {
    "empty": "“{name}”是空的，里面没有工作表；请确认文件已保存完整后重新发送。",
    "encrypted": "“{name}”设有打开密码；请输入密码，或请填报单位取消密码后重新保存。",
    "wrong_password": "“{name}”的打开密码不对；请核对密码后再试，或请填报单位取消密码后重新保存。",
    "locked": "“{name}”设有打开密码，这种格式不能在这里输入密码；请取消密码后重新保存。",
    "locked_archive": "“{name}”在加了密码的压缩包里；请用密码解压后，再收里面的工作簿。",
    "empty_archive": "压缩包“{name}”里没有文件；请向填报单位要完整的压缩包。",
    "not_a_workbook": "“{name}”不是工作簿，其实是{what}；{advice}。",
    "damaged": "“{name}”已损坏或没有传完整；请向填报单位要一份完好的文件。",
    "crashed": "读取“{name}”时出错中止，它可能已损坏；请用 Excel 或 WPS 打开并另存为 .xlsx。",
    "timeout": "读取“{name}”超过 {limit:g} 秒仍未完成；请删去多余的行列，另存为 .xlsx 后再收。",
    "too_large": "“{name}”展开后太大，无法读取；请删去多余的行列和图片，另存为 .xlsx 后再收。",
}


class Unreadable(ExpectedError):  # noqa: N818 - the word the field uses: 无法读取
    """A file that cannot be read as a workbook. ``code`` is one of the keys above."""

    def __init__(self, code: str, name: str, *, what: str = "", limit: float = 0) -> None:
        self.code = code
        sentence = _SENTENCES[code]
        super().__init__(sentence.format(name=name, what=what, limit=limit, advice=_advice(what)))


def _advice(what: str) -> str:
    if what.endswith("压缩包"):
        return "请先解压，再收里面的工作簿"
    if what.startswith(("网页", "XML")):
        return "请用 Excel 或 WPS 打开，另存为 .xlsx 后再收"
    if what == "文本":
        return "里面没有成列的表，请向填报单位要工作簿"
    return "请向填报单位要 .xlsx 工作簿"


@dataclass(frozen=True, slots=True)
class _Request:
    """A file on its way: already refused, or sent to the child at ``place`` as its ``number``."""

    name: str
    data: bytes
    refused: Unreadable | None = None
    child: Child | None = None
    place: int = 0
    number: int = 0


class Reader:
    """Reads workbooks in child processes, two at a time, each restarted whenever it dies.

    ``command`` is what to run instead of our own child, ``time_limit`` seconds a file may take,
    ``passwords`` what to try on files that have one.
    Not for use from two threads at once.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        command: Sequence[str] | None = None,
        passwords: Sequence[str] = (),
    ) -> None:
        self.time_limit = time_limit
        self._passwords = json.dumps(list(passwords)).encode() if passwords else b""
        self._command = command
        self._children: list[Child | None] = [None] * CHILDREN

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, name: str, data: bytes) -> Workbook:
        """The workbook in ``data``; ``name`` is what sentences call the file.

        Raises :class:`Unreadable` with one sentence; the next file is then read as usual.
        """
        return self._finish(self._begin(name, data))

    def read_all(self, files: Iterable[tuple[str, bytes]]) -> Iterator[Workbook | Unreadable]:
        """One outcome a (name, bytes), in order; the children read on while the caller works."""
        ahead: deque[_Request] = deque()
        for number, (name, data) in enumerate(files):
            place, most = number % CHILDREN, 2 if len(data) <= SMALL else 1
            outcomes = []
            while sum(request.place == place for request in ahead) >= most:
                outcomes.append(self._next(ahead))
            ahead.append(self._begin(name, data, place))
            yield from outcomes
        while ahead:
            yield self._next(ahead)

    def close(self) -> None:
        """End the children. The reader may be used again; it starts others."""
        for place in range(CHILDREN):
            self._end(place)

    def _end(self, place: int) -> None:
        child, self._children[place] = self._children[place], None
        if child is not None:
            child.close()

    def _begin(self, name: str, data: bytes, place: int = 0) -> _Request:
        kind = kind_of(data)
        if kind == "empty":
            return _Request(name, data, Unreadable(kind, name))
        if kind not in ("zip", "ole", "encrypted", "text"):
            return _Request(name, data, Unreadable("not_a_workbook", name, what=kind))
        if len(data) > FILE_LIMIT:
            return _Request(name, data, Unreadable("too_large", name))
        child = self._children[place]
        if child is None or not child.fit:
            self._end(place)
            child = self._children[place] = Child(self._command)
        number = child.send(data, self.time_limit, self._passwords)
        return _Request(name, data, child=child, place=place, number=number)

    def _finish(self, request: _Request) -> Workbook:
        if request.refused is not None or request.child is None:
            raise request.refused or Unreadable("crashed", request.name)
        answer = request.child.receive(request.number, self.time_limit)
        if answer is None:
            late = request.child.late
            self._end(request.place)
            code = "timeout" if late else "crashed"
            raise Unreadable(code, request.name, limit=self.time_limit)
        try:
            return _workbook(_parsed(answer), request.name)
        except Unreadable as unreadable:
            if unreadable.code in SHAKEN:
                self._end(request.place)
            raise
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            self._end(request.place)
            raise Unreadable("crashed", request.name) from error

    def _next(self, ahead: deque[_Request]) -> Workbook | Unreadable:
        """The outcome of the first request; those whose child it took along are sent anew."""
        request = ahead.popleft()
        try:
            return self._finish(request)
        except Unreadable as unreadable:
            return unreadable
        finally:
            for place, other in enumerate(ahead):
                if other.child is not None and other.child is not self._children[other.place]:
                    ahead[place] = self._begin(other.name, other.data, other.place)


@uncollected()
def _parsed(answer: bytes) -> Any:
    return json.loads(answer, parse_float=_number, parse_constant=Decimal, object_hook=_revive)


def _number(text: str) -> int | Decimal:
    """A float's own shortest text, as an integer where it is one."""
    if text.endswith(".0"):
        return int(text[:-2])
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def _revive(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    ((kind, text),) = value.items()
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "datetime":
        return datetime.fromisoformat(text)
    if kind == "time":
        return time.fromisoformat(text)
    if kind == "seconds":
        return timedelta(seconds=float(text))
    return value


def _workbook(answer: dict[str, Any], name: str) -> Workbook:
    if (code := answer.get("refused")) is not None:
        raise Unreadable(code, name, what=answer.get("what", ""))
    sheets = tuple(_sheet(sheet, name) for sheet in answer["sheets"])
    return Workbook(sheets, bool(answer["dates_1904"]))


def _sheet(answer: dict[str, Any], file: str) -> Sheet:
    margin: Row = (None,) * int(answer["left"])
    rows: list[Row] = [()] * int(answer["top"])
    rows.extend((*margin, *row) if row else () for row in answer["rows"])
    for name, text in answer["errors"]:
        _mark(rows, name, CellError(text))
    for name in answer["uncached"]:
        _mark(rows, name, UNCACHED)
    merges = tuple((top, left, bottom, right) for top, left, bottom, right in answer["merges"])
    title = answer["name"] or PurePath(file).stem
    hidden = (_runs(answer, "hidden_rows"), _runs(answer, "hidden_columns"))
    return Sheet(title, bool(answer["hidden"]), tuple(rows), merges, *hidden)


def _runs(answer: dict[str, Any], lines: str) -> tuple[Run, ...]:
    return tuple((first, last) for first, last in answer.get(lines, ()))


def _mark(rows: list[Row], name: str, mark: Scalar) -> None:
    row, column = cell_at(name)
    if row >= len(rows):
        rows.extend([()] * (row + 1 - len(rows)))
    cells = list(rows[row])
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = mark
    rows[row] = tuple(cells)
