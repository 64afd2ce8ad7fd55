"""After collecting: imports and taking them back, answers and what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from db.ledger import Ledger
from desktop import reports, reports_collecting
from desktop.cli import JSON, LEDGER, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger


@main.command()
@LEDGER
@JSON
@refusing
def imports(ledger: Path, as_json: bool) -> None:
    """列出每次导入，编号供 undo 使用。"""
    from workflow import undo as workflow

    with open_ledger(ledger) as opened:
        found = workflow.imports(opened)
    if as_json:
        print_json(
            [
                {
                    "id": each.id,
                    "file": each.file,
                    "form": each.form,
                    "period": None if each.end is None else reports.month_text(each.end),
                    "at": each.at,
                    "values": each.values,
                    "taken_back": each.taken_back or None,
                    "taken_back_by": each.taken_back_by or None,
                    "demonstration": each.demonstration,
                }
                for each in found
            ]
        )
    elif not found:
        click.echo("还没有导入过文件。", err=True)
    else:
        heads = ("编号", "文件", "报表", "期别", "导入时间", "数值", "收回时间")
        lines = (
            (
                str(each.id),
                each.file,
                each.form,
                "" if each.end is None else reports.month_text(each.end),
                each.at.replace("T", " "),
                str(each.values),
                each.taken_back.replace("T", " "),
            )
            for each in found
        )
        print_table(reports.lines_table(heads, lines))


@main.command()
@LEDGER
@click.argument("identity", metavar="IMPORT", type=int)
@click.option("--dry-run", is_flag=True, help="只看会改什么，不收回。")
@JSON
@refusing
def undo(ledger: Path, identity: int, dry_run: bool, as_json: bool) -> None:
    """收回一次导入：后来没改过的数恢复原样，改过的列出来、不动。"""
    from workflow import undo as workflow

    with open_ledger(ledger) as opened:
        act = workflow.preview if dry_run else workflow.take_back
        taken = act(opened, identity)
        if as_json:
            document = reports_collecting.taken_back(taken, opened.catalogue, opened.area)
            print_json({"import": identity, "dry_run": dry_run, **document})
            return
        lines = [*reports_collecting.taken_back_lines(taken, opened.catalogue, opened.area)]
    if lines:
        print_table(reports.lines_table(("结果", "单位", "项目", "导入的", "收回后"), lines))
    verb = "收回会" if dry_run else "已收回："
    click.echo(
        f"{verb}恢复 {len(taken.restored)} 个数，清空 {len(taken.removed)} 个，"
        f"{len(taken.conflicts)} 个后来改过、保留现在的数。"
    )


@main.command()
@LEDGER
@click.option("--export", "target", type=click.Path(path_type=Path), help="把对照存成文件。")
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下存好的对照。")
@click.option(
    "--forget",
    "forgotten",
    nargs=3,
    multiple=True,
    metavar="SENDER KIND KEY",
    help="忘掉一条对照，可以写多个；下次会再问。",
)
@JSON
@refusing
def mappings(
    ledger: Path,
    target: Path | None,
    origin: Path | None,
    forgotten: Sequence[tuple[str, str, str]],
    as_json: bool,
) -> bool | None:
    """列出、导出、收下或忘掉已经回答过的对照。"""
    from workflow import answers as workflow

    if sum(map(bool, (target, origin, forgotten))) > 1:
        raise click.UsageError("--export、--import、--forget 一次只用一个。")
    with open_ledger(ledger) as opened:
        if target is not None:
            count = workflow.export(opened, target)
            _say(f"已把 {count} 条对照存到 {target}", {"exported": count}, as_json=as_json)
        elif origin is not None:
            found = workflow.import_(opened, origin)
            sentence = f"新收 {found.new} 条，改动 {found.changed} 条，相同 {found.same} 条。"
            _say(sentence, found._asdict(), as_json=as_json)
        elif forgotten:
            count = workflow.forget(opened, forgotten)
            _say(f"忘掉了 {count} 条对照。", {"forgotten": count}, as_json=as_json)
            return count == len(set(forgotten))
        else:
            _list_answers(opened, as_json=as_json)
    return None


@main.command()
@LEDGER
@click.option("--sender", required=True, help="来表单位的代码；多个单位的总表写县代码。")
@click.option("--kind", required=True, help="问的是什么，如 heading、mark、measure。")
@click.option("--key", required=True, help="问题的键，collect 的说明里有。")
@click.option("--value", required=True, help="答案，collect 的说明里列出了可选的。")
@refusing
def answer(ledger: Path, sender: str, kind: str, key: str, value: str) -> None:
    """回答 collect 提出的问题；记下来，以后同样的表不再问。"""
    from workflow import answers as workflow

    with open_ledger(ledger) as opened:
        units = {unit.code: unit.name for unit in (*opened.area.units, opened.area.itself)}
        if sender not in units:
            raise click.BadParameter(
                f"{opened.area.name}没有代码为 {sender} 的单位。", param_hint="--sender"
            )
        if not kind:
            raise click.BadParameter("不能是空的。", param_hint="--kind")
        workflow.keep(opened, {(sender, kind, key): value})
    click.echo(f"已记下{units[sender]}的回答；请再收一次这个文件。")


def _list_answers(ledger: Ledger, *, as_json: bool) -> None:
    from workflow import answers as workflow

    names = {unit.code: unit.name for unit in (*ledger.area.units, ledger.area.itself)}
    kept = workflow.kept(ledger)
    if as_json:
        print_json(
            [
                {
                    "sender": each.sender,
                    "sender_name": names.get(each.sender, ""),
                    "kind": each.kind,
                    "key": each.key,
                    "value": each.value,
                    "at": each.at,
                }
                for each in kept
            ]
        )
    elif not kept:
        click.echo("还没有记下的对照。", err=True)
    else:
        heads = ("单位", "代码", "种类", "键", "答案", "时间")
        lines = (
            (
                names.get(each.sender, ""),
                each.sender,
                each.kind,
                each.key,
                each.value,
                each.at.replace("T", " "),
            )
            for each in kept
        )
        print_table(reports.lines_table(heads, lines))


def _say(sentence: str, document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(sentence)
