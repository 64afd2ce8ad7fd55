"""The words beside a verdict: both opinions and why they differ, readings, the rescue."""

from __future__ import annotations

from datetime import date

import pytest

from db.ledger import Ledger
from desktop.models.rescue import rescue
from desktop.models.targets import DIFFERS, RISK, VERDICT, TargetLine, Wanted, target_lines
from desktop.models.workings import workings
from desktop.widgets.amount_box import AmountBox
from monitoring.periods import add_months
from monitoring.plans import Baseline, Target
from tests.workflow.test_evidence import goal, use, write
from workflow.outlook import outlooks

MONTH = 202606


def line_of(ledger: Ledger, target: Target, month: int = MONTH) -> TargetLine:
    """The line of a plan's only target."""
    use(ledger, target)
    (line,) = target_lines(outlooks(ledger, month), ledger.catalogue, ledger.area)
    return line


@pytest.fixture
def signing(fresh_ledger: Ledger) -> Ledger:
    """签约率 40 % in June 2026, after rising by a point a month."""
    for back in range(18):
        write(fresh_ledger, add_months(MONTH, -back), resident=1000, fd_signed=400 - 10 * back)
    return fresh_ledger


def target(value: str = "60", **more: object) -> Target:
    start = Baseline("30", "%", date(2024, 12, 31))
    return goal("签约率", "fd_sign_rate", ">=", value, baseline=start, **more)


def test_both_opinions_and_the_method_of_the_forecast_are_told(signing: Ledger) -> None:
    said = {name: text for name, text in workings(line_of(signing, target("49"))) if name}
    assert said["序时进度"].startswith("▲ 跟上（1.053）")
    assert said["年均增速比"].startswith("▲ 跟上（1.190）")
    assert "泰尔—森中位数斜率" in said["预测"]


@pytest.mark.parametrize(("share", "differs"), [(390, True), (300, False)])
def test_a_line_is_marked_where_opinions_differ(
    fresh_ledger: Ledger, share: int, differs: bool
) -> None:
    write(fresh_ledger, MONTH, resident=1000, fd_signed=share)
    line = line_of(fresh_ledger, target("50"))
    assert line.differs is differs
    assert line.texts[VERDICT] == (f"◆ 滞后 {DIFFERS}" if differs else "◆ 滞后")
    assert any(name == "不一致" for name, _ in workings(line)) is differs


def test_an_ambiguous_text_is_told_by_every_reading(fresh_ledger: Ledger) -> None:
    write(fresh_ledger, MONTH, resident=1000, fd_signed=345)
    start = Baseline("30", "%", date(2024, 12, 31))
    asked = goal("签约率", "fd_sign_rate", "relative-to-baseline", "+10", baseline=start)
    line = line_of(fresh_ledger, asked)
    said = dict(workings(line))
    assert said["按百分比"].endswith("要求 33")
    assert said["按百分点"].endswith("要求 40")
    assert line.differs


def test_the_rescue_counts_names_and_looks_ahead(signing: Ledger) -> None:
    said = rescue(line_of(signing, target("60")))
    assert said[0] == "还需 3,200 人，平均每月 178 人（到 2027年底）。"
    assert said[1].startswith("缺口在 16 个单位：青年路街道 200 人（6%）、")
    assert said[1].endswith("等。")
    assert (
        said[2] == "照近来的走势（泰尔—森中位数斜率），到期约 58.00%（58.00～58.00），达不到目标。"
    )


def test_what_is_reached_needs_no_rescue(signing: Ledger) -> None:
    assert rescue(line_of(signing, target("40"))) == ()


def test_risk_is_what_is_behind_or_overdue(signing: Ledger) -> None:
    behind, met = line_of(signing, target("90")), line_of(signing, target("40"))
    assert Wanted(status=RISK).holds(behind)
    assert not Wanted(status=RISK).holds(met)
    assert Wanted(unit=signing.area.units[0].code).holds(behind)
    assert not Wanted(unit=signing.area.units[0].code).holds(met)


@pytest.mark.usefixtures("qapp")
def test_an_amount_is_typed_as_a_decimal_and_kept_whole() -> None:
    box = AmountBox()
    box.set_decimals(2)
    assert box.valueFromText("1,234.5") == 123450
    assert box.textFromValue(123450) == "1,234.50"
    box.set_decimals(0)
    assert box.valueFromText("1,234") == 1234
    states = [box.validate(text, 0)[0] for text in ("12", "1,2", "", "1.5", "x", "99999999999")]
    assert [state.name for state in states] == [
        "Acceptable",
        "Acceptable",
        "Intermediate",
        "Invalid",
        "Invalid",
        "Invalid",
    ]
