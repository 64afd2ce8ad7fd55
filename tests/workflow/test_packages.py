"""A package is opened when every byte is as it was signed, and else refused in a sentence."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import keys
from db.ledger import Ledger
from exporters.packages import pack
from importers.packages import MEMBER_LIMIT, SIZE_LIMIT, unpack
from monitoring.exchange import FIGURES, MANIFEST, README, SIGNATURE, PackageError
from monitoring.resources import load_areas
from tests.workflow.exchanging import (
    COUNTY,
    MADE,
    OCTOBER,
    document,
    fill,
    resealed,
    signed,
    some_figures,
    stranger,
)
from workflow import packages, packing
from workflow.packages import Package, open_package
from workflow.signing import fingerprint, new_key, sign, signer

Doctor = Callable[[Package], bytes]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A county's package of a month."""
    path = tmp_path_factory.mktemp("packed") / "临清市.ledger"
    with Ledger.create(path, load_areas()[COUNTY]) as ledger:
        ledger.operator = "王县"
        fill(ledger, some_figures())
        form = ledger.catalogue.forms["F1"]
        return packing.build(ledger, form, OCTOBER, made=MADE, program="9.9", name="包.tzb")


def refused(data: bytes) -> str:
    with pytest.raises(PackageError) as caught:
        open_package(data, "包.tzb")
    sentence = str(caught.value)
    assert "；请" in sentence
    assert "包.tzb" in sentence or "包里" in sentence
    return sentence


def test_what_was_sealed_is_opened(package: Package) -> None:
    opened = open_package(package.data, "包.tzb")
    assert opened == package
    assert list(opened.members)[:3] == [MANIFEST, SIGNATURE, README]
    manifest = opened.manifest
    assert (manifest.area_name, manifest.form, manifest.period) == ("临清市", "F1", 202610)
    assert (manifest.operator, manifest.made, manifest.program) == ("王县", MADE, "9.9")
    assert manifest.fingerprint == fingerprint(opened.public)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.ledger", load_areas()[COUNTY]) as ledger:
        fill(ledger, some_figures())
        form = ledger.catalogue.forms["F1"]
        first, second = (packing.build(ledger, form, OCTOBER, made=MADE) for _ in range(2))
    assert first.data == second.data


def test_any_program_for_archives_opens_it(package: Package) -> None:
    with zipfile.ZipFile(io.BytesIO(package.data)) as archive:
        assert archive.testzip() is None
        text = archive.read(README).decode("utf-8-sig")
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    assert "临清市 2026年10月《F1 家庭医生签约服务月报》" in text
    assert "常住人口数　100123 人" in text
    assert "其中未报 1 个、不适用 1 个" in text


@given(place=st.integers(min_value=0), turned=st.integers(min_value=1, max_value=255))
def test_a_byte_that_was_turned_is_refused(package: Package, place: int, turned: int) -> None:
    data = bytearray(package.data)
    data[place % len(data)] ^= turned
    refused(bytes(data))


def test_every_byte_of_what_holds_it_together_counts(package: Package) -> None:
    """All of the first headers, the manifest's first line, the signature and the list at the end:
    what a property test may miss.
    """
    data = package.data
    body = data.index(package.members[README])
    for place in (*range(300), *range(body - 400, body), *range(len(data) - 400, len(data))):
        turned = bytearray(data)
        turned[place] ^= 1
        refused(bytes(turned))


@given(end=st.integers(min_value=0))
def test_a_part_of_a_package_is_refused(package: Package, end: int) -> None:
    refused(package.data[: end % len(package.data)])


def test_what_hangs_on_is_refused(package: Package) -> None:
    refused(package.data + b"\0")
    refused(b"\0" + package.data)
    refused(package.data + package.data)


def _members(package: Package) -> list[tuple[str, bytes]]:
    return list(package.members.items())


def _swapped(package: Package) -> bytes:
    parts = _members(package)
    parts[3], parts[4] = parts[4], parts[3]
    return pack(parts)


def _contents_swapped(package: Package) -> bytes:
    parts = _members(package)
    (first, one), (second, other) = parts[3], parts[4]
    parts[3], parts[4] = (first, other), (second, one)
    return pack(parts)


