"""Write the sample workbooks both demonstration ledgers are built from.

Run ``.venv/bin/python -m tests.make_samples``; the same bytes come out each time. 梁山县 runs from
December 2024, 临清市 from December 2020, both to October 2026. Rules R01–R25 find nothing hard in
any month but the last two, where these mistakes are planted (``tests/samples/mistakes.py``):

=======  =======  ====  ==========  ====  =====================================================
county   month    form  unit        rule  mistake
=======  =======  ====  ==========  ====  =====================================================
梁山县   2026-09  F3    韩岗镇      R02   护理型床位 more than 养老机构床位
梁山县   2026-09  F2    小安山镇    R24   three cells blank
梁山县   2026-10  F1    寿张集镇    R04   65岁及以上签约 more than 65岁及以上常住
梁山县   2026-10  F1    拳铺镇      R05   重点人群签约 more than 签约居民
梁山县   2026-10  F2    马营镇      R18   本年累计 does not add up
梁山县   2026-10  F2    黑虎庙镇    —     no row: the township has not reported
梁山县   2026-10  F3    大路口乡    R21   last month's figures sent again
梁山县   2026-10  F4    杨营镇      R21   总诊疗人次 with one digit too many
梁山县   2026-10  F4    合计        R01   村卫生室 合计 9 too high
临清市   2026-09  F3    康庄镇      R02   护理型床位 more than 养老机构床位
临清市   2026-09  F1    魏湾镇      R24   two cells blank
临清市   2026-10  F1    唐园镇      R04   65岁及以上签约 more than 65岁及以上常住
临清市   2026-10  F1    老赵庄镇    R05   重点人群签约 more than 签约居民
临清市   2026-10  F2    潘庄镇      R18   本年累计 does not add up
临清市   2026-10  F3    先锋路街道  —     no row: the township has not reported
临清市   2026-10  F4    松林镇      R21   总诊疗人次 with one digit too many
临清市   2026-10  F4    尚店镇      R21   last month's figures sent again
=======  =======  ====  ==========  ====  =====================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from monitoring.areas import Area
from monitoring.catalogue import Catalogue
from monitoring.figures import Figures
from monitoring.loading import definition_tables, load_catalogue
from monitoring.month import Month
from monitoring.resources import RESOURCES, load_areas
from monitoring.rules import evaluate_rules
from tests.samples.county import County, Facts, due
from tests.samples.liangshan import LIANGSHAN
from tests.samples.linqing import LINQING
from tests.samples.mistakes import EARLIEST, plant
from tests.samples.workbooks import Sample, workbook_bytes

SAMPLES = RESOURCES / "samples"
COUNTIES = (LIANGSHAN, LINQING)


def sound_figures(facts: Facts, catalogue: Catalogue, area: Area) -> Figures:
    """Every figure of the county before any mistake."""
    return Figures(County(facts).figures(catalogue, area), catalogue.decimals)


def sample_figures(facts: Facts, catalogue: Catalogue, area: Area) -> Figures:
    """Every figure as the workbooks show it, mistakes included."""
    values = County(facts).figures(catalogue, area)
    plant(values, catalogue, area)
    return Figures(values, catalogue.decimals)


def check(facts: Facts, catalogue: Catalogue, area: Area, figures: Figures) -> None:
    """Refuse figures that break a hard rule in a month that should be sound."""
    for end in County(facts).months:
        findings = evaluate_rules(Month(catalogue, area, figures, end, {}))
        broken = [finding.message for finding in findings if finding.blocks]
        if broken and end < EARLIEST:
            raise ValueError(f"{area.name} {end}: {broken[0]}")


def workbooks(
    facts: Facts, catalogue: Catalogue, area: Area, figures: Figures
) -> Iterator[tuple[str, bytes]]:
    """Name and content of every sample workbook of the county, month by month."""
    for end in County(facts).months:
        for form in due(catalogue, end):
            sample = Sample(catalogue, area, form, end, figures)
            yield sample.name, workbook_bytes(sample)


def main(folder: Path = SAMPLES) -> None:
    """Write every workbook of both counties."""
    catalogue = load_catalogue(definition_tables())
    areas = load_areas()
    for facts in COUNTIES:
        area = areas[facts.code]
        figures = sample_figures(facts, catalogue, area)
        check(facts, catalogue, area, figures)
        place = folder / area.code[:6]
        place.mkdir(parents=True, exist_ok=True)
        for name, content in workbooks(facts, catalogue, area, figures):
            (place / name).write_bytes(content)


if __name__ == "__main__":
    main()
