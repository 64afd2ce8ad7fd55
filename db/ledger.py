"""The Ledger: one area's file, opened, read and written through a few plain methods."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from db import answers, definitions, values
from db.connection import VERSION, LedgerError, check_identity, connect, explained, transaction
from db.records import (
    Entry,
    Import,
    KeptAnswer,
    NewSource,
    PastValue,
    Source,
    StatedTotal,
    StoredValue,
    TakeBack,
)
from monitoring.areas import Area

if TYPE_CHECKING:
    from db.backups import Backup
    from db.changes import PastChange, Wanted, WrittenValue
    from monitoring.catalogue import Catalogue
    from monitoring.figures import Figures
    from monitoring.plans import Plan
    from monitoring.probes import Probe


class Ledger:
    """An open ledger. A connection belongs to its thread: open one Ledger a thread.

    ``operator`` is who everything is written by, empty where nobody has signed in.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, operator: str = "") -> None:
        self.path = path
        self.connection = connection
        self.operator = operator

    @classmethod
    def create(cls, path: Path, area: Area) -> Ledger:
        """Make a new ledger file for a county or a city.

        It is built beside its place and moved there whole. Raises :class:`LedgerError` when a
        file stands there already or the folder cannot be written.
        """
        from db.migrations import migrate

        if path.exists():
            raise LedgerError(f"“{path.name}”已经存在，请换一个文件名或打开已有的台账。")
        if not path.parent.is_dir():
            raise LedgerError(f"打不开“{path.name}”，请检查文件夹是否存在、是否有权限。")
        draft = path.with_name(path.name + ".新建")
        with explained(path):
            draft.unlink(missing_ok=True)
            try:
                with closing(connect(draft)) as connection:
                    migrate(connection)
                    with transaction(connection):
                        definitions.keep_definitions(connection, area)
                        _set(connection, "area", area.code)
                        _set(connection, "resources", definitions.digest())
                draft.rename(path)
            finally:
                draft.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, operator: str = "", *, read_only: bool = False) -> Ledger:
        """Open an existing ledger for ``operator`` and bring it up to date.

        A verified backup is taken before a migration. With ``read_only`` the file stays as it is
        and every write is refused. Raises :class:`LedgerError` for a missing, foreign, damaged or
        newer file, and for an older one that may not be brought up to date.
        """
        if not path.is_file():
            raise LedgerError(f"找不到台账“{path.name}”，请检查路径，或新建一个台账。")
        with explained(path):
            ledger = cls(path, connect(path), operator)
            try:
                if read_only:
                    ledger._only_read()
                else:
                    ledger._bring_up_to_date()
            except BaseException:
                ledger.close()
                raise
        return ledger

    def close(self) -> None:
        """Close the file; what was written stays."""
        self.connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Frame several writes: all of them or none. Inside one that is open it joins in.

        Expected failures become sentences.
        """
        if self.connection.in_transaction:
            yield
            return
        with explained(self.path), transaction(self.connection):
            yield

    @cached_property
    def area(self) -> Area:
        """The county or city this ledger is kept for."""
        return definitions.read_area_of(self.connection)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Forms, indicators and rules."""
        return definitions.read_catalogue(self.connection)

    @cached_property
    def plans(self) -> dict[str, Plan]:
        """Plans that apply to the county: its own, those it made, and those of areas above it."""
        from monitoring.plan_register import applies

        known = definitions.read_plans(self.connection)
        return {code: plan for code, plan in known.items() if applies(plan, self.area.code)}

    @cached_property
    def item_ids(self) -> values.ItemIds:
        """The file's own numbers for item codes."""
        return values.ItemIds(self.connection)

    def set_area(self, area: Area) -> None:
        """Let the area be another, as a city that a county joins; figures stay as they are."""
        with self.transaction():
            definitions.keep_area(self.connection, area)
        self.__dict__.pop("area", None)

    def setting(self, key: str) -> str | None:
        """A setting of this ledger, or ``None``."""
        row = self.connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting in the ledger."""
        with self.transaction():
            _set(self.connection, key, value)

    def has_operators(self) -> bool:
        """Whether somebody has to sign in."""
        row = self.connection.execute("SELECT 1 FROM operator WHERE active = 1 LIMIT 1").fetchone()
        return row is not None

    def figures(
        self, items: Iterable[str], ends: Iterable[int], unit: str | None = None
    ) -> Figures:
        """Values of ``items`` in the months ``ends``, of one ``unit`` or of every one, without
        their sources.
        """
        from monitoring.figures import Figures

        found = values.fetch(self.connection, self.item_ids, items, ends, unit)
        return Figures(found, self.catalogue.decimals)

    def picked(self, keys: Iterable[tuple[str, str, int]]) -> Figures:
        """Certain figures (unit, item, month) only, where there are any."""
        from monitoring.figures import Figures

        found = values.pick(self.connection, self.item_ids, keys)
        return Figures(found, self.catalogue.decimals)

    def suspects(self, asked: Sequence[Probe]) -> list[set[str]]:
        """For every probe the codes of the units that could break the rule it is asked for."""
        from db.suspects import suspects

        return suspects(self.connection, self.item_ids, asked)

    def sums(
        self, items: Iterable[str], first: int, last: int
    ) -> dict[tuple[str, int], values.Sum]:
        """(scaled sum over units, units that answered) by (item, month) from first to last."""
        return values.sums(self.connection, self.item_ids, items, first, last)

    def sums_at(
        self, items: Iterable[str], ends: Iterable[int]
    ) -> dict[tuple[str, int], values.Sum]:
        """The same for the months ``ends`` only."""
        return values.sums_at(self.connection, self.item_ids, items, ends)

    def stored(self, items: Iterable[str], end: int) -> list[StoredValue]:
        """Values of ``items`` at the month ``end`` with the source of each."""
        return values.stored(self.connection, self.item_ids, items, end)

    def latest_month(self) -> int | None:
        """The last month that has any value, or ``None`` for an empty ledger."""
        found: int | None = self.connection.execute("SELECT max(period) FROM value").fetchone()[0]
        return found

    def reported(self, form: str, end: int) -> set[str]:
        """Codes of the units that have any value of ``form`` at ``end``.

        One that only says 未报, or 未报 and 不适用, has not: marks left over when its one import
        was taken back are no form.
        """
        return values.reported(self.connection, form, end)

    def newest_source(self, form: str, end: int, unit: str) -> int:
        """The newest source of the unit's figures of the form, 0 without any."""
        return values.newest_source(self.connection, form, end, unit)

    def write(
        self,
        entries: Sequence[Entry],
        source: NewSource,
        totals: Sequence[StatedTotal] = (),
    ) -> int:
        """Write a batch with one source, keeping what it replaces in the history.

        Values that already stand there unchanged keep their source. Returns the source's id.
        """
        source = source._replace(operator=source.operator or self.operator)
        with self.transaction():
            return values.write(
                self.connection,
                self.item_ids,
                entries,
                source,
                totals=totals,
                at=source.at or now(),
            )

    def history(self, unit: str, item: str, end: int) -> list[PastValue]:
        """Earlier values of one figure, newest first."""
        return values.history(self.connection, self.item_ids, unit, item, end)

    def changes(
        self,
        units: Collection[str] | None = None,
        items: Collection[str] | None = None,
        ends: Collection[int] | None = None,
    ) -> list[PastChange]:
        """Every change of figures, newest first, of certain units, items or months if given."""
        from db.changes import Wanted

        return self.some_changes(Wanted(units, items, ends), None)

    def some_changes(self, wanted: Wanted, most: int | None) -> list[PastChange]:
        """The newest ``most`` changes that are wanted, all of them for ``None``."""
        from db import changes

        return changes.changes(self.connection, self.item_ids, wanted, most)

    def changed_by(self) -> tuple[list[int], list[str]]:
        """The months of changed figures, newest first, and who ever wrote one, by name."""
        from db import changes

        return changes.hands(self.connection)

    def written(self, source: int) -> list[WrittenValue]:
        """What one source wrote, whether or not it still stands, by unit and item."""
        from db import changes

        return changes.written(self.connection, self.item_ids, source)

    def stated_totals(self, items: Iterable[str], end: int) -> list[StatedTotal]:
        """Totals that files state themselves for the month (R01), the newest file's of an item."""
        return values.stated_totals(self.connection, self.item_ids, items, end)

    def import_of(self, sha256: str) -> Source | None:
        """The import that brought exactly these bytes, unless it was taken back."""
        return values.import_of(self.connection, sha256)

    def said_by(self, source: int) -> set[tuple[str, str, int]]:
        """Units, items and months of the figures a source wrote, agreed with or blanked."""
        from db import undo

        return undo.said_by(self.connection, self.item_ids, source)

    def imports(self) -> list[Import]:
        """Every import of a workbook, newest first."""
        from db import undo

        return undo.imports(self.connection)

    def what_taking_back_does(self, source: int) -> TakeBack:
        """What taking an import back would do; nothing is written."""
        from db import undo

        return undo.preview(self.connection, self.item_ids, source)

    def take_back(self, source: int) -> TakeBack:
        """Take an import back in one transaction."""
        from db import undo

        with self.transaction():
            return undo.take_back(self.connection, self.item_ids, source, now(), self.operator)

    def answers(self) -> dict[tuple[str, str, str], str]:
        """What the clerk has decided, by sender, kind and key."""
        return answers.read(self.connection)

    def kept_answers(self) -> list[KeptAnswer]:
        """The same with when and by whom."""
        return answers.kept(self.connection)

    def keep_answers(self, decided: Mapping[tuple[str, str, str], str]) -> None:
        """Keep answers for the next files of their senders; one decided anew replaces the old."""
        with self.transaction():
            answers.keep(self.connection, decided, self.operator, now())

    def forget_answers(self, keys: Iterable[tuple[str, str, str]]) -> int:
        """Let answers go, so that they are asked again; returns how many there were."""
        with self.transaction():
            return answers.forget(self.connection, keys)

    def workbook(self, source: int) -> bytes | None:
        """The original workbook a source came from."""
        return values.workbook(self.connection, source)

    def has_demonstration(self, items: Iterable[str], ends: Iterable[int]) -> bool:
        """Whether any of these values is made-up demonstration data (演示数据)."""
        return values.has_demonstration(self.connection, self.item_ids, items, ends)

    def approved(self, form: str, end: int) -> set[str]:
        """Codes of the units whose form was approved (已审)."""
        rows = self.connection.execute(
            "SELECT unit FROM approval WHERE form = ? AND period = ?", (form, end)
        )
        return {str(unit) for (unit,) in rows}

    def approve(self, form: str, end: int, units: Iterable[str]) -> None:
        """Mark units' forms as looked at and right, until a value changes."""
        with self.transaction():
            self.connection.executemany(
                "INSERT OR IGNORE INTO approval (form, period, unit, operator, at)"
                " VALUES (?, ?, ?, ?, ?)",
                [(form, end, int(unit), self.operator, now()) for unit in units],
            )

    def withdraw(self, form: str, end: int, units: Iterable[str]) -> None:
        """Take approvals back."""
        with self.transaction():
            self.connection.executemany(
                "DELETE FROM approval WHERE form = ? AND period = ? AND unit = ?",
                [(form, end, int(unit)) for unit in units],
            )

    def record_submission(self, form: str, end: int, file: str, sha256: str) -> None:
        """Note that a return was saved: which, where, its checksum and when."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO submission (form, period, file, sha256, operator, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (form, end, file, sha256, self.operator, now()),
            )

    def submissions(self, end: int) -> list[tuple[str, str, str, str]]:
        """Returns saved for a month as (form, file, checksum, at), newest first."""
        return self.connection.execute(
            "SELECT form, file, sha256, at FROM submission WHERE period = ? ORDER BY id DESC",
            (end,),
        ).fetchall()

    def back_up(self) -> Path | None:
        """Take a verified backup when something changed since the last one."""
        with explained(self.path):
            from db import backups

            return backups.back_up_if_changed(self.connection, self.path)

    def backups(self) -> list[Backup]:
        """Kept backups, newest first."""
        from db import backups

        return backups.listed(self.path)

    def restore(self, backup: Path) -> Path:
        """Put a backup in the ledger's place, first keeping what it replaces; returns that."""
        with explained(self.path):
            from db import backups

            kept = backups.restore(self.connection, self.path, backup)
            self.read_anew()
            self._bring_up_to_date()
            self.read_anew()
        return kept

    def read_anew(self) -> None:
        """Let go of what was read from the file as it was before."""
        for name in ("area", "catalogue", "plans", "item_ids"):
            self.__dict__.pop(name, None)

    def _only_read(self) -> None:
        if check_identity(self.connection, self.path) < VERSION:
            raise LedgerError(
                f"“{self.path.name}”由较早版本建立，要先升级；请等打开它的那个窗口关闭后再打开。"
            )
        self.connection.execute("PRAGMA query_only = ON")

    def _bring_up_to_date(self) -> None:
        if check_identity(self.connection, self.path) < VERSION:
            from db import backups
            from db.migrations import migrate

            backups.back_up(self.connection, self.path)
            migrate(self.connection)
        self.connection.execute("PRAGMA journal_mode = WAL").fetchone()
        self._refresh_definitions()

    def _refresh_definitions(self) -> None:
        brought = definitions.digest()
        if self.setting("resources") == brought or definitions.are_newer(self.connection):
            return
        with self.transaction():
            definitions.keep_definitions(self.connection, self._current_area())
            _set(self.connection, "resources", brought)

    def _current_area(self) -> Area:
        from monitoring.resources import load_areas

        return load_areas().get(self.setting("area") or "", self.area)


def now() -> str:
    """Local time as ISO 8601, to the second."""
    return datetime.now().astimezone().replace(tzinfo=None).isoformat(timespec="seconds")


def _set(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
