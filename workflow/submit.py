"""报: the county return of a form, as a table and as a saved workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from db import locks
from db.ledger import Ledger
from monitoring.catalogue import Form
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.figures import Figures
from monitoring.findings import Finding
from monitoring.indicators import ends_of
from monitoring.paper import Paper
from monitoring.periods import Period
from monitoring.returns import Return
from workflow.explaining import holds, key_of
from workflow.imprints import imprint_of
from workflow.review import Review, review


@dataclass(frozen=True, slots=True)
class Saved:
    """A return that was saved, with what the clerk should know about it."""

    path: Path
    sha256: str
    warnings: tuple[str, ...]


def build(
    ledger: Ledger, form: Form, period: Period, unit: str = "", *, found: Review | None = None
) -> Return:
    """The county return: items and rates in lines, 合计 and the units in columns.

    The period is the form's own or a longer one. A total holds the units that reported and says
    in 说明 how many those are; missing figures print as 未报 and never count as zero. With
    ``unit`` (a code) it is the return of that unit alone. ``found`` is the month's review where
    one was made already. Raises ``ExpectedError`` for a unit that does not owe the form.
    """
    figures = figures_for(ledger, form, period.end)
    found = found or review(ledger, period.end)
    return _return(ledger, form, period, found, figures=figures, unit=unit)


def _return(
    ledger: Ledger, form: Form, period: Period, found: Review, *, figures: Figures, unit: str
) -> Return:
    # A city's return of a county is that county's own, township by township.
    county = ledger.area.part(unit) if unit != ledger.area.code else None
    area, alone = (ledger.area, unit) if county is None else (county, "")
    paper = Paper(ledger.catalogue, area, form, period, figures, unit=alone)
    if not paper.units:
        raise ExpectedError(f"这个单位不报“{form.name}”；请另选单位或报表。")
    sender = paper.units[0].name if alone else area.name
    units = {each.code for each in (*area.units, area.itself)}
    of_form = [e for e in found.findings if (e.unit == alone if alone else e.unit in units)]
    return Return(
        form=form.code,
        title=f"{sender}{title_of(form, period)}",
        period=period.label,
        area=sender,
        columns=paper.columns,
        lines=tuple(paper.lines()),
        notes=(
            *paper.notes(),
            *_draft_note(form, of_form),
            *_correction_note(ledger, form, period.end),
            *_explanations(ledger, form, found, of_form),
            *form.notes,
        ),
        imprint=imprint_of(ledger, form),
        demonstration=ledger.has_demonstration([item.code for item in form.items], [period.end]),
        units=paper.codes,
    )


def figures_for(ledger: Ledger, form: Form, end: int) -> Figures:
    """Everything a return of the form looks at: its items, its rates' items, the year so far."""
    rates = [ledger.catalogue.indicators[rate.indicator] for rate in form.rates]
    sides = [side for each in rates for side in (each.numerator, each.denominator) if side]
    items = all_items(sides) | {item.code for item in form.items}
    return ledger.figures(items, ends_of(ledger.catalogue, end) | {end})


def save(
    ledger: Ledger,
    form: Form,
    period: Period,
    path: Path,
    *,
    unit: str = "",
    replace: bool = False,
    found: Review | None = None,
) -> Saved:
    """Write the return to ``path`` as .xlsx and note in the ledger what was saved.

    Only the county's return of the form's own period is noted; those of one ``unit`` or of a
    longer period are made from the same figures and sent to nobody.
    An existing file is replaced only when asked. ``found`` is the month's review where one was
    made already. Raises ``ExpectedError`` when the name is no workbook's or it cannot be written;
    the old file is then whole.
    """
    if path.suffix.lower() != ".xlsx":
        # Also what keeps a slip of the tongue from replacing the ledger itself.
        raise ExpectedError(f"“{path.name}”不是工作簿的文件名；请把文件名写成以 .xlsx 结尾。")
    found = found or review(ledger, period.end)
    figures = figures_for(ledger, form, period.end)
    return write(
        ledger, form, period, path, unit=unit, found=found, figures=figures, replace=replace
    )


