"""临清市 from December 2020, in the same shape as 梁山县 (P: published for that month)."""

from __future__ import annotations

from tests.samples.county import Facts
from tests.samples.lines import Line, Placed

SIZES = (92, 108, 84, 62, 50, 56, 66, 52, 58, 60, 52, 64, 48, 56, 42, 50)

TOTALS = {
    "resident": 720_160,
    "registered": 840_700,  # P, 15.25万 over 18.14 %
    "fd_team": 318,
    "elder60": 152_500,  # P
    "elder60_signed": 106_796,  # P, 70.03 %
    "elder65": 105_000,
    "elder_managed_goal": 70_560,  # P, 67.2 %
    "disabled": 16_940,
    "tekun_people": 3_910,
    "special_family": 1_210,
    "lifted_poverty": 17_260,
    "smi_registered": 3_240,
    "tb_notified": 118,
    "care_bed": 2_436,  # P
    "nursing_bed": 917,  # P, 37.64 %
    "med_care_bed": 310,
    "tekun_disabled": 1_240,
    "special_elder": 8_930,
    "geriatric_bed": 60,
    "home_bed": 180,
    "caregiver": 412,
    "professional": 196,
    "village_clinic": 431,
    "tcm_technique": 138,
    "tcm_doctor": 174,
    "village_doctor": 828,  # P
    "outpatient_clinic": 104,  # P, makes 563 with the clinics and centres
    "hospital_bed": 2_846,  # P, 3,526 with the primary beds
    "primary_bed": 680,
    "tcm_hospital_bed": 380,
    "private_bed": 290,
    "doctor": 2_007,  # P
    "nurse": 2_160,
    "other_technician": 760,
    "permanent_support": 420,
    "gp": 186,
    "public_health_doctor": 92,
    "center_public_health_doctor": 51,
}

PATHS = {
    "fd_signed": (6_200, 150),
    "key_signed": (6_900, 180),
    "elder60": (0, 40),
    "elder60_signed": (0, 200),
    "elder65": (0, 60),
    "elder65_managed": (7_600, 180),
    "elder65_signed": (7_200, 190),
    "child06": (820, -42),
    "child06_signed": (6_800, 200),
    "maternal_booked": (78, -5),
    "htn_signed": (8_200, 150),
    "dm_signed": (8_100, 150),
    "disabled_signed": (7_000, 200),
    "elder_managed_goal": (0, 110),
    "elder_tcm_goal": (6_600, 110),
    "nursing_bed": (0, 400),
}

MONTHS = 70


def _placed(first: tuple[int, ...], last: tuple[int, ...] | None = None) -> Placed:
    return Placed(first, last or first, MONTHS)


_STREETS = (1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_HOSPITALS = (0, 0, 0, 0, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1)
_NONE_BUT_SECOND: tuple[int | None, ...] = (None, 1, *(None for _ in range(14)))

LINES: dict[str, Line] = {
    "care_home_all": _placed((1, 2, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 2, 1, 0)),  # P, 13
    "care_home": _placed(  # P, 10
        (1, 2, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0),
        (1, 2, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 2, 1, 0),
    ),
    "care_home_medical": _placed(
        (1, 2, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0),
        (1, 2, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 2, 1, 0),
    ),
    "care_home_clinic": _placed((1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0)),
    "care_home_contracted": _placed(
        (0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0),
        (0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0),
    ),
    "med_care": _placed((0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0)),
    "two_cert": _placed((1, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0)),
    "med_institution": _placed((3, 4, 2, 1, 1, 2, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1)),
    "elder_friendly": _placed(
        (1, 2, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0),
        (3, 4, 2, 1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1),
    ),
    "hospice": _placed(
        (1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0),
        (1, 2, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1),
    ),
    "general_hospital_l2": _placed((1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "geriatric_dept": _placed(
        (0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ),
    "geriatric_dept_l2": _placed(
        (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ),
    "day_care": _placed(
        (3, 4, 3, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0),
        (4, 6, 4, 2, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0),
    ),
    "mutual_aid": _placed(
        (1, 1, 1, 3, 4, 4, 5, 4, 5, 5, 4, 5, 4, 4, 3, 4),
        (1, 1, 1, 4, 5, 5, 6, 5, 6, 6, 5, 6, 5, 6, 4, 5),
    ),
    "township_hospital": _placed(_HOSPITALS),
    "gyt_hospital": _placed((0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1), _HOSPITALS),
    "community_center": _placed(_STREETS),
    "gyt_premium": _placed(
        (0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0),
    ),
    "community_station": _placed((3, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "community_station_tcm": _placed(
        (2, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (3, 4, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ),
    "tcm_org": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "tcm_org_zwb": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "tcm_org_rehab": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "hospital_l3": _placed((*(0 for _ in SIZES), 2)),  # P
    "hospital_l2": _placed((*(0 for _ in SIZES), 4)),
    "hospital_l1": _placed((2, 2, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0)),
    "hospital_unrated": _placed((1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "tcm_hospital": _placed((*(0 for _ in SIZES), 1)),
    "private_hospital": _placed((2, 3, 2, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0)),
    "online_hospital": _placed((*(0 for _ in SIZES), 2), (*(0 for _ in SIZES), 6)),
    "public_health_institution": _placed((*(0 for _ in SIZES), 5)),
    "standard_center": _placed(
        (1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0),
        (1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1),
    ),
    "telemedicine_hospital": _placed((0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1), _HOSPITALS),
    "telemedicine_center": _placed((1, 1, 0, 0), (1, 1, 1, 1)),
    "ct": _placed(
        (0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0),
        (1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0),
    ),
    "fever_clinic": _placed((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
}

LINQING = Facts("371581000000", 202012, SIZES, TOTALS, PATHS, LINES)
