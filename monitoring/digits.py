"""Numbers as people write them: full-width digits and signs folded, nothing else."""

from __future__ import annotations

import re

# General folding would read 10² as 102 and ① as 1.
_FOLD = str.maketrans("０１２３４５６７８９，．％＋－−／　\u00a0", "0123456789,.%+--/  ")
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
PERCENT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?) ?%")
DATE = re.compile(
    r"[0-9]{2,4}([-/.年])[0-9]{1,2}(?:[-/.月][0-9]{0,2}日?)?(?: .*)?|[0-9]{1,2}月[0-9]{0,2}日?"
    r"|[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}:[0-9]{2}.*"
)


def folded(text: str) -> str:
    """The text with ASCII digits and signs and without blanks around it."""
    return text.translate(_FOLD).strip()


def plain(text: str) -> str | None:
    """A folded text as a plain decimal ("1,234" as "1234"), ``None`` when it is no number."""
    if NUMBER.fullmatch(text) or GROUPED.fullmatch(text):
        return text.replace(",", "")
    return None
