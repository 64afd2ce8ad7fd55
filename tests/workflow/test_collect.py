from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.ledger import Ledger
from importers.reader import FILE_LIMIT
from monitoring.amounts import MISSING, NOT_APPLICABLE, Value, number
from monitoring.periods import Period
from tests.workflow.workbooks import RESIDENT, SIGNED, blanks, filled, resaved, write
from workflow.collect import Change, FileStatus, StagedFile, commit, stage
from workflow.progress import Reporter, WorkCancelledError
from workflow.templates import templates

FIRST, SECOND = "371581001000", "371581002000"
MONTH = 202610


def collected(ledger: Ledger, *paths: Path, period: Period | None = None) -> list[StagedFile]:
    return commit(ledger, stage(ledger, paths, period=period))


def value(ledger: Ledger, item: str, unit: str = FIRST, end: int = MONTH) -> Value | None:
    return ledger.figures([item], [end]).value(unit, item, end)


def codes(file: StagedFile) -> list[str]:
    return [issue.code for issue in file.issues]


def statuses(files: list[StagedFile]) -> list[str]:
    return [str(file.status) for file in files]


def test_a_folder_of_filled_templates_comes_in_at_once(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    contents = {
        name: filled({SIGNED: 100 + i, RESIDENT: 1000}, unit=unit)
        for i, (unit, (name, _)) in enumerate(blanks("F1").items())
    }
    write(tmp_path / "来表", contents)

    files = collected(fresh_ledger, tmp_path / "来表")

    assert statuses(files) == ["committed"] * 16
    signed = fresh_ledger.figures([SIGNED], [MONTH])
    amounts = [signed.value(unit, SIGNED, MONTH) for unit in blanks("F1")]
    assert amounts == [number(100 + i) for i in range(16)]


def test_staging_writes_nothing(tmp_path: Path, fresh_ledger: Ledger) -> None:
    [path] = write(tmp_path, {"a.xlsx": filled({SIGNED: 5})})
    before = fresh_ledger.path.read_bytes()

    [file] = stage(fresh_ledger, [path])

    assert file.status is FileStatus.STAGED
    assert [each.change for each in file.differences] == [Change.NEW]
    assert value(fresh_ledger, SIGNED) is None
    assert fresh_ledger.path.read_bytes() == before
    assert not fresh_ledger.backups()


def test_the_three_states_and_a_blank_stay_apart(tmp_path: Path, fresh_ledger: Ledger) -> None:
    figures = {SIGNED: 0, RESIDENT: "未报", "registered": "不适用", "fd_team": None}
    [path] = write(tmp_path, {"a.xlsx": resaved(filled(figures))})

    collected(fresh_ledger, path)

    assert value(fresh_ledger, SIGNED) == number(0)
    assert value(fresh_ledger, RESIDENT) == MISSING
    assert value(fresh_ledger, "registered") == NOT_APPLICABLE
    assert value(fresh_ledger, "fd_team") is None


def test_the_original_workbook_is_kept_byte_for_byte(tmp_path: Path, fresh_ledger: Ledger) -> None:
    content = filled({SIGNED: 5})
    [path] = write(tmp_path, {"a.xlsx": content})

    [file] = collected(fresh_ledger, path)

    source = fresh_ledger.import_of(file.sha256)
    assert source is not None
    assert fresh_ledger.workbook(source.id) == content


def test_a_corrected_file_changes_only_its_differences_and_the_old_figure_stays_in_history(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    first, second = write(
        tmp_path,
        {
            "松林.xlsx": filled({SIGNED: 5, RESIDENT: 10}),
            "松林(1).xlsx": filled({SIGNED: 6, RESIDENT: 10}),
        },
    )
    collected(fresh_ledger, first)

    [file] = collected(fresh_ledger, second)

    assert [each.change for each in file.differences] == [Change.SAME, Change.CHANGED]
    assert file.changed == 1
    assert value(fresh_ledger, SIGNED) == number(6)
    [past] = fresh_ledger.history(FIRST, SIGNED, MONTH)
    assert (past.value, past.source.file) == (number(5), "松林.xlsx")
    assert fresh_ledger.history(FIRST, RESIDENT, MONTH) == []
    sources = {
        each.item: each.source.file for each in fresh_ledger.stored([SIGNED, RESIDENT], MONTH)
    }
    assert sources == {SIGNED: "松林(1).xlsx", RESIDENT: "松林.xlsx"}


def test_the_same_file_later_is_a_duplicate_and_changes_nothing(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    first, copy = write(tmp_path, dict.fromkeys(("a.xlsx", "b.xlsx"), filled({SIGNED: 5})))
    collected(fresh_ledger, first)
    before = fresh_ledger.connection.total_changes

    [file] = collected(fresh_ledger, copy)

    assert (file.status, codes(file)) == (FileStatus.DUPLICATE, ["duplicate"])
    assert fresh_ledger.connection.total_changes == before


def test_the_same_bytes_twice_in_a_batch_come_in_once(tmp_path: Path, fresh_ledger: Ledger) -> None:
    paths = write(tmp_path, dict.fromkeys(("a.xlsx", "b.xlsx"), filled({SIGNED: 5})))

    files = collected(fresh_ledger, *paths)

    assert statuses(files) == ["committed", "duplicate"]


def test_files_of_a_batch_that_contradict_each_other_all_stay_out(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    paths = write(
        tmp_path,
        {
            "a.xlsx": filled({SIGNED: 1234, RESIDENT: 9}),
            "b.xlsx": filled({SIGNED: "未报", RESIDENT: 9}),
            "c.xlsx": resaved(resaved(filled({SIGNED: 1234}))),
            "d.xlsx": filled({SIGNED: 7}, unit=SECOND),
        },
    )

    files = collected(fresh_ledger, *paths)

    assert statuses(files) == ["refused", "refused", "refused", "committed"]
    [issue] = files[0].issues
    assert issue.code == "contradiction"
    assert issue.message.startswith(
        "青年路街道的“签约居民数”这里是 1,234，同一批的“b.xlsx”里是 未报，两个文件都没有收"
    )
    assert issue.sheet
    assert issue.cell
    assert "“a.xlsx”里是 1,234" in files[1].issues[0].message
    assert "“b.xlsx”里是 未报" in files[2].issues[0].message
    assert value(fresh_ledger, SIGNED) is None


def test_two_months_of_a_township_in_one_batch_do_not_contradict(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    paths = write(
        tmp_path, {"9.xlsx": filled({SIGNED: 5}, end=202609), "10.xlsx": filled({SIGNED: 6})}
    )

    assert statuses(collected(fresh_ledger, *paths)) == ["committed", "committed"]
    assert value(fresh_ledger, SIGNED, end=202609) == number(5)
    assert value(fresh_ledger, SIGNED) == number(6)


def test_files_that_agree_where_they_overlap_all_come_in(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    paths = write(
        tmp_path,
        {"a.xlsx": filled({SIGNED: 5, RESIDENT: 9}), "b.xlsx": filled({SIGNED: 5, "fd_team": 2})},
    )

    assert statuses(collected(fresh_ledger, *paths)) == ["committed", "committed"]
    assert value(fresh_ledger, "fd_team") == number(2)


def test_a_folder_collected_again_keeps_the_corrections_made_since(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    folder = tmp_path / "来表"
    write(folder, {"b.xlsx": filled({SIGNED: 5})})
    collected(fresh_ledger, folder)
    write(folder, {"a.xlsx": filled({SIGNED: 6})})

    again = collected(fresh_ledger, folder)
    third = collected(fresh_ledger, folder)

    assert statuses(again) == ["committed", "duplicate"]
    assert statuses(third) == ["duplicate", "duplicate"]
    assert codes(third[1]) == ["imported_before"]
    assert "有 1 个数后来改过" in third[1].issues[0].message
    assert value(fresh_ledger, SIGNED) == number(6)


def test_one_unreadable_file_among_good_ones_costs_only_itself(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    units = list(blanks("F1"))[:3]
    good = {f"{unit}.xlsx": filled({SIGNED: 5}, unit=unit) for unit in units}
    write(tmp_path / "来表", {"000.xlsx": b"", **good, "最后.xlsx": b"%PDF-1.7"})

    files = collected(fresh_ledger, tmp_path / "来表")

    assert statuses(files) == ["refused", *["committed"] * 3, "refused"]
    assert [codes(files[0]), codes(files[-1])] == [["empty"], ["not_a_workbook"]]
    assert fresh_ledger.reported("F1", MONTH) == set(units)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_file_that_cannot_be_opened_keeps_its_place_in_the_list(
    tmp_path: Path, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch, position: int
) -> None:
    units = list(blanks("F1"))[:3]
    paths = write(tmp_path, {f"{i}.xlsx": filled({SIGNED: 5}, unit=u) for i, u in enumerate(units)})
    locked, read_bytes = paths[position], Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    files = collected(fresh_ledger, *paths)

    assert [file.path for file in files] == paths
    expected = ["committed"] * 3
    expected[position] = "refused"
    assert statuses(files) == expected
    assert codes(files[position]) == ["unreadable"]
    assert f"“{position}.xlsx”" in files[position].issues[0].message


def test_a_file_of_absurd_size_is_refused_without_being_read(
    tmp_path: Path, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))

    [file_] = collected(fresh_ledger, path)

    assert (file_.status, codes(file_)) == (FileStatus.REFUSED, ["too_large"])


def test_a_file_of_another_month_than_asked_is_refused(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    [path] = write(tmp_path, {"a.xlsx": filled({SIGNED: 5}, end=202609)})

    [file] = collected(fresh_ledger, path, period=Period(MONTH))

    assert codes(file) == ["other_period"]
    assert "2026年9月" in file.issues[0].message
    assert "2026年10月" in file.issues[0].message


def test_a_failure_half_way_leaves_nothing_of_the_batch(
    tmp_path: Path, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = list(blanks("F1"))[:2]
    paths = write(tmp_path, {f"{u}.xlsx": filled({SIGNED: 5}, unit=u) for u in units})
    files = stage(fresh_ledger, paths)
    write_one, calls = Ledger.write, []

    def fail_second(*args: object, **kwargs: object) -> int:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("disk gone")
        return write_one(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "write", fail_second)
    with pytest.raises(RuntimeError, match="disk gone"):
        commit(fresh_ledger, files)

    assert fresh_ledger.reported("F1", MONTH) == set()


def test_a_backup_is_taken_before_the_batch_is_written(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    first, second = write(tmp_path, {"a.xlsx": filled({SIGNED: 5}), "b.xlsx": filled({SIGNED: 6})})
    collected(fresh_ledger, first)
    collected(fresh_ledger, second)

    newest = fresh_ledger.backups()[0].path
    copy = tmp_path / "copy.ledger"
    shutil.copy(newest, copy)
    with Ledger.open(copy) as ledger:
        assert value(ledger, SIGNED) == number(5)


def test_work_told_to_stop_writes_nothing(tmp_path: Path, fresh_ledger: Ledger) -> None:
    class Stopped(Reporter):
        def cancelled(self) -> bool:
            return True

    [path] = write(tmp_path, {"a.xlsx": filled({SIGNED: 5})})

    with pytest.raises(WorkCancelledError):
        stage(fresh_ledger, [path], reporter=Stopped())


def test_progress_names_every_file(tmp_path: Path, fresh_ledger: Ledger) -> None:
    seen: list[tuple[int, int, str]] = []

    class Recording(Reporter):
        def step(self, done: int, total: int, what: str) -> None:
            seen.append((done, total, what))

    units = list(blanks("F1"))[:3]
    paths = write(tmp_path, {f"{u}.xlsx": filled({SIGNED: 5}, unit=u) for u in units})
    stage(fresh_ledger, paths, reporter=Recording())

    assert seen == [(i, 3, path.name) for i, path in enumerate(paths)]


def test_templates_are_made_for_every_unit_that_owes_the_form(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    forms = fresh_ledger.catalogue.forms
    counts = {
        code: len(
            templates(fresh_ledger, [(forms[code], Period(end, forms[code].frequency))], tmp_path)
        )
        for code, end in {"F1": 202610, "F5": 202609, "F6": 202512}.items()
    }
    assert counts == {"F1": 16, "F5": 17, "F6": 1}


def test_a_name_of_bytes_that_are_no_text_is_kept_readable(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    path = tmp_path / "\udcb1\udced.xlsx"
    path.write_bytes(filled({SIGNED: 5}))

    [file] = collected(fresh_ledger, path)

    assert file.status is FileStatus.COMMITTED
    assert fresh_ledger.stored([SIGNED], MONTH)[0].source.file == "\\udcb1\\udced.xlsx"


def test_the_ledger_and_its_backups_in_the_folder_are_not_taken_for_workbooks(
    tmp_path: Path, fresh_ledger: Ledger
) -> None:
    write(tmp_path, {"a.xlsx": filled({SIGNED: 5})})
    collected(fresh_ledger, tmp_path)
    write(tmp_path, {"b.xlsx": filled({SIGNED: 6}), "说明.txt": b"x"})

    files = stage(fresh_ledger, [tmp_path])

    assert fresh_ledger.backups()
    assert sorted(file.path.name for file in files) == ["a.xlsx", "b.xlsx", "说明.txt"]


def test_a_folder_that_may_not_be_entered_costs_a_line(
    tmp_path: Path, fresh_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "来表", {"a.xlsx": filled({SIGNED: 5})})
    closed, entries = tmp_path / "来表" / "关着", Path.iterdir
    closed.mkdir()

    def refuse(path: Path) -> Iterator[Path]:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return entries(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    files = collected(fresh_ledger, tmp_path / "来表")

    assert statuses(files) == ["refused", "committed"]
    assert codes(files[0]) == ["unreadable"]
    assert "“关着”" in files[0].issues[0].message


def test_a_link_that_leads_to_itself_costs_a_line(tmp_path: Path, fresh_ledger: Ledger) -> None:
    link = tmp_path / "自.xlsx"
    link.symlink_to(link)
    [file] = collected(fresh_ledger, link)
    assert codes(file) == ["not_found"]