def _left_out(package: Package) -> bytes:
    return pack([part for part in _members(package) if part[0] != FIGURES])


def _added(name: str) -> Doctor:
    return lambda package: pack([*_members(package), (name, b"x")])


def _without_signature(package: Package) -> bytes:
    return pack([part for part in _members(package) if part[0] != SIGNATURE])


def _signature(content: bytes) -> Doctor:
    return lambda p: pack([(n, content if n == SIGNATURE else c) for n, c in _members(p)])


def _anothers_signature(package: Package) -> bytes:
    return _signature(sign(stranger(), package.members[MANIFEST]))(package)


def _signed_without_purpose(package: Package) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    pair = new_key()
    plain = Ed25519PrivateKey.from_private_bytes(pair.secret).sign(package.members[MANIFEST])
    return _signature(f"ed25519 {pair.public.hex()}\n{plain.hex()}\n".encode())(package)


def _manifest(**changes: object) -> Doctor:
    def doctored(package: Package) -> bytes:
        table = {**document(package, MANIFEST), **changes}
        pair = stranger()
        own = {"public_key": pair.public.hex(), "fingerprint": fingerprint(pair.public)}
        return signed({**table, **own, **changes}, package, pair)

    return doctored


def _member(**changes: object) -> Doctor:
    """The manifest with another word about its first member."""

    def doctored(package: Package) -> bytes:
        listed = document(package, MANIFEST)["members"]
        return _manifest(members=[{**listed[0], **changes}, *listed[1:]])(package)

    return doctored


def _compressed(package: Package) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package.members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _bomb(_: Package) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * (64 << 20))
    return buffer.getvalue()


def _doubled(package: Package) -> bytes:
    return pack_twice(_members(package), FIGURES)


def pack_twice(parts: list[tuple[str, bytes]], name: str) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return pack([*parts, next(part for part in parts if part[0] == name)])


def _raw_manifest(content: bytes) -> Doctor:
    def doctored(package: Package) -> bytes:
        rest = _members(package)[2:]
        return pack([(MANIFEST, content), (SIGNATURE, sign(stranger(), content)), *rest])

    return doctored


@pytest.mark.parametrize(
    "doctor",
    [
        *(_swapped, _contents_swapped, _left_out, _compressed, _bomb, _doubled),
        *(_without_signature, _anothers_signature, _signed_without_purpose),
        *(_signature(b""), _signature(b"none"), _signature(b"rsa 00\n00\n")),
        *map(_added, ("", "extra.txt", "../../etc/passwd", "/etc/passwd", "C:\\x", "a\0b")),
        *(_manifest(kind="else"), _manifest(members=[]), _manifest(period="2026-10")),
        *(_manifest(more=1), _manifest(demonstration=0), _manifest(period=0), _manifest(form="")),
        *(_manifest(area_name="x" * 3000), _manifest(operator="a\x1b[2J")),
        *(_manifest(made="昨天"), _manifest(made="9"), _manifest(made="2026-11-05")),
        *(_manifest(made="2026-13-05T10:00:00"), _manifest(made="2026-11-05T10:00:00+08:00")),
        *(_manifest(sender_name="聊城市"), _manifest(operator="a\u202eb")),
        *(_manifest(schema="taizhang/package/0"), _manifest(schema="taizhang/package/")),
        *(_manifest(schema="taizhang/rules/1"), _manifest(schema=1)),
        *(_manifest(fingerprint="0" * 40), _manifest(public_key="00" * 32)),
        *(_member(size=1), _member(sha256="0" * 64), _member(name="else.txt"), _member(x=1)),
        *(_raw_manifest(b""), _raw_manifest(b"[]"), _raw_manifest(b"\xff"), _raw_manifest(b"{")),
        _raw_manifest(b'{"schema": "taizhang/package/1", "schema": "taizhang/package/1"}'),
        _raw_manifest(b'{"schema": NaN}'),
        _raw_manifest(b"[" * 200_000 + b"]" * 200_000),
        _raw_manifest(b'{"schema": ' + b"9" * 100_000 + b"}"),
        _raw_manifest(b'{"schema": "\\ud800"}'),
    ],
)
def test_a_doctored_package_is_refused(package: Package, doctor: Doctor) -> None:
    refused(doctor(package))


