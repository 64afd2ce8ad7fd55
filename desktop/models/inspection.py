"""Everything the inspector shows of one target or indicator, worked out before it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.models import wording
from desktop.models.facts import indicator_facts, target_facts
from desktop.models.pictures import BulletPicture, LinePicture, RankingPicture
from desktop.models.rescue import rescue
from desktop.models.target_pictures import (
    History,
    bullet_of,
    history_of,
    line_of,
    ranking_of,
    wanted_figure,
)
from desktop.models.targets import TargetLine
from desktop.models.townships import Share, held_shares, lacking, shares
from desktop.models.workings import Rows, workings
from monitoring.areas import Area
from monitoring.catalogue import Catalogue, Indicator
from monitoring.indicators import Result, shown
from monitoring.needs import counted_in
from monitoring.progress import GLYPHS
from workflow.assess import IndicatorRow

NOT_BY_TOWNSHIP = "这项指标只算全县（市）的数，不分乡镇。"


@dataclass(frozen=True, slots=True)
class Background:
    """What every inspection draws on: definitions, the county, each indicator's past."""

    catalogue: Catalogue
    area: Area
    month: int
    histories: Mapping[str, History]
    demonstration: bool = False

    def title(self, name: str, unit: str) -> str:
        """What stands above a chart: 梁山县　家庭医生签约率（%）."""
        mark = "　演示数据" if self.demonstration else ""
        return f"{self.area.name}　{name}" + (f"（{unit}）" if unit else "") + mark


@dataclass(frozen=True, slots=True)
class Inspection:
    """One target or indicator in words and pictures. ``noun`` counts what townships lack."""

    heading: str
    standing: str
    status: str
    sentences: tuple[str, ...]
    rows: Rows
    indicator: Indicator | None
    bullet: BulletPicture | None
    line: LinePicture | None
    ranking: RankingPicture | None
    shares: Sequence[Share]
    who: str
    noun: str


def of_target(line: TargetLine, row: IndicatorRow | None, behind: Background) -> Inspection:
    """A target with its townships."""
    verdict, indicator = line.verdict, line.indicator
    name = verdict.target.indicator_name
    title = behind.title(name, line.measure)
    found: Sequence[Share] = ()
    who = noun = ""
    history: History = ()
    if indicator is not None:
        history = behind.histories.get(indicator.code, ())
        held, bound = line.outlook.contributions, verdict.bound
        if held is not None and bound is not None:
            found = held_shares(held, indicator, bound, behind.area)
        else:
            found = shares(indicator, row.units if row else {}, behind.area, bound)
        who = lacking(found, indicator, behind.catalogue) if found else NOT_BY_TOWNSHIP
        noun = counted_in(indicator, behind.catalogue)
    return Inspection(
        name,
        _standing(line),
        verdict.status,
        rescue(line),
        [*workings(line), *target_facts(line)],
        indicator,
        bullet_of(line, title),
        line_of(line, history, behind.catalogue, title),
        ranking_of(found, indicator, title, wanted_figure(verdict)) if indicator else None,
        found,
        who,
        noun,
    )


def of_indicator(row: IndicatorRow, behind: Background) -> Inspection:
    """An indicator with its townships, ranked."""
    indicator, county = row.indicator, row.county
    title = behind.title(indicator.name, indicator.unit)
    found = shares(indicator, row.units, behind.area)
    history = behind.histories.get(indicator.code, ())
    return Inspection(
        indicator.name,
        _county(indicator, county),
        "",
        (indicator.definition,) if indicator.definition else (),
        indicator_facts(indicator, county),
        indicator,
        None,
        history_of(indicator, history, behind.catalogue, title),
        ranking_of(found, indicator, title),
        found,
        "" if found else NOT_BY_TOWNSHIP,
        "",
    )


def _standing(line: TargetLine) -> str:
    """◆ 滞后，差 2.46 张/万人; a number and its unit stay on one line."""
    verdict = line.verdict
    gap = wording.gap_with_unit(verdict, line.measure)
    parts = [f"{GLYPHS[verdict.status]} {verdict.status}", gap]
    return "，".join(text.replace(" ", "\N{NO-BREAK SPACE}") for text in parts if text)


def _county(indicator: Indicator, county: Result) -> str:
    if county.ratio is None:
        return "全县没有可用的数据"
    return f"全县 {wording.with_unit(shown(county.ratio, indicator.places), indicator.unit)}"
