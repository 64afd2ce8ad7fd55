"""Packages between ledgers: pack, receive, partners, who is missing, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from db.ledger import Ledger
from desktop import reports_packages as reports
from desktop.cli import (
    FORM,
    JSON,
    LEDGER,
    PeriodType,
    form_of,
    main,
    period_of,
    print_json,
    print_table,
    refusing,
)
from desktop.cli_ledger import open_ledger
from desktop.errors import version
from desktop.reports import lines_table
from monitoring.errors import ExpectedError
from monitoring.exchange import grouped_digits
from monitoring.periods import Period

PERIOD = click.option(
    "--period", "--month", "period", type=PeriodType(), required=True, help="期别，如 2026-10。"
)
FILES = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
CONFIRM = click.option(
    "--confirm", "confirmed", multiple=True, help="打电话核对过的指纹，四十位数字。"
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="只看会改什么，不写入。")


@main.command()
@LEDGER
@FORM
@PERIOD
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="存到哪里。")
@click.option("--county", default="", help="市级台账里的县：代码，如 371581。")
@click.option("--originals", is_flag=True, help="连同各单位交来的原工作簿。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def package(
    ledger: Path,
    *,
    form: str,
    period: Period,
    target: Path,
    county: str,
    originals: bool,
    replace_existing: bool,
    as_json: bool,
) -> None:
    """把一张报表的一期打成签名的包，给市局或还给县里。"""
    from workflow import packing

    with open_ledger(ledger) as opened:
        chosen = form_of(opened, form)
        made = packing.save(
            opened,
            chosen,
            period_of(chosen, period),
            target,
            county=county.ljust(12, "0") if county else "",
            originals=originals,
            program=version(),
            replace=replace_existing,
        )
    manifest = made.manifest
    if as_json:
        told = reports.manifest_document(manifest)
        print_json({"path": str(target), "sha256": made.sha256, "size": len(made.data), **told})
        return
    click.echo(f"已打包：{target}")
    click.echo(f"本台账的指纹：{grouped_digits(manifest.fingerprint)}")


@main.command()
@LEDGER
@FILES
@DRY_RUN
@CONFIRM
@click.option(
    "--mode",
    type=click.Choice(("fill", "update", "replace")),
    default="update",
    help="fill 只补空缺，update 写新增和改动（默认），replace 连没有的也照样清空。",
)
@JSON
@refusing
def receive(
    ledger: Path,
    paths: Sequence[Path],
    *,
    dry_run: bool,
    confirmed: Sequence[str],
    mode: str,
    as_json: bool,
) -> bool:
    """收下别的台账打的包；第一次来的单位要先核对指纹。"""
    from workflow.collect import FileStatus

    documents: list[dict[str, Any]] = []
    done = True
    with open_ledger(ledger) as opened:
        for number, path in enumerate(paths, 1):
            if len(paths) > 1:
                click.echo(f"{number}/{len(paths)} {path.name}", err=True)
            document = _receive(
                opened,
                path,
                confirmed,
                mode,
                dry_run=dry_run,
                as_json=as_json,
                backed_up=any(each["status"] == FileStatus.COMMITTED for each in documents),
            )
            documents.append(document)
            done &= document["status"] != FileStatus.REFUSED
    if as_json:
        print_json({"dry_run": dry_run, "files": documents})
    return done


def _receive(
    ledger: Ledger,
    path: Path,
    confirmed: Sequence[str],
    mode: str,
    *,
    dry_run: bool,
    as_json: bool,
    backed_up: bool,
) -> dict[str, Any]:
    """One package: its JSON."""
    from workflow import receiving
    from workflow.collect import FileStatus, Mode

    try:
        found = receiving.look(ledger, path)
        ready = found.file.status is FileStatus.STAGED
        if not as_json:
            _show(found, ledger)
        if ready and not dry_run:
            _confirm(ledger, found.package, confirmed)
            done = receiving.take(ledger, found, mode=Mode(mode), backed_up=backed_up)
            if not as_json:
                click.echo("  已收下。")
            return reports.received_document(done, ledger)
        return reports.received_document(found, ledger)
    except ExpectedError as error:
        if not as_json:
            click.echo(f"错误：{error}", err=True)
        issue = {"severity": "error", "code": "refused", "message": str(error)}
        return {"path": str(path), "status": "refused", "issues": [issue]}


def _show(found: Any, ledger: Ledger) -> None:
    for line in reports.received_lines(found, ledger):
        click.echo(line)
    if rows := reports.difference_rows(found, ledger):
        print_table(lines_table(("变化", "单位", "项目", "台账现有", "包里"), rows))


def _confirm(ledger: Ledger, package: Any, confirmed: Sequence[str]) -> None:
    """Confirm the sender when its fingerprint was given; asks for it when none was."""
    from workflow import partners

    if partners.trust(ledger, package) is not partners.Trust.UNKNOWN:
        return
    given = {"".join(each.split()) for each in confirmed}
    if package.manifest.fingerprint in given:
        partners.confirm(ledger, package, package.manifest.fingerprint)
        return
    sentence = partners.question(package.manifest)
    raise ExpectedError(f"{sentence}核对无误后加上 --confirm 和指纹再收。")


@main.command()
@LEDGER
@click.option("--withdraw", "withdrawn", metavar="FINGERPRINT", help="停用这个指纹的伙伴。")
@click.option("--renew", "renewed", metavar="FINGERPRINT", help="重新确认停用过的指纹。")
@JSON
@refusing
def partners(ledger: Path, *, withdrawn: str | None, renewed: str | None, as_json: bool) -> None:
    """看本台账的指纹和确认过的伙伴，停用或重新确认一个伙伴。"""
    from workflow import partners as workflow

    with open_ledger(ledger) as opened:
        if renewed is not None:
            again = workflow.renew(opened, renewed)
            if not as_json:
                click.echo(f"已重新确认{again.name}的指纹 {grouped_digits(again.fingerprint)}。")
                return
        if withdrawn is not None:
            gone = workflow.withdraw(opened, withdrawn)
            if not as_json:
                click.echo(f"已停用{gone.name}的指纹 {grouped_digits(gone.fingerprint)}。")
                return
        own = workflow.own_fingerprint(opened)
        listed = workflow.listed(opened)
        if as_json:
            print_json({"fingerprint": own or None, "partners": reports.partner_documents(listed)})
            return
        told = grouped_digits(own) if own else "还没有，第一次打包时产生"
        click.echo(f"{opened.area.name}的指纹：{told}")
    if listed:
        print_table(lines_table(reports.PARTNER_HEADS, reports.partner_lines(listed)))
    else:
        click.echo("还没有确认过别的台账。", err=True)


@main.command()
@LEDGER
@PERIOD
@JSON
@refusing
def missing(ledger: Path, *, period: Period, as_json: bool) -> None:
    """看一期里各县的各张报表来了没有、还缺哪些单位。"""
    from workflow.missing import Arrival
    from workflow.missing import missing as workflow

    with open_ledger(ledger) as opened:
        found = workflow(opened, period.end)
    if as_json:
        print_json(reports.missing_documents(found))
        return
    print_table(lines_table(reports.MISSING_HEADS, reports.missing_lines(found)))
    counts = {state: sum(each.arrival is state for each in found) for state in Arrival}
    told = "，".join(f"{number} 张{state.value}" for state, number in counts.items())
    click.echo(f"{period.label}：{told}。")


@main.command()
@LEDGER
@click.option("--export", "target", type=click.Path(path_type=Path), help="把定义打成包下发。")
@click.option("--import", "origin", type=click.Path(path_type=Path), help="收下市里下发的定义。")
@DRY_RUN
@CONFIRM
@click.option("--leave", "left_out", multiple=True, metavar="CODE", help="不收这个编号的定义。")
@click.option("--replace", "replace_existing", is_flag=True, help="覆盖已有的文件。")
@JSON
@refusing
def definitions(
    ledger: Path,
    *,
    target: Path | None,
    origin: Path | None,
    dry_run: bool,
    confirmed: Sequence[str],
    left_out: Sequence[str],
    replace_existing: bool,
    as_json: bool,
) -> None:
    """下发或收下报表、规则、规划和变动提示的定义。"""
    from workflow import handing_down

    if (target is None) == (origin is None):
        raise click.UsageError("--export 和 --import 写一个，只写一个。")
    if origin is None and (dry_run or confirmed or left_out):
        raise click.UsageError("--dry-run、--confirm、--leave 要和 --import 一起用。")
    with open_ledger(ledger) as opened:
        if target is not None:
            made = handing_down.save(opened, target, program=version(), replace=replace_existing)
            told = reports.manifest_document(made.manifest)
            _say(
                f"已把定义打包：{target}",
                {"path": str(target), "sha256": made.sha256, **told},
                as_json=as_json,
            )
        elif origin is not None:
            _import(opened, origin, confirmed, left_out, dry_run=dry_run, as_json=as_json)


def _import(
    ledger: Ledger,
    origin: Path,
    confirmed: Sequence[str],
    left_out: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from workflow import handing_down

    found = handing_down.look(ledger, origin)
    if not as_json and (lines := reports.definition_lines(found)):
        print_table(lines_table(reports.DEFINED_HEADS, lines))
    skipped = {(each.kind, each.code) for each in found.differences if each.code in left_out}
    taken = 0
    wanted = any(
        each.writes and (each.kind, each.code) not in skipped for each in found.differences
    )
    if wanted and not dry_run:
        _confirm(ledger, found.package, confirmed)
        taken = handing_down.take(ledger, found, skipped)
    document = {
        "dry_run": dry_run,
        "taken": taken,
        **reports.manifest_document(found.package.manifest),
        "differences": reports.definition_documents(found),
    }
    same = sum(each.change == "same" for each in found.differences)
    _say(f"收下 {taken} 条定义，{same} 条和本台账一样。", document, as_json=as_json)


def _say(sentence: str, document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(sentence)