def write(
    ledger: Ledger,
    form: Form,
    period: Period,
    path: Path,
    *,
    unit: str,
    found: Review,
    figures: Figures,
    replace: bool,
    note: bool = True,
) -> Saved:
    """:func:`save` from what is at hand already; ``note`` says whether the ledger is told."""
    from exporters.returns import write_return

    document = _return(ledger, form, period, found, figures=figures, unit=unit)
    write_return(path, document, ledger.catalogue.indicators, replace=replace)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    if note and not unit and period.frequency is form.frequency:
        ledger.record_submission(form.code, period.end, path.name, checksum)
    return Saved(path, checksum, _warnings(form, found, unit))


def sender_of(ledger: Ledger, unit: str = "") -> str:
    """Whose return it is: the county, or the unit of a code."""
    known = (*ledger.area.units, ledger.area.itself)
    return next((each.name for each in known if each.code == unit), ledger.area.name)


def file_name(sender: str, form: Form, period: Period, ending: str) -> str:
    """A name every system takes, e.g. 梁山县_F1_家庭医生签约服务月报_2026年10月.xlsx."""
    from exporters.files import safe_name

    return safe_name(f"{sender}_{form.code}_{title_of(form, period)}_{period.label}.{ending}")


def title_of(form: Form, period: Period) -> str:
    """The form's name, as 季报, 半年报 or 年报 over a longer period than its own."""
    return f"{form.name.removesuffix(form.frequency.label)}{period.frequency.label}"


def content(ledger: Ledger, document: Return) -> bytes:
    """The bytes of a return's workbook."""
    from exporters.returns import return_bytes

    return return_bytes(document, ledger.catalogue.indicators)


def warnings(
    ledger: Ledger, form: Form, period: Period, unit: str = "", *, found: Review | None = None
) -> tuple[str, ...]:
    """What stands against sending the return: units that have not reported, hard findings."""
    return _warnings(form, found or review(ledger, period.end), unit)


def _warnings(form: Form, found: Review, unit: str) -> tuple[str, ...]:
    arrived, owed = found.completeness.arrived(form.code)
    sentences = []
    if arrived < owed and not unit:
        sentences.append(f"{owed} 个单位只报了 {arrived} 个，合计只含已报的单位。")
    if hard := _hard_findings(form, (e for e in found.findings if unit in ("", e.unit))):
        sentences.append(f"还有 {hard} 处硬性错误没有改，报送前请先在“审核”里处理。")
    about = (each for each in found.unexplained if unit in ("", each.unit))
    if wanting := sum(1 for each in about if each.form == form.code):
        sentences.append(f"还有 {wanting} 处提示没有说明，报送前请先在“审核”里写说明。")
    return tuple(sentences)


def _correction_note(ledger: Ledger, form: Form, end: int) -> list[str]:
    """What a return says that was filed before and opened again: 更正, and why."""
    reasons = [e.reason for e in locks.events(ledger, form.code, end) if e.event == "unlocked"]
    if not reasons:
        return []
    return [f"本表为更正后的数，第 {len(reasons)} 次更正，原因：{reasons[-1]}。"]


def _explanations(
    ledger: Ledger, form: Form, found: Review, findings: Iterable[Finding]
) -> list[str]:
    """The 说明 that still hold, each with its unit and item, in the order of the findings."""
    items = ledger.catalogue.items
    lines = []
    for each in findings:
        if each.blocks or each.form != form.code or not holds(each, found.explanations):
            continue
        _, _, about = key_of(each)
        what = items[about].name if about in items else form.name
        text = found.explanations[key_of(each)].text.rstrip("。")
        lines.append(f"{each.unit_name}“{what}”：{text}。")
    return list(dict.fromkeys(lines))


def _hard_findings(form: Form, findings: Iterable[Finding]) -> int:
    return sum(1 for finding in findings if finding.blocks and finding.form == form.code)


def _draft_note(form: Form, findings: Iterable[Finding]) -> list[str]:
    """What a return says of itself on paper while hard findings stand."""
    hard = _hard_findings(form, findings)
    return [f"有 {hard} 处审核关系未满足，本表是草稿。"] if hard else []
