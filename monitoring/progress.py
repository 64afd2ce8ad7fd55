"""How a target stands: met, on its way, late, or not to be judged, with the working."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitoring.goals import APPROXIMATE_PERCENT, Benchmark, Bound
from monitoring.indicators import Result
from monitoring.needs import Needed
from monitoring.pace import Opinion, Path, Start
from monitoring.plans import Plan, Target


class Status(StrEnum):
    """The verdict on a target, as it is shown.

    MET: the figure satisfies the target, and the due date has come, or the target only asks to
    keep what was already there, or nothing says where it started. EARLY: it satisfies a target
    that its start did not, in a month before the one it is due in. ON_TRACK: not yet, but at or
    past the straight path (a direction: it went the right way). BEHIND: short of the path, with
    at least a tenth of the time gone. OVERDUE: the due date has come and it is not satisfied.
    NO_DATA: an indicator measures it, but there is no figure. OPEN: for a person to say.
    """

    MET = "已达标"
    EARLY = "提前完成"
    ON_TRACK = "符合进度"
    BEHIND = "滞后"
    OVERDUE = "逾期未达"
    NO_DATA = "无数据"
    OPEN = "待认定"

    @property
    def reached(self) -> bool:
        """Whether the target is satisfied."""
        return self in (Status.MET, Status.EARLY)


GLYPHS = {
    Status.MET: "✓",
    Status.EARLY: "★",
    Status.ON_TRACK: "▲",
    Status.BEHIND: "◆",
    Status.OVERDUE: "✕",
    Status.NO_DATA: "○",
    Status.OPEN: "？",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known beside the figure itself.

    ``start`` is where the path begins when the plan prints no baseline with the target;
    ``recent`` the figures that ``result`` is the last of, oldest first; ``tolerance`` the percent
    of 左右; ``year_start`` the first month of the statistical year of a figure that adds up, else
    0; ``noun`` what the numerator counts; ``data_month`` the month the figure is of (0: the month
    judged); ``final`` says that this is the last word on an ended plan. ``then`` is the month a
    target was due in that is past, with the figure of that time where there is one. ``notes`` are
    kept.
    """

    start: Start | None = None
    benchmark: Benchmark | None = None
    recent: tuple[Fraction, ...] = ()
    tolerance: int = APPROXIMATE_PERCENT
    year_start: int = 0
    noun: str = ""
    data_month: int = 0
    final: bool = False
    then: tuple[int, Fraction | None] | None = None
    notes: tuple[str, ...] = ()


NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Reading:
    """A target judged by one way of reading its text.

    ``required``, ``due_now`` and ``gap`` are decimal texts in the target's unit, empty when there
    is none; ``gap`` is what is still to go, negative when more than reached, and ``due_now`` where
    the straight path stands today. ``bound``, ``path`` and ``due_figure`` are the same exactly.
    """

    status: Status
    lines: tuple[str, ...]
    name: str = ""
    bound: Bound | None = None
    path: Path | None = None
    due_figure: Fraction | None = None
    required: str = ""
    due_now: str = ""
    gap: str = ""
    need: Needed | None = None
    linear: Opinion | None = None
    ratio: Opinion | None = None
    disagree: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target judged at the end of ``month`` (yyyymm), the plan's last one when it is ``final``.

    ``figure`` is the exact figure and ``actual`` its text. There are several ``readings`` where
    the text is ambiguous; the first one leads, and the properties tell of it. ``notes`` say what
    a reader must know beside the verdict: stale or incomplete data, another reading's verdict.
    """

    plan: Plan
    target: Target
    month: int
    result: Result | None
    figure: Fraction | None
    actual: str
    readings: tuple[Reading, ...]
    start: Start | None = None
    notes: tuple[str, ...] = ()
    final: bool = False

    @property
    def status(self) -> Status:
        """The verdict of the leading reading."""
        return self.readings[0].status

    @property
    def bound(self) -> Bound | None:
        """The comparison of the leading reading."""
        return self.readings[0].bound

    @property
    def path(self) -> Path | None:
        """The straight path of the leading reading."""
        return self.readings[0].path

    @property
    def due_figure(self) -> Fraction | None:
        """Where the figure should be today, exactly."""
        return self.readings[0].due_figure

    @property
    def required(self) -> str:
        """What the leading reading asks for."""
        return self.readings[0].required

    @property
    def due_now(self) -> str:
        """Where the figure should be today, as text."""
        return self.readings[0].due_now

    @property
    def gap(self) -> str:
        """What is still to go, negative when more than reached."""
        return self.readings[0].gap

    @property
    def need(self) -> Needed | None:
        """How many more, and how many a month."""
        return self.readings[0].need

    @property
    def needed(self) -> int | None:
        """How many more of the numerator meet it with the denominator as it stands."""
        need = self.readings[0].need
        return None if need is None else need.count

    @property
    def linear(self) -> Opinion | None:
        """序时进度."""
        return self.readings[0].linear

    @property
    def ratio(self) -> Opinion | None:
        """The second opinion: 年均增速比."""
        return self.readings[0].ratio

    @property
    def disagree(self) -> str:
        """Why the two opinions differ."""
        return self.readings[0].disagree

    @property
    def lines(self) -> tuple[str, ...]:
        """The computation of the leading reading, line by line."""
        return self.readings[0].lines

    @property
    def working(self) -> str:
        """The same as one text."""
        return "".join(self.lines)
