"""What review says of a month, as the page asks for it: by place, in sentences, to be approved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitoring.areas import Area
from monitoring.findings import Finding
from workflow.review import Review, Standing

Place = tuple[str, str]


def headline(found: Review, area: Area) -> str:
    """The title line: who owes what, what is here, what is wrong with it."""
    table = found.completeness
    counts = [table.arrived(form.code) for form in table.forms]
    arrived, owed = sum(each[0] for each in counts), sum(each[1] for each in counts)
    townships = sum(1 for unit in table.units if unit.code != area.code)
    also = "和本级" if townships < len(table.units) else ""
    soft, open_ = len(found.findings) - found.hard, len(found.unexplained)
    wanting = f"，其中 {open_:,} 处待说明" if 0 < open_ < soft else ""
    return (
        f"{found.end % 100}月：{townships} 个乡镇{also}应报 {owed} 份，到 {arrived} 份；"
        f"{found.hard:,} 处硬性错误，{soft:,} 处提示{wanting}"
    )


def at_places(found: Review, places: Iterable[Place], whole_forms: Iterable[str]) -> list[Finding]:
    """Findings about chosen units' forms; a whole form takes in what is said of its total.

    A finding is about every form that one of its items is of.
    """
    chosen, whole = set(places), set(whole_forms)
    items = {form.code: form.by_code.keys() for form in found.completeness.forms}

    def forms_of(finding: Finding) -> set[str]:
        touched = {code for code, known in items.items() if known & set(finding.items)}
        return touched | {finding.form}

    return [
        finding
        for finding in found.findings
        if any((finding.unit, form) in chosen or form in whole for form in forms_of(finding))
    ]


def place_words(found: Review, places: Sequence[Place], whole_forms: Iterable[str]) -> str:
    """The chosen places as a clerk would say them: 松林镇 F1, 松林镇, F1, 3 处."""
    whole = sorted(whole_forms)
    if whole:
        return "、".join(whole)
    units, forms = {unit for unit, _ in places}, {form for _, form in places}
    names = {unit.code: unit.name for unit in found.completeness.units}
    if len(units) == 1:
        name = names[next(iter(units))]
        every = len(forms) == len(found.completeness.forms)
        return name if every else f"{name} {'、'.join(sorted(forms))}"
    return f"所选 {len(places)} 份" if places else ""


def waiting(found: Review, places: Iterable[Place]) -> list[Place]:
    """What may pass among ``places``, or in the whole month when there are none: it stands at
    待审 and nothing in it wants a 说明.
    """
    chosen = set(places)
    wanting = {(each.unit, each.form) for each in found.unexplained}
    return [
        place
        for place, standing in found.completeness.standing.items()
        if standing is Standing.PENDING and place not in wanting and (not chosen or place in chosen)
    ]


def wanting(found: Review) -> set[Place]:
    """The places with a soft finding that wants a 说明."""
    return {(each.unit, each.form) for each in found.unexplained}


def returnable(found: Review | None, places: Iterable[Place]) -> list[Place]:
    """The chosen places that a unit can be asked to correct: sent, and not submitted."""
    if found is None:
        return []
    states = (Standing.FAULTY, Standing.PENDING, Standing.APPROVED)
    return [place for place in places if found.completeness.standing.get(place) in states]


def locked_forms(found: Review | None, places: Iterable[Place]) -> list[str]:
    """The submitted forms among the chosen places."""
    if found is None:
        return []
    standing = found.completeness.standing
    return sorted(
        {form for unit, form in places if standing.get((unit, form)) is Standing.SUBMITTED}
    )


def empty_sentence(found: Review, places: Sequence[Place]) -> str:
    """What the table of findings says when it has none to show."""
    standing = found.completeness.standing
    chosen = [standing[place] for place in places if place in standing] or list(standing.values())
    if all(state is Standing.MISSING for state in chosen):
        return "还没有收到报表。先到“收表”收，或到“填报”填。"
    return "没有问题。"
