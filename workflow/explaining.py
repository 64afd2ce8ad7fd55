"""说明: what is written about soft findings, offered again next month, and listed for printing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from db import explanations
from db.explanations import Explanation
from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.findings import Finding
from monitoring.periods import add_months

__all__ = [
    "Explanation",
    "explain",
    "holds",
    "key_of",
    "of_month",
    "offers",
    "unexplained",
    "withdraw",
]

Key = tuple[str, str, str]
_LONGEST = 500


def key_of(finding: Finding) -> Key:
    """What a finding's explanation is about within its month: rule row, unit, item.

    A finding that is about several items, as a whole form is, goes by the form.
    """
    item = finding.items[0] if len(finding.items) == 1 else finding.form
    return finding.id, finding.unit, item


def of_month(ledger: Ledger, end: int) -> dict[Key, Explanation]:
    """The explanations that stand for the month, by what they are about."""
    return {each.key: each for each in explanations.of_month(ledger, end)}


def holds(finding: Finding, written: Mapping[Key, Explanation]) -> bool:
    """Whether the finding is explained, in the numbers it has now."""
    found = written.get(key_of(finding))
    return found is not None and (found.left, found.right) == (finding.left, finding.right)


def unexplained(
    findings: Iterable[Finding], written: Mapping[Key, Explanation]
) -> tuple[Finding, ...]:
    """The soft findings that still want a 说明."""
    return tuple(each for each in findings if not each.blocks and not holds(each, written))


def explain(ledger: Ledger, findings: Sequence[Finding], text: str) -> None:
    """Write one 说明 for each of the findings.

    Raises ``ExpectedError`` for an empty or overlong text, and for a hard finding: it is to be
    corrected.
    """
    words = " ".join(text.split())
    if not words:
        raise ExpectedError("说明是空的；请写明数字为什么是对的。")
    if len(words) > _LONGEST:
        raise ExpectedError(f"说明有 {len(words)} 个字，太长；请写在 {_LONGEST} 个字以内。")
    if any(finding.blocks for finding in findings):
        raise ExpectedError("硬性错误不能用说明代替；请改正数字。")
    explanations.write(
        ledger,
        [
            Explanation(rule, each.form, each.end, unit, item, each.left, each.right, words)
            for each in findings
            for rule, unit, item in [key_of(each)]
        ],
    )


def withdraw(ledger: Ledger, findings: Sequence[Finding]) -> None:
    """Take the explanations of findings back; they stay in the history."""
    by_month: dict[int, list[Key]] = {}
    for each in findings:
        by_month.setdefault(each.end, []).append(key_of(each))
    for end, keys in by_month.items():
        explanations.withdraw(ledger, end, keys)


def offers(ledger: Ledger, findings: Iterable[Finding], end: int) -> dict[Key, str]:
    """The text to begin with for each soft finding of the month, by what it is about.

    It was written about other numbers of this month, or about the period before.
    """
    written: dict[int, dict[Key, Explanation]] = {}
    found: dict[Key, str] = {}
    for each in findings:
        if each.blocks:
            continue
        frequency = ledger.catalogue.forms[each.form].frequency
        for month in (end, add_months(end, -frequency.months)):
            if month not in written:
                written[month] = of_month(ledger, month)
            if (earlier := written[month].get(key_of(each))) is not None:
                found[key_of(each)] = earlier.text
                break
    return found
