"""Whose packages are taken: keys that a person confirmed once, by telephone."""

from __future__ import annotations

import re
from enum import StrEnum

from db import keys
from db.keys import Partner
from db.ledger import Ledger
from monitoring.errors import ExpectedError
from monitoring.exchange import Manifest, PackageError, grouped_digits
from workflow.packages import Package
from workflow.signing import DIGITS, fingerprint

__all__ = ["Partner", "Trust", "confirm", "listed", "renew", "trust", "withdraw"]


class Trust(StrEnum):
    """What is known of a package's key."""

    CONFIRMED = "confirmed"
    OWN = "own"
    UNKNOWN = "unknown"


def listed(ledger: Ledger) -> list[Partner]:
    """Every partner that ever was, by area, those that are taken first."""
    return keys.partners(ledger)


def own_fingerprint(ledger: Ledger) -> str:
    """The ledger's own fingerprint, empty before anything was packed."""
    own = keys.key(ledger)
    return "" if own is None else fingerprint(own[1])


def trust(ledger: Ledger, package: Package) -> Trust:
    """Whether the package's key was confirmed for its sender.

    Raises :class:`PackageError` for a key that must not be taken: one that was withdrawn, one
    confirmed for somebody else, or a second one of an area that has another.
    """
    manifest = package.manifest
    own = keys.key(ledger)
    if own is not None and own[1] == package.public:
        if manifest.sender != ledger.area.code:
            raise PackageError(f"“{package.name}”写的打包单位不是本台账，没有收；请另选文件。")
        return Trust.OWN
    known = keys.partner(ledger, manifest.fingerprint)
    if known is None:
        _check_only_key(ledger, package)
        return Trust.UNKNOWN
    if known.withdrawn:
        raise PackageError(
            f"{known.name}的这个指纹已停用，“{package.name}”没有收；"
            "确实还是对方的，请打电话核对后在“设置”的“伙伴”里重新确认。"
        )
    if known.area != manifest.sender:
        raise PackageError(
            f"“{package.name}”说是{manifest.sender_name}打的包，指纹却是{known.name}的，没有收；"
            "请打电话问清楚。"
        )
    return Trust.CONFIRMED


def confirm(ledger: Ledger, package: Package, digits: str) -> Partner:
    """Confirm a package's sender by the fingerprint as it was read aloud.

    Raises ``ExpectedError`` when it is not the package's, or as :func:`trust` does.
    """
    manifest = package.manifest
    if trust(ledger, package) is Trust.UNKNOWN:
        if re.sub(r"\s", "", digits) != manifest.fingerprint:
            raise ExpectedError(
                f"指纹和包上的 {grouped_digits(manifest.fingerprint)} 不同，没有确认；"
                "请和打包的人再核对一遍，不同就不要收。"
            )
        keys.confirm(
            ledger, manifest.fingerprint, package.public, manifest.sender, manifest.sender_name
        )
    found = keys.partner(ledger, manifest.fingerprint)
    if found is None:
        raise ExpectedError("这是本台账自己打的包，不用确认；可以直接收。")
    return found


def withdraw(ledger: Ledger, digits: str) -> Partner:
    """Take a partner's packages no longer; what was taken stays. Raises ``ExpectedError``."""
    found = _known(ledger, digits)
    if found is None or not keys.withdraw(ledger, found.fingerprint):
        raise ExpectedError("没有这个指纹的伙伴，或已经停用；请核对指纹。")
    return _known(ledger, digits) or found


def renew(ledger: Ledger, digits: str) -> Partner:
    """Take a partner's packages again whose fingerprint was compared once more.

    Raises ``ExpectedError`` for one that was never withdrawn, and for a second one of an area.
    """
    found = _known(ledger, digits)
    if found is None or not found.withdrawn:
        raise ExpectedError("没有停用过这个指纹；请核对指纹，新的伙伴在第一次收包时确认。")
    if other := _of_area(ledger, found.area):
        raise ExpectedError(
            f"{other.name}现在用的是 {grouped_digits(other.fingerprint)}；"
            "确实换回旧的，请先停用现在的。"
        )
    keys.confirm(ledger, found.fingerprint, found.public, found.area, found.name)
    return _known(ledger, digits) or found


def _known(ledger: Ledger, digits: str) -> Partner | None:
    read = re.sub(r"\s", "", digits)
    return keys.partner(ledger, read) if len(read) == DIGITS else None


def _of_area(ledger: Ledger, area: str) -> Partner | None:
    """The partner whose packages are taken for an area."""
    return next((e for e in listed(ledger) if e.area == area and not e.withdrawn), None)


def question(manifest: Manifest) -> str:
    """What the clerk is asked when a package comes from somebody new."""
    return (
        f"第一次收到{manifest.sender_name}的包，指纹 {grouped_digits(manifest.fingerprint)}，"
        "请打电话核对后确认。"
    )


def _check_only_key(ledger: Ledger, package: Package) -> None:
    manifest = package.manifest
    if other := _of_area(ledger, manifest.sender):
        raise PackageError(
            f"“{package.name}”的指纹 {grouped_digits(manifest.fingerprint)} 和"
            f"{other.name}确认过的 {grouped_digits(other.fingerprint)} 不同，没有收；"
            "请打电话问清楚，对方确实换了台账，先停用旧的再收。"
        )
