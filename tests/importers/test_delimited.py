from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.delimited import Prose, read_delimited
from importers.kinds import kind_of
from importers.reader import Reader, Unreadable

ROWS = [["机构", "签约居民数", "备注"], ["松林镇", "1,234", "含“新增”"], ["杨树镇", "56", ""]]


def _written(
    rows: list[list[str]], separator: str = ",", end: str = "\r\n", *, quoted: bool = False
) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_MINIMAL)
    if quoted:
        writer = csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_the_same_however_it_was_saved(encoding: str, separator: str, end: str) -> None:
    data = _written(ROWS, separator, end).encode(encoding)
    assert kind_of(data) == "text"
    assert read_delimited(data) == ROWS


def test_utf_16_with_its_big_end_first_and_a_mark() -> None:
    data = b"\xfe\xff" + _written(ROWS).encode("utf-16-be")
    assert read_delimited(data) == ROWS


def test_quotes_may_hold_separators_line_ends_and_quotes() -> None:
    rows = [["机构", "说明"], ["松林镇", '甲,乙\n"丙"'], ["杨树镇", ""]]
    assert read_delimited(_written(rows, quoted=True).encode()) == rows


def test_what_stands_before_and_after_the_table_are_rows() -> None:
    text = "数据库：月报\n时间：2026年10月\n\n" + _written(ROWS, end="\n") + "数据来源：演示数据\n"
    assert read_delimited(text.encode("gb18030")) == [
        ["数据库：月报"],
        ["时间：2026年10月"],
        [],
        *ROWS,
        ["数据来源：演示数据"],
    ]


def test_grouped_numbers_between_tabs_are_no_columns() -> None:
    rows = [["机构", "户籍", "常住"], ["松林镇", "1,234", "2,345"], ["杨树镇", "3,456", "4,567"]]
    assert read_delimited(_written(rows, "\t").encode()) == rows


def test_numbers_stay_the_text_they_were_written_as() -> None:
    rows = [["机构", "数"], ["松林镇", "007"], ["杨树镇", "1.50"], ["柳树街道", "1e3"]]
    assert read_delimited(_written(rows).encode()) == rows


def test_an_old_end_of_file_mark_is_no_content() -> None:
    data = _written(ROWS).encode("gb18030") + b"\x1a"
    assert kind_of(data) == "text"
    assert read_delimited(data) == ROWS


def test_words_in_gb18030_that_are_utf_8_by_chance_are_chinese() -> None:
    rows = [["一", "位"], ["一", "1"]]
    data = _written(rows).encode("gb18030")
    assert data.decode("utf-8")
    assert read_delimited(data) == rows


def test_two_letters_that_begin_a_picture_may_begin_a_heading() -> None:
    assert kind_of(b"BM,MZ\n1,2\n") == "text"
    assert kind_of(b"BM" + bytes(60)) == "BMP 图片"


@pytest.mark.parametrize(
    "data",
    [
        _written(ROWS).encode()[:-8] + b"\xff,\n",
        "机构,签约\n松林镇,1\n杨树镇".encode()[:-1],
        _written(ROWS).encode("gb18030") + b"\x80\n",
        _written(ROWS).encode("utf-16")[:-1],
        b"\xef\xbb\xbf" + _written(ROWS).encode("gb18030"),
        _written(ROWS).encode() + bytes(8),
        '机构,签约\n"松林镇,1\n杨树镇,2\n'.encode(),
    ],
)
def test_what_cannot_be_read_exactly_is_damaged(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_delimited(data)


@pytest.mark.parametrize(
    "text",
    [
        "各乡镇：\n请于月底前报表。\n",
        "Dear all,\nplease send the report.\nThanks.\nOne,\ntwo\nthree\nfour\nfive\n",
        "机构,签约\n",
        "只有一列\n1\n2\n",
    ],
)
def test_text_without_columns_is_prose(text: str) -> None:
    with pytest.raises(Prose):
        read_delimited(text.encode())


@given(
    st.lists(
        st.lists(st.text('松林镇人,;\t"\n 0123456789.-%', max_size=6), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_a_quoted_table_comes_back_exactly(rows: list[list[str]], encoding: str) -> None:
    rows = [["机构", "数", "注"], ["甲", "1", ""], *rows]
    try:
        found = read_delimited(_written(rows, "\t", quoted=True).encode(encoding))
    except Prose:
        assert not any("".join(row).strip() for row in rows[2:])
    else:
        assert found == rows


def test_a_text_becomes_a_sheet_named_after_its_file() -> None:
    with Reader() as reader:
        [sheet] = reader.read("松林镇.csv", _written(ROWS).encode("gb18030")).sheets
        assert (sheet.name, sheet.hidden) == ("松林镇", False)
        assert sheet.rows == (*map(tuple, ROWS[:2]), ("杨树镇", "56", None))
        with pytest.raises(Unreadable) as raised:
            reader.read("空.csv", "\ufeff \r\n".encode())
        assert raised.value.code == "empty"
