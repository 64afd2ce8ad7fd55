"""Taking an import back, weeks later too: what it would do, and doing it."""

from __future__ import annotations

from db.ledger import Ledger
from db.records import Affected, Import, TakeBack
from monitoring.errors import ExpectedError

__all__ = ["Affected", "Import", "TakeBack", "imports", "preview", "take_back"]


def imports(ledger: Ledger) -> list[Import]:
    """Every workbook that was imported, newest first, those taken back too."""
    return ledger.imports()


def preview(ledger: Ledger, identity: int) -> TakeBack:
    """What taking an import back would do; nothing is written.

    Raises ``ExpectedError`` for an import that does not exist or was taken back already.
    """
    _check(ledger, identity)
    return ledger.what_taking_back_does(identity)


def take_back(ledger: Ledger, identity: int) -> TakeBack:
    """Take an import back in one transaction, after a backup.

    Values it wrote that still stand go back to what they replaced; those changed since are
    conflicts and stay. Its stated totals go, approvals of what changes are taken back, and the
    same bytes can be imported again. Raises as :func:`preview` does.
    """
    _check(ledger, identity)
    ledger.back_up()
    return ledger.take_back(identity)


def _check(ledger: Ledger, identity: int) -> None:
    found = next((each for each in ledger.imports() if each.id == identity), None)
    if found is None:
        raise ExpectedError(f"没有编号为 {identity} 的导入，请在导入记录里核对编号。")
    if found.taken_back:
        at = found.taken_back.replace("T", " ")
        raise ExpectedError(f"“{found.file}”已在 {at} 收回过；要重新收它，请再导入一次原来的文件。")
