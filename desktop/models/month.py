"""How a month stands: its four steps, what to do next in order, and what is at risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.ledger import Ledger
from desktop.models.risks import AT_RISK, Risk, risks_of
from monitoring.catalogue import Form, Reporters
from monitoring.periods import Period
from monitoring.progress import Status, Verdict
from workflow import assess
from workflow.reminding import due_date, due_day
from workflow.review import Completeness, Review, Standing, review

LONG_AGO_DAYS = 62
NAMED_UNITS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four cards: a figure with its words, a line below it, and whether it is done."""

    key: str
    glyph: str
    label: str
    figure: str
    words: str
    detail: str
    done: bool


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do: a sentence, the page that does it, and where to open it."""

    sentence: str
    page: str
    action: str
    argument: Mapping[str, str] | None = None


@dataclass(frozen=True)
class MonthSummary:
    """Everything the home page shows of the month ``end``.

    ``judged`` counts the targets that could be judged at all; ``empty`` is a ledger without data.
    """

    end: int
    headline: str
    steps: tuple[Step, ...]
    things: tuple[NextThing, ...]
    risks: tuple[Risk, ...]
    judged: int
    empty: bool

    @property
    def current(self) -> Step | None:
        """The first step that is not done; none when the month is finished."""
        return next((step for step in self.steps if not step.done), None)


def summarise(ledger: Ledger, end: int, today: date) -> MonthSummary:
    """Look at the month ``end`` (yyyymm) as of ``today``; takes as long as a review does."""
    found = review(ledger, end)
    # The city's plans are there for reference on 对标; here is what the county answers for.
    verdicts = [v for v in assess.targets(ledger, end) if v.plan.area == ledger.area.code]
    saved = {form for form, _, _, _ in ledger.submissions(end)}
    forms = found.completeness.forms
    dues = {form.code: due_date(end, due_day(ledger, form)) for form in forms}
    steps = (
        _collect_step(found.completeness),
        _review_step(found),
        _assess_step(verdicts),
        _submit_step(forms, saved, dues, today),
    )
    return MonthSummary(
        end,
        _headline(found, steps, end),
        steps,
        tuple(_things(found, saved, dues, today)),
        risks_of(ledger, end, verdicts),
        _judged(verdicts),
        ledger.latest_month() is None,
    )


def _collect_step(completeness: Completeness) -> Step:
    whole, owing = _units_complete(completeness)
    missing = sum(state is Standing.MISSING for state in completeness.standing.values())
    detail = f"还差 {missing} 份表" if missing else "都收齐了"
    return Step(
        "collect", "收", "收表", f"{whole}/{owing}", "个单位报齐", detail, done=missing == 0
    )


def _review_step(found: Review) -> Step:
    soft = len(found.findings) - found.hard
    pending = _count(found.completeness, Standing.PENDING)
    faulty = _count(found.completeness, Standing.FAULTY)
    approved = _count(found.completeness, Standing.APPROVED)
    arrived = pending + faulty + approved
    detail = f"{pending} 份待审，已审 {approved} 份" if arrived else "还没有表可审"
    done = bool(arrived) and not (pending or faulty)
    return Step("review", "审", "审核", f"{found.hard:,}", f"处错误　{soft:,} 条提示", detail, done)


def _assess_step(verdicts: Sequence[Verdict]) -> Step:
    counts = Counter(verdict.status for verdict in verdicts)
    risky = sum(counts[status] for status in AT_RISK)
    detail = (
        f"逾期未达 {counts[Status.OVERDUE]}，滞后 {counts[Status.BEHIND]}，"
        f"已达标 {counts[Status.MET] + counts[Status.EARLY]}"
        if _judged(verdicts)
        else "没有能用现有数据判断的目标"
    )
    return Step("assess", "评", "对标", f"{risky}", "项有风险", detail, done=True)


def _judged(verdicts: Sequence[Verdict]) -> int:
    return sum(verdict.status not in (Status.NO_DATA, Status.OPEN) for verdict in verdicts)


def _submit_step(
    forms: Sequence[Form], saved: set[str], dues: Mapping[str, date], today: date
) -> Step:
    owed = [form for form in forms if form.code not in saved]
    detail = f"已保存 {len(forms) - len(owed)}/{len(forms)} 张"
    if not owed:
        return Step(
            "submit", "报", "上报", f"{len(forms)}/{len(forms)}", "张已保存", "都报完了", done=True
        )
    days = (min(dues[form.code] for form in owed) - today).days
    figure, words = _remaining(days)
    return Step("submit", "报", "上报", figure, words, detail, done=False)


def _remaining(days: int) -> tuple[str, str]:
    if days > 0:
        return f"{days}", "天后截止"
    if days == 0:
        return "今天", "截止"
    return (f"{-days}", "天前已截止") if -days <= LONG_AGO_DAYS else ("未报", "已过截止日")


def _headline(found: Review, steps: Sequence[Step], end: int) -> str:
    month = f"{Period(end).month}月"
    whole, owing = _units_complete(found.completeness)
    if not found.completeness.forms or not owing:
        return f"{month}：没有应报的表"
    if not any(state is not Standing.MISSING for state in found.completeness.standing.values()):
        return f"{month}：{owing} 个单位都还没有报表"
    arrived = "都报齐了" if whole == owing else f"报齐 {whole} 个"
    if found.hard:
        rest = f"{found.hard:,} 处硬性错误待改"
    elif not steps[1].done:
        rest = f"{_count(found.completeness, Standing.PENDING)} 份表待审"
    elif not steps[3].done:
        rest = "可以上报了" if whole == owing else "已收的都审过了"
    else:
        rest = "上报表都保存了"
    return f"{month}：{owing} 个单位{arrived}，{rest}"


def _things(
    found: Review, saved: set[str], dues: Mapping[str, date], today: date
) -> list[NextThing]:
    completeness = found.completeness
    things = [
        thing
        for form in completeness.forms
        for thing in _missing(completeness, form, (today - dues[form.code]).days)
    ]
    things += _given_back(completeness)
    things += _to_review(found)
    for form in completeness.forms:
        states = [s for (_, code), s in completeness.standing.items() if code == form.code]
        whole = states and all(s in (Standing.PENDING, Standing.APPROVED) for s in states)
        ready = whole and not any(f.blocks and f.form == form.code for f in found.findings)
        if form.code not in saved and ready:
            figure, words = _remaining((dues[form.code] - today).days)
            when = f"{figure} {words}" if figure[0].isdigit() else f"{figure}{words}"
            things.append(
                NextThing(
                    f"保存 {form.code} {form.name}的上报表（{when}）",
                    "submit",
                    "上报",
                    {"form": form.code},
                )
            )
    return things


def _missing(completeness: Completeness, form: Form, late: int) -> list[NextThing]:
    """Who has not sent the form, ``late`` days after its due day: collected before, asked for
    after it.
    """
    absent = [
        unit
        for unit in completeness.units
        if completeness.standing.get((unit.code, form.code)) is Standing.MISSING
    ]
    _, owed = completeness.arrived(form.code)
    if not absent:
        return []
    if form.reporters is Reporters.COUNTY and owed == 1:
        return [
            NextThing(
                f"{form.code} {form.name}由本级填，还没有填",
                "entry",
                "填报",
                {"form": form.code, "unit": absent[0].code},
            )
        ]
    ask = {"tab": "remind", "unit": absent[0].code}
    where = ("review", "催报", ask) if late > 0 else ("collect", "收表", None)
    if len(absent) == owed:
        return [NextThing(f"{form.code} {form.name}一份也没有收到", *where)]
    names = "、".join(unit.name for unit in absent[:NAMED_UNITS])
    more = " 等" if len(absent) > NAMED_UNITS else ""
    since = f"，逾期 {late} 天" if late > 0 else ""
    sentence = f"{form.code} 还有 {len(absent)} 个单位未报{since}：{names}{more}"
    return [NextThing(sentence, *where)]


def _given_back(completeness: Completeness) -> list[NextThing]:
    """What went back to units and was not sent anew."""
    if not completeness.given_back:
        return []
    unit = next(iter(completeness.given_back))[0]
    sentence = f"{len(completeness.given_back)} 份退回的表还没有重报"
    return [NextThing(sentence, "review", "催报", {"tab": "remind", "unit": unit})]


def _to_review(found: Review) -> list[NextThing]:
    things = []
    hard = [finding for finding in found.findings if finding.blocks]
    if hard:
        counts = Counter(finding.unit_name for finding in hard).most_common(NAMED_UNITS)
        names = "、".join(f"{name} {count} 处" for name, count in counts)
        argument = {"unit": hard[0].unit, "form": hard[0].form}
        things.append(
            NextThing(f"{len(hard):,} 处硬性错误待改：{names}", "review", "审核", argument)
        )
    soft = len(found.findings) - len(hard)
    if soft:
        things.append(NextThing(f"{soft:,} 条提示要核实或写说明", "review", "审核"))
    pending = _count(found.completeness, Standing.PENDING)
    if pending:
        things.append(NextThing(f"可以通过 {pending} 份待审的表", "review", "审核"))
    return things


def _units_complete(completeness: Completeness) -> tuple[int, int]:
    """How many units have sent everything they owe, of how many that owe anything."""
    lacking = {
        unit for (unit, _), state in completeness.standing.items() if state is Standing.MISSING
    }
    owing = {unit for unit, _ in completeness.standing}
    return len(owing - lacking), len(owing)


def _count(completeness: Completeness, state: Standing) -> int:
    return sum(each is state for each in completeness.standing.values())
