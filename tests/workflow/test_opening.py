"""From what a township sends, however it is packed, to what is staged."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from db.ledger import Ledger
from monitoring.periods import Period
from tests.workflow.workbooks import OCTOBER, SIGNED, filled, write
from workflow.collect import FileStatus, StagedFile, commit, stage, stage_again
from workflow.progress import Reporter

PINE, ZHAO = "371581101000", "371581102000"
TABLE = "\r\n".join(
    (
        "家庭医生签约服务月报,,,",
        "2026年10月,,,",
        "机构,常住人口数,签约居民数,家庭医生团队数",
        '松林镇,"50,001",40001,12',
        "老赵庄镇,40002,30002,11",
        "填表人：,,,",
    )
)


def _said(files: list[StagedFile]) -> list[tuple[str, str, list[str]]]:
    return [(f.path.name, f.status.value, [i.code for i in f.issues]) for f in files]


def _amounts(ledger: Ledger) -> dict[str, int | None]:
    return {each.unit: each.value.amount for each in ledger.stored([SIGNED], OCTOBER)}


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _encrypted(password: str) -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(filled({SIGNED: 5}, unit=PINE))).encrypt(password, stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_a_table_as_text_is_collected_like_a_workbook(
    tmp_path: Path, fresh_ledger: Ledger, encoding: str, separator: str
) -> None:
    text = TABLE.replace('"50,001"', "50001").replace(",", separator)
    [path] = write(tmp_path, {"十月.csv": text.encode(encoding)})

    files = commit(fresh_ledger, stage(fresh_ledger, [path], period=Period(OCTOBER)))

    assert [file.status for file in files] == [FileStatus.COMMITTED]
    assert _amounts(fresh_ledger) == {PINE: 40001, ZHAO: 30002}
    sources = [each.source for each in fresh_ledger.stored([SIGNED], OCTOBER)]
    assert {(source.file, source.sheet, source.cell) for source in sources} == {
        ("十月.csv", "十月", "C4"),
        ("十月.csv", "十月", "C5"),
    }


def test_an_archive_gives_each_of_its_files_a_line(tmp_path: Path, fresh_ledger: Ledger) -> None:
    inner = _packed({"老赵庄镇.xlsx": filled({SIGNED: 6}, unit=ZHAO), "半.xlsx": b"PK\x03\x04"})
    data = _packed({"松林镇.xlsx": filled({SIGNED: 5}, unit=PINE), "里.zip": inner, "照.png": b"x"})
    write(tmp_path, {"来表.zip": data, "坏.zip": data[:-30]})

    files = commit(fresh_ledger, stage(fresh_ledger, [tmp_path]))

    assert _said(files) == [
        ("坏.zip", "refused", ["damaged"]),
        ("松林镇.xlsx", "committed", []),
        ("老赵庄镇.xlsx", "committed", []),
        ("半.xlsx", "refused", ["damaged"]),
        ("照.png", "refused", ["not_a_workbook"]),
    ]
    assert files[2].path == tmp_path / "来表.zip" / "里.zip" / "老赵庄镇.xlsx"
    inside = ("松林镇.xlsx", "里.zip › 老赵庄镇.xlsx", "里.zip › 半.xlsx", "照.png")
    names = ["坏.zip", *(f"来表.zip › {name}" for name in inside)]
    assert [file.name for file in files] == names
    assert [file.name for file in stage_again(fresh_ledger, files)] == names
    assert _amounts(fresh_ledger) == {PINE: 5, ZHAO: 6}


def test_progress_counts_the_files_of_an_archive(tmp_path: Path, fresh_ledger: Ledger) -> None:
    seen: list[tuple[int, int]] = []

    class Counting(Reporter):
        def step(self, done: int, total: int, what: str) -> None:
            seen.append((done, total))

    books = {f"{number}.xlsx": filled({SIGNED: number}, unit=PINE) for number in range(3)}
    [path] = write(tmp_path, {"来表.zip": _packed(books)})
    stage(fresh_ledger, [path], reporter=Counting())
    assert seen == [(0, 3), (1, 3), (2, 3)]


def test_a_password_is_asked_for_and_then_taken(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"松林镇.xlsx": _encrypted("2026")})
    assert _said(stage(fresh_ledger, [path])) == [("松林镇.xlsx", "refused", ["encrypted"])]
    assert _said(stage(fresh_ledger, [path], passwords=["1"])) == [
        ("松林镇.xlsx", "refused", ["wrong_password"])
    ]
    files = stage(fresh_ledger, [path], passwords=["1", "2026"])
    assert files[0].content == path.read_bytes()
    commit(fresh_ledger, files)
    assert _amounts(fresh_ledger) == {PINE: 5}


def test_a_text_named_directly_is_tried_and_one_found_is_not(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"十月.txt": TABLE.encode("gb18030")})
    assert _said(stage(fresh_ledger, [tmp_path])) == [("十月.txt", "refused", ["not_a_workbook"])]
    assert [file.status for file in stage(fresh_ledger, [path])] == [FileStatus.STAGED]
