"""Opening workbooks that have a password, in the reading process only."""

from __future__ import annotations

import io
from collections.abc import Sequence

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

# What Excel itself writes for a protected structure, and opens without asking ([MS-OFFCRYPTO]
# 2.4.2.3 names it for .xls).
_DEFAULT = "VelvetSweatshop"


class NoKeyError(Exception):
    """None of the passwords opens the file."""


def decrypted(data: bytes, passwords: Sequence[str]) -> bytes:
    """The workbook in ``data`` by the first password that fits.

    Raises :class:`NoKeyError` when none does and ``ValueError`` when the file is broken.
    """
    for password in (*filter(None, passwords), _DEFAULT):
        try:
            return _opened(data, password)
        except (InvalidKeyError, DecryptionError):
            continue
        except MemoryError:
            raise
        # The library raises whatever a broken structure leads it to.
        except Exception as error:
            raise ValueError("a broken encrypted file") from error
    raise NoKeyError


def _opened(data: bytes, password: str) -> bytes:
    opened = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    # An .xls has its password verified in any case and takes no such wish.
    if isinstance(office, OOXMLFile):
        office.load_key(password=password, verify_password=True)
    else:
        office.load_key(password=password)
    office.decrypt(opened)
    return opened.getvalue()
