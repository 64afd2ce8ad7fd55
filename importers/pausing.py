"""Holding the garbage collector while plain data is made by the hundred thousand."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile; as a decorator, while the function runs.

    Sheets, readings and differences are kept and form no cycle: the collector would only look
    through all of them again and again, which takes as long as making them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
