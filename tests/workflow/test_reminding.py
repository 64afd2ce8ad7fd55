"""催报: due days, who was late, what is owed, the words that ask for it, and who was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from db import reminders
from db.ledger import Ledger
from db.records import Entry, NewSource
from db.reminders import Contact, GivenBack
from monitoring.amounts import number
from monitoring.errors import ExpectedError
from workflow.reminder_text import reminder_text
from workflow.reminding import (
    Rate,
    SignIn,
    Timeliness,
    due_date,
    due_day,
    look,
    note,
    set_due_day,
)

OCTOBER = 202610
EAST, WEST = "371581001000", "371581002000"
LATER = date(2026, 11, 25)


def send(
    ledger: Ledger,
    at: str,
    form: str = "F1",
    end: int = OCTOBER,
    units: Iterable[str] = (EAST,),
    *,
    value: int = 1,
) -> int:
    """Figures of a form that came at ``at``; returns the source."""
    item = ledger.catalogue.forms[form].items[0]
    entries = [Entry(unit, item.code, end, number(value * 10**item.decimals)) for unit in units]
    source = ledger.write(entries, NewSource("hand"))
    ledger.connection.execute("UPDATE source SET at = ? WHERE id = ?", (at, source))
    return source


def begin(ledger: Ledger, at: str) -> None:
    """The ledger was first written at ``at``, with nothing that matters here."""
    source = ledger.write([], NewSource("hand"))
    ledger.connection.execute("UPDATE source SET at = ? WHERE id = ?", (at, source))


def sign_in(ledger: Ledger, today: date, form: str = "F1", end: int = OCTOBER) -> SignIn:
    return look(ledger, OCTOBER, today).sign_ins[EAST, form, end]


@pytest.mark.parametrize(
    ("end", "day", "due"),
    [
        (202610, 5, date(2026, 11, 5)),
        (202611, 5, date(2026, 12, 5)),
        (202612, 5, date(2027, 1, 5)),
        (202612, 31, date(2027, 1, 31)),
        (202701, 31, date(2027, 2, 28)),
        (202801, 30, date(2028, 2, 29)),
        (202603, 31, date(2026, 4, 30)),
    ],
)
def test_a_form_is_due_on_its_day_of_the_month_after(end: int, day: int, due: date) -> None:
    assert due_date(end, day) == due


@pytest.mark.parametrize(
    ("at", "state", "days"),
    [
        ("2026-11-04T23:59:59", Timeliness.ON_TIME, 0),
        ("2026-11-05T23:59:59", Timeliness.ON_TIME, 0),
        ("2026-11-06T00:00:00", Timeliness.LATE, 1),
        ("2026-11-15T08:00:00", Timeliness.LATE, 10),
    ],
)
def test_what_came_by_the_due_day_came_on_time(
    fresh_ledger: Ledger, at: str, state: Timeliness, days: int
) -> None:
    begin(fresh_ledger, "2026-11-01T08:00:00")
    send(fresh_ledger, at)
    found = sign_in(fresh_ledger, LATER)
    assert (found.state, found.days, found.due) == (state, days, date(2026, 11, 5))
    assert found.arrived == date.fromisoformat(at[:10])


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        (date(2026, 11, 4), Timeliness.WAITING, 1),
        (date(2026, 11, 5), Timeliness.WAITING, 0),
        (date(2026, 11, 6), Timeliness.OVERDUE, 1),
        (date(2027, 1, 1), Timeliness.OVERDUE, 57),
    ],
)
def test_what_has_not_come_is_overdue_from_the_day_after(
    fresh_ledger: Ledger, today: date, state: Timeliness, days: int
) -> None:
    found = sign_in(fresh_ledger, today)
    assert (found.state, found.days, found.arrived) == (state, days, None)


def test_a_setting_shifts_the_due_day_of_one_form(fresh_ledger: Ledger) -> None:
    forms = fresh_ledger.catalogue.forms
    set_due_day(fresh_ledger, forms["F1"], 8)
    assert due_day(fresh_ledger, forms["F1"]) == 8
    assert due_day(fresh_ledger, forms["F2"]) == forms["F2"].due_day
    send(fresh_ledger, "2026-11-08T12:00:00")
    assert sign_in(fresh_ledger, LATER).state is Timeliness.ON_TIME
    with pytest.raises(ExpectedError, match="请写 1 到 31"):
        set_due_day(fresh_ledger, forms["F1"], 32)
    fresh_ledger.set_setting("due_day:F1", "soon")
    assert due_day(fresh_ledger, forms["F1"]) == forms["F1"].due_day


def test_quarters_and_years_are_due_only_where_they_end(fresh_ledger: Ledger) -> None:
    begin(fresh_ledger, "2025-10-01T08:00:00")
    found = look(fresh_ledger, OCTOBER, LATER)
    of_east = {(form, end) for unit, form, end in found.sign_ins if unit == EAST}
    assert [end for form, end in sorted(of_east) if form == "F5"] == [
        202512,
        202603,
        202606,
        202609,
    ]
    yearly = [(e.form, e.end, e.due) for e in found.sign_ins.values() if e.form == "F6"]
    assert {(end, due) for _, end, due in yearly} == {(202512, date(2026, 1, 31))}
    assert "F5" not in {form.code for form in found.forms}


def test_the_rate_counts_twelve_months_over_the_end_of_a_year(fresh_ledger: Ledger) -> None:
    begin(fresh_ledger, "2025-10-01T08:00:00")
    for end, at in (
        (202510, "2025-11-05T08:00:00"),  # thirteen months ago: not counted
        (202511, "2025-12-06T08:00:00"),
        (202512, "2026-01-05T08:00:00"),
        (202610, "2026-11-05T08:00:00"),
    ):
        send(fresh_ledger, at, end=end)
    found = look(fresh_ledger, OCTOBER, date(2026, 11, 6))
    monthly = [e for e in found.sign_ins.values() if (e.unit, e.form) == (EAST, "F1")]
    assert len(monthly) == 12
    assert sum(each.state is Timeliness.ON_TIME for each in monthly) == 2
    assert found.rate(EAST).on_time == 2
    # Four monthly forms in twelve months, four quarters, and a year where townships owe it.
    assert found.rate(EAST).of == len([e for e in found.sign_ins.values() if e.unit == EAST])


def test_nothing_counts_that_is_not_settled(fresh_ledger: Ledger) -> None:
    found = look(fresh_ledger, OCTOBER, date(2026, 11, 5))
    assert found.rate(EAST) == Rate(0, 0)
    assert found.rate(EAST).text == "—"
    assert look(fresh_ledger, OCTOBER, date(2026, 11, 6)).rate(EAST).text == "0/4"


def test_months_before_the_ledger_began_are_nobodys_fault(fresh_ledger: Ledger) -> None:
    send(fresh_ledger, "2026-11-05T08:00:00", end=OCTOBER)
    send(fresh_ledger, "2026-11-05T09:00:00", end=202603)
    found = look(fresh_ledger, OCTOBER, date(2026, 11, 5))
    assert found.sign_ins[EAST, "F1", 202603].state is Timeliness.RECORDED
    assert (EAST, "F1", 202604) not in found.sign_ins
    assert found.rate(EAST) == Rate(1, 1)


def test_months_before_a_unit_stood_do_not_count(fresh_ledger: Ledger) -> None:
    begin(fresh_ledger, "2025-01-01T08:00:00")
    area = fresh_ledger.area
    east = next(unit for unit in area.units if unit.code == EAST)
    young = replace(east, valid_from=date(2026, 9, 1))
    fresh_ledger.__dict__["area"] = replace(area, units=(young, *area.units[1:]))
    found = look(fresh_ledger, OCTOBER, LATER)
    months = {end for unit, _, end in found.sign_ins if unit == EAST}
    assert months == {202609, 202610}


def test_those_longest_overdue_come_first_and_then_what_is_still_due(
    fresh_ledger: Ledger,
) -> None:
    begin(fresh_ledger, "2026-09-01T08:00:00")
    codes = [unit.code for unit in fresh_ledger.area.units]
    for form in ("F1", "F2", "F3", "F4"):
        send(fresh_ledger, "2026-09-04T08:00:00", form, 202608, codes)
        send(fresh_ledger, "2026-10-04T08:00:00", form, 202609, codes[2:])
        send(fresh_ledger, "2026-11-04T08:00:00", form, 202610, codes[1:])
    county = [fresh_ledger.area.code]
    send(fresh_ledger, "2026-10-09T08:00:00", "F5", 202609, [*codes, *county])
    found = look(fresh_ledger, OCTOBER, date(2026, 11, 5))
    assert list(found.owing)[:2] == [EAST, WEST]
    assert [(o.sign_in.end, o.sign_in.form, o.overdue) for o in found.owing[EAST]] == [
        *((202609, form, True) for form in ("F1", "F2", "F3", "F4")),
        *((202610, form, False) for form in ("F1", "F2", "F3", "F4")),
    ]
    assert codes[2] not in found.owing


def give_back(ledger: Ledger, reason: str = "签约数\n多于常住人口。", form: str = "F1") -> None:
    reminders.give_back(ledger, [GivenBack(form, OCTOBER, EAST, reason)])


def test_what_was_given_back_is_owed_until_it_is_sent_anew(fresh_ledger: Ledger) -> None:
    send(fresh_ledger, "2026-11-03T08:00:00")
    give_back(fresh_ledger)
    [owed] = [o for o in look(fresh_ledger, OCTOBER, LATER).owed(EAST) if o.given_back]
    assert owed.sign_in.state is Timeliness.ON_TIME
    assert owed.overdue
    send(fresh_ledger, "2026-11-09T08:00:00", value=2)
    assert look(fresh_ledger, OCTOBER, LATER).given_back == ()


def test_what_was_given_back_and_then_approved_is_not_owed(fresh_ledger: Ledger) -> None:
    send(fresh_ledger, "2026-11-03T08:00:00")
    give_back(fresh_ledger)
    fresh_ledger.approve("F1", OCTOBER, [EAST])
    assert look(fresh_ledger, OCTOBER, LATER).given_back == ()


def test_the_text_says_what_is_late_what_went_back_and_whom_to_call(fresh_ledger: Ledger) -> None:
    send(fresh_ledger, "2026-11-03T08:00:00")
    give_back(fresh_ledger)
    given = look(fresh_ledger, OCTOBER, LATER).given_back[0]
    send(fresh_ledger, "2026-11-03T08:00:00", "F2")
    send(fresh_ledger, "2026-11-03T08:00:00", "F3")
    reminders.keep_contacts(
        fresh_ledger,
        [
            Contact(EAST, "演示甲", "000-0000001"),
            Contact(fresh_ledger.area.code, "演示乙", "000-0000002"),
        ],
    )
    text = reminder_text(look(fresh_ledger, OCTOBER, date(2027, 1, 4)), EAST)
    month, day = int(given.at[5:7]), int(given.at[8:10])
    year = "" if given.at.startswith("2027") else f"{given.at[:4]}年"
    forms = fresh_ledger.catalogue.forms
    assert text.split("\n") == [
        "青年路街道（演示甲）：",
        "截至1月4日，下列报表还没有收到，请尽快报送：",
        f"1. 2026年10月 F4 {forms['F4'].name}，2026年11月5日截止，已逾期 60 天。",
        "下列报表已退回，请改正后重新报送：",
        f"1. 2026年10月 F1 {forms['F1'].name}（{year}{month}月{day}日退回）：签约数 多于常住人口。",
        "报送后请告知，有疑问请联系演示乙 000-0000002。",
    ]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 4), "11月5日截止，还有 1 天"),
        (date(2026, 11, 5), "今天截止"),
        (date(2026, 11, 6), "11月5日截止，已逾期 1 天"),
    ],
)
def test_the_text_counts_the_days(fresh_ledger: Ledger, today: date, words: str) -> None:
    text = reminder_text(look(fresh_ledger, OCTOBER, today), EAST)
    assert words in text
    assert text.startswith("青年路街道：\n")
    assert text.endswith("报送后请告知。")


def test_a_reminder_is_noted_by_month_and_shown_until_all_has_come(fresh_ledger: Ledger) -> None:
    begin(fresh_ledger, "2026-10-01T08:00:00")
    desk = look(fresh_ledger, OCTOBER, LATER)
    assert desk.reminded(EAST) is None
    ids = note(fresh_ledger, desk, {EAST: "请报表"})
    noted = {each.end: each for each in look(fresh_ledger, OCTOBER, LATER).reminders}
    assert noted[OCTOBER].forms == ("F1", "F2", "F3", "F4")
    assert {each.text for each in noted.values()} == {"请报表"}
    assert len(ids) == len(noted) == 2  # F5 was due for September
    last = look(fresh_ledger, OCTOBER, LATER).reminded(EAST)
    assert last is not None
    assert last.end == OCTOBER
    for form in ("F1", "F2", "F3", "F4"):
        send(fresh_ledger, "2026-11-26T08:00:00", form)
    assert (found := look(fresh_ledger, OCTOBER, LATER).reminded(EAST)) is not None
    assert found.end == 202609
    reminders.forget_reminders(fresh_ledger, ids)
    assert look(fresh_ledger, OCTOBER, LATER).reminded(EAST) is None
