"""来历: what a figure is made of, down to the cell or the hand each part came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from db.changes import PastChange
from db.entering import carried
from db.ledger import Ledger
from monitoring.amounts import MISSING
from monitoring.areas import Unit
from monitoring.catalogue import Indicator, Item
from monitoring.errors import ExpectedError
from monitoring.expressions import all_items
from monitoring.findings import Finding
from monitoring.indicators import (
    Result,
    ends_of,
    ends_of_item,
    of_area,
    of_unit,
    shares,
    year_so_far,
    year_to_date,
)
from monitoring.periods import Period
from workflow import explaining
from workflow.filing import filing
from workflow.review import review
from workflow.traces import Asked, Figure, FormFiling, Remark, Term, Trace


def trace(ledger: Ledger, asked: Asked) -> Trace:
    """Where a figure comes from.

    Raises ``ExpectedError`` for a unit that does not report the figure.
    """
    catalogue = ledger.catalogue
    if asked.code in catalogue.items:
        found = _of_item(ledger, catalogue.items[asked.code], asked)
    else:
        found = _of_indicator(ledger, catalogue.indicators[asked.code], asked)
    if found.unit is not None and not any(found.figures):
        raise ExpectedError(
            f"{found.unit.name}不报“{found.terms[0].form.name}”；请换一个单位，或看全县的合计。"
        )
    return found


def trace_finding(ledger: Ledger, finding: Finding) -> Trace:
    """Where both sides of a finding come from.

    A rule with two expressions gives their terms; one that looks at the past the figure and the
    same before; any other the items it names.
    """
    catalogue = ledger.catalogue
    unit = _unit(ledger, finding.unit)
    terms = []
    for side, factor, code, end in _sides(ledger, finding):
        # What the county is told of a total is about everyone's figures.
        units = _owing(ledger, code, end, unit) or _owing(ledger, code, end, None)
        terms.append(_term(ledger, side, factor, catalogue.items[code], units, end))
    period = Period(finding.end, catalogue.forms[finding.form].frequency)
    return _whole(ledger, finding, unit, period, terms)


def candidates(ledger: Ledger, words: str, form: str = "") -> list[str]:
    """Codes of the items (of one form, if given) and indicators that have this code or name."""
    catalogue = ledger.catalogue
    items = catalogue.forms[form].items if form else catalogue.items.values()
    rates = {rate.indicator for rate in catalogue.forms[form].rates} if form else set()
    code = words.lower()
    if code in catalogue.indicators or any(item.code == code for item in items):
        return [code]
    found = [item.code for item in items if words in (item.name, *item.aliases)]
    return found + [
        each.code
        for each in catalogue.indicators.values()
        if words == each.name and (not form or each.code in rates)
    ]


def _of_item(ledger: Ledger, item: Item, asked: Asked) -> Trace:
    form = ledger.catalogue.form_of[item.code]
    unit = _unit(ledger, asked.unit)
    units = _within(ledger, item.code, asked.end, unit)
    ends = year_so_far(item, asked.end) if asked.running else [asked.end]
    figures = ledger.figures([item.code], ends)
    known = {
        each.code: year_to_date(figures, item, each.code, asked.end)
        if asked.running
        else figures.value(each.code, item.code, asked.end)
        for each in units
    }
    counted = {code for code, value in known.items() if value not in (None, MISSING)}
    amounts = [value.amount for value in known.values() if value and value.amount is not None]
    total = Fraction(sum(amounts), 10**item.decimals) if amounts else None
    result = Result(total, Fraction(1), 1, len(counted), len(units))
    term = _term(ledger, "item", 1, item, units, *ends, counted=counted)
    period = Period(asked.end, form.frequency)
    return _whole(ledger, item, unit, period, [term], result=result, running=asked.running)


def _of_indicator(ledger: Ledger, indicator: Indicator, asked: Asked) -> Trace:
    catalogue, area, month = ledger.catalogue, ledger.area, asked.end
    sides = [("numerator", indicator.numerator), ("denominator", indicator.denominator)]
    expressions = [expression for _, expression in sides if expression is not None]
    figures = ledger.figures(all_items(expressions), ends_of(catalogue, month))
    unit = _unit(ledger, asked.unit)
    if unit is not None and not unit.is_county:
        result = of_unit(indicator, figures, catalogue, unit.code, month)
        counted = {unit.code} if result.reported else set()
    else:
        whole = area if unit is None else area.part(unit.code) or area
        result = of_area(indicator, figures, catalogue, whole, month)
        found = shares(indicator, figures, catalogue, whole, month)
        counted = {code for code, share in found if share is not None}
    terms = []
    for side, expression in sides:
        for term in expression.terms if expression is not None else ():
            ends = ends_of_item(indicator, catalogue, term.item, month)
            item = catalogue.items[term.item]
            units = _within(ledger, term.item, ends[0], unit)
            terms.append(_term(ledger, side, term.factor, item, units, *ends, counted=counted))
    return _whole(ledger, indicator, unit, Period(month), terms, result=result)


def _sides(ledger: Ledger, finding: Finding) -> Iterator[tuple[str, int, str, int]]:
    """Side, factor, item and month of everything a finding compares."""
    catalogue, end = ledger.catalogue, finding.end
    rule = next((each for each in catalogue.rules if each.id == finding.id), None)
    if rule is not None and rule.left is not None and rule.right is not None:
        for side, expression in (("left", rule.left), ("right", rule.right)):
            for term in expression.terms:
                before = Period(end, catalogue.form_of[term.item].frequency).shift(-1).end
                yield side, term.factor, term.item, before if term.previous else end
        return
    for code in finding.items:
        yield "item", 1, code, end
    if len(finding.items) == 1 and not finding.blocks:
        [code] = finding.items
        period = Period(end, catalogue.form_of[code].frequency)
        for past in dict.fromkeys((period.shift(-1).end, period.year_before().end)):
            yield "past", 1, code, past


def _unit(ledger: Ledger, code: str) -> Unit | None:
    area = ledger.area
    return next((unit for unit in (*area.units, area.itself) if unit.code == code), None)


def _owing(ledger: Ledger, item: str, end: int, unit: Unit | None) -> tuple[Unit, ...]:
    """Everyone who owes the item at the month, or only the one unit, if it does."""
    form = ledger.catalogue.form_of[item]
    if unit is None:
        return form.counted(ledger.area, end)
    return tuple(each for each in form.reporting(ledger.area, end) if each == unit)


def _within(ledger: Ledger, item: str, end: int, unit: Unit | None) -> tuple[Unit, ...]:
    """The same, where a city's county is everyone in it."""
    if unit is None or not unit.is_county:
        return _owing(ledger, item, end, unit)
    units = ledger.catalogue.form_of[item].reporting(ledger.area, end)
    return tuple(each for each in units if each.county == unit.code)


