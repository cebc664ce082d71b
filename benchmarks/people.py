"""Synthetic people of Harbin for the policy bench, as columns; needs numpy alone, so both sides of it make the same.

Nobody here is real. A block is made from its number, so any process can make any block.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

ON = date(2026, 11, 24)
BLOCK = 10_000
EPOCH = date(1970, 1, 1)
NONE = -1  # in a column: not known (registered: not registered; event: none)
AREAS = [
    "230102",
    "230103",
    "230104",
    "230108",
    "230109",
    "230110",
    "230111",
    "230112",
    "230113",
    "230123",
    "230124",
    "230125",
    "230126",
    "230127",
    "230128",
    "230129",
    "230183",
    "230184",
    "230100",
]
WEIGHTS = np.array([10, 15, 10, 3, 3, 12, 6, 6, 6, 3, 2, 4, 5, 2, 2, 2, 4, 4, 1], dtype=float)
CLASSES = ("male", "female_worker", "female_cadre", None)
ENDINGS = (
    "employer_dismissal_art40",
    "contract_expired_art44_1",
    "agreed_employer_proposed_art36",
    "worker_ended_art38",
    "worker_resigned_art37",
    "agreed_worker_proposed_art36",
    "agreed_proposer_unknown",
)
RATES = ("rate_9_5", "rate_6_5", "rate_5", "resident")
GROUPS = ("registered_unemployed", "hardship", "graduate", "returning_migrant", "nobody")


def columns(block: int, count: int = BLOCK) -> dict[str, np.ndarray]:
    """The people of one block: whole numbers by name, days counted from 1970, NONE for what is not known."""
    chance = np.random.default_rng([7, block])
    today = (ON - EPOCH).days

    def maybe(values: np.ndarray, unknown: float) -> np.ndarray:
        return np.where(chance.random(count) < unknown, NONE, values)

    def flag(share: float, unknown: float = 0.0) -> np.ndarray:
        return maybe((chance.random(count) < share).astype(np.int64), unknown)

    sex = chance.choice(len(CLASSES), count, p=[0.52, 0.26, 0.15, 0.07])
    age = chance.integers(16 * 365, 63 * 365, count)
    worked = np.minimum(chance.gamma(1.6, 40, count).astype(np.int64), np.maximum(0, (age - 16 * 365) // 30))
    registered = today - chance.integers(0, 500, count)
    ended = registered - chance.integers(0, 200, count)
    contribution = maybe(np.where(chance.random(count) < 0.2, 0, worked), 0.01)
    premium = flag(0.97, 0.01)
    known = (contribution != NONE) & (premium != NONE)  # months are left over only where the record is known
    carried = np.where(known & (chance.random(count) < 0.08), chance.integers(1, 24, count), 0)
    left_school = today - age + chance.integers(18 * 365, 24 * 365, count)
    return {
        "class": sex,
        "birth": today - age,
        "area": chance.choice(len(AREAS), count, p=WEIGHTS / WEIGHTS.sum()),
        "contribution": contribution,
        "carried": carried,
        "registered": np.where(chance.random(count) < 0.3, NONE, registered),
        "ended": ended,
        "ending": chance.choice(len(ENDINGS), count, p=[0.3, 0.2, 0.1, 0.05, 0.25, 0.05, 0.05]),
        "premium": premium,
        "pension": flag(0.02, 0.01),
        "event": np.where(chance.random(count) < 0.15, registered + chance.integers(-30, 500, count), NONE),
        "rural": flag(0.35, 0.02),
        "dibao": flag(0.04, 0.05),
        "disabled": flag(0.03),
        "zero": flag(0.02, 0.05),
        "certified": flag(0.12, 0.02),
        "flexible": flag(0.25),
        "rate": chance.choice(len(RATES), count),
        "paid": chance.integers(0, 13, count),
        "used": np.where(chance.random(count) < 0.1, chance.integers(0, 60, count), 0),
        "job_months": chance.integers(0, 60, count),
        "premium_cents": chance.integers(0, 4000, count),
        "insured_months": np.minimum(worked, 24),
        "hardship": flag(0.1, 0.2),
        "no_income": chance.integers(0, 6, count),
        "group": chance.choice(len(GROUPS), count),
        "loan": chance.integers(1, 40, count) * 10_000,
        "firm_staff": chance.integers(0, 150, count),
        "firm_hires": chance.integers(0, 12, count),
        "graduate": flag(0.3),
        "left_school": np.minimum(left_school, today),
        "business": np.where(chance.random(count) < 0.1, today - chance.integers(0, 900, count), NONE),
    }


def people(block: int, count: int = BLOCK) -> Iterator[dict[str, Any]]:
    """The facts of each person of a block."""
    table = {name: values.tolist() for name, values in columns(block, count).items()}
    days: dict[int, date] = {}

    def always(number: int) -> date:  # also on the last day of 1969, which is -1
        if number not in days:
            days[number] = EPOCH + timedelta(days=number)
        return days[number]

    def day(number: int) -> date | None:
        return None if number == NONE else always(number)

    yes_no = (False, True, None)  # by 0, 1 and NONE
    for i in range(count):
        row = {name: values[i] for name, values in table.items()}
        months = None if row["contribution"] == NONE else row["contribution"]
        graduate = row["graduate"] == 1
        yield {
            "sex": "male" if row["class"] == 0 else "female",
            "retire_class": CLASSES[row["class"]],
            "birth_date": always(row["birth"]),
            "area": AREAS[row["area"]],
            "hukou_area": AREAS[row["area"]],
            "contribution_months": months,
            "insured": None if months is None else months > 0,
            "carried_months": row["carried"],
            "registered_on": day(row["registered"]),
            "terminated_on": always(row["ended"]),
            "termination": ENDINGS[row["ending"]],
            "person_paid_premium": yes_no[row["premium"]],
            "on_pension": yes_no[row["pension"]],
            "on_ui": False,
            "on_us": False,
            "us_received_months": 0,
            "ui_exhausted_on": None,
            "still_unemployed_at_expiry": True,
            "unemployed": row["event"] == NONE,
            "events": [] if row["event"] == NONE else [{"date": day(row["event"]), "type": "reemployed"}],
            "hukou": ("urban", "rural", None)[row["rural"]],
            "dibao": yes_no[row["dibao"]],
            "disability_card": yes_no[row["disabled"]],
            "zero_employment_household": yes_no[row["zero"]],
            "lost_land": False,
            "hard_to_place_graduate": False,
            "dp_certified": yes_no[row["certified"]],
            "flexible_employment": yes_no[row["flexible"]],
            "paid_own_name": yes_no[row["flexible"]],
            "medical_rate": RATES[row["rate"]],
            "months_paid": row["paid"],
            "months_used_before": row["used"],
            "ui_months_in_period": 0,
            "continuous_job_months": row["job_months"],
            "employer_premium_monthly": row["premium_cents"] / 100,
            "insured_months": row["insured_months"],
            "first_insured_on": always(row["ended"]),
            "hardship": yes_no[row["hardship"]],
            "no_income_months": row["no_income"],
            "group": GROUPS[row["group"]],
            "amount": row["loan"],
            "rate_pct": 3.5,
            "months": 24,
            "partners": 0,
            "other_loans": [],
            "bad_credit": False,
            "times_before": 0,
            "micro_small": True,
            "arrears": False,
            "staff": row["firm_staff"],
            "qualifying_hires": min(row["firm_hires"], row["firm_staff"]),
            "graduate": graduate,
            "left_school_on": always(row["left_school"]) if graduate else None,
            "graduate_left_school_on": always(row["left_school"]) if graduate else None,
            "graduation_year": (EPOCH + timedelta(days=row["left_school"])).year if graduate else None,
            "categories": ["disabled"] if row["disabled"] == 1 else [],
            "received_before": False,
            "has_business": row["business"] != NONE,
            "registered_business_on": day(row["business"]),
            "first_business": True,
            "rural_coop": False,
            "post": "fulltime",
            "placements_before": 0,
            "hire_date": ON,
            "contract_months": 12,
            "employer_paid_monthly": 900,
            "cpi_yoy": 0.2,
            "food_yoy": -0.6,
            "published_standard": 40,
        }
