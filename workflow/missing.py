"""缺报: which county has sent what of a month, and who in it is silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from db import packages
from db.ledger import Ledger
from db.packages import KeptPackage
from monitoring.areas import Area
from monitoring.catalogue import Form
from workflow.origins import kept
from workflow.review import due_forms


class Arrival(StrEnum):
    """How far a county is with a form."""

    NOTHING = "没有来"
    PARTIAL = "不全"
    WHOLE = "收齐"


@dataclass(frozen=True)
class CountyForm:
    """A county's form of a month: ``arrived`` of ``owed`` units, ``silent`` the names of the rest.

    ``package`` is the newest that came of it, and ``filed`` whether the county had submitted
    the form when it was packed.
    """

    county: Area
    form: Form
    arrived: int
    owed: int
    silent: tuple[str, ...]
    package: KeptPackage | None = None
    filed: bool = False

    @property
    def arrival(self) -> Arrival:
        """How far it is; a county whose townships nobody knows has sent nothing."""
        if not self.arrived:
            return Arrival.NOTHING
        return Arrival.WHOLE if self.arrived == self.owed else Arrival.PARTIAL


def missing(ledger: Ledger, end: int) -> list[CountyForm]:
    """Every form that is due in the month, by county; a county's own ledger has one."""
    counties = ledger.area.parts or (ledger.area,)
    forms = due_forms(ledger, end)
    reported = {form.code: ledger.reported(form.code, end) for form in forms}
    return [
        _standing(ledger, county, form, end, reported[form.code])
        for county in counties
        for form in forms
    ]


def _standing(ledger: Ledger, county: Area, form: Form, end: int, reported: set[str]) -> CountyForm:
    units = form.reporting(county, end)
    silent = tuple(unit.name for unit in units if unit.code not in reported)
    package = packages.newest(ledger, county.code, form.code, end)
    filed = package is not None and _filed(ledger, package)
    return CountyForm(county, form, len(units) - len(silent), len(units), silent, package, filed)


def _filed(ledger: Ledger, package: KeptPackage) -> bool:
    events = [row.event for row in kept(ledger, package).events if row.event != "filed"]
    return events[-1:] == ["locked"]
