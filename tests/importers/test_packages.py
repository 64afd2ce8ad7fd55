"""JSON out of a package is exact and says everything once."""

from __future__ import annotations

import pytest

from importers.packages import JSON_LIMIT, read_json
from monitoring.exchange import PackageError


def test_an_object_is_read() -> None:
    assert read_json('{"数": [1, "12.50", null]}'.encode(), "x.json") == {"数": [1, "12.50", None]}


def test_what_looks_escaped_is_text() -> None:
    assert read_json(rb'{"a": "\\u001b \\b \n"}', "x.json") == {"a": r"\u001b \b" + " \n"}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"1", b"null", b"\xff{}", b"{", b'{"a": 1} x', b"\xef\xbb\xbf{}"),
        *(b'{"a": 1.5}', b'{"a": 1e3}', b'{"a": NaN}', b'{"a": -Infinity}'),
        *(b'{"a": 1, "a": 1}', b'{"a": {"b": 1, "b": 2}}', b'{"a": "\\ud800"}'),
        *(b'{"a": "\\u001b"}', b'{"a\\u0000": 1}', b'{"a": "\\\\\\b"}', b'{"a": "\\u202e"}'),
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"a": "' + b"x" * JSON_LIMIT + b'"}',
    ],
)
def test_anything_else_is_a_sentence(content: bytes) -> None:
    with pytest.raises(PackageError, match=r"“x\.json”.*；请"):
        read_json(content, "x.json")