def test_a_doctored_manifest_would_be_taken_as_it_was(package: Package) -> None:
    """What the doctors above change is all that is wrong with what they make."""
    open_package(_manifest()(package), "包.tzb")
    open_package(resealed(package, stranger()), "包.tzb")


@pytest.mark.parametrize(
    ("doctor", "why"),
    [
        (_without_signature, "缺少清单或签名"),
        (_anothers_signature, "清单上的密钥不是签名的密钥"),
        (_signature(b"none"), "签名不对"),
        (_signed_without_purpose, "签名不对"),
        (_doubled, "有两部分同名"),
        (_added("extra.txt"), "内容和清单不符"),
        (_compressed, "不完整"),
        (lambda _: pack([("a", b"x")]), "缺少清单或签名"),
    ],
)
def test_a_refusal_says_why(package: Package, doctor: Doctor, why: str) -> None:
    assert why in refused(doctor(package))


@pytest.mark.parametrize("version", ["2", "17", "9" * 30])
def test_a_newer_package_wants_a_newer_program(package: Package, version: str) -> None:
    sentence = refused(_manifest(schema=f"taizhang/package/{version}")(package))
    assert "请先升级本程序" in sentence


def test_a_name_is_no_path(package: Package) -> None:
    data = resealed(package, stranger(), members={"originals/../../x.xlsx": b"x"})
    assert "有不认识的部分" in refused(data)


def test_a_workbook_is_the_one_its_name_says(package: Package) -> None:
    good = f"originals/{hashlib.sha256(b'x').hexdigest()}.xlsx"
    open_package(resealed(package, stranger(), members={good: b"x"}), "包.tzb")
    assert "原工作簿和名称不符" in refused(resealed(package, stranger(), members={good: b"y"}))


def test_too_many_members_and_too_many_bytes(package: Package) -> None:
    many = [(f"{number}", b"") for number in range(MEMBER_LIMIT + 1)]
    assert "个部分" in refused(pack(many))
    assert "MB" in refused(package.data + bytes(SIZE_LIMIT))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"{}"])
def test_what_is_no_package(data: bytes) -> None:
    refused(data)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"读不到“没有\.tzb”"):
        packages.load(tmp_path / "没有.tzb")


@given(st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=99)), unique_by=lambda p: p[0]))
def test_what_was_packed_is_unpacked(parts: list[tuple[str, bytes]]) -> None:
    parts = [(name, content) for name, content in parts if name.isprintable()]
    if parts:
        assert unpack(pack(parts)) == parts


def test_the_bytes_of_a_container_do_not_drift() -> None:
    """A package made by one version of the library is read by another."""
    data = pack([("manifest.json", b"{}\n"), ("说明.txt", "说明".encode())])
    assert hashlib.sha256(data).hexdigest() == (
        "83e02b03efa9ded5b9b9a7a015a27558ce129310ebb65c940ff78d06e556ef3d"
    )


@given(st.binary(max_size=200))
def test_a_signature_is_of_its_content_alone(content: bytes) -> None:
    pair = new_key()
    made = sign(pair, content)
    assert signer(made, content) == pair.public
    assert signer(made, content + b"x") is None


def test_a_ledger_has_one_key_for_good(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.ledger", load_areas()[COUNTY]) as ledger:
        assert keys.key(ledger) is None
        pair = packing.key_of(ledger)
        assert packing.key_of(ledger) == pair
    with Ledger.open(tmp_path / "a.ledger") as ledger:
        assert packing.key_of(ledger) == pair
        assert json.dumps(document(_sent(ledger), MANIFEST)).count(pair.public.hex()) == 1
        assert pair.secret.hex().encode() not in _sent(ledger).data


def _sent(ledger: Ledger) -> Package:
    fill(ledger, some_figures())
    return packing.build(ledger, ledger.catalogue.forms["F1"], OCTOBER)
