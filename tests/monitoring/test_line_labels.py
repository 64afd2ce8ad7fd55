"""Names nest as official tables do it."""

from __future__ import annotations

from monitoring.line_labels import labels
from monitoring.returns import Line


def item(label: str, depth: int) -> Line:
    return Line("item", label, depth=depth)


def test_only_the_first_part_of_each_whole_says_of_which() -> None:
    lines = [
        item("甲", 0),
        item("乙", 1),
        item("丙", 2),
        item("丁", 2),
        Line("rate", "率"),
        item("戊", 1),
        item("己", 2),
        item("庚", 0),
        item("辛", 1),
    ]
    printed = labels(lines)
    assert [label.strip("　") for label in printed] == [
        "甲",
        "其中：乙",
        "其中：丙",
        "丁",
        "率",
        "戊",
        "其中：己",
        "庚",
        "其中：辛",
    ]
    assert printed[3].index("丁") == printed[2].index("丙")
    assert printed[5].index("戊") == printed[1].index("乙")


def test_a_name_that_already_says_it_does_not_say_it_twice() -> None:
    assert labels([item("甲", 0), item("其中：乙", 1)])[1].count("其中") == 1


def test_a_new_section_starts_over() -> None:
    printed = labels([item("甲", 0), item("乙", 1), Line("section", "二"), item("丙", 1)])
    assert printed[3].strip("　") == "其中：丙"


def test_a_running_total_stands_below_its_item_and_beside_no_part() -> None:
    printed = labels([item("甲", 0), Line("ytd", "本年累计", depth=1), item("乙", 1)])
    assert printed == ["甲", "　　　　　本年累计", "　其中：乙"]
