"""What an inspector says of a target or an indicator, as named rows of text."""

from __future__ import annotations

from desktop.models import wording
from desktop.models.targets import SUPERIOR, TargetLine
from monitoring.catalogue import Indicator
from monitoring.goals import Bound
from monitoring.indicators import Result
from monitoring.plans import TARGET_WORDS, Baseline, Plan, Target


def target_facts(line: TargetLine) -> list[tuple[str, str]]:
    """The rows below a verdict, those that have something to say."""
    verdict, target = line.verdict, line.verdict.target
    result, bound = verdict.result, verdict.bound
    given = "（规划未单列期限，按规划期末计）" if target.due_basis == "inherited" else ""
    superior = f"（{SUPERIOR}）" if line.superior else ""
    clause = verdict.plan.clause(target.chapter, target.paragraph)
    rows = [
        ("现状", wording.with_unit(verdict.actual, line.measure)),
        ("分子/分母", exact_words(line.indicator, result)),
        ("要求", requirement_words(line, bound)),
        ("到期", f"{target.due}{given}"),
        ("基期", baseline_words(target.baseline)),
        ("另载", "；".join(beside_words(verdict.plan, target))),
        ("已报", f"应报 {result.of} 个单位，已报 {result.reported} 个" if result else ""),
        ("依据", f"{clause}{superior}"),
        ("类型", kind_words(target)),
        ("措辞", f"原文用“{target.softening}”" if target.softening else ""),
        ("范围", target.scope),
        ("说明", target.note),
        ("矛盾", conflict_words(line)),
        ("指标", f"{line.indicator.name}：{line.indicator.definition}" if line.indicator else ""),
    ]
    return [(name, text) for name, text in rows if text]


def baseline_words(baseline: Baseline | None) -> str:
    """Where the target starts from, e.g. 37.64%（2020-12-31）."""
    if baseline is None:
        return ""
    return f"{wording.with_unit(baseline.value, baseline.unit)}（{baseline.as_of}）{baseline.note}"


def beside_words(plan: Plan, target: Target) -> list[str]:
    """The plan's figures beside the target, e.g. 婴儿死亡率 2.24‰（2017-12-31）."""
    return [
        f"{fact.indicator_name} {wording.with_unit(fact.value, fact.unit)}"
        f"（{fact.as_of or '日期未印'}）"
        for fact in plan.facts
        if fact.id in target.facts
    ]


def kind_words(target: Target) -> str:
    """What the target asks for, e.g. 数值，约束性，新增数，到期后应继续保持."""
    words = (
        TARGET_WORDS[target.kind],
        target.binding,
        "新增数" if target.increment else "",
        "到期后应继续保持" if target.maintain else "",
    )
    return "，".join(word for word in words if word)


def indicator_facts(indicator: Indicator, county: Result) -> list[tuple[str, str]]:
    """The rows below an indicator."""
    rows = [
        ("分子/分母", exact_words(indicator, county)),
        ("分母", indicator.denominator_text),
        ("领域", indicator.field),
        ("已报", f"应报 {county.of} 个单位，已报 {county.reported} 个"),
        ("依据", indicator.reference),
    ]
    return [(name, text) for name, text in rows if text]


def exact_words(indicator: Indicator | None, result: Result | None) -> str:
    """Both sides as counted, e.g. 917 / 2,436; empty for a count."""
    if indicator is None or result is None or indicator.denominator is None:
        return ""
    return wording.exact(result.exact)


def requirement_words(line: TargetLine, bound: Bound | None) -> str:
    """What is asked for; where the words leave room, also what it is judged by."""
    words = wording.requirement(line.verdict.target)
    if line.verdict.target.operator in ("approx", "range", "relative-to-baseline") and bound:
        sign = "≥" if bound.rising else "≤"
        words += f"（按 {sign}{line.verdict.required}{line.measure} 判断）"
    return words


def conflict_words(line: TargetLine) -> str:
    """The other targets of the same plan that say something else."""
    others = {target.id: target for target in line.verdict.plan.targets}
    named = [
        f"“{other.indicator_name}”{wording.requirement(other)}"
        f"（{other.chapter}第{other.paragraph}段）"
        for code in line.verdict.target.conflict
        if (other := others.get(code)) is not None
    ]
    return f"同一规划里另有不同的说法：{'；'.join(named)}，两处都保留，分别判断。" if named else ""
