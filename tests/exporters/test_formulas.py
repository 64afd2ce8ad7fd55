"""What input cells take, and the rates computed beside them."""

from __future__ import annotations

from exporters.formulas import accepts, rate_formula, refusal
from tests.exporters.samples import FORM, INDICATORS, indicator


def test_a_count_takes_whole_numbers_or_one_of_the_two_words() -> None:
    assert accepts(FORM.by_code["resident"], "D7") == (
        'IF(ISNUMBER(D7),AND(D7>=0,INT(D7)=D7),OR(D7="未报",D7="不适用"))'
    )


def test_decimals_and_negative_figures_where_the_item_allows_them() -> None:
    assert "ROUND(D7,2)=D7" in accepts(FORM.by_code["area_size"], "D7")
    assert "D7>=0" not in accepts(FORM.by_code["growth"], "D7")


def test_the_refusal_fits_what_excel_shows() -> None:
    for item in FORM.items:
        assert len(refusal(item)) <= 255
    assert "2 位小数" in refusal(FORM.by_code["area_size"])


def test_a_rate_waits_for_every_number_it_needs() -> None:
    addresses = {"signed": "D7", "resident": "D6"}
    assert rate_formula(INDICATORS["sign_rate"], addresses) == (
        '=IF(COUNT(D7,D6)<2,"—",IFERROR(D7/D6*100,"—"))'
    )


def test_sums_and_differences_keep_their_signs() -> None:
    rate = indicator("x", "a + 2*b - c", "a - c")
    assert rate_formula(rate, {"a": "D1", "b": "D2", "c": "D3"}) == (
        '=IF(COUNT(D1,D2,D3)<3,"—",IFERROR((D1+2*D2-D3)/(D1-D3)*100,"—"))'
    )


def test_a_rate_over_another_form_or_an_earlier_period_is_left_to_the_system() -> None:
    assert rate_formula(INDICATORS["sign_rate"], {"signed": "D7"}) == ""
    assert rate_formula(indicator("x", "a - a@prev"), {"a": "D1"}) == ""
