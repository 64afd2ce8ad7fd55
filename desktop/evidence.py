"""Files kept beside the figures, brought out to be looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from db import attachments
from db.ledger import Ledger
from desktop.original_files import FOLDER, open_file
from desktop.session import Session
from monitoring.errors import ExpectedError
from workflow.progress import Reporter


def open_attachment(
    session: Session, identity: int, refuse: Callable[[str], None], ending: str = ""
) -> None:
    """Open a copy of a kept file in the program the system has for it, or for ``ending``."""

    def work(ledger: Ledger, reporter: Reporter) -> Path:
        return copy_out(ledger, identity, reporter, ending)

    session.run("打开材料", work, open_file, refuse)


def copy_out(ledger: Ledger, identity: int, _: Reporter, ending: str = "") -> Path:
    """Write a kept file into a new temporary folder, with an ``ending`` of its name where that is
    given; returns its path.
    """
    from exporters.files import safe_name, write_bytes_whole

    kept = attachments.attachment(ledger, identity)
    if kept is None:
        raise ExpectedError("台账里没有这个附件；请刷新后再试。")
    content = attachments.content(ledger, identity)
    # A name is whatever the first to keep these bytes called them.
    name = kept.name if kept.name.lower().endswith(ending) else f"{kept.name}{ending}"
    path = Path(tempfile.mkdtemp(prefix=FOLDER)) / safe_name(name)
    write_bytes_whole(path, content)
    return path