def _term(
    ledger: Ledger,
    side: str,
    factor: int,
    item: Item,
    units: Sequence[Unit],
    *ends: int,
    counted: Iterable[str] | None = None,
) -> Term:
    """An item's figures of the units at the months, with everything the ledger knows of each."""
    inside = {unit.code for unit in units} if counted is None else set(counted)
    earlier: dict[tuple[str, int], list[PastChange]] = {}
    for change in ledger.changes([unit.code for unit in units], [item.code], ends):
        earlier.setdefault((change.unit, change.end), []).append(change)
    figures = []
    for end in ends:
        stored = {each.unit: each for each in ledger.stored([item.code], end)}
        origins = carried(ledger, [item.code], end)
        for unit in units:
            found = stored.get(unit.code)
            value = None if found is None else found.value
            figures.append(
                Figure(
                    unit,
                    item,
                    end,
                    value,
                    unit.code in inside and value not in (None, MISSING),
                    None if found is None else found.source,
                    origins.get((unit.code, item.code)),
                    tuple(earlier.get((unit.code, end), ())),
                )
            )
    return Term(side, factor, item, ledger.catalogue.form_of[item.code], ends, tuple(figures))


def _whole(
    ledger: Ledger,
    subject: Item | Indicator | Finding,
    unit: Unit | None,
    period: Period,
    terms: Sequence[Term],
    *,
    result: Result | None = None,
    running: bool = False,
) -> Trace:
    remarks = _remarks(ledger, unit, terms)
    if isinstance(subject, Finding):
        remarks.sort(key=lambda remark: remark.finding != subject)
    return Trace(
        subject,
        unit,
        period,
        running,
        result,
        tuple(terms),
        tuple(remarks),
        tuple(_filings(ledger, terms)),
    )


def _remarks(ledger: Ledger, unit: Unit | None, terms: Sequence[Term]) -> list[Remark]:
    """Findings of the last month of each term; a county's total also has those about the total."""
    remarks: dict[tuple[object, ...], Remark] = {}
    for end in sorted({term.ends[0] for term in terms}, reverse=True):
        items = {term.item.code for term in terms if end in term.ends}
        units = {f.unit.code for term in terms for f in term.at(end)}
        units |= {ledger.area.code} if unit is None else {unit.code}
        found = review(ledger, end)
        for finding in found.findings:
            if finding.unit in units and items.intersection(finding.items):
                key = explaining.key_of(finding)
                explanation = found.explanations.get(key)
                holds = explaining.holds(finding, found.explanations)
                remarks.setdefault((end, key), Remark(finding, explanation, holds))
    return list(remarks.values())


def _filings(ledger: Ledger, terms: Iterable[Term]) -> Iterator[FormFiling]:
    """The forms and months that were ever submitted, with the corrections of traced figures."""
    forms = {(term.form.code, end): term.form for term in terms for end in term.ends}
    traced = {(f.unit.code, f.item.code, f.end) for term in terms for f in term.figures}
    for (_, end), form in forms.items():
        found = filing(ledger, form, end)
        if found.events:
            mine = tuple(c for c in found.corrections if (c.unit, c.item, c.end) in traced)
            added = tuple(v for v in found.added if (v.unit, v.item, v.end) in traced)
            yield FormFiling(form, end, replace(found, corrections=mine, added=added))
