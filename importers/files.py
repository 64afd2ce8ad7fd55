"""Which files were meant: names and folders as dropped or typed, without the noise beside them."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from monitoring.exchange import ENDING
from monitoring.issues import Issue, Severity

_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".xltx", ".xlt", ".ett"))
_READABLE = _WORKBOOKS | {".csv", ".tsv", ".zip"}
_LOCKS = ("~$", ".~")


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, Issue]]]:
    """Workbooks, tables as text and archives among ``paths``, each file once.

    Folders are searched to the bottom in name order.

    A file named directly is always tried, whatever its ending; inside a folder other endings
    get a warning and hidden and lock files are passed over. What does not exist is an error, and
    so is a folder that may not be entered, and a pipe, a device or a broken link that is called
    like a workbook.
    """
    found: dict[Path, None] = {}
    issues: list[tuple[Path, Issue]] = []
    for path in paths:
        kind = _kind(path)
        if kind == stat.S_IFDIR:
            for file in _inside(path, issues):
                if is_noise(file.name):
                    continue
                if is_readable(file.name):
                    found[file] = None
                else:
                    issues.append((file, not_a_workbook(file.name)))
        elif kind == stat.S_IFREG:
            if is_package(path.name):
                issues.append((path, not_a_workbook(path.name)))
            elif not path.name.startswith(_LOCKS):
                found[path] = None
        else:
            message = f"找不到“{path.name}”；请核对位置，确认文件没有移走或改名。"
            issues.append((path, Issue("not_found", message)))
    return list(found), issues


def _inside(folder: Path, issues: list[tuple[Path, Issue]]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        message = f"打不开文件夹“{folder.name}”，里面的文件没有读取；请检查权限后再试。"
        issues.append((folder, Issue("unreadable", message)))
        return
    for entry in entries:
        if is_noise(entry.name):
            continue
        kind = _kind(entry)
        if kind == stat.S_IFDIR:
            # A link to a folder could lead in circles.
            if not entry.is_symlink():
                yield from _inside(entry, issues)
        elif kind == stat.S_IFREG:
            yield entry
        elif is_readable(entry.name):
            message = f"读不到“{entry.name}”；请检查它是否完好、有没有权限打开。"
            issues.append((entry, Issue("unreadable", message)))


def _kind(path: Path) -> int:
    """The type of what a path leads to, 0 where nothing is or may be looked at."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return 0


def is_readable(name: str) -> bool:
    """Whether a file of this name, found rather than named by the clerk, is tried."""
    return PurePosixPath(name).suffix.lower() in _READABLE


def is_package(name: str) -> bool:
    """Whether a file is called like a package of another ledger, which is taken on its own."""
    return PurePosixPath(name).suffix.lower() == ENDING


def is_noise(name: str) -> bool:
    """Whether a file or folder is one that systems and programs leave behind."""
    return name.startswith((*_LOCKS, ".")) or name in ("Thumbs.db", "desktop.ini", "__MACOSX")


def not_a_workbook(name: str) -> Issue:
    """The line of a file that was found and is left alone."""
    if is_package(name):
        message = f"“{name}”是台账包，没有当作工作簿读；请把它自己拖到“收表”里收。"
        return Issue("package", message, Severity.WARNING)
    message = f"“{name}”不像工作簿，没有读取；如果里面有数据，请另存为 .xlsx 后再收。"
    return Issue("not_a_workbook", message, Severity.WARNING)
