"""``rules``: which rules there are, what one would find, and packs of the county's own."""

from __future__ import annotations

from pathlib import Path

import click

from db.ledger import Ledger
from desktop import reports, reports_rules
from desktop.cli import JSON, LEDGER, main, print_json, print_table, refusing


@main.command()
@LEDGER
@click.option("--try", "tried", metavar="ID", help="看这条规则在过去十二个月会查出什么。")
@click.option("--export", "target", type=click.Path(path_type=Path), help="把本县的规则存成文件。")
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下存好的规则。")
@click.option("--dry-run", is_flag=True, help="和 --import 一起用：只看会新增、改动哪些。")
@JSON
@refusing
def rules(
    ledger: Path,
    *,
    tried: str | None,
    target: Path | None,
    origin: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """列出审核规则；试一条、导出或导入本县自己的规则。"""
    from workflow import own_rules as workflow

    if sum(each is not None for each in (tried, target, origin)) > 1:
        raise click.UsageError("--try、--export、--import 一次只用一个。")
    if dry_run and origin is None:
        raise click.UsageError("--dry-run 要和 --import 一起用。")
    with Ledger.open(ledger) as opened:
        if target is not None:
            count = workflow.export(opened, target)
            sentence = f"已把 {count} 条本县的规则存到 {target}"
            _say(sentence, {"exported": count}, as_json=as_json)
        elif origin is not None:
            found = workflow.import_(opened, origin, dry_run=dry_run)
            sentence = reports_rules.imported(found, dry_run=dry_run)
            _say(sentence, {"dry_run": dry_run, **found._asdict()}, as_json=as_json)
        elif tried is not None:
            _try(opened, tried, as_json=as_json)
        else:
            _list(opened, as_json=as_json)


def _list(ledger: Ledger, *, as_json: bool) -> None:
    from workflow import own_rules as workflow

    unusable = [each for each in workflow.kept(ledger) if each.rule is None]
    listed = ledger.catalogue.rules
    if as_json:
        print_json(reports_rules.rules(listed, unusable))
        return
    heads = ("编号", "级别", "报表", "说的是", "何时、哪里", "公式")
    print_table(reports.lines_table(heads, reports_rules.rule_lines(listed, unusable, ledger.area)))


def _try(ledger: Ledger, identity: str, *, as_json: bool) -> None:
    from workflow import own_rules as workflow

    rule = next((each for each in ledger.catalogue.rules if each.id == identity), None)
    if rule is None:
        raise click.BadParameter(f"没有规则 {identity}，用 rules 列出全部。", param_hint="--try")
    last = ledger.latest_month()
    if last is None:
        click.echo("台账里还没有数，请先收表。", err=True)
        return
    found = workflow.try_out(ledger, rule, last)
    if as_json:
        print_json(reports_rules.tried(found))
        return
    click.echo(f"{rule.id} {rule.sentence}")
    print_table(
        reports.lines_table(("期别", "查出", "先看这几处"), reports_rules.tried_lines(found))
    )


def _say(sentence: str, document: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(sentence)
