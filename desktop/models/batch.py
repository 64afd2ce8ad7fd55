"""What a batch of files comes to, in the sentences of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop.models.staged_files import is_asking, is_locked, is_wrong, warning_text
from monitoring.catalogue import Form
from monitoring.periods import latest
from workflow.collect import Change, FileStatus, StagedFile
from workflow.review import Completeness

TEMPLATES = "制作空白表：选好报表和文件夹，一个单位一份"

# What one file's standing may owe to another file of the same batch.
_SHARED = frozenset(("contradiction", "duplicate"))


def count(files: Sequence[StagedFile], status: FileStatus) -> int:
    """How many files have this status."""
    return sum(1 for file in files if file.status is status)


def headline(files: Sequence[StagedFile], questions: int = 0) -> str:
    """The title line over a batch that is not all written yet; ``questions`` are open."""
    taken = count(files, FileStatus.COMMITTED)
    counts = {
        "已收": taken,
        "可收": count(files, FileStatus.STAGED),
        "待答": sum(map(is_asking, files)),
        "要密码": sum(map(is_locked, files)),
        "有误": sum(map(is_wrong, files)),
        "重复": count(files, FileStatus.DUPLICATE),
    }
    notes = {"可收": _warned(files)}
    parts = "，".join(
        f"{word} {number}{notes.get(word, '')}" for word, number in counts.items() if number
    )
    asked = f"；{questions} 个问题待答" if questions else ""
    rest = "其余" if taken else ""
    return f"{len(files)} 个文件：{parts}{asked}；{rest}还没有写进台账"


def _warned(files: Sequence[StagedFile]) -> str:
    """What to look at before taking the files that can be taken, with how many it is said of."""
    said = Counter(warning_text(file) for file in files if file.status is FileStatus.STAGED)
    parts = [f"{words} {number}" for words, number in said.items() if words]
    return f"（{'，'.join(parts)}）" if parts else ""


def action(ready: int, written: Counter[Change]) -> str:
    """The main button over a batch: the files it takes and exactly how many values it writes."""
    if not ready:
        return "没有要写的数"
    number = written.total()
    return f"收下 {ready} 个文件，" + (f"写 {number:,} 个数" if number else "没有变化")


def written_sentence(files: Sequence[StagedFile], written: Counter[Change]) -> str:
    """What was written and what was left out, once the batch is in the ledger."""
    taken = count(files, FileStatus.COMMITTED)
    cleared = f"、清空 {written[Change.BLANK]:,}" if written[Change.BLANK] else ""
    sentence = (
        f"已收 {taken} 个文件，新增 {written[Change.NEW]:,}、"
        f"改动 {written[Change.CHANGED]:,}{cleared}"
    )
    left = len(files) - taken
    return f"{sentence}；{left} 个文件没有收，原因见列表。" if left else f"{sentence}。"


def arrival_sentence(month: int, found: Completeness) -> str:
    """How much of the month (yyyymm) is here."""
    counts = [found.arrived(form.code) for form in found.forms]
    arrived, owed = sum(each[0] for each in counts), sum(each[1] for each in counts)
    rest = f"还差 {owed - arrived} 份" if arrived < owed else "已经收齐"
    return f"{month % 100}月：应报 {owed} 份，收到 {arrived} 份，{rest}"


def other_month(
    files: Sequence[StagedFile], forms: Mapping[str, Form], month: int
) -> tuple[int, int] | None:
    """The month most refused files are of when it is not ``month``, and how many files those are.

    A quarter that has ended by the month is of the month.
    """
    others = Counter(
        reading.period.end
        for file in files
        if file.status is FileStatus.REFUSED
        and (reading := file.reading) is not None
        and reading.period is not None
        and reading.form is not None
        and reading.period != latest(forms[reading.form].frequency, month)
    )
    return others.most_common(1)[0] if others else None


def leans_on_others(files: Sequence[StagedFile]) -> bool:
    """Whether some file stands as it does because of another one of the batch."""
    return any(issue.code in _SHARED for file in files for issue in file.issues)
