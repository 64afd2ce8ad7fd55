"""What a reader of workbooks knows beforehand: the area, the definitions, the month asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from importers.names import label
from importers.questions import Answers
from monitoring.areas import Area, Unit
from monitoring.catalogue import Catalogue, Form, Indicator, Item
from monitoring.periods import Period, latest

_INSTITUTIONS = ("中心卫生院", "卫生院", "社区卫生服务中心", "人民政府", "政府", "办事处")
_TOTALS = frozenset(
    ["合计", "总计", "共计", "合计数", "县合计", "市合计", "区合计"]
    + [f"全{kind}{word}" for kind in "县市区" for word in ("", "合计", "总计")]
)


@dataclass(frozen=True, slots=True)
class Match:
    """An item a name may stand for; ``canonical`` when it is the item's own name."""

    form: str
    item: Item
    canonical: bool


@dataclass(frozen=True)
class Context:
    """Area, catalogue and the period the clerk asked for (``None``: what the file says).

    ``answers`` are what the clerk has decided before, by sender, kind and key.

    Make one for a whole collection: the folded names are prepared once.
    """

    area: Area
    catalogue: Catalogue
    period: Period | None = None
    answers: Answers = field(default_factory=dict)

    def asked(self, form: Form) -> Period | None:
        """The period asked for as ``form`` counts it."""
        return None if self.period is None else latest(form.frequency, self.period.end)

    @cached_property
    def labels(self) -> Mapping[str, tuple[Match, ...]]:
        """Items by folded name, at most one a form; a name two items share says nothing."""
        found: dict[str, list[Match]] = {}
        for form in self.catalogue.forms.values():
            for key, match in _form_labels(form).items():
                found.setdefault(key, []).append(match)
        return {key: tuple(matches) for key, matches in found.items()}

    @cached_property
    def names(self) -> Mapping[str, tuple[tuple[str, Item], ...]]:
        """Every folded name of every item, by form; items that share a name all have it."""
        return {
            form.code: tuple(
                dict.fromkeys(
                    (label(name).bare, item)
                    for item in form.items
                    for name in (item.name, *item.aliases)
                )
            )
            for form in self.catalogue.forms.values()
        }

    @cached_property
    def headings(self) -> Mapping[str, frozenset[str]]:
        """Folded sections, groups and names of each form: what may stand above an item."""
        return {
            form.code: frozenset(
                key
                for text in (form.name, *(t for i in form.items for t in (i.section, i.group)))
                for key in (label(text).key, label(text).bare)
            )
            for form in self.catalogue.forms.values()
        }

    @cached_property
    def rates(self) -> Mapping[str, Mapping[str, Indicator]]:
        """The indicators each form prints, by folded name."""
        return {
            form.code: {
                label(indicator.name).key: indicator
                for line in form.rates
                if (indicator := self.catalogue.indicators.get(line.indicator)) is not None
            }
            for form in self.catalogue.forms.values()
        }

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {
            label(name).key: unit
            for unit in (self.area.itself, *self.area.units)
            for name in (unit.name, *unit.aliases)
        }

    @cached_property
    def _endings(self) -> frozenset[str]:
        return frozenset(name[-1:] for name in (*self._units, *_INSTITUTIONS))

    @cached_property
    def _seen(self) -> dict[str, Unit | None]:
        return {}

    def unit(self, text: str) -> Unit | None:
        """The unit of exactly this name, the county's prefix and 卫生院 and the like aside."""
        if text not in self._seen:
            self._seen[text] = None if len(text) > 40 else self._find_unit(label(text).bare)
        return self._seen[text]

    def units(self, texts: Iterable[str]) -> dict[str, Unit]:
        """Those of many texts that are names of units, with their units.

        Folding leaves a Chinese character, a plain digit and, but for its case, a plain letter at
        the end as they are: nearly all texts of a long sheet are told from a unit's by their last.
        """
        endings, found = self._endings, {}
        for text in texts:
            last = text[-1:]
            kept = "一" <= last <= "\u9fff" or (last.isascii() and last.isalnum())
            if (not kept or last.lower() in endings) and (unit := self.unit(text)):
                found[text] = unit
        return found

    def _find_unit(self, key: str) -> Unit | None:
        if key in self._units:
            return self._units[key]
        for prefix in (self.area.parent_name, self.area.name):
            key = key.removeprefix(prefix) or key
        for suffix in _INSTITUTIONS:
            if key not in self._units and key.endswith(suffix):
                key = key.removesuffix(suffix)
        return self._units.get(key)

    def named_unit(self, text: str) -> Unit | None:
        """The one township whose name stands inside a longer text such as a title."""
        key = label(text).key
        named = {u.code: u for u in self.area.units if label(u.name).key in key}
        return next(iter(named.values())) if len(named) == 1 else None

    def is_total(self, text: str) -> bool:
        """Whether a row's name says it adds up the others."""
        key = label(text).bare
        return key in _TOTALS or key == f"{label(self.area.name).key}合计"


def _form_labels(form: Form) -> dict[str, Match]:
    aliases: dict[str, Item | None] = {}
    for item in form.items:
        for alias in item.aliases:
            key = label(alias).key
            aliases[key] = item if aliases.get(key, item) is item else None
    matches = {
        key: Match(form.code, item, canonical=False)
        for key, item in aliases.items()
        if item is not None and key
    }
    own = {label(item.name).key: Match(form.code, item, canonical=True) for item in form.items}
    return matches | own
