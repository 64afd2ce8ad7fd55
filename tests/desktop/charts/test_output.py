"""Charts that leave the window: opened again, they show the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.charts import output
from desktop.models.picture_words import words_of
from desktop.models.pictures import Picture
from tests.desktop.charts import samples

pytestmark = pytest.mark.usefixtures("qapp")
KINDS = ["bullet", "line", "ranking", "grid"]


def inked(image: QImage) -> float:
    """The share of pixels that are not white."""
    places = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    white = QColor("white").rgb()
    return sum(image.pixel(x, y) != white for x, y in places) / len(places)


def said_in(svg: str) -> str:
    """The words of an SVG one after the other; a face may hold only a part of a line."""
    return "".join(re.findall(r">([^<>]+)</text>", svg))


@pytest.mark.parametrize("picture", samples.every(), ids=KINDS)
def test_a_png_opens_at_twice_the_size_and_is_not_blank(tmp_path: Path, picture: Picture) -> None:
    path = tmp_path / "图.png"
    output.writer(picture, "png")(path)
    image = QImage(str(path))
    assert image.width() == 960 * 2
    assert inked(image) > 0.01


@pytest.mark.parametrize("picture", samples.every(), ids=KINDS)
def test_an_svg_opens_and_looks_like_the_png(tmp_path: Path, picture: Picture) -> None:
    path = tmp_path / "图.svg"
    output.writer(picture, "svg")(path)
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(960, output.image_of(picture, 1).height(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert inked(image) == pytest.approx(inked(output.image_of(picture, 1)), rel=0.35)


def test_an_svg_keeps_its_words_as_text_in_chinese_faces(tmp_path: Path) -> None:
    text = output.svg_of(samples.line()).decode("utf-8")
    said = said_in(text)
    assert "■ 目标 ≥60%，2025年底" in said
    assert samples.TITLE in said
    assert "2025年12月" in said
    assert "<image" not in text


def test_markup_in_a_name_stays_text() -> None:
    picture = samples.ranking()
    bars = (type(picture.bars[0])("1", "<b>松林镇</b>&", samples.percent("20")),)
    text = output.svg_of(type(picture)(picture.title, bars, picture.target)).decode("utf-8")
    assert "<b>" not in text
    assert "&lt;b&gt;松林镇&lt;/b&gt;&amp;" in said_in(text)


def test_a_copied_chart_is_a_picture_and_words() -> None:
    picture = samples.bullet()
    output.copy(picture, words_of(picture))
    data = QApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.text().splitlines() == [
        samples.TITLE,
        "实际\t45.64%",
        "今天应为\t59.25%",
        "目标\t≥60%",
        "基期\t37.64%",
    ]


def test_a_ranking_and_a_grid_are_words_too() -> None:
    assert "金郝庄镇\t未报" in words_of(samples.ranking())
    assert words_of(samples.grid()).splitlines()[2].startswith("青年路街道\t6/6\t5/6")
    assert "2023年10月\t40.09%\t未报齐" in words_of(samples.line())
