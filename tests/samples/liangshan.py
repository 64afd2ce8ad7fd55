"""梁山县 from December 2024.

Published for that month: the figures marked P. All else, and how anything splits over the
townships, is made up. Rows of institutions name the townships in the order of their codes; rows
for the quarterly form end with the county itself.
"""

from __future__ import annotations

from tests.samples.county import Facts
from tests.samples.lines import Line, Placed
from tests.samples.results import Undone

SIZES = (105, 118, 62, 74, 92, 76, 80, 73, 71, 60, 48, 52, 44, 45)

TOTALS = {
    "resident": 717_726,  # P, implied by 90.8 %
    "registered": 782_400,
    "fd_team": 342,
    "fd_signed": 651_695,  # P
    "elder60": 194_300,
    "elder65": 147_479,  # P, implied by 87 %
    "elder65_signed": 128_307,  # P
    "disabled": 15_860,
    "tekun_people": 3_480,
    "special_family": 1_320,
    "lifted_poverty": 12_940,
    "smi_registered": 3_160,
    "tb_notified": 116,
    "care_bed": 2_180,
    "med_care_bed": 939,  # P
    "tekun_disabled": 1_150,
    "special_elder": 9_860,
    "geriatric_bed": 94,  # P
    "home_bed": 320,
    "caregiver": 486,
    "professional": 214,
    "village_clinic": 548,
    "tcm_technique": 146,
    "tcm_doctor": 182,
    "village_doctor": 520,
    "outpatient_clinic": 201,  # P, makes 777 with the clinics and centres
    "hospital_bed": 2_060,  # P, 2,714 with the primary beds
    "primary_bed": 654,
    "tcm_hospital_bed": 420,
    "private_bed": 330,
    "doctor": 560,  # P, 2,063 with the following and the village doctors
    "nurse": 600,
    "other_technician": 260,
    "permanent_support": 108,
    "gp": 132,
    "public_health_doctor": 46,
    "center_public_health_doctor": 45,
}

PATHS = {
    "fd_signed": (0, 45),
    "key_signed": (8_900, 50),
    "elder60": (0, 45),
    "elder60_signed": (8_450, 60),
    "elder65": (0, 20),
    "elder65_managed": (9_120, 50),
    "elder65_signed": (0, 60),
    "child06": (650, -28),
    "child06_signed": (8_600, 60),
    "maternal_booked": (55, -3),
    "htn_signed": (9_300, 30),
    "dm_signed": (9_200, 30),
    "disabled_signed": (8_800, 50),
    "elder_managed_goal": (7_300, 80),
    "elder_tcm_goal": (7_250, 70),
    "nursing_bed": (6_120, 150),
}

MONTHS = 22


def _placed(first: tuple[int, ...], last: tuple[int, ...] | None = None) -> Placed:
    return Placed(first, last or first, MONTHS)


_HOMES = (2, 3, 1, 1, 2, 1, 1, 1, 1, 1, 0, 1, 0, 1)  # P, 16
_HOSPITALS = (0, 0, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1)
_CENTERS = (1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_NONE_BUT_SECOND: tuple[int | None, ...] = (None, 1, *(None for _ in range(12)))

LINES: dict[str, Line] = {
    "care_home_all": _placed(_HOMES),
    "care_home": _placed(_HOMES),
    "care_home_medical": _placed(_HOMES),  # P, all of them
    "care_home_clinic": _placed((1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0)),
    "care_home_contracted": _placed((1, 2, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1)),
    "med_care": _placed((1, 2, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0)),  # P, 7
    "two_cert": _placed((1, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0)),
    "med_institution": _placed((3, 4, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1)),
    "elder_friendly": _placed(  # P, 22
        (3, 4, 1, 2, 2, 1, 2, 1, 2, 1, 1, 1, 0, 1), (3, 4, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 0, 1)
    ),
    "hospice": _placed((2, 3, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 0, 1)),  # P, 17
    "general_hospital_l2": _placed((1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "geriatric_dept": _placed((1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),  # P, 2
    "geriatric_dept_l2": _placed((0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "day_care": _placed((5, 6, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0)),  # P, 16
    "mutual_aid": _placed((2, 2, 4, 5, 6, 5, 5, 5, 5, 4, 3, 3, 2, 3)),  # P, 54
    "township_hospital": _placed(_HOSPITALS),
    "gyt_hospital": _placed(_HOSPITALS),  # P, every one
    "community_center": _placed(_CENTERS),
    "gyt_premium": _placed(
        (1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), (1, 1, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0)
    ),
    "community_station": _placed((5, 6, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "community_station_tcm": _placed((5, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    "tcm_org": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "tcm_org_zwb": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "tcm_org_rehab": Placed(_NONE_BUT_SECOND, _NONE_BUT_SECOND, MONTHS),
    "hospital_l3": _placed((0,)),
    "hospital_l2": _placed((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4)),  # P
    "hospital_l1": _placed((5, 5, 1, 2, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0)),  # P, 28
    "hospital_unrated": _placed((0,)),
    "tcm_hospital": _placed((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    "private_hospital": _placed((4, 4, 1, 2, 3, 2, 2, 2, 1, 1, 1, 1, 0, 1, 0)),
    "online_hospital": _placed((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3)),
    # The published 809 leaves no room for 专业公共卫生机构 beside 4 + 28 + 777.
    "public_health_institution": _placed((0,)),
    "standard_center": _placed((1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
    "telemedicine_hospital": _placed(_HOSPITALS),
    "telemedicine_center": _placed(_CENTERS),
    "ct": _placed(
        (1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0), (1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0)
    ),
    "fever_clinic": _placed((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
    "ejiao_revenue_r": Undone(),
    "brand_user_cnt_r": Undone(),
    "brand_user_new_r": Undone(),
    "innovation_platform_cnt_r": Undone(),
    "cluster_cnt_r": Undone(),
}

LIANGSHAN = Facts("370832000000", 202412, SIZES, TOTALS, PATHS, LINES)
