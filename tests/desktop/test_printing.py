"""A return set on pages: heads repeat, numbers stand whole, paper is white, PDFs have its pages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPainter, QPalette
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paper import HEIGHT, WIDTH, Page, a4, advance, wrapped_height
from desktop.paper_columns import PAD, share_out
from desktop.paper_pages import pages_of
from desktop.printing import paint_page, print_document, save_pdf
from desktop.widgets.paper_view import PaperView
from monitoring.errors import ExpectedError
from monitoring.line_labels import labels
from monitoring.returns import Cell, Imprint, Line, Return

pytestmark = pytest.mark.usefixtures("qapp")

TOWNS = tuple(f"第{at}街道办事处" for at in range(1, 17))
# So few stand side by side in whichever font the machine has.
FEW = TOWNS[:6]


def document(
    lines: int = 60,
    towns: tuple[str, ...] = TOWNS,
    amount: str = "1,234,567",
    second: int = 25,
) -> Return:
    """A return of ``lines`` items over 合计 and the towns, a section before the ``second`` one."""
    columns = ("合计", *towns)
    cells = tuple(Cell(amount, amount.replace(",", "")) for _ in columns)
    items = [
        Line("item", f"六十五岁及以上老年人健康管理人数{at}", "人", str(at), at % 3 and 1, cells)
        for at in range(1, lines + 1)
    ]
    sections = Line("section", "一、总体"), Line("section", "二、其余")
    return Return(
        form="F1",
        title="临清市家庭医生签约服务月报",
        period="2026年10月",
        area="临清市",
        columns=columns,
        lines=(sections[0], *items[:second], sections[1], *items[second:]),
        notes=("应报 16 个单位，已报 16 个。",) * 3,
    )


def texts(page: Page) -> list[str]:
    """What stands on a page."""
    return [piece.text for piece in page]


def test_the_head_and_the_page_number_stand_on_every_page_of_the_table() -> None:
    pages = pages_of(document(towns=FEW))
    assert len(pages) > 1
    for at, page in enumerate(pages, 1):
        assert f"第 {at} 页　共 {len(pages)} 页" in texts(page)
        if any("六十五岁" in text for text in texts(page)):
            assert {"指标名称", "计量单位", "代码", "合计", "甲", "乙", "丙"} <= set(texts(page))


def test_every_line_stands_once_and_in_order() -> None:
    given = document(towns=FEW)
    on_paper = [text for page in pages_of(given) for text in texts(page)]
    names = [text for text in on_paper if "健康管理人数" in text]
    wanted = [text.lstrip("　") for text in labels(given.lines) if "健康管理人数" in text]
    assert names == wanted


def test_wrapped_text_has_the_height_it_needs() -> None:
    given = document(40)
    cells = given.lines[1].cells
    name = "65岁及以上老年人中医药健康管理率" * 4
    rates = [Line("rate", name[:length], "%", "1", 2, cells) for length in range(1, 41)]
    for page in pages_of(replace(given, lines=tuple(rates))):
        for piece in page:
            if piece.look.boxed and not piece.look.line:
                room = piece.box[2] - 2 * PAD
                assert wrapped_height(piece.text, room, piece.look) <= piece.box[3]


def test_nothing_leaves_the_page_or_its_cell() -> None:
    for page in pages_of(document()):
        for piece in page:
            left, top, width, height = piece.box
            assert left >= 0
            assert top >= 0
            assert left + width <= WIDTH
            assert top + height <= HEIGHT
            if piece.look.line and piece.look.boxed:
                assert advance(piece.text, piece.look) <= width


def test_the_table_takes_the_whole_width() -> None:
    for columns in share_out(document(), labels(document().lines)):
        taken = columns.name + columns.unit + columns.code + sum(columns.values)
        assert taken == a4().inner


def test_too_many_columns_go_on_pages_of_their_own_with_the_names_again() -> None:
    given = document(8, tuple(f"第{at}镇" for at in range(1, 41)), "12,345,678")
    pages = pages_of(given)
    runs = [page for page in pages if "指标名称" in texts(page)]
    assert len(runs) > 1
    assert all(sum("健康管理人数" in text for text in texts(page)) == 8 for page in runs)
    heads = [text for page in runs for text in texts(page) if re.fullmatch(r"第\d+镇", text)]
    assert heads == [f"第{at}镇" for at in range(1, 41)]


def test_every_figure_knows_its_line_and_column_on_whichever_page() -> None:
    given = document(40, TOWNS * 3)
    figures = [piece for page in pages_of(given) for piece in page if piece.place is not None]
    places = [(at, col) for at, line in enumerate(given.lines) for col in range(len(line.cells))]
    assert sorted(piece.place for piece in figures if piece.place) == places
    assert {piece.text for piece in figures} == {"1,234,567"}


def test_parts_of_a_whole_are_named_so() -> None:
    lines = (
        Line("item", "老年人数", "人", "1"),
        Line("item", "65岁及以上", "人", "2", 1),
        Line("item", "80岁及以上", "人", "3", 1),
    )
    assert labels(lines) == ["老年人数", "　其中：65岁及以上", "　　　　80岁及以上"]


def test_a_section_is_never_the_last_thing_on_a_page() -> None:
    for second in range(15, 45):
        for page in pages_of(document(50, second=second))[:-1]:
            boxed = [piece for piece in page if piece.look.boxed]
            assert not boxed or boxed[-1].text not in ("一、总体", "二、其余")


def test_signatures_and_notes_close_the_return() -> None:
    last = texts(pages_of(document(10))[-1])
    assert "单位负责人：" in last
    assert "说明：1. 应报 16 个单位，已报 16 个。" in last


def test_demonstration_figures_say_so_on_every_page() -> None:
    given = replace(document(), demonstration=True)
    assert all("演示数据" in texts(page) for page in pages_of(given))
    assert not any("演示数据" in text for page in pages_of(document()) for text in texts(page))


def test_a_form_with_a_number_prints_the_block_of_its_approval() -> None:
    given = replace(document(3), imprint=Imprint("甲1表", document_number="文号"))
    first = texts(pages_of(given)[0])
    assert "表　　号：甲1表" in first
    assert "内部工作报表" not in first
    assert "内部工作报表" in texts(pages_of(document(3))[0])


def test_one_column_of_figures_stands_on_upright_paper_on_screen_and_in_a_pdf(
    qtbot: QtBot, tmp_path: Path
) -> None:
    given = document(5)
    lines = tuple(replace(line, cells=line.cells[:1]) for line in given.lines)
    alone = replace(given, columns=("数值",), lines=lines)
    (page,) = pages_of(alone)
    assert (page.format.width, page.format.height) == (HEIGHT, WIDTH)
    for piece in page:
        left, top, width, height = piece.box
        assert left + width <= page.format.width
        assert top + height <= page.format.height
    path = tmp_path / "报表.pdf"
    save_pdf(path, alone)
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", path.read_bytes())
    assert box is not None
    assert float(box[1]) < float(box[2])
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show_pages((page,), "")
    place = next(piece.place for piece in page if piece.place)
    assert view.place_at(view.box_of(place).center()) == place


def test_a_page_is_painted_with_ink() -> None:
    image = QImage(WIDTH // 10, HEIGHT // 10, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_page(painter, pages_of(document(5))[0], 0.1)
    painter.end()
    edge = [image.pixelColor(a4().left // 10, y).lightness() for y in range(100, 250)]
    assert min(edge) < 100


def test_a_pdf_has_the_pages_and_replaces_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "报表.pdf"
    save_pdf(path, document())
    kept = path.read_bytes()
    assert kept.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", kept)) == len(pages_of(document()))
    with pytest.raises(ExpectedError, match="已经存在"):
        save_pdf(path, document(3))
    assert path.read_bytes() == kept
    save_pdf(path, document(3), replace=True)
    assert path.read_bytes() != kept


def test_a_printer_gets_the_chosen_pages_only(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFromTo(2, 2)
    print_document(printer, document())
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 1
    assert printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape


def test_pages_turn_and_zoom_by_keyboard(qtbot: QtBot) -> None:
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    view.show_pages(pages_of(document()), "报表")
    with qtbot.waitSignal(view.page_changed) as turned:
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert turned.args is not None
    assert turned.args[0] == 2
    QTest.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom > 100
    assert view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 100
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.verticalScrollBar().value() == 0


def test_paper_stays_white_on_a_dark_screen(qtbot: QtBot) -> None:
    before = QApplication.palette()
    dark = QPalette(QColor("#202020"))
    QApplication.setPalette(dark)
    try:
        view = PaperView()
        qtbot.addWidget(view)
        view.resize(800, 600)
        view.show()
        view.show_pages(pages_of(document()), "报表")
        assert view.grab().toImage().pixelColor(30, 30) == QColor("white")
    finally:
        QApplication.setPalette(before)
