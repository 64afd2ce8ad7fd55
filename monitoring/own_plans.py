"""Plans of a county's own: what a clerk types or sends in a table, and the plan it makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.errors import ExpectedError
from monitoring.plan_loading import load_plans
from monitoring.plans import NATURES, Baseline, Plan, Target
from monitoring.tables import CatalogueError

OPERATOR_WORDS = {
    ">=": "不低于",
    ">": "高于",
    "<=": "不高于",
    "<": "低于",
    "=": "等于",
    "approx": "左右",
    "range": "区间",
    "relative-to-baseline": "比基期变化",
    "growth-rate": "年均增长",
    "trend-up": "持续提高",
    "trend-down": "持续下降",
    "maintain": "保持",
    "better-than-benchmark": "好于基准",
}
_OPERATORS = {word: sign for sign, word in OPERATOR_WORDS.items()} | {
    sign: sign for sign in OPERATOR_WORDS
}
# What a clerk reads over each text of a target, in the table as in the window.
TARGET_HEADS = {
    "name": "目标",
    "indicator": "指标",
    "operator": "要求",
    "value": "数值",
    "unit": "计量单位",
    "due": "到期",
    "baseline": "基期值",
    "baseline_day": "基期日期",
    "binding": "性质",
    "softening": "措辞",
    "chapter": "章节",
    "paragraph": "段",
    "note": "备注",
}
PLAN_HEADS = {
    "name": "规划名称",
    "starts": "开始",
    "ends": "结束",
    "document_number": "文号",
    "note": "说明",
}
# A direction needs no number.
WITHOUT_VALUE = frozenset(("trend-up", "trend-down", "maintain", "better-than-benchmark"))
OWN_CHAPTER = "本县自定"
CODE = re.compile(r"P(\d{2,4})")
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_RANGE = re.compile(r"\d{1,12}(?:\.\d{1,6})?-\d{1,12}(?:\.\d{1,6})?")
_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?底?")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A target as texts. ``operator`` is a word of OPERATOR_WORDS, ``indicator`` the name or code
    of an indicator, empty for a target that nothing measures; dates as 2027-12-31 or 2027年.
    """

    name: str
    indicator: str = ""
    operator: str = ""
    value: str = ""
    unit: str = ""
    due: str = ""
    baseline: str = ""
    baseline_day: str = ""
    binding: str = ""
    softening: str = ""
    chapter: str = ""
    paragraph: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as texts; ``document_number`` only where it has one."""

    name: str
    starts: str
    ends: str
    targets: tuple[TargetDraft, ...]
    document_number: str = ""
    note: str = ""


class DraftError(ExpectedError):
    """Everything that is wrong with a draft: a sentence each, with the number of its target (from
    1, 0 for the plan itself).
    """

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0][1] if self.problems else ""
        more = f"（另有 {len(self.problems) - 1} 处）" if len(self.problems) > 1 else ""
        super().__init__(f"{first}{more}")


def plan_of(draft: PlanDraft, code: str, area: Area, catalogue: Catalogue) -> Plan:
    """The plan a draft makes. Raises :class:`DraftError` with everything that is wrong."""
    problems: list[tuple[int, str]] = []
    starts, ends = _day(draft.starts, first=True), _day(draft.ends)
    if not draft.name.strip():
        problems.append((0, "规划没有名称；请写上名称。"))
    for day, word in ((starts, "开始"), (ends, "结束")):
        if day is None:
            problems.append((0, f"看不懂规划的{word}日期；请写成 2026-01-01 或 2026年。"))
    if starts is not None and ends is not None and ends < starts:
        problems.append((0, "规划结束早于开始；请核对日期。"))
    if not draft.targets:
        problems.append((0, "规划里没有目标；请至少写一个目标。"))
    last = ends or date.max
    targets = []
    for number, each in enumerate(draft.targets, 1):
        maker = _Maker(each, number, f"{code}-T{number:03}", catalogue)
        targets.append(maker.table(last, area.name))
        problems.extend((number, sentence) for sentence in maker.problems)
    if problems or starts is None or ends is None:
        raise DraftError(problems)
    table: dict[str, Any] = {
        "code": code,
        "name": draft.name.strip()[:LONGEST],
        "area": area.code,
        "area_name": area.name,
        "starts": starts,
        "ends": ends,
        "document_number": draft.document_number.strip(),
        "note": draft.note.strip(),
        "targets": targets,
    }
    return read_own_plan(table, catalogue.indicators)


def draft_of(plan: Plan, indicators: Mapping[str, Indicator]) -> PlanDraft:
    """A plan as the texts it is edited by."""
    return PlanDraft(
        plan.name,
        plan.starts.isoformat(),
        plan.ends.isoformat(),
        tuple(_draft(each, indicators) for each in plan.targets),
        plan.document_number,
        plan.note,
    )


def read_own_plan(table: Any, indicators: Iterable[str]) -> Plan:
    """The plan a table says, strictly. Raises ``ExpectedError``."""
    if not isinstance(table, Mapping):
        raise ExpectedError("规划的内容不是一张表；请重新导出一份再试。")
    try:
        (plan,) = load_plans({"plans/own": table}, indicators).values()
    except CatalogueError as error:
        place = " ".join(part for part in (error.table, error.key) if part)
        raise ExpectedError(f"规划里的 {place}：{error.problem}；请改正后再试。") from error
    if not CODE.fullmatch(plan.code):
        raise ExpectedError(f"“{plan.code[:20]}”不是本县规划的编号；编号应是 P01 这样的。")
    return plan


def is_own(plan: Plan) -> bool:
    """Whether the county made it itself."""
    return bool(CODE.fullmatch(plan.code))


def table_of(plan: Plan) -> dict[str, Any]:
    """A plan as the table :func:`read_own_plan` reads, without what is empty."""
    table = _compact(asdict(plan))
    table["targets"] = [_target_table(each) for each in plan.targets]
    return table


def next_code(used: Iterable[str]) -> str:
    """P01, P02 …: the first number above all that were ever given."""
    numbers = [int(match[1]) for code in used if (match := CODE.fullmatch(code))]
    return f"P{max(numbers, default=0) + 1:02}"


class _Maker:
    """One target from its draft, with everything that is wrong with it."""

    def __init__(
        self, draft: TargetDraft, number: int, identity: str, catalogue: Catalogue
    ) -> None:
        self._draft, self._number, self._id = draft, number, identity
        self._catalogue = catalogue
        self.problems: list[str] = []

    def table(self, ends: date, scope: str) -> dict[str, Any]:
        draft = self._draft
        operator = _OPERATORS.get(_plain(draft.operator), "")
        if not draft.name.strip():
            self._say("没有名称", "写上目标的名称")
        if not operator:
            words = "、".join(OPERATOR_WORDS.values())
            self._say(f"看不懂要求“{draft.operator[:20]}”", f"写{words}中的一个")
        indicator = self._indicator()
        value = self._value(operator)
        due = _day(draft.due) if draft.due.strip() else ends
        if due is None:
            self._say(f"看不懂到期“{draft.due[:20]}”", "写成 2027-12-31 或 2027年")
        if draft.binding.strip() not in ("", *NATURES):
            self._say(f"性质“{draft.binding[:20]}”不对", f"写{'、'.join(NATURES)}或留空")
        paragraph = draft.paragraph.strip() or str(self._number)
        if not paragraph.isdecimal() or not int(paragraph):
            self._say(f"段号“{paragraph[:20]}”不是数", "写第几段，如 3")
            paragraph = "1"
        unit = draft.unit.strip() or (indicator.unit if indicator else "")
        table: dict[str, Any] = {
            "id": self._id,
            "indicator_name": draft.name.strip()[:LONGEST],
            "indicator": indicator.code if indicator else "",
            "operator": operator,
            "value": value,
            "unit": unit,
            "due": due or ends,
            "due_basis": "stated" if draft.due.strip() else "inherited",
            "class": "C" if operator in WITHOUT_VALUE else "A",
            "scope": scope,
            "chapter": draft.chapter.strip()[:LONGEST] or OWN_CHAPTER,
            "paragraph": int(paragraph),
            "binding": draft.binding.strip(),
            "softening": draft.softening.strip()[:LONGEST],
            "note": draft.note.strip()[:LONGEST],
        }
        baseline = self._baseline(unit)
        return table | ({"baseline": baseline} if baseline else {})

    def _indicator(self) -> Indicator | None:
        words = _plain(self._draft.indicator)
        if not words:
            return None
        known = self._catalogue.indicators
        found = [each for each in known.values() if words in (each.code, _plain(each.name))]
        if len(found) != 1:
            self._say(f"没有指标“{words[:30]}”", "从指标名称里选一个，没有对应的就留空")
            return None
        return found[0]

    def _value(self, operator: str) -> str:
        text = _plain(self._draft.value).replace(",", "").removesuffix("%")
        text = re.sub("[—–~至到]", "-", text)
        if operator in WITHOUT_VALUE:
            if text:
                self._say(f"“{OPERATOR_WORDS[operator]}”不用写数值", "去掉数值，或换一个要求")
            return ""
        pattern = _RANGE if operator == "range" else _NUMBER
        if operator and not pattern.fullmatch(text):
            example = "1-2" if operator == "range" else "60"
            self._say(f"数值“{self._draft.value[:20]}”不对", f"写成 {example} 这样的数")
        return text

    def _baseline(self, unit: str) -> dict[str, Any]:
        value = _plain(self._draft.baseline).replace(",", "").removesuffix("%")
        day = _day(self._draft.baseline_day)
        if not value and not self._draft.baseline_day.strip():
            return {}
        if not _NUMBER.fullmatch(value) or day is None:
            self._say("基期不完整", "基期值写数，基期日期写成 2025-12-31 或 2025年")
            return {}
        return {"value": value, "unit": unit, "as_of": day}

    def _say(self, what: str, advice: str) -> None:
        self.problems.append(f"第 {self._number} 个目标{what}；请{advice}。")


def _draft(target: Target, indicators: Mapping[str, Indicator]) -> TargetDraft:
    known, start = indicators.get(target.indicator), target.baseline
    return TargetDraft(
        target.indicator_name,
        known.name if known else "",
        OPERATOR_WORDS.get(target.operator, target.operator),
        target.value,
        target.unit,
        target.due.isoformat() if target.due_basis == "stated" else "",
        start.value if start else "",
        start.as_of.isoformat() if start else "",
        target.binding,
        target.softening,
        "" if target.chapter == OWN_CHAPTER else target.chapter,
        str(target.paragraph),
        target.note,
    )


def _target_table(target: Target) -> dict[str, Any]:
    table = _compact({each.name: getattr(target, each.name) for each in fields(Target)})
    table["class"] = table.pop("klass")
    for key in ("value", "unit"):
        table.setdefault(key, "")
    if isinstance(target.baseline, Baseline):
        table["baseline"] = _compact(asdict(target.baseline))
    return table


def _compact(table: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; dates as ISO texts."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in table.items()
        if value not in ("", None, (), False)
    }


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _day(text: str, *, first: bool = False) -> date | None:
    """A day; a year alone is its last day, or its first."""
    plain = _plain(text)
    if match := _YEAR.fullmatch(plain):
        year = int(match[1])
        if not 1949 <= year <= 2099:
            return None
        return date(year, 1, 1) if first else date(year, 12, 31)
    if (match := _DAY.fullmatch(plain)) is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
