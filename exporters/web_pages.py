"""A paper as one .html file: nothing loaded, nothing run, every text of it only text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from fractions import Fraction
from html import escape
from pathlib import Path

from exporters.blocks import (
    DEMONSTRATION,
    Bar,
    Block,
    Cell,
    Heading,
    Numbers,
    Paper,
    Paragraph,
    Picture,
    Table,
    plain_line,
)
from exporters.files import write_bytes_whole

# No page that holds text from workbooks may run or load anything, whatever the text says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #9a9a9a; --pale: #eef1f4;
  --back: #dfe3e8; --good: #0072b2; --bad: #b84a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181b; --line: #6b7077;
  --pale: #23272c; --back: #3a4048; --good: #56b4e9; --bad: #e69f00; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.2rem; max-width: 60rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.75 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC",
  "WenQuanYi Micro Hei", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.4; text-align: center; text-wrap: balance; }
h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1.05rem; } h4 { font-size: 1rem; }
.under { margin: 0; text-align: center; } .mark { text-align: right; font-weight: bold; }
figure { margin: 1.2rem 0; } figcaption { font-weight: bold; margin-bottom: .4rem; }
.wide { overflow-x: auto; } img { max-width: 100%; height: auto; background: #fff; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums;
  font-size: .92rem; line-height: 1.5; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; }
thead th, .span { background: var(--pale); } .right { text-align: right; white-space: nowrap; }
.centre { text-align: center; white-space: nowrap; } thead th { text-align: center; }
.bar { position: relative; height: .8rem; min-width: 5rem; background: var(--back); }
.bar i { display: block; height: 100%; background: var(--good); }
.bar i.bad { background: var(--bad); }
.bar b { position: absolute; top: 0; width: 3px; height: 100%; margin-left: -1px;
  background: var(--ink); }
@media print { body { padding: 0; max-width: none; font-size: 11pt; } thead { display:
  table-header-group; } tr, figure img { break-inside: avoid; } h2, h3, figcaption { break-after:
  avoid; } .bar, .bar i, .bar b, thead th { print-color-adjust: exact; } }
"""


def write_page(path: Path, paper: Paper, *, replace: bool = False) -> None:
    """Write a paper. Raises ``ExpectedError`` when it cannot be; what was there is then whole."""
    write_bytes_whole(path, page_of(paper).encode(), replace=replace)


def page_of(paper: Paper) -> str:
    """The whole page."""
    return "\n".join(_parts(paper)) + "\n"


def _parts(paper: Paper) -> Iterator[str]:
    lines = [escape(line) for line in paper.title_lines]
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{''.join(lines)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    if paper.demonstration:
        yield f'<p class="mark">{DEMONSTRATION}</p>'
    yield f"<h1>{'<br>'.join(lines)}</h1>"
    for line in paper.under:
        yield f'<p class="under">{_text(line)}</p>'
    numbers = Numbers()
    for block in paper.blocks:
        yield from _block(block, numbers)
    yield "</body>\n</html>"


def _block(block: Block, numbers: Numbers) -> Iterator[str]:
    if isinstance(block, Heading):
        level = block.level + 1
        yield f"<h{level}>{escape(numbers.heading(block))}</h{level}>"
    elif isinstance(block, Paragraph):
        lead = f"<strong>{_text(block.lead)}</strong>" if block.lead else ""
        yield f"<p>{lead}{_text(block.text)}</p>"
    elif isinstance(block, Table):
        yield from _table(block, numbers)
    elif isinstance(block, Picture):
        source = b64encode(block.png).decode()
        yield f'<figure><img src="data:image/png;base64,{source}" alt="{_text(block.words)}">'
        yield f"<figcaption>{escape(numbers.caption('图', block.caption))}</figcaption></figure>"


def _table(table: Table, numbers: Numbers) -> Iterator[str]:
    yield f"<figure><figcaption>{escape(numbers.caption('表', table.caption))}</figcaption>"
    yield '<div class="wide"><table><thead><tr>'
    yield from (f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        if len(row) == 1 < len(table.heads):
            yield f'<tr><td class="span" colspan="{len(table.heads)}">{_cell(row[0])}</td></tr>'
            continue
        cells = (f"<td{_class(table, at)}>{_cell(cell)}</td>" for at, cell in enumerate(row))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div></figure>"


def _class(table: Table, column: int) -> str:
    if column in table.right:
        return ' class="right"'
    return ' class="centre"' if column in table.centre else ""


def _cell(cell: Cell) -> str:
    if not isinstance(cell, Bar):
        return _text(cell)
    shade = "" if cell.good else ' class="bad"'
    tick = "" if cell.expected is None else f'<b style="left:{_percent(cell.expected)}%"></b>'
    inner = f'<i{shade} style="width:{_percent(cell.reached)}%"></i>{tick}'
    return f'<div class="bar" role="img" aria-label="{_text(cell.words)}">{inner}</div>'


def _percent(share: Fraction) -> int:
    return int(min(max(share, Fraction(0)), Fraction(1)) * 100)


def _text(text: str) -> str:
    return escape(plain_line(text))
