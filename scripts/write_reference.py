"""Write docs/reference/ from the definitions, so that the pages never say other than the data.

``python -m scripts.write_reference`` writes them; a test compares them with :func:`pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from desktop.cli import main as command_line
from monitoring.catalogue import KIND_LABELS, Catalogue, Form, Item
from monitoring.loading import definition_tables, load_catalogue
from monitoring.plan_loading import load_plans
from monitoring.plans import (
    ARRANGEMENT_WORDS,
    BASIS_WORDS,
    EVERY_WORDS,
    MILESTONE_WORDS,
    PROJECT_WORDS,
    TARGET_WORDS,
    Plan,
)
from monitoring.resources import RESOURCES, load_areas, read_tables

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
_EVERY = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
_SEVERITIES = {"hard": "硬性", "soft": "提示"}


def pages() -> dict[str, str]:
    """Every reference page by its file name."""
    catalogue = load_catalogue(definition_tables())
    plans = load_plans(read_tables(RESOURCES / "plans"), catalogue.indicators)
    return {
        "areas.md": _page("区划", _areas()),
        "commands.md": _page("命令", _commands()),
        "forms.md": _page("报表", _forms(catalogue)),
        "indicators.md": _page("指标", _indicators(catalogue)),
        "plans.md": _page("规划", _plans(plans)),
        "rules.md": _page("审核规则", _rules(catalogue)),
    }


def write(folder: Path = FOLDER) -> None:
    """Write every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


def _page(title: str, parts: Iterable[str]) -> str:
    note = "本页由 `python -m scripts.write_reference` 按定义文件生成，请勿手改。"
    return "\n\n".join([f"# {title}", note, *parts]) + "\n"


def _areas() -> Iterable[str]:
    for area in load_areas().values():
        yield f"## {area.name} {area.code}\n\n上级：{area.parent_name}。依据：{area.source}。"
        rows = ((unit.code, unit.name, "、".join(unit.aliases)) for unit in area.units)
        yield _table(("代码", "名称", "别名"), rows)


def _commands() -> Iterable[str]:
    group = click.Context(command_line, info_name="taizhang", terminal_width=80)
    for name in command_line.list_commands(group):
        command = command_line.commands[name]
        context = click.Context(command, info_name=name, parent=group, terminal_width=80)
        yield f"## taizhang {name}\n\n```text\n{command.get_help(context)}\n```"


def _forms(catalogue: Catalogue) -> Iterable[str]:
    for form in catalogue.forms.values():
        yield f"## {form.code} {form.name}\n\n{form.scope}依据：{form.reference}。"
        heads = ("行次", "代码", "项目", "单位", "类型", "口径", "依据")
        yield _table(heads, (_item(form, row, item) for row, item in enumerate(form.items, 1)))


def _item(form: Form, row: int, item: Item) -> tuple[str, ...]:
    name = "　" * form.depth(item) + ("其中：" if item.parent else "") + item.name
    kind = KIND_LABELS[item.kind]
    return str(row), f"`{item.code}`", name, item.unit, kind, item.definition, item.reference


def _indicators(catalogue: Catalogue) -> Iterable[str]:
    yield _table(
        ("代码", "名称", "算式", "单位", "每", "领域", "依据"),
        (
            (
                f"`{each.code}`",
                each.name,
                f"`{each.numerator}`"
                + (f" ÷ `{each.denominator}`" if each.denominator else "")
                + (f" × {each.factor}" if each.factor != 1 else ""),
                each.unit,
                _EVERY[each.every],
                each.field,
                each.reference,
            )
            for each in catalogue.indicators.values()
        ),
    )


def _rules(catalogue: Catalogue) -> Iterable[str]:
    yield _table(
        ("规则", "编号", "级别", "报表", "说的是", "公式", "依据"),
        (
            (
                rule.rule,
                rule.id,
                _SEVERITIES[rule.severity],
                rule.form or "全部",
                rule.sentence,
                f"`{rule.left} {rule.operator} {rule.right}`" if rule.left else "",
                rule.reference,
            )
            for rule in catalogue.rules
        ),
    )


def _plans(plans: Mapping[str, Plan]) -> Iterable[str]:
    for plan in plans.values():
        number = f"（{plan.document_number}）" if plan.document_number else ""
        span = f"{plan.starts.isoformat()} 至 {plan.ends.isoformat()}"
        yield f"## {plan.code} {plan.name}{number}\n\n{plan.area_name}，{span}。{plan.note}"
        parts = (_targets(plan), _milestones(plan), _projects(plan), _tasks(plan))
        yield from (_table(heads, rows) for heads, rows in parts if rows)


def _targets(plan: Plan) -> Rows:
    return ("编号", "指标", "要求", "到期", "类型", "范围", "说明", "出处"), [
        (
            each.id,
            each.indicator_name,
            f"{each.operator} {each.value}{each.unit}",
            f"{each.due.isoformat()}（{BASIS_WORDS[each.due_basis]}）",
            TARGET_WORDS[each.kind],
            each.scope,
            "；".join(part for part in (each.softening, each.note) if part),
            _place(each.chapter, each.paragraph),
        )
        for each in plan.targets
    ]


def _milestones(plan: Plan) -> Rows:
    return ("编号", "里程碑", "类型", "到期", "范围", "说明", "出处"), [
        (
            each.id,
            each.name,
            MILESTONE_WORDS[each.kind],
            each.due.isoformat() if each.due else EVERY_WORDS[each.every] if each.every else "",
            each.scope,
            each.note,
            _place(each.chapter, each.paragraph),
        )
        for each in plan.milestones
    ]


def _projects(plan: Plan) -> Rows:
    return ("编号", "项目", "类型", "专栏", "说明", "出处"), [
        (
            each.id,
            each.name,
            PROJECT_WORDS[each.kind],
            f"{each.box} {each.box_title}",
            each.note,
            _place(each.chapter, each.paragraph),
        )
        for each in plan.projects
    ]


def _tasks(plan: Plan) -> Rows:
    return ("编号", "任务", "分工", "牵头", "参与", "到期", "说明", "出处"), [
        (
            each.id,
            each.name,
            ARRANGEMENT_WORDS[each.arrangement],
            each.lead,
            "、".join(each.participants),
            each.due.isoformat(),
            each.note,
            _place(each.chapter, each.paragraph),
        )
        for each in plan.tasks
    ]


def _place(chapter: str, paragraph: int) -> str:
    return f"{chapter}第{paragraph}段"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in r) + " |" for r in lines
    )


if __name__ == "__main__":
    write()
