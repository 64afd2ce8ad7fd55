"""A paper as one .html file: self-contained, escaped, readable anywhere."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.blocks import Heading, Paper, Paragraph, Picture, Table, plain_line
from exporters.web_pages import page_of, write_page
from monitoring.errors import ExpectedError
from tests.exporters.test_papers import BAR, PAPER, TABLE

_ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "strong"),
    *(
        "figure",
        "figcaption",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "i",
        "b",
        "img",
        "br",
    ),
}


class Seen(HTMLParser):
    """What a browser makes of a page: its tags, attributes and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_says_what_the_paper_says_in_order() -> None:
    words = "".join(Seen(page_of(PAPER)).words)
    parts = (
        "某县规划实施评估报告",
        "一、总体评价",
        "进展。",
        "（一）健康养老",
        "表1 目标",
        "37.64",
    )
    places = [words.rindex(part) for part in parts]
    assert places == sorted(places)


def test_loads_nothing_and_runs_nothing() -> None:
    seen = Seen(page_of(PAPER))
    assert seen.tags <= _ALLOWED
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:") in (
        seen.attributes
    )
    assert not [each for each in seen.attributes if each[0] in ("href", "onclick", "srcset")]


def test_fits_a_phone_the_printer_and_both_lights() -> None:
    page = page_of(PAPER)
    assert "width=device-width" in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert ("aria-label", BAR.words) in Seen(page).attributes


def test_pictures_travel_inside() -> None:
    picture = Picture("进度", b"\x89PNG", "一条线")
    page = page_of(Paper("报告", (), (picture,)))
    assert 'src="data:image/png;base64,iVBORw=="' in page
    assert "图1 进度" in page


def test_made_up_data_say_so() -> None:
    assert "演示数据" in page_of(Paper("报告", (), (), demonstration=True))
    assert "演示数据" not in page_of(Paper("报告", (), ()))


@given(st.text() | st.sampled_from(["</style><script>", '"><img src=x onerror=1>', "&lt;b&gt;"]))
def test_text_never_becomes_markup(text: str) -> None:
    table = Table(text, (text,), (1,), ((text,),))
    blocks = (Heading(text), Paragraph(text, text), table, Picture(text, b"", text))
    seen = Seen(page_of(Paper(text, (text,), blocks)))
    assert seen.tags <= _ALLOWED
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert "".join(seen.words).count(plain_line(text)) >= 7


def test_an_existing_file_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "公布.html"
    write_page(path, PAPER)
    before = path.read_bytes()
    with pytest.raises(ExpectedError, match="已经存在"):
        write_page(path, Paper("别的", (), (TABLE,)))
    assert path.read_bytes() == before
