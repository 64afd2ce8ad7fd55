from __future__ import annotations

import pytest

from importers.names import label, multiplied


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("常住人 口签约数(人)", "常住人口签约数"),
        ("常住人口\n签约数（人）", "常住人口签约数"),
        ("０～６岁儿童数", "0-6岁儿童数"),
        ("0—6岁儿童数", "0-6岁儿童数"),
        ("执业（助理）医师", "执业助理医师"),
        ("护理、康复床位：", "护理康复床位"),
        ("ＣＴ台数[台]", "CT台数"),
        ("签约率%", "签约率"),
        ("常住人口（单位：万人）", "常住人口"),
    ],
)
def test_the_same_name_written_otherwise_folds_alike(written: str, name: str) -> None:
    assert label(written).key == label(name).key


@pytest.mark.parametrize(
    ("one", "other"),
    [("0-3岁儿童", "0-6岁儿童"), ("60岁以上", "65岁以上"), ("签约数", "签约率"), ("3-6岁", "36岁")],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert label(one).key != label(other).key


@pytest.mark.parametrize(
    "text", ["其中：护理型床位", "1.1 护理型床位", "（一）护理型床位", "①护理型床位"]
)
def test_numbering_and_among_are_left_off_the_bare_name(text: str) -> None:
    assert label(text).bare == "护理型床位"


def test_ages_and_ranges_are_no_numbering() -> None:
    assert label("65岁及以上").bare == "65岁及以上"
    assert label("0-6岁儿童数").bare == "0-6岁儿童数"


def test_the_unit_in_brackets_is_kept_beside_the_name() -> None:
    assert label("常住人口(万人)").measure == "万人"
    assert multiplied("万人")
    assert not multiplied("人")
    assert label("签约率(%)").measure == "%"
