"""``imprints``: 表号, 文号 and what else stands at the top right of a return."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from db.ledger import Ledger
from desktop.cli import JSON, LEDGER, form_of, main, print_json, print_table, refusing
from desktop.cli_ledger import open_ledger
from desktop.reports import lines_table
from monitoring.returns import Imprint

HEADS = ("报表", "表号", "制定机关", "批准（备案）机关", "批准（备案）文号", "有效期至")


@main.command()
@LEDGER
@click.option("--form", help="报表代码，如 F1；和下面几项一起用。")
@click.option("--table-number", help="表号。")
@click.option("--maker", help="制定机关。")
@click.option("--approver", help="批准（备案）机关。")
@click.option("--document-number", help="批准（备案）文号。")
@click.option("--valid-until", help="有效期至，照原样印，如 2027年12月。")
@click.option("--clear", is_flag=True, help="全部清空，又印“内部工作报表”。")
@JSON
@refusing
def imprints(
    ledger: Path, *, form: str | None, clear: bool, as_json: bool, **parts: str | None
) -> None:
    """列出或设置报表右上角的表号、文号等标识；没设的印“内部工作报表”。"""
    from workflow import imprints as workflow

    given = {key: text for key, text in parts.items() if text is not None}
    if (given or clear) and form is None:
        raise click.UsageError("要写明 --form。")
    if given and clear:
        raise click.UsageError("--clear 不和别的一起用。")
    with open_ledger(ledger) as opened:
        if form is not None and (given or clear):
            chosen = form_of(opened, form)
            before = Imprint() if clear else workflow.imprint_of(opened, chosen)
            workflow.keep(opened, chosen, replace(before, **given))
        found = _found(opened, form)
    if as_json:
        print_json([{"form": code, **asdict(each)} for code, each in found.items()])
    else:
        lines = [(code, *asdict(each).values()) for code, each in found.items()]
        print_table(lines_table(HEADS, lines))


def _found(ledger: Ledger, form: str | None) -> dict[str, Imprint]:
    from workflow import imprints as workflow

    forms = ledger.catalogue.forms.values() if form is None else [form_of(ledger, form)]
    return {each.code: workflow.imprint_of(ledger, each) for each in forms}
