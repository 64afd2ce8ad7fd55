"""Opening a ledger for a command: what it writes carries who typed it."""

from __future__ import annotations

import getpass
from pathlib import Path

from db.ledger import Ledger


def open_ledger(path: Path) -> Ledger:
    """The ledger at ``path``, written by the user of the terminal. Raises as ``Ledger.open``."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a user of its own
        user = ""
    return Ledger.open(path, f"命令行 {user}".strip())
