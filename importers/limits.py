"""How much of the program's own memory the answer to one file may take."""

from __future__ import annotations

# In bytes of JSON, and in cells, which as objects take many times their text.
ANSWER_LIMIT = 64 << 20
CELL_LIMIT = 5_000_000
