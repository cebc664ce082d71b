"""Write people: who they are, what is true of them, and how much of it they told the site."""

import math
from dataclasses import dataclass, field
from typing import Any

from jobhelp.demo.dice import Dice
from jobhelp.demo.invented import person_name
from jobhelp.demo.texts import Life, Texts
from jobhelp.jobseekers.states import ORDER, SKIPPED, Question
from jobhelp.reference.models import Street
from jobhelp.reference.queries import Book

CORE_SHARES = {"230103": 26.0, "230102": 24.0, "230110": 20.0, "230104": 18.0, "230109": 8.0, "230108": 7.0}
SUBURB_SHARE = 3.0
SPREAD = 0.006
COUNTY_WIDE = 1.5  # in a county people are used to going farther
FULL_DAY = 8  # hours: who can do fewer asks for as much less


@dataclass(slots=True)
class Person:
    """One invented person. `truth` decides what they do; `profile` is what they told; the rest never ranks."""

    name: str
    district: str
    truth: dict[str, Any]
    profile: dict[str, Any]
    facts: list[str]
    recognised: bool
    registered: float  # days before now, negative
    visits: float
    reliability: float
    has_id_number: bool
    parity: int
    extra: dict[str, Any] = field(default_factory=dict)


class Population:
    """Draws people from the ways of living."""

    def __init__(self, texts: Texts, book: Book, streets: dict[str, list[Street]]) -> None:
        self.texts = texts
        self.streets = streets
        core = {code: CORE_SHARES.get(code, 5.0) for code, row in book.districts.items() if row.core}
        county = {code: SUBURB_SHARE for code, row in book.districts.items() if not row.core}
        self.homes: dict[str, dict[str, float]] = {"core": core, "county": county, "all": core | county}
        self.lives = texts.lives
        self.shares = [life.share for life in texts.lives]

    def draw(self, dice: Dice) -> Person:
        """One person."""
        life = dice.weighted(self.lives, self.shares)
        homes = self.homes[life.where]
        district = dice.weighted(list(homes), list(homes.values()))
        wide = 1.0 if district in self.homes["core"] else COUNTY_WIDE
        truth = _truth(dice, life, district, dice.pick(self.streets[district]), wide)
        profile = told(dice, life, truth)
        facts = [fact for fact, chance in life.facts.items() if dice.chance(chance)]
        return Person(
            name=person_name(dice, self.texts.families, self.texts.given),
            district=district,
            truth=truth,
            profile=profile,
            facts=facts if dice.chance(0.7) else [],
            recognised=bool(facts) and dice.chance(0.4),
            registered=-365 * dice.share() - 0.2,
            visits=life.visits * math.exp(dice.between(-0.7, 0.7)),
            reliability=dice.between(-0.8, 0.8),
            has_id_number=dice.chance(0.6),
            parity=dice.whole(0, 1),
        )


def _truth(dice: Dice, life: Life, district: str, street: Street, wide: float) -> dict[str, Any]:
    asked = dice.whole(1, 3)
    full_day = dice.between(*life.pay)
    hours = float(round(dice.between(*life.hours)))
    wishes = _shuffled(dice, life.wanted, asked + 1)
    past = [
        {"occupation": code, "years": round(dice.between(least, most) * 2) / 2 or 0.5}
        for code, least, most in _shuffled(dice, life.past, dice.weighted((0, 1, 2), (1, 5, 2)))
    ]
    return {
        "wanted": wishes[:asked],
        "fancies": wishes[asked:],  # what they would also do, and do not say
        "words": dice.pick(life.words) if dice.chance(0.35) else "",
        "past": past,
        "skills": dice.some(life.skills, dice.whole(1, 4)),
        "certificates": [code for code, chance in life.certificates.items() if dice.chance(chance)],
        "education": int(dice.weighted(list(life.education), list(life.education.values()))),
        "district_code": district,
        "street_code": street.code,
        "lat": round(street.lat + dice.between(-SPREAD, SPREAD), 5),
        "lon": round(street.lon + dice.between(-SPREAD, SPREAD), 5),
        "max_km": float(round(wide * dice.between(*life.km) * 2) / 2),
        "pay_min": round(full_day * min(hours / FULL_DAY, 1) / 10_000) * 10_000,
        "shifts": list(life.shifts) if dice.chance(0.6) else list(life.shifts[:2]),
        "earliest": _half_hour(dice, life.earliest),
        "latest": _half_hour(dice, life.latest),
        "hours_max": hours,
        "days": list(life.days),
        "kinds": list(life.kinds) if dice.chance(0.7) else [],
        "cannot": [demand for demand, chance in life.cannot.items() if dice.chance(chance)],
    }


UNANSWERED: dict[str, Any] = {
    "wanted": [], "words": "", "past": [], "skills": [], "certificates": [], "education": 0, "street_code": None,
    "lat": None, "lon": None, "max_km": None, "pay_min": None, "shifts": [], "earliest": None, "latest": None,
    "hours_max": None, "days": [], "kinds": [], "cannot": [],
}  # fmt: skip
ASKED = {
    Question.WORK: ("wanted", "words"),
    Question.SKILLS: ("skills", "certificates"),
    Question.EXPERIENCE: ("past",),
    Question.EDUCATION: ("education",),
    Question.PLACE: ("street_code", "lat", "lon", "max_km"),
    Question.TIME: ("shifts", "days", "earliest", "latest", "hours_max"),
    Question.PAY: ("pay_min",),
    Question.LIMITS: ("cannot", "kinds"),
}


def told(dice: Dice, life: Life, truth: dict[str, Any]) -> dict[str, Any]:
    """The profile: the truth, without the questions that this person passed over or has not come to."""
    profile = {name: value for name, value in truth.items() if name != "fancies"} | {
        "no_certificate": False,
        "beyond_city": False,
        "personalised": not dice.chance(0.06),
        "plain_order": dice.pick(("newest", "nearest")),
    }
    marks = []
    for question in ORDER:
        if not dice.chance(life.unanswered):
            marks.append(question.value)
            continue
        profile |= {name: UNANSWERED[name] for name in ASKED[question]}
        if dice.chance(0.6):
            marks.append(SKIPPED + question.value)
    if Question.SKILLS.value in marks and not truth["certificates"]:
        profile["no_certificate"] = dice.chance(0.5)
    return profile | {"answered": marks}


def _shuffled(dice: Dice, choices: tuple[Any, ...], count: int) -> list[Any]:
    """`count` different choices in a random order."""
    left = list(choices)
    return [left.pop(int(len(left) * dice.share())) for _ in range(min(count, len(left)))]


def _half_hour(dice: Dice, span: tuple[int, int] | None) -> int | None:
    return None if span is None else round(dice.between(*span) / 30) * 30
