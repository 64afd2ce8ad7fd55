"""Strict reading of data tables into dataclasses: every mistake names file, table and key."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from monitoring.errors import ExpectedError
from monitoring.expressions import Expression, parse_expression

Record = TypeVar("Record")
Table = Mapping[str, Any]
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
        return lambda value: tuple(_typed(entry, str) for entry in _typed(value, list))
    special: dict[Any, Callable[[Any], Any]] = {
        Expression: lambda value: _expression(_typed(value, str)),
        date: _date,
    }
    if hint in special:
        return special[hint]
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
