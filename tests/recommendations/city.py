"""A small invented city with a past: openings, jobseekers, and a year of applications that follow their wishes.

Everything comes from one seeded generator and is inserted in bulk, so that a test has a city in a second.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application, ApplicationStep
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.labels import DEMANDS, PERKS
from jobhelp.openings.models import Opening
from jobhelp.orm import new_uid, write_session
from jobhelp.reference.queries import Book, book

KINDS = ("market", "market", "market", "market", "assistance", "welfare", "gig")


@dataclass(frozen=True)
class City:
    """How much there is: numbers 1 … openings, 1 … seekers."""

    openings: int
    seekers: int
    applications: int


def build(
    engine: Engine, openings: int = 120, seekers: int = 60, *, days: int = 180, each: int = 8, seed: int = 7
) -> City:
    """Fill an empty database."""
    rng = np.random.default_rng(seed)
    with Session(engine) as session:
        reference = book(session)
    posts = [opening(rng, reference, number + 1, days) for number in range(openings)]
    people = [_seeker(number + 1) for number in range(seekers)]
    profiles = [profile(rng, reference, number + 1) for number in range(seekers)]
    applications, steps = _applications(rng, reference, posts, profiles, days, each)
    with write_session(engine) as session:
        for table, rows in (
            (Opening, posts),
            (Seeker, people),
            (SeekerProfile, profiles),
            (Application, applications),
            (ApplicationStep, steps),
        ):
            for at in range(0, len(rows), 5000):
                session.execute(insert(table), rows[at : at + 5000])
    return City(openings, seekers, len(applications))


def opening(rng: np.random.Generator, reference: Book, number: int, days: int) -> dict[str, Any]:
    """One post, published at some time in the last `days`; the later half is still open."""
    occupation = list(reference.occupations.values())[int(rng.integers(len(reference.occupations)))]
    districts = list(reference.districts.values())
    district = districts[int(min(rng.geometric(0.25) - 1, len(districts) - 1))]
    kind = KINDS[int(rng.integers(len(KINDS)))]
    age = int(rng.integers(0, days))
    day = clock.today() - timedelta(days=age)
    starts = int(rng.choice([360, 420, 480, 540, 840, 1320]))
    shift = "night" if starts == 1320 else "evening" if starts == 840 else "early" if starts < 420 else "day"
    low = int(rng.integers(20, 60)) * 10_000
    return {
        "id": number,
        "number": f"{district.code}-{number:06d}",
        "kind": kind,
        "state": "published",
        "title": f"{occupation.name_zh}（{district.name_zh}）",
        "employer_id": None,
        "employer_name": f"示例单位{number % max(3, number // 10 + 1)}",
        "occupation_code": occupation.code,
        "duties": f"{occupation.name_zh}日常工作\n听从班长安排",
        "requirements": "身体健康，工作认真",
        "pay_min": low,
        "pay_max": low + int(rng.integers(0, 8)) * 10_000,
        "pay_unit": "month",
        "headcount": int(rng.integers(1, 6)),
        "taken": 0,
        "district_code": district.code,
        "lat": district.lat + float(rng.normal(0, 0.02)),
        "lon": district.lon + float(rng.normal(0, 0.03)),
        "education_min": int(rng.choice([0, 0, 0, 2, 3, 4])),
        "experience_min": float(rng.choice([0, 0, 1, 2])),
        "certificates": [str(rng.choice(list(reference.certificates)))] if rng.random() < 0.15 else [],
        "skills": [],
        "shifts": [shift],
        "starts_at": starts,
        "ends_at": starts + 480,
        "hours_per_day": 8.0,
        "days": [0, 1, 2, 3, 4] if rng.random() < 0.6 else [0, 1, 2, 3, 4, 5],
        "demands": [str(code) for code in rng.choice(DEMANDS, int(rng.integers(0, 3)), replace=False)],
        "perks": [str(code) for code in rng.choice(PERKS, int(rng.integers(0, 4)), replace=False)],
        "tags": [],
        "lint": [],
        "flags": [],
        "valid_from": day,
        "valid_until": day + timedelta(days=days // 2 if age > days // 2 else days),
        "published_at": clock.start_of(day) + timedelta(hours=9),
        "created_at": clock.start_of(day),
        "changed_at": clock.start_of(day) + timedelta(hours=9),
        "demo": True,
    }


def _seeker(number: int) -> dict[str, Any]:
    return {"id": number, "uid": new_uid(), "demo": True, "created_at": clock.now()}


def profile(rng: np.random.Generator, reference: Book, number: int) -> dict[str, Any]:
    """What one person wants; every answer may be missing."""
    occupations = list(reference.occupations)
    districts = list(reference.districts.values())
    district = districts[int(min(rng.geometric(0.25) - 1, len(districts) - 1))]
    wanted = [str(code) for code in rng.choice(occupations, int(rng.integers(1, 4)), replace=False)]

    def sometimes(value: Any, chance: float = 0.6) -> Any:
        return value if rng.random() < chance else None

    return {
        "seeker_id": number,
        "wanted": wanted,
        "words": "",
        "past": [{"occupation": wanted[-1], "words": "", "years": float(rng.integers(1, 10))}],
        "skills": [],
        "certificates": [],
        "education": int(rng.choice([0, 2, 3, 4])),
        "district_code": district.code,
        "lat": district.lat + float(rng.normal(0, 0.02)),
        "lon": district.lon + float(rng.normal(0, 0.03)),
        "max_km": sometimes(float(rng.choice([5, 10, 30]))),
        "beyond_city": False,
        "pay_min": sometimes(int(rng.integers(20, 40)) * 10_000),
        "shifts": sometimes(["day", "early"], 0.4) or [],
        "earliest": sometimes(420, 0.2),
        "latest": sometimes(1200, 0.2),
        "hours_max": sometimes(9.0, 0.3),
        "days": sometimes([0, 1, 2, 3, 4, 5], 0.3) or [],
        "kinds": [],
        "cannot": [str(code) for code in rng.choice(DEMANDS, int(rng.integers(0, 2)), replace=False)],
        "personalised": True,
        "answered": ["work"],
        "changed_at": clock.now() - timedelta(days=1),
    }


def _applications(
    rng: np.random.Generator,
    reference: Book,
    posts: list[dict[str, Any]],
    profiles: list[dict[str, Any]],
    days: int,
    each: int,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People apply to what they want and what is near, on days on which it was open."""
    occupation = np.array([post["occupation_code"] for post in posts])
    family = np.array([reference.occupations[code].family for code in occupation])
    lat, lon = np.array([post["lat"] for post in posts]), np.array([post["lon"] for post in posts])
    first = np.array([post["valid_from"].toordinal() for post in posts])
    last = np.array([post["valid_until"].toordinal() for post in posts])
    today = clock.today().toordinal()
    applications: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for person in profiles:
        families = {reference.occupations[code].family for code in person["wanted"]}
        km = 111 * np.hypot(lat - person["lat"], (lon - person["lon"]) * 0.7)
        liking = (
            2.5 * np.isin(occupation, person["wanted"]) + 1.2 * np.isin(family, list(families)) - 0.08 * km
        )
        done: set[int] = set()
        for _ in range(each):
            day = int(rng.integers(today - days, today))
            may = np.flatnonzero((first <= day) & (day <= last))
            may = may[~np.isin(may, list(done))]
            if not len(may):
                continue
            at = int(may[np.argmax(liking[may] + rng.gumbel(0, 0.7, len(may)))])
            done.add(at)
            number = len(applications) + 1
            instant = clock.start_of(clock.today()) + timedelta(
                days=day - today, hours=float(rng.uniform(8, 20))
            )
            end = rng.random()
            state = "hired" if end < 0.1 else "invited" if end < 0.3 else "applied"
            applications.append(
                {
                    "id": number,
                    "opening_id": posts[at]["id"],
                    "seeker_id": person["seeker_id"],
                    "state": state,
                    "created_at": instant,
                    "changed_at": instant,
                }
            )
            words = {"applied": ["applied"], "invited": ["applied", "invited"]}.get(
                state, ["applied", "hired"]
            )
            steps += [
                {
                    "application_id": number,
                    "at": instant + timedelta(hours=20 * place),
                    "state": word,
                    "by": "seeker" if word == "applied" else "employer",
                    "note": "",
                }
                for place, word in enumerate(words)
            ]
    return applications, steps
