"""Many files made at once: into a folder, or into one .zip."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

Make = Callable[[Path], Sequence[Path]]


def is_bundle(target: Path) -> bool:
    """Whether files for ``target`` go into one .zip."""
    return target.suffix.lower() == ".zip"


def bundle(target: Path, make: Make, *, replace: bool) -> list[Path]:
    """Let ``make`` write files into a folder and put them into the .zip ``target``.

    Returns their names inside it. Raises ``ExpectedError`` as ``write_whole`` does; an older
    .zip is then whole.
    """
    from exporters.files import write_whole

    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        paths = make(Path(folder))

        def write(temporary: Path) -> None:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
                for path in paths:
                    archive.write(path, path.name)

        write_whole(target, write, replace=replace)
    return [target / path.name for path in paths]
