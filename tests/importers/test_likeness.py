from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.context import Context
from importers.likeness import certain, nearest
from importers.names import label
from monitoring.catalogue import Catalogue
from tests.importers.books import AREA, item

OPPOSITES = [
    ("高血压患者已管理人数", "高血压患者未管理人数"),
    ("60岁及以上老年人签约数", "65岁及以上老年人签约数"),
    ("0-6岁儿童健康管理人数", "0-36个月儿童健康管理人数"),
    ("3岁以下儿童系统管理人数", "3个月以下儿童系统管理人数"),
    ("男性老年人签约人数", "女性老年人签约人数"),
    ("新增签约居民人数", "累计签约居民人数"),
    ("健康管理人数本月", "健康管理人数本年累计"),
    ("户籍人口签约居民数", "常住人口签约居民数"),
    ("高血压患者签约居民数", "糖尿病患者签约居民数"),
    ("失能老年人在住人数", "半失能老年人在住人数"),
    ("二级医院床位数合计", "三级医院床位数合计"),
    ("重点人群签约居民数", "普通人群签约居民数"),
    ("高血压患者签约人数", "高血压患者签约率"),
    ("上年末签约居民人数", "签约居民人数目标"),
]


def near(heading: str, *names: str) -> list[str]:
    items = [(label(name).bare, item(name, name)) for name in names]
    return [each.item.name for each in nearest(label(heading).bare, items)]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_opposites_are_never_alike(one: str, other: str) -> None:
    assert near(one, other) == []
    assert near(other, one) == []


@given(
    st.sampled_from([pair[n] for pair in OPPOSITES for n in (0, 1)]),
    st.text("的之和其中合计数人、 ", max_size=4),
    st.text("的数人总 ", max_size=3),
)
def test_no_padding_makes_opposites_alike(name: str, before: str, after: str) -> None:
    others = [pair[1 - n] for pair in OPPOSITES for n in (0, 1) if pair[n] == name]
    assert near(before + name + after, *others) == []


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("高血压病患者签约数", "高血压患者签约数"),
        ("二型糖尿病签约数", "2型糖尿病患者签约数"),
        ("65+签约人数", "65岁及以上签约数"),
        ("老年人签约数", "65岁及以上老年人签约数"),
        ("已管理", "高血压患者已管理人数"),
    ],
)
def test_a_plausible_name_is_worth_asking_about(heading: str, name: str) -> None:
    assert near(heading, name) == [name]


@pytest.mark.parametrize(
    "heading", ["联系电话", "备注", "日期", "序号", "慢阻肺签约数", "村医姓名"]
)
def test_what_is_no_item_is_not_asked_about(heading: str) -> None:
    assert near(heading, "高血压患者签约数", "家庭医生团队数", "签约居民数") == []


def test_the_likeliest_comes_first() -> None:
    assert near("高血压病患者签约", "高血压患者总人数", "高血压患者签约数")[0] == "高血压患者签约数"


def test_only_a_full_name_without_a_rival_is_certain() -> None:
    signed = item("signed", "重点人群签约数")
    total = item("total", "重点人群总数")
    names = [(label(each.name).bare, each) for each in (signed, total)]
    assert certain(nearest("重点人群的签约人数", names)) == signed
    assert certain(nearest("签约人数", names)) is None
    assert certain(nearest("重点签约", names)) is None
    assert certain(nearest("电话", names)) is None
    twin = item("twin", "重点人群的签约数")
    assert certain(nearest("重点人群签约人数", [*names, (label(twin.name).bare, twin)])) is None


def test_no_item_of_the_real_forms_is_taken_for_another(catalogue: Catalogue) -> None:
    context = Context(AREA, catalogue)
    for form in catalogue.forms.values():
        for each in form.items:
            others = [(name, one) for name, one in context.names[form.code] if one != each]
            taken = certain(nearest(label(each.name).bare, others))
            shared = taken is not None and any(
                label(name).bare in [label(n).bare for n in (each.name, *each.aliases)]
                for name in (taken.name, *taken.aliases)
            )
            assert taken is None or shared, (each.name, taken.name)
