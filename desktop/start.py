"""The command ``taizhang``: straight to the window when nothing else is asked for.

The window's start is measured; the command line and the collector of unreachable objects are
not needed before its first picture and wait until then.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """Open the window, or hand everything else to the command line."""
    arguments = sys.argv[1:]
    if asks_for_window(arguments):
        gc.disable()
        from desktop.app import run

        sys.exit(run(_ledger(arguments), demonstration="--demo" in arguments))
    from desktop.cli import main as command_line

    command_line()


def asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether the arguments are none, ``--demo``, or ``--ledger FILE``."""
    match list(arguments):
        case [] | ["--demo"] | ["--ledger", _]:
            return True
    return False


def _ledger(arguments: Sequence[str]) -> Path | None:
    return Path(arguments[1]) if arguments[:1] == ["--ledger"] else None


if __name__ == "__main__":
    main()
