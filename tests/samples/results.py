"""The laws of the yearly results (F6): made-up levels that move a little each year."""

from __future__ import annotations

from dataclasses import dataclass

from tests.samples.lines import Line, Months, Sum, jitter, known, nearest

YEAR = 2020
WHOLE_RATE = 100_00


@dataclass(frozen=True)
class Result:
    """A scaled result: its level in 2020, its yearly change, and a little chance."""

    level: int
    yearly: int = 0
    chance: int = 0
    top: int = 10**9

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The level of the year."""
        year = months.calendar_year(t)
        now = self.level + self.yearly * (year - YEAR) + jitter(self.chance, item, unit, year)
        return max(min(now, self.top), 0)


@dataclass(frozen=True)
class Births:
    """Births of the 妇幼 year that ended in September, from the monthly form."""

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The townships' sum."""
        return sum(
            known(months.amount("live_births_sy_ytd", place, t - 3))
            for place in range(len(months.sizes))
        )


@dataclass(frozen=True)
class Mortality:
    """Deaths per ``births``, with two decimals."""

    deaths: str
    births: int

    def at(self, months: Months, item: str, unit: int, t: int) -> int:
        """The rate that the counts beside it give."""
        deaths = known(months.amount(self.deaths, unit, t))
        births = known(months.amount("live_births_y", unit, t))
        return nearest(deaths * self.births * 100, births)


@dataclass(frozen=True)
class Undone:
    """A matter of another prefecture: 不适用 here."""

    def at(self, months: Months, item: str, unit: int, t: int) -> None:
        """Never a number."""


def rate(level: int, yearly: int, chance: int = 10) -> Result:
    """A percentage in hundredths, at most 100 %."""
    return Result(level, yearly, chance, WHOLE_RATE)


RESULTS: dict[str, Line] = {
    "life_expectancy_r": Result(78_60, 22, 3),
    "live_births_y": Births(),
    "u5_deaths": Result(18, -1, 1),
    "infant_deaths": Result(10, -1, 1),
    "maternal_deaths": Result(0),
    "imr_r": Mortality("infant_deaths", 1_000),
    "u5mr_r": Mortality("u5_deaths", 1_000),
    "mmr_r": Mortality("maternal_deaths", 100_000),
    "ncd_premature_r": rate(16_20, -22),
    "health_literacy_r": rate(22_40, 165),
    "health_knowledge_r": rate(80_50, 120),
    "smoking_rate_r": rate(24_80, -40),
    "risky_drinking_rate_r": rate(8_60, -15),
    "salt_intake_r": Result(9_60, -20, 3),
    "exercise_share_r": rate(36_20, 65),
    "sport_area_pc_r": Result(2_15, 14, 2),
    "sport_station": Result(262, 9, 2),
    "sport_association_cnt_r": Result(21, 1),
    "phys_std_rate_r": rate(90_40, 25),
    "student_fit_rate_r": rate(92_10, 45),
    "student_fit_excellent_rate_r": rate(11_20, 70),
    "u5_underweight_rate_r": rate(1_30, -4, 2),
    "women_screen_rate_r": rate(78_30, 95),
    "cancer_early_rate_r": rate(52_40, 110),
    "rehab_service_rate_r": rate(84_20, 120),
    "assistive_rate_r": rate(84_60, 115),
    "basic_insured": Sum(("basic_insured_employee", "basic_insured_resident")),
    "basic_insured_employee": Result(63_200, 1_150, 90),
    "basic_insured_resident": Result(648_300, -4_600, 200),
    "ltci_insured": Sum(("ltci_employee", "ltci_resident")),
    "ltci_employee": Result(58_700, 1_320, 80),
    "ltci_resident": Result(146_000, 21_500, 300),
    "in_county_visit_rate_r": rate(88_20, 45),
    "serious_in_county_rate_r": rate(86_10, 60),
    "oop_share_r": rate(28_60, -35),
    "air_good_rate_r": rate(62_80, 120),
    "water_iii_rate_r": rate(60_00, 250, 0),
    "source_water_rate_r": rate(100_00, 0, 0),
    "plant_water_rate_r": rate(99_40, 8, 3),
    "tap_water_rate_r": rate(95_20, 55),
    "waste_harmless_rate_r": rate(100_00, 0, 0),
    "sewage_rate_r": rate(97_20, 25, 5),
    "sanitary_toilet_rate_r": rate(89_20, 110),
    "drug_pass_rate_r": rate(98_60, 12, 5),
    "food_pass_rate_r": rate(98_10, 16, 5),
    "farm_pass_rate_r": rate(98_30, 15, 5),
    "farm_trace_rate_r": rate(90_10, 130),
    "gdp": Result(212_40, 11_80, 120),
    "mhc_va_r": Result(9_60, 1_15, 8),
    "big_health_va_r": Result(15_20, 1_60, 10),
    "big_health_va_growth_r": Result(9_80, -20, 15),
    "ejiao_revenue_r": Result(2_10, 22, 4),
    "innovation_platform_cnt_r": Result(1, 1),
    "cluster_cnt_r": Result(1),
    "brand_user_cnt_r": Result(6, 3),
    "brand_user_new_r": Result(2, 0, 1),
    "regional_brand_cnt_r": Result(3, 1),
    "green_cert_cnt_r": Result(176, 12, 2),
    "sport_maker_cnt_r": Result(14, 1),
}
