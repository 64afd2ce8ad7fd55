"""A citation by chapter and paragraph is found in the text of its document."""

from __future__ import annotations

import pytest

from monitoring.clauses import find_clause, path_of

PLAN = (
    "临清市规划",
    "目录",
    "四、重点领域",
    "（一）医疗服务",
    "（二）健康养老",
    "四、 重点领域",
    "围绕居民健康。",
    "(一) 医疗服务",
    "依托两家医院。",
    "提升医疗机构服务水平。统筹布局。",
    "提升智慧医疗服务水平。建设平台。",
    "开展远程会诊。",
    "专栏 1: 医疗服务项目",
    "1.建设医院。",
    "2.建设平台。",
    "（二）健康养老",
    "发展养老。",
    "五、保障",
    "加强领导。",
)
HEALTHY = (
    "第四章 战略目标",
    "到2030年，体系更加完善。",
    "――健康水平显著提升。",
    "健康建设主要指标",
    "指标｜2020年｜2030年",
    "人均预期寿命（岁）｜78.1｜81左右",
    "婴儿死亡率（‰）｜≤4｜3",
    "第五章 健康教育",
    "第一节普及健康知识",
    "普及知识。",
    "第六章 生活方式",
)


def found(chapter: str, number: int, text: tuple[str, ...] = PLAN, name: str = "") -> str:
    place = find_clause(text, chapter, number, name)
    return "" if place.paragraph is None else text[place.paragraph]


def test_a_chapter_path_is_taken_apart_wherever_a_heading_begins() -> None:
    assert path_of("四、重点领域（一）医疗服务·提升医疗机构服务水平") == (
        "四、重点领域",
        "（一）医疗服务",
        "提升医疗机构服务水平",
    )
    assert path_of("第四章 战略目标·指标表") == ("第四章 战略目标", "指标表")
    assert path_of("（一）范围（含村级）") == ("（一）范围（含村级）",)


@pytest.mark.parametrize(
    ("chapter", "number", "text"),
    [
        ("四、重点领域", 1, "围绕居民健康。"),
        ("四、重点领域（一）医疗服务", 1, "依托两家医院。"),
        ("四、重点领域（一）医疗服务", 2, "提升医疗机构服务水平。统筹布局。"),
        ("四、重点领域（一）医疗服务·提升医疗机构服务水平", 1, "提升医疗机构服务水平。统筹布局。"),
        ("四、重点领域（一）医疗服务·提升智慧医疗服务水平", 2, "开展远程会诊。"),
        ("四、重点领域（一）医疗服务·专栏1 医疗服务项目", 2, "2.建设平台。"),
        ("四、重点领域（二）健康养老", 1, "发展养老。"),
        ("五、保障", 1, "加强领导。"),
    ],
)
def test_spaces_and_styles_of_numbers_make_no_difference(
    chapter: str, number: int, text: str
) -> None:
    assert found(chapter, number) == text


def test_a_table_of_contents_is_passed_over() -> None:
    place = find_clause(PLAN, "四、重点领域（二）健康养老", 1)
    assert (place.heading, place.paragraph) == (15, 16)


def test_headings_without_their_numbers_are_found() -> None:
    text = ("重点领域", "医疗服务", "依托两家医院。")
    place = find_clause(text, "四、重点领域（一）医疗服务", 1)
    assert (place.heading, place.paragraph) == (1, 2)


def test_a_heading_that_lost_its_full_stop_is_found_where_no_other_is() -> None:
    text = ("（三）队伍", "健全人才引入制度建立机制。", "健全人才引入制度。建立机制。")
    chapter = "（三）队伍·健全人才引入制度"
    assert find_clause(text, chapter, 1).paragraph == 2
    assert find_clause(text[:2], chapter, 1).paragraph == 1


def test_a_section_ends_where_one_as_wide_begins() -> None:
    place = find_clause(PLAN, "四、重点领域（二）健康养老", 2)
    assert place.paragraph is None
    assert place.heading is not None
    assert PLAN[place.shown] == "（二）健康养老"
    assert place.missing == ()


def test_what_is_missing_is_named_and_the_nearest_heading_shown() -> None:
    place = find_clause(PLAN, "四、重点领域（一）医疗服务·鼓励社会办医", 1)
    assert place.missing == ("鼓励社会办医",)
    assert PLAN[place.shown] == "（一）医疗服务"
    nothing = find_clause(PLAN, "印发通知", 4)
    assert nothing.paragraph is nothing.heading is None
    assert nothing.missing == ("印发通知",)
    assert nothing.shown == 0
    assert find_clause((), "四、重点领域", 1).paragraph is None


def test_a_row_of_a_table_is_found_by_what_it_is_about() -> None:
    chapter = "第四章 战略目标·健康建设主要指标表"
    assert found(chapter, 2, HEALTHY, "婴儿死亡率").startswith("婴儿死亡率")
    assert found(chapter, 9, HEALTHY, "人均预期寿命").startswith("人均预期寿命")
    untitled = (*HEALTHY[:3], *HEALTHY[4:])
    assert found(chapter, 2, untitled, "婴儿死亡率").startswith("婴儿死亡率")
    place = find_clause(HEALTHY, chapter, 2, "孕产妇死亡率")
    assert place.paragraph is None
    assert HEALTHY[place.shown] == "健康建设主要指标"


def test_chapters_and_sections_nest() -> None:
    assert found("第四章 战略目标", 2, HEALTHY) == "――健康水平显著提升。"
    assert found("第五章 健康教育·第一节 普及健康知识", 1, HEALTHY) == "普及知识。"


def test_a_text_of_nothing_but_one_heading_takes_no_longer() -> None:
    text = ("四、重点领域",) * 20_000
    place = find_clause(text, "四、重点领域（一）医疗服务·提升水平", 1)
    assert place.missing == ("（一）医疗服务", "提升水平")
