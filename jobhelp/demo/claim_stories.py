"""What people of the demo city ask for: the four residents one signs in as, and the crowd behind them.

Nothing here is random: the same city has the same stories.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jobhelp.claims.states import ClaimState

S = ClaimState
HERE, NEXT_DOOR = "230103", "230102"


@dataclass(frozen=True)
class Story:
    """One claim: the programme, the facts, how far it came, how many days ago it was handed in."""

    programme: str
    facts: Mapping[str, Any]
    state: ClaimState
    days_ago: int
    note: str = ""
    papers: Sequence[str] = ()
    months: int | None = None


def insured(today: date, days_ago: int, **other: Any) -> dict[str, Any]:
    """Somebody who was insured for seven years and whose contract ran out."""
    registered = today - timedelta(days=days_ago + 4)
    return {
        "area": HERE,
        "contribution_months": 86,
        "carried_months": 0,
        "person_paid_premium": True,
        "termination": "contract_expired_art44_1",
        "terminated_on": registered - timedelta(days=12),
        "registered_on": registered,
        "unemployed": True,
        "events": [],
        "sex": "female",
        "birth_date": date(1983, 5, 3),
        "retire_class": "female_worker",
        "on_pension": False,
    } | other


def in_need(**other: Any) -> dict[str, Any]:
    """Somebody without insurance or income."""
    facts = {"area": HERE, "unemployed": True, "hardship": True, "insured": False, "dibao": False}
    return facts | {"no_income_months": 4} | other


def classes(today: date, **other: Any) -> dict[str, Any]:
    """Somebody who asks to be recognised as hard to place."""
    return {
        "sex": "female",
        "birth_date": date(1976, 2, 11),
        "retire_class": "female_worker",
        "hukou": "urban",
        "unemployed": True,
        "events": [],
        "registered_on": today - timedelta(days=420),
        "zero_employment_household": False,
        "disability_card": False,
        "dibao": False,
        "lost_land": False,
        "hard_to_place_graduate": False,
    } | other


def unpaid_share(today: date, **other: Any) -> dict[str, Any]:
    """A rural worker whose own premium was never taken."""
    return {
        "hukou": "rural",
        "person_paid_premium": False,
        "continuous_job_months": 26,
        "employer_premium_monthly": 31.5,
        "termination": "contract_expired_art44_1",
    } | other


def of_the_residents(today: date) -> list[tuple[int, Story]]:
    """The four residents of the demo accounts."""
    return [
        (
            1,
            Story(
                "ui",
                insured(today, 152),
                S.GRANTED,
                152,
                "审核通过，每月按标准发到您的银行卡上。",
                ("UI-1", "UI-2", "UI-3"),
            ),
        ),
        (
            1,
            Story(
                "pw",
                {"dp_certified": True, "months_used_before": 0, "placements_before": 0},
                S.RETURNED,
                6,
                "请补一张就业困难人员认定表的照片，要看得清有效期。",
            ),
        ),
        (
            2,
            Story(
                "sl",
                {
                    "area": "230109",
                    "group": "graduate",
                    "amount": 200_000,
                    "months": 36,
                    "other_loans": [],
                    "bad_credit": False,
                    "times_before": 0,
                    "sex": "male",
                    "birth_date": date(1998, 9, 20),
                    "has_business": True,
                    "registered_business_on": today - timedelta(days=90),
                },
                S.ACCEPTED,
                5,
                papers=("SL-1",),
            ),
        ),
        (
            3,
            Story(
                "ui",
                insured(
                    today,
                    20,
                    area=NEXT_DOOR,
                    contribution_months=18,
                    termination="worker_resigned_art37",
                    birth_date=date(1997, 3, 8),
                ),
                S.REFUSED,
                20,
                "离职证明写的是您自己提出辞职（第 2 条）。如果是单位欠薪或不缴社保您才走的，"
                "带上证据申请复核，或打 12333 问。",
                ("UI-2",),
            ),
        ),
        (
            4,
            Story(
                "dp",
                classes(today, sex="male", birth_date=date(1972, 6, 1), retire_class="male"),
                S.GRANTED,
                64,
                "符合第一类，认定通过。",
                ("DP-A",),
            ),
        ),
    ]


def of_the_crowd(number: int, today: date, area: str) -> Story:
    """One of the others: what they ask for and how far it is follows from their number."""
    programme = ("ui", "ui", "tr", "ui", "dp", "ls")[number % 6]
    state = (
        *(S.SUBMITTED, S.ACCEPTED, S.REVIEWED, S.GRANTED, S.SUBMITTED, S.RETURNED, S.ACCEPTED),
        *(S.GRANTED, S.REVIEWED, S.APPEALED, S.ACCEPTED, S.SUSPENDED, S.GRANTED, S.STOPPED),
    )[number % 14]
    days_ago = {
        S.SUBMITTED: 1 + number * 5 % 14,
        S.ACCEPTED: 3 + number * 5 % 26,
        S.REVIEWED: 6 + number % 12,
        S.RETURNED: 5 + number % 6,
        S.APPEALED: 30 + number % 9,
    }.get(state, 60 + number * 2 % 90)
    born = date(1970 + number * 7 % 30, 1 + number % 12, 1 + number % 28)
    sex = ("female", "male")[number % 2]
    if programme == "tr":
        facts = in_need(area=area, no_income_months=3 + number % 5)
    elif programme == "dp":
        facts = classes(today, zero_employment_household=True, birth_date=born, sex=sex)
    elif programme == "ls":
        facts = unpaid_share(today, continuous_job_months=14 + number % 30)
    else:
        facts = insured(
            today,
            days_ago,
            area=area,
            birth_date=born,
            sex=sex,
            contribution_months=(14, 30, 47, 66, 90, 122)[number % 6],
        )
        if number % 5 == 1 and state in (S.SUBMITTED, S.ACCEPTED):
            facts["termination"] = None  # the certificate does not say why
        if state is S.APPEALED:
            facts["termination"] = "worker_resigned_art37"
    if state in (S.SUSPENDED, S.STOPPED) and programme != "ui":
        state = S.GRANTED
    if state is S.APPEALED and programme != "ui":
        state = S.ACCEPTED
    facts.pop("retire_class", None) if sex == "male" else facts.setdefault("retire_class", "female_worker")
    notes = {
        S.RETURNED: "请补离职证明，要有单位盖章。",
        S.SUSPENDED: "系统里查到新的参保记录，请来窗口说明。",
        S.STOPPED: "本人说已经上班。",
        S.APPEALED: "是单位让我写的辞职信，我有微信记录。",
    }
    return Story(programme, facts, state, days_ago, notes.get(state, ""), months=1 + number % 3)
