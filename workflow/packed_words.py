"""说明.txt: what a person reads of a package in any editor, before it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitoring.amounts import State, scale, unscale
from monitoring.areas import Area
from monitoring.catalogue import Form
from monitoring.exchange import Content, Manifest, grouped_digits
from monitoring.periods import Period

_NAMED = 10


def readme(
    manifest: Manifest,
    area: Area,
    form: Form,
    content: Content,
    members: Sequence[str],
) -> list[str]:
    """The lines about a package of figures."""
    period = Period(manifest.period, form.frequency)
    return [
        *head(manifest, f"{area.name} {period.label}《{form.code} {form.name}》"),
        *_reported(area, form, period, content),
        *_state(content),
        "",
        "合计（只含已报的单位）：",
        *_sums(form, content),
        "",
        *_files(members),
    ]


def head(manifest: Manifest, what: str) -> list[str]:
    """Who packed what, and how to make sure of it."""
    demonstration = ["这是演示数据，不是真实的数。"] if manifest.demonstration else []
    return [
        "医养台账包",
        "",
        f"这个文件装的是：{what}。",
        *demonstration,
        "请用医养台账收下；改动其中任何一处，收的时候都会被拒绝。",
        "",
        f"打包单位：{manifest.sender_name}（{manifest.sender}）",
        f"打包人：{manifest.operator or '没有登录'}",
        f"打包时间：{manifest.made.replace('T', ' ')}",
        f"程序版本：{manifest.program or '没有写明'}",
        f"指纹：{grouped_digits(manifest.fingerprint)}",
        "第一次收到这个单位的包，请打电话把指纹念一遍，完全相同再确认。",
        "",
    ]


def _reported(area: Area, form: Form, period: Period, content: Content) -> Iterator[str]:
    units = form.reporting(area, period.end)
    told = {row.unit for row in content.figures if row.state != State.MISSING}
    silent = [unit.name for unit in units if unit.code not in told]
    yield f"应报 {len(units)} 个单位，已报 {len(units) - len(silent)} 个。"
    if silent:
        more = "等" if len(silent) > _NAMED else ""
        yield f"未报：{'、'.join(silent[:_NAMED])}{more}。"
    by_state = [row.state for row in content.figures]
    yield (
        f"共 {len(by_state)} 个数，其中未报 {by_state.count(State.MISSING)} 个、"
        f"不适用 {by_state.count(State.NOT_APPLICABLE)} 个；说明 {len(content.explanations)} 条。"
    )


def _state(content: Content) -> Iterator[str]:
    yield f"已审 {len(content.approvals)} 个单位。"
    filed = [row for row in content.events if row.event == "filed"]
    if filed:
        last = filed[-1]
        yield f"已上报第 {last.version} 版：{last.at.replace('T', ' ')} {last.operator}".rstrip()
    elif content.events:
        yield "已上报并锁定。" if content.events[-1].event == "locked" else "已解锁更正。"
    else:
        yield "还没有上报锁定。"


def _sums(form: Form, content: Content) -> Iterator[str]:
    for item in form.items:
        amounts = [row.amount for row in content.figures if row.item == item.code and row.amount]
        if amounts:
            total = sum(scale(amount, item.decimals) for amount in amounts)
            yield f"  {item.name}　{unscale(total, item.decimals)} {item.unit}".rstrip()


def _files(members: Sequence[str]) -> Iterator[str]:
    names = {
        "definitions.json": "地区、报表、规则和指标的定义",
        "figures.json": "每个数和它的来历（文件、工作表、格子、时间、填报人）",
        "explanations.json": "提示的说明",
        "filing.json": "审核和上报的情况",
    }
    yield "里面的文件："
    for name, words in names.items():
        if name in members:
            yield f"  {name}　{words}"
    if originals := len(members) - sum(name in members for name in names):
        yield f"  originals　原工作簿 {originals} 个"
