"""Strict reading of data tables into dataclasses: every mistake names file, table and key."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from monitoring.errors import ExpectedError

if TYPE_CHECKING:
    from monitoring.expressions import Expression

Record = TypeVar("Record")
Table = Mapping[str, Any]
Tables = Mapping[str, Table]
Reader = Callable[[Any, str], Any]


class CatalogueError(ExpectedError):
    """A mistake in a definition file: ``file``, ``table``, ``key`` and what is wrong there."""

    def __init__(self, file: str, table: str, key: str, problem: str) -> None:
        self.file, self.table, self.key, self.problem = file, table, key, problem
        place = " ".join(part for part in (file, table, key) if part)
        super().__init__(f"定义文件 {place}：{problem}。请按说明改正后重新打开。")


def read_record(cls: type[Record], table: Table, *, file: str, name: str, **given: Any) -> Record:
    """Build ``cls`` from ``table``; ``given`` fields are set by the caller and no keys of it.

    Raises :class:`CatalogueError` for what is no table, an unknown or missing key, a value of
    the wrong kind, or an unparsable expression.
    """
    if not isinstance(table, Mapping):
        raise CatalogueError(file, name, "", "应当是一张表")
    hashable: Any = cls
    plan = _plan(hashable)
    values: dict[str, Any] = dict(given)
    for key, value in table.items():
        field = "klass" if key == "class" else key
        if field not in plan or field in given:
            raise CatalogueError(file, name, key, "没有这个键")
        try:
            values[field] = plan[field].read(value)
        except (ValueError, TypeError) as error:
            raise CatalogueError(file, name, key, str(error) or "值不合要求") from None
    for field, spec in plan.items():
        if field in values:
            continue
        if spec.required:
            raise CatalogueError(file, name, field, "缺少这个键")
    return cls(**values)


def check_dates(start: Any, end: Any, file: str, name: str) -> None:
    """A span does not end before it starts; either end may be open."""
    require(not (start and end) or start <= end, file, name, "ends", "结束早于开始")


def under(tables: Tables, prefix: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables whose file lies in the folder ``prefix``."""
    return ((name, table) for name, table in tables.items() if name.startswith(prefix))


def listed(file: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The tables under ``key``; none when the key is absent."""
    entries = table.get(key, [])
    tables = isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries)
    require(tables, file, f"[[{key}]]", "", "应当是若干张表")
    return list(entries)


def check_new(known: Mapping[str, Any], code: str, file: str, name: str, key: str) -> None:
    """A code stands for one thing only."""
    require(code not in known, file, name, key, f"“{code}”重复")


def require(condition: Any, file: str, name: str, key: str, problem: str) -> None:
    """Raise :class:`CatalogueError` naming file, table and key unless ``condition`` holds."""
    if not condition:
        raise CatalogueError(file, name, key, problem)


@dataclasses.dataclass(frozen=True)
class _Field:
    read: Callable[[Any], Any]
    required: bool


@cache
def _plan(cls: Any) -> dict[str, _Field]:
    hints = get_type_hints(cls)
    return {
        field.name: _Field(
            _reader(hints[field.name]),
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(cls)
    }


def _reader(hint: Any) -> Callable[[Any], Any]:
    """The checking reader of a field by its annotation."""
    options = get_args(hint)
    if type(None) in options:
        inner = _reader(options[0])
        return lambda value: None if value == "" else inner(value)
    if get_origin(hint) is tuple:
        kind = options[0]
        return lambda value: tuple(_typed(entry, kind) for entry in _typed(value, list))
    if hint is date:
        return _date
    if hint.__name__ == "Expression":
        return lambda value: _expression(_typed(value, str))
    if issubclass(hint, StrEnum):
        return lambda value: _one_of(hint, _typed(value, str))
    return lambda value: _typed(value, hint)


def _typed(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        names = {str: "文字", int: "整数", bool: "true 或 false", list: "列表"}
        _refuse(f"应当是{names.get(kind, kind.__name__)}")
    return value


def _one_of(hint: type[StrEnum], value: str) -> StrEnum:
    try:
        return hint(value)
    except ValueError:
        raise ValueError(f"“{value}”应为 {'、'.join(hint)} 之一") from None


def _expression(text: str) -> Expression:
    from monitoring.expressions import parse_expression

    try:
        return parse_expression(text)
    except ValueError:
        raise ValueError(f"看不懂算式“{text}”") from None


def _date(value: Any) -> date:
    """A TOML date, or the ISO text a ledger keeps of one."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(_typed(value, str))
    except ValueError:
        raise ValueError(f"没有这一天：{value}") from None


def _refuse(problem: str) -> Any:
    raise ValueError(problem)
