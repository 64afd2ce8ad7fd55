"""Rules about a whole form of a unit: what was left blank (R24), what repeats the past (R21)."""

from __future__ import annotations

from collections.abc import Mapping

from monitoring.areas import Unit
from monitoring.catalogue import Rule
from monitoring.findings import Finding
from monitoring.kinds import RuleKind, of_forms, owing_form, whole_form
from monitoring.month import Month, finding_of
from monitoring.probes import Gappy, Probe, Repeated

_IDENTICAL_MINIMUM = 5


def _judge_blank(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R24: a blank on a form that was sent is not a zero; one finding a unit and form."""
    form = month.catalogue.forms[subject]
    blank = [item for item in form.items if month.value(unit.code, item) is None]
    if not blank or len(blank) == len(form.items):
        return None
    names = "、".join(item.name for item in blank[:3])
    more = f"等 {len(blank)} 项" if len(blank) > 3 else ""
    return finding_of(
        rule,
        month,
        unit,
        sides=(str(len(blank)), "0"),
        items=tuple(item.code for item in blank),
        form=form.code,
        message=f"{form.name}：{names}{more}为空白。应为：{rule.sentence}。",
    )


def _judge_identical(rule: Rule, month: Month, unit: Unit, subject: str) -> Finding | None:
    """R21: a whole form that repeats the period before, figure by figure."""
    form = month.catalogue.forms[subject]
    before = month.before(form)
    now = [month.value(unit.code, item) for item in form.items]
    then = [month.value(unit.code, item, before) for item in form.items]
    told = sum(1 for value in now if value is not None and value.amount)
    if told < _IDENTICAL_MINIMUM or now != then or month.limit(rule, "") is None:
        return None
    return finding_of(
        rule,
        month,
        unit,
        sides=(str(told), str(told)),
        items=tuple(item.code for item in form.items),
        form=form.code,
        message=f"{form.name}全部数字与上期相同（{told} 项）。{rule.sentence}。",
    )


def _probe_blank(_: Rule, month: Month, subject: str) -> Probe:
    return Gappy(tuple(month.catalogue.forms[subject].by_code), month.end)


def _probe_identical(_: Rule, month: Month, subject: str) -> Probe:
    form = month.catalogue.forms[subject]
    return Repeated(tuple(form.by_code), month.end, month.before(form))


WHOLE_FORMS: Mapping[str, RuleKind] = {
    "blank": RuleKind(of_forms, owing_form, _probe_blank, whole_form(1), _judge_blank),
    "identical": RuleKind(of_forms, owing_form, _probe_identical, whole_form(2), _judge_identical),
}
