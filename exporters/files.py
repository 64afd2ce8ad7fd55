"""Files written whole or not at all, names every system takes, and text that stays text."""

from __future__ import annotations

import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path

from monitoring.errors import ExpectedError

MAX_NAME_BYTES = 200
UNNAMED = "未命名"

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Characters XML 1.0 cannot hold, and halves of a surrogate pair, which UTF-8 cannot.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_SHARING_VIOLATIONS = (32, 33)


def write_whole(path: Path, write: Callable[[Path], None], *, replace: bool = False) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then give it the name.

    Whatever stood at ``path`` is whole until the last moment and stays when anything fails; no
    temporary is left behind. Raises :class:`ExpectedError` when the file exists and ``replace``
    is not asked for, and for a full disk, a missing right, or a file held open elsewhere.
    """
    temporary = path.with_name(f".~{secrets.token_hex(6)}{path.suffix}")
    try:
        _refuse_existing(path, replace)
        try:
            write(temporary)
            _flush_to_disk(temporary)
            _refuse_existing(path, replace)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ExpectedError(_sentence(path, error)) from error


def write_bytes_whole(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Give ``path`` this content, as :func:`write_whole` does."""

    def write(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_whole(path, write, replace=replace)


def make_folder(directory: Path) -> None:
    """Make ``directory`` with all above it. Raises :class:`ExpectedError` when it cannot be."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExpectedError(
            f"文件夹“{directory}”建不起来（{error.strerror or error}）；请换一个位置。"
        ) from error


def safe_name(text: str) -> str:
    """``text`` as a file name that Windows and Linux both take, at most 200 bytes of UTF-8.

    Path separators and reserved characters become ``_``, invisible characters go, device names
    such as CON get a leading ``_``; an ending (".xlsx") survives the shortening.
    """
    visible = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    composed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", visible))
    name = _NOT_IN_NAMES.sub("_", composed).lstrip(" ").rstrip(" .")
    if not name.strip("."):
        return UNNAMED
    if _DEVICES.fullmatch(name) or name[0] in ".-":
        name = f"_{name}"
    return _shortened(name)


def as_text(text: str) -> str:
    """``text`` without the characters a workbook cannot hold. What it says is never executed:
    see :func:`looks_like_formula` for what a cell needs on top.
    """
    return _NOT_IN_XML.sub("", text)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula when it is typed or pasted."""
    return text.startswith(_FORMULA_STARTS)


def _refuse_existing(path: Path, replace: bool) -> None:
    if path.is_dir():
        raise ExpectedError(f"“{path.name}”是一个文件夹，不能写成文件；请换一个文件名。")
    if not replace and path.exists():
        raise ExpectedError(f"“{path.name}”已经存在，没有改动它；请换一个文件名，或选择替换。")


def _flush_to_disk(path: Path) -> None:
    """A rename may reach the disk before the bytes do, unless they are flushed first."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sentence(path: Path, error: OSError) -> str:
    name, folder = f"“{path.name}”", f"“{path.parent}”"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"磁盘已满，{name}没有写成；请先腾出空间，或换一个位置保存。"
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS or error.errno in (
        errno.EBUSY,
        errno.ETXTBSY,
    ):
        return f"{name}正被别的程序打开，没有保存；请先在 Excel 或 WPS 里关闭它。"
    if isinstance(error, PermissionError):
        return f"没有写入{name}的权限，或它正被 Excel、WPS 打开；请先关闭它，或换一个位置保存。"
    if error.errno == errno.EROFS:
        return f"{folder}是只读的，{name}没有写成；请换一个位置保存。"
    reason = f"（{error.strerror or error}）"
    if error.errno == errno.ENAMETOOLONG:
        name, reason = f"“{path.name[:20]}…”", "，因为文件名太长"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        reason = f"，因为文件夹{folder}不存在"
    return f"{name}没有写成{reason}；请换一个位置再保存一次。"


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = MAX_NAME_BYTES - len((dot + ending).encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return stem + dot + ending
