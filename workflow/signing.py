"""Ed25519 keys of ledgers: fingerprints that are read aloud, signatures over exact bytes.

The library is loaded by what signs and verifies alone: pages of the window import this module.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

DIGITS = 40
# Signed along, so that a signature of ours can mean nothing else.
_PURPOSE = b"taizhang package\n"
_LINES = re.compile(rb"ed25519 ([0-9a-f]{64})\n([0-9a-f]{128})\n")


class KeyPair(NamedTuple):
    """A key of 32 bytes and its secret of 32."""

    secret: bytes
    public: bytes


def new_key() -> KeyPair:
    """A pair nobody else has."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    return KeyPair(key.private_bytes_raw(), key.public_key().public_bytes_raw())


def fingerprint(public: bytes) -> str:
    """Forty digits that only this key has: what two people compare by telephone."""
    return str(int.from_bytes(hashlib.sha256(public).digest()) % 10**DIGITS).rjust(DIGITS, "0")


def sign(pair: KeyPair, content: bytes) -> bytes:
    """The signature member: the key, and what it signed the content with."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(pair.secret).sign(_PURPOSE + content)
    return f"ed25519 {pair.public.hex()}\n{signature.hex()}\n".encode()


def signer(signature: bytes, content: bytes) -> bytes | None:
    """The key that signed exactly this content, ``None`` when none did."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    match = _LINES.fullmatch(signature)
    if match is None:
        return None
    public = bytes.fromhex(match[1].decode())
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(bytes.fromhex(match[2].decode()), _PURPOSE + content)
    except (InvalidSignature, ValueError):
        return None
    return public
