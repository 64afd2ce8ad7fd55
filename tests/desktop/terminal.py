"""The command line as a user types it, and the ledger file as it lies on the disk."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from desktop.cli import main


def run(*words: object) -> Result:
    """Run a command; anything but a wanted exit is raised."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*words: object, code: int = 0) -> Any:
    """The JSON a command answers with, its exit status checked."""
    result = run(*words, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def snapshot(ledger: Path) -> dict[str, str]:
    """Checksums of the ledger and of everything SQLite may leave beside it."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(ledger.parent.glob(f"{ledger.name}*"))
    }
