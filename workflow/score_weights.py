"""Which indicators townships are ranked by and how much each counts: the county's own choice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from db import score_weights as stored
from db.ledger import Ledger
from monitoring.catalogue import Indicator
from monitoring.errors import ExpectedError
from monitoring.scoring import FULL
from workflow.documents import read_document, write_document

SCHEMA = "taizhang/weights/1"
MOST = 1000


def scorable(ledger: Ledger) -> list[Indicator]:
    """The indicators that townships have and of which more, or less, is better."""
    return [
        each
        for each in ledger.catalogue.indicators.values()
        if each.level == "township" and each.direction in ("up", "down")
    ]


def default_weights(ledger: Ledger) -> dict[str, int]:
    """Equal weights, 100 together, over the indicators the county's own plans set targets for."""
    own = {
        target.indicator
        for plan in ledger.plans.values()
        if plan.area == ledger.area.code
        for target in plan.targets
    }
    codes = [each.code for each in scorable(ledger) if each.code in own]
    share, rest = divmod(FULL, len(codes)) if codes else (0, 0)
    return {code: share + (at < rest) for at, code in enumerate(codes)}


def weights(ledger: Ledger) -> dict[str, int]:
    """What counts: the county's own weights, or the defaults before it has set any."""
    kept = stored.weights(ledger)
    if not kept:
        return default_weights(ledger)
    known = {each.code for each in scorable(ledger)}
    return {code: weight for code, weight in kept.items() if weight and code in known}


def keep_weights(ledger: Ledger, chosen: Mapping[str, int]) -> None:
    """Let exactly these count from now on. Raises ``ExpectedError`` as :func:`checked` does."""
    stored.keep(ledger, checked(ledger, chosen))


def checked(ledger: Ledger, chosen: Mapping[str, int]) -> dict[str, int]:
    """The weights above nought. Raises ``ExpectedError`` for an indicator that no township has,
    a weight out of bounds, and when none is left.
    """
    known = {each.code for each in scorable(ledger)}
    for code, weight in chosen.items():
        if code not in known:
            raise ExpectedError(f"没有可以考核乡镇的指标“{code[:40]}”；请按指标代码填写。")
        if type(weight) is not int or not 0 <= weight <= MOST:
            raise ExpectedError(f"“{code}”的权重应是 0 到 {MOST} 的整数；请改正后再试。")
    counted = {code: weight for code, weight in chosen.items() if weight}
    if not counted:
        raise ExpectedError("没有一项指标有权重；请至少给一项指标定权重。")
    return counted


def read_weights(path: Path) -> dict[str, int]:
    """The weights of a file :func:`write_weights` made, unchecked. Raises ``ExpectedError``."""
    document = read_document(path, "权重文件")
    found = document.get("weights")
    if document.get("schema") != SCHEMA or not isinstance(found, dict):
        raise ExpectedError(f"“{path.name}”不是权重文件；请选用本程序存出的文件。")
    return found


def write_weights(ledger: Ledger, path: Path) -> int:
    """Save what counts as a file for another ledger; returns how many indicators that is."""
    counted = weights(ledger)
    write_document(path, {"schema": SCHEMA, "county": ledger.area.name, "weights": counted})
    return len(counted)
