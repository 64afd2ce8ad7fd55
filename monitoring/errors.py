"""Errors a clerk can act on. Everything else that escapes is a bug."""

from __future__ import annotations


class ExpectedError(Exception):
    """One sentence in Chinese: what happened and what to do now."""
