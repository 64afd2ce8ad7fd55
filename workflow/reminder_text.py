"""The words of a reminder (催报), to be sent as a message: plain text from our own lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from monitoring.periods import Period
from workflow.reminding import Desk, Owed, SignIn


def reminder_text(desk: Desk, unit: str) -> str:
    """The words that ask a unit for what it owes, to be sent as a message."""
    owed = desk.owed(unit)
    people = "、".join(each.person for each in desk.contacts.get(unit, ()))
    lines = [f"{desk.name(unit)}{f'（{people}）' if people else ''}："]
    late = [each for each in owed if not each.given_back and each.overdue]
    back = [each for each in owed if each.given_back]
    soon = [each for each in owed if not each.overdue]
    until = day_text(desk.today, desk.today)
    if late:
        lines.append(f"截至{until}，下列报表还没有收到，请尽快报送：")
        lines += _numbered(_late(desk, each.sign_in) for each in late)
    if back:
        lines.append("下列报表已退回，请改正后重新报送：")
        lines += _numbered(_returned(desk, each) for each in back)
    if soon:
        lines.append("下列报表快到期了，请按时报送：")
        lines += _numbered(_soon(desk, each.sign_in) for each in soon)
    lines.append(_whom_to_call(desk))
    return "\n".join(lines)


def _numbered(lines: Iterable[str]) -> list[str]:
    texts = list(lines)
    return [f"{at}. {text}{'。' if at == len(texts) else '；'}" for at, text in enumerate(texts, 1)]


def _what(desk: Desk, sign_in: SignIn) -> str:
    form = desk.catalogue[sign_in.form]
    return f"{Period(sign_in.end, form.frequency).label} {form.code} {form.name}"


def _late(desk: Desk, sign_in: SignIn) -> str:
    due = day_text(sign_in.due, desk.today)
    return f"{_what(desk, sign_in)}，{due}截止，已逾期 {sign_in.days} 天"


def _soon(desk: Desk, sign_in: SignIn) -> str:
    if not sign_in.days:
        return f"{_what(desk, sign_in)}，今天截止"
    return (
        f"{_what(desk, sign_in)}，{day_text(sign_in.due, desk.today)}截止，还有 {sign_in.days} 天"
    )


def _returned(desk: Desk, owed: Owed) -> str:
    assert owed.given_back is not None
    day = day_text(date.fromisoformat(owed.given_back.at[:10]), desk.today)
    reason = " ".join(owed.given_back.reason.split()).rstrip("。；")
    return f"{_what(desk, owed.sign_in)}（{day}退回）：{reason}"


def _whom_to_call(desk: Desk) -> str:
    people = [
        f"{each.person} {each.phone}".strip() for each in desk.contacts.get(desk.area.code, ())
    ]
    if not people:
        return "报送后请告知。"
    return f"报送后请告知，有疑问请联系{'、'.join(people)}。"


def day_text(day: date, today: date) -> str:
    """A day as one writes it in a message, with its year where that is another."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
