"""What 催报 prints: the sign-in card, who is late, whom to call, and the log of reminders."""

from __future__ import annotations

from desktop.listing_pages import Listing
from desktop.models.reminding_words import (
    LEGEND,
    card_columns,
    card_head,
    cell_text,
    log_rows,
    standing_text,
)
from monitoring.periods import Period
from workflow.reminding import Desk


def sign_in_card(desk: Desk, form: str, *, made_up: bool = False) -> Listing:
    """报送签到卡: units down, the month's forms or one form's periods across."""
    places = card_columns(desk, form)
    returned = {(each.unit, each.form, each.end) for each in desk.given_back}
    rows = tuple(
        (
            str(number),
            desk.name(unit.code),
            *(
                cell_text(
                    desk.sign_ins.get((unit.code, *place)),
                    returned=(unit.code, *place) in returned,
                )
                for place in places
            ),
            desk.rate(unit.code).text,
        )
        for number, unit in enumerate(desk.units, 1)
    )
    what = desk.catalogue[form].name if form else "各表"
    span = "近十二个月" if form else Period(desk.end).label
    across = range(2, len(places) + 3)
    return Listing(
        f"{desk.area.name}报送签到卡（{what}）",
        f"{span}　{_as_of(desk)}",
        ("序号", "单位", *(card_head(desk, place, form) for place in places), "按时率\n近一年"),
        (4, 14, *[max(7, 70 // max(len(places), 1))] * len(places), 8),
        rows,
        notes=(
            f"图例：{LEGEND}。",
            "按时率：近十二个月里截止日已过或已经收到的份数中，按时收到的份数。",
        ),
        centre=frozenset((0, *across)),
        demonstration=made_up,
    )


def overdue_list(desk: Desk, *, made_up: bool = False) -> Listing:
    """催报名单: a line for every form that is late or went back, with whom to call."""
    rows = []
    for unit, owed in desk.owing.items():
        last = desk.reminded(unit)
        asked = [each for each in owed if each.overdue]
        people = "、".join(f"{c.person} {c.phone}".strip() for c in desk.contacts.get(unit, ()))
        for at, each in enumerate(asked):
            form = desk.catalogue[each.sign_in.form]
            reason = each.given_back.reason if each.given_back else ""
            rows.append(
                (
                    "" if at else desk.name(unit),
                    f"{form.code} {form.name}",
                    Period(each.sign_in.end, form.frequency).label,
                    each.sign_in.due.isoformat(),
                    standing_text(each) + (f"：{reason}" if reason else ""),
                    "" if at else people,
                    ""
                    if at or last is None
                    else f"{last.at[:16]} {last.operator}".replace("T", " "),
                )
            )
    return Listing(
        f"{desk.area.name}催报名单",
        f"{Period(desk.end).label}　{_as_of(desk)}",
        ("单位", "报表", "期别", "截止日", "情况", "联系人", "上次催报"),
        (12, 20, 11, 9, 22, 18, 15),
        tuple(rows),
        centre=frozenset((2, 3)),
        demonstration=made_up,
    )


def contact_list(desk: Desk, *, made_up: bool = False) -> Listing:
    """The contacts of every unit, one without any with an empty line."""
    rows = []
    for unit in (*desk.area.units, desk.area.itself):
        people = desk.contacts.get(unit.code, ())
        lines = [(c.person, c.phone, c.note) for c in people] or [("", "", "")]
        rows += [("" if at else desk.name(unit.code), *line) for at, line in enumerate(lines)]
    return Listing(
        f"{desk.area.name}报表联系人",
        _as_of(desk),
        ("单位", "姓名", "电话", "备注"),
        (16, 12, 24, 30),
        tuple(rows),
        demonstration=made_up,
    )


def reminder_log(desk: Desk, *, made_up: bool = False) -> Listing:
    """催报记录: who was reminded of what, when, by whom and in which words."""
    rows = tuple((row.at, row.name, row.what, row.operator, row.text) for row in log_rows(desk))
    return Listing(
        f"{desk.area.name}催报记录",
        f"近十二个月　{_as_of(desk)}",
        ("时间", "单位", "催的表", "谁催的", "文字"),
        (11, 11, 18, 8, 50),
        rows,
        centre=frozenset((0,)),
        demonstration=made_up,
    )


def _as_of(desk: Desk) -> str:
    return f"截至{desk.today.year}年{desk.today.month}月{desk.today.day}日"
