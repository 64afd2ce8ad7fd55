"""催报 in words: the units that owe something, and the cells of their sign-in card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.reminders import Reminder
from monitoring.periods import Period
from workflow.reminder_text import day_text
from workflow.reminding import Desk, Owed, SignIn, Timeliness

NOT_DUE = "—"
RETURNED = "↩ 退回"
LEGEND = (
    "✓ 按时　△ 迟报　✕ 未报（逾期）　○ 未到期　↩ 退回未重报　"
    "◇ 补录（截止时还没有台账，不计）　— 不用报"
)
_NAMED = 3
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class OwingRow:
    """A unit that is to send something: what, since when, how punctual it was, when reminded."""

    unit: str
    name: str
    what: str
    due: str
    standing: str
    hue: str
    rate: str
    reminded: str
    asked: bool
    today: bool
    tip: str


def owing_rows(desk: Desk) -> list[OwingRow]:
    """Every unit that owes something, in the order to ask them."""
    return [_owing_row(desk, unit, owed) for unit, owed in desk.owing.items()]


def headline(desk: Desk) -> str:
    """How the month stands with those who are late, in one sentence."""
    month = f"{desk.end % 100}月"
    rows = owing_rows(desk)
    asked = [row for row in rows if row.asked]
    if asked:
        again = sum(row.today for row in asked)
        done = f"，今天已催 {again} 个" if again else ""
        return f"{month}：{len(asked)} 个单位有逾期或退回的报表要催{done}"
    if rows:
        return f"{month}：没有逾期的，{len(rows)} 个单位还有报表没到期"
    return f"{month}：都报齐了"


def empty_sentence(desk: Desk) -> str:
    """What stands in the list when nobody owes anything."""
    if not desk.forms:
        return "这个月没有要报的表。"
    return "✓ 都报齐了：该报的表都收到了，也没有退回还没重报的。"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One message that was sent: when, to whom, about which forms, by whom, in which words."""

    ids: tuple[int, ...]
    at: str
    name: str
    what: str
    operator: str
    text: str


def log_rows(desk: Desk) -> list[LogRow]:
    """The messages, newest first; one about several months was noted once for each of them."""
    sent: dict[tuple[str, str, str, str], list[Reminder]] = {}
    for each in desk.reminders:
        sent.setdefault((each.at, each.unit, each.operator, each.text), []).append(each)
    newest = sorted(sent.items(), key=lambda item: item[0][0], reverse=True)
    return [
        LogRow(
            tuple(each.id for each in noted),
            at.replace("T", " ")[:16],
            desk.name(unit),
            _noted(desk, noted),
            operator or "—",
            text,
        )
        for (at, unit, operator, text), noted in newest
    ]


def _noted(desk: Desk, noted: Sequence[Reminder]) -> str:
    """Forms with their periods, those of one period together."""
    periods: dict[str, list[str]] = {}
    for each in noted:
        for form in each.forms:
            periods.setdefault(period_of(desk, form, each.end).label, []).append(form)
    return "；".join(f"{'、'.join(forms)}（{label}）" for label, forms in periods.items())


def reminded_words(reminder: Reminder | None, today: date) -> str:
    """When somebody was last reminded, and by whom."""
    if reminder is None:
        return ""
    at = datetime.fromisoformat(reminder.at)
    who = f" {reminder.operator}" if reminder.operator else ""
    if at.date() == today:
        return f"今天 {at:%H:%M}{who}"
    if at.date() == today - timedelta(days=1):
        return f"昨天 {at:%H:%M}{who}"
    year = "" if at.year == today.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日{who}"


def standing_text(owed: Owed) -> str:
    """How a unit stands with one thing it owes, with its sign."""
    if owed.given_back is not None:
        return RETURNED
    days = owed.sign_in.days
    if owed.sign_in.state is Timeliness.OVERDUE:
        return f"✕ 逾期 {days} 天"
    return f"○ 还有 {days} 天" if days else "○ 今天截止"


def what_text(owed: Sequence[Owed], end: int, desk: Desk) -> str:
    """Forms by their codes, those of another month with it."""
    texts = [
        each.sign_in.form
        if each.sign_in.end == end
        else f"{each.sign_in.form}（{_short_period(desk, each.sign_in)}）"
        for each in owed
    ]
    more = f" 等 {len(texts)} 份" if len(texts) > _NAMED + 1 else ""
    return "、".join(texts[:_NAMED] if more else texts) + more


def cell_text(sign_in: SignIn | None, *, returned: bool = False) -> str:
    """A cell of the sign-in card: a sign and a word."""
    if sign_in is None:
        return NOT_DUE
    if returned:
        return RETURNED
    if sign_in.state is Timeliness.LATE:
        return f"△ 迟 {sign_in.days} 天"
    words = {
        Timeliness.ON_TIME: "✓ 按时",
        Timeliness.OVERDUE: "✕ 未报",
        Timeliness.WAITING: "○ 未到期",
    }
    return words.get(sign_in.state, "◇ 补录")


def card_columns(desk: Desk, form: str) -> list[Place]:
    """What stands across: the month's forms, or one form's periods of the twelve months."""
    if not form:
        return [(each.code, desk.end) for each in desk.forms]
    ends = sorted({end for _, code, end in desk.sign_ins if code == form})
    return [(form, end) for end in ends]


def card_head(desk: Desk, place: Place, form: str) -> str:
    """The head of a column: the form or the period, and how many of those who owe it came."""
    code, end = place
    owed = [each for (_, f, e), each in desk.sign_ins.items() if (f, e) == place]
    came = f"{sum(each.arrived is not None for each in owed)}/{len(owed)}"
    if not form:
        return f"{code}\n{came}"
    label = period_of(desk, code, end).label
    return f"{label.replace('年', '年' + chr(10), 1) if '月' in label else label}\n{came}"


def _owing_row(desk: Desk, unit: str, owed: tuple[Owed, ...]) -> OwingRow:
    asked = [each for each in owed if each.overdue]
    late = [each for each in asked if each.given_back is None]
    first = (late or asked or owed)[0]
    last = desk.reminded(unit)
    standing = standing_text(first)
    if late and len(asked) > len(late):
        standing += f"　{RETURNED}"
    hue = "bad" if asked else "info"
    return OwingRow(
        unit,
        desk.name(unit),
        what_text(asked or owed, desk.end, desk),
        day_text(first.sign_in.due, desk.today),
        standing,
        hue,
        desk.rate(unit).text,
        reminded_words(last, desk.today),
        bool(asked),
        last is not None and last.at[:10] == desk.today.isoformat(),
        "\n".join(_tip_line(desk, each) for each in owed),
    )


def _tip_line(desk: Desk, owed: Owed) -> str:
    sign_in = owed.sign_in
    period = period_of(desk, sign_in.form, sign_in.end).label
    due = day_text(sign_in.due, desk.today)
    reason = f"：{owed.given_back.reason}" if owed.given_back else ""
    return f"{period} {sign_in.form}，{due}截止，{standing_text(owed)}{reason}"


def _short_period(desk: Desk, sign_in: SignIn) -> str:
    """A period without its year where that is this year's; a year keeps it."""
    label = period_of(desk, sign_in.form, sign_in.end).label
    return label.removeprefix(f"{desk.today.year}年") or label


def period_of(desk: Desk, form: str, end: int) -> Period:
    """A form's period by the month it ends in."""
    return Period(end, desk.catalogue[form].frequency)
