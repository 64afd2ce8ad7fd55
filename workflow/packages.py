"""A package as a whole: sealed members, opened only when every byte is as it was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from exporters.packages import json_bytes, pack
from importers.packages import SIZE_LIMIT, Damaged, read_json, unpack
from monitoring.exchange import (
    DEFINITIONS,
    EXPLANATIONS,
    FIGURES,
    FILING,
    MANIFEST,
    SCHEMA,
    SIGNATURE,
    VERSION,
    Content,
    Manifest,
    Member,
    PackageError,
    PackageKind,
    is_member,
    is_original,
    is_time,
    read_content,
    read_rows,
    read_strictly,
    record_table,
    required,
)
from workflow.signing import KeyPair, fingerprint, sign, signer

_NEWER = "由更新版本的医养台账打包，没有收；请先升级本程序再收。"


@dataclass(frozen=True)
class Package:
    """An opened package: its signature holds and every member is the one that was signed."""

    name: str
    data: bytes
    manifest: Manifest
    members: Mapping[str, bytes]
    public: bytes

    @property
    def sha256(self) -> str:
        """Checksum of the file."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def definitions(self) -> dict[str, Any]:
        """The definitions as tables. Raises :class:`PackageError`."""
        return read_json(self.members[DEFINITIONS], DEFINITIONS)

    @cached_property
    def content(self) -> Content:
        """Figures, explanations and state. Raises :class:`PackageError`."""
        names = (FIGURES, EXPLANATIONS, FILING)
        return read_content({name: read_json(self.members[name], name) for name in names})


def seal(manifest: Manifest, members: Iterable[tuple[str, bytes]], pair: KeyPair) -> bytes:
    """The package of these members, listed in the manifest and signed."""
    content = list(members)
    listed = tuple(Member(name, len(data), _digest(data)) for name, data in content)
    table = record_table(replace(manifest, members=listed))
    signed = json_bytes(table)
    return pack([(MANIFEST, signed), (SIGNATURE, sign(pair, signed)), *content])


def load(path: Path) -> Package:
    """Open a package file. Raises :class:`PackageError`, also when it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PackageError(f"读不到“{path.name}”（{reason}）；请检查文件和权限。") from error
    return open_package(data, path.name)


def open_package(data: bytes, name: str) -> Package:
    """The package of these bytes. Raises :class:`PackageError` unless it is whole and signed.

    The signature is looked at before a word of the manifest is, the manifest before any member.
    """
    try:
        members = unpack(data)
        _check(pack(members) == data, "多了或少了什么")
        begins = [name for name, _ in members[:2]]
        _check(begins == [MANIFEST, SIGNATURE], "缺少清单或签名")
        (_, signed), (_, signature), *rest = members
        public = signer(signature, signed)
        if public is None:
            raise Damaged("签名不对")
        manifest = _manifest(signed, name)
        _check_sender(manifest, public)
        _check_members(manifest, rest)
    except Damaged as error:
        raise PackageError(
            f"“{name}”不是台账包，或已损坏、被改动过（{error}），没有收；请让对方重新打包发来。"
        ) from None
    return Package(name, data, manifest, dict(members), public)


def _manifest(signed: bytes, name: str) -> Manifest:
    table = read_json(signed, MANIFEST)
    schema = str(table.get("schema"))
    version = schema.removeprefix(SCHEMA)
    if schema.startswith(SCHEMA) and version.isdecimal() and int(version) > VERSION:
        raise PackageError(f"“{name}”{_NEWER}")
    _check(schema == f"{SCHEMA}{VERSION}", "版本看不懂")
    own = {key: value for key, value in table.items() if key != "members"}
    listed = tuple(read_rows(Member, table.get("members"), MANIFEST))
    manifest: Manifest = read_strictly(Manifest, own, MANIFEST, members=listed)
    return manifest


def _check_sender(manifest: Manifest, public: bytes) -> None:
    same = (manifest.public_key, manifest.fingerprint) == (public.hex(), fingerprint(public))
    _check(same, "清单上的密钥不是签名的密钥")
    own = manifest.sender == manifest.area
    _check(own or manifest.kind is PackageKind.FIGURES, "定义不是打包单位自己的")
    _check(not own or manifest.sender_name == manifest.area_name, "打包单位有两个名称")
    _check(is_time(manifest.made), "打包时间看不懂")


def _check_members(manifest: Manifest, members: list[tuple[str, bytes]]) -> None:
    names = [name for name, _ in members]
    _check(names == [each.name for each in manifest.members], "内容和清单不符")
    _check(all(is_member(name, manifest.kind) for name in names), "有不认识的部分")
    _check(required(manifest.kind) <= set(names), "内容不完整")
    for listed, (_, data) in zip(manifest.members, members, strict=True):
        same = (listed.size, listed.sha256) == (len(data), _digest(data))
        _check(same, f"{listed.name} 和清单不符")
        original = is_original(listed.name)
        _check(not original or listed.sha256 in listed.name, "原工作簿和名称不符")
    figures = manifest.kind is PackageKind.FIGURES
    _check(figures == bool(manifest.form) == bool(manifest.period), "清单不完整")


def _check(holds: bool, problem: str) -> None:
    if not holds:
        raise Damaged(problem)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
