"""Write advertisements: from a kind of advert, an employer and a place to the columns of an opening."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from jobhelp.demo.dice import Dice
from jobhelp.demo.texts import Advert, Firm, Hours, Texts
from jobhelp.labels import Kind
from jobhelp.reference.models import Street
from jobhelp.reference.queries import Book

PAY_STEP = {"month": 10_000, "day": 1_000, "hour": 100, "piece": 50, "once": 1_000}
PAY_NOTES = {
    "month": (
        "每月 10 日发工资，打到银行卡",
        "每月 15 日发工资，打到银行卡",
        "每月 8 日发上月工资",
        "月底结清",
    ),
    "day": ("干完当天结算", "当天结算，微信或现金都行"),
    "hour": ("按月汇总，次月 10 日前发到银行卡",),
    "piece": ("按件记账，每月 15 日结清",),
    "once": ("做完当场结算",),
}
PRIORITY_NOTES = (
    "已认定的就业困难人员优先，其他人也可以报名。",
    "低保家庭、有残疾人证的人、失业满一年的人优先安排，其他人也可以报名。",
    "先满足就业困难人员，名额有余再招其他人。",
)
WELFARE_PAY_NOTE = "非全日制，按小时计酬，次月 10 日前发到银行卡"
SPREAD = 0.004  # degrees about the middle of a street: some three hundred metres


@dataclass(frozen=True, slots=True)
class Site:
    """Who hires, where."""

    employer_id: int
    firm: Firm
    district: str
    street: Street


def site_of(dice: Dice, book: Book, employer_id: int, firm: Firm, streets: dict[str, list[Street]]) -> Site:
    """One of the places where the firm has work: often its own street, else one of a district it works in."""
    district = dice.pick(firm.sites)
    own = book.streets.get(firm.street or "")
    if own is not None and district == own.district_code and dice.chance(0.6):
        return Site(employer_id, firm, district, own)
    return Site(employer_id, firm, district, dice.pick(streets[district]))


def settled_streets(book: Book) -> dict[str, list[Street]]:
    """District → the streets and towns where people live and work (without farms and forestry bureaus).

    What is thickly settled stands more often: of a county its own town, three times as often as all others together, of
    a district of the city its streets, four times as often as its towns. There most people live and most of the work
    is; an even draw would put them a day's walk apart.
    """
    found: dict[str, list[Street]] = {}
    for street in book.streets.values():
        if street.name_zh.endswith(("街道", "镇")):
            found.setdefault(street.district_code, []).append(street)
    for code, streets in found.items():
        district = book.districts[code]
        if not district.core:
            centre = min(
                streets, key=lambda one: (one.lat - district.lat) ** 2 + (one.lon - district.lon) ** 2
            )
            streets += [centre] * (3 * len(streets) - 4)
        else:
            streets += 3 * [one for one in streets if one.name_zh.endswith("街道")]
    return found


def write(dice: Dice, texts: Texts, advert: Advert, site: Site) -> dict[str, Any]:
    """The columns of an opening that the employer writes. Dates and state are the caller's."""
    street = site.street
    hours = dice.pick(advert.hours) if advert.hours else None
    least, most = _pay(dice, advert)
    values: dict[str, Any] = {
        "kind": advert.kind,
        "title": dice.pick(advert.titles),
        "employer_id": site.employer_id,
        "employer_name": site.firm.name,
        "occupation_code": advert.occupation,
        "duties": "\n".join(dice.some(advert.duties, max(3, len(advert.duties) - dice.whole(0, 1)))),
        "requirements": "\n".join(dice.some(advert.asks, dice.whole(2, 3))),
        "pay_min": least,
        "pay_max": most,
        "pay_unit": advert.unit,
        "pay_months": None,
        "pay_text": "",
        "pay_note": dice.pick(PAY_NOTES[advert.unit]),
        "headcount": dice.whole(*advert.heads),
        "district_code": site.district,
        "street_code": street.code,
        "place_text": _place(dice, site),
        "outside_city": False,
        "lat": round(street.lat + dice.between(-SPREAD, SPREAD), 5),
        "lon": round(street.lon + dice.between(-SPREAD, SPREAD), 5),
        "education_min": advert.education,
        "experience_min": advert.experience,
        "certificates": list(advert.certificates),
        "skills": list(advert.skills),
        "demands": list(advert.demands),
        "perks": [perk for perk in advert.perks if dice.chance(0.88)],
        "priority_note": dice.pick(PRIORITY_NOTES) if advert.kind == Kind.ASSISTANCE else "",
        "welfare_kind_code": advert.welfare,
        "community": "",
        **_when(hours),
        **dict.fromkeys(("gig_on", "gig_from", "gig_to")),
        "meeting_point": "",
    }
    if advert.welfare:
        values["community"] = f"{street.name_zh}{dice.pick(texts.communities)}社区"
        values["pay_note"] = WELFARE_PAY_NOTE
    if advert.gig:
        values |= _gig(advert.gig, values["place_text"])
    return values


def set_gig_day(values: dict[str, Any], on: date) -> None:
    """The day of a gig."""
    values["gig_on"] = on
    values["days"] = [on.weekday()]


def _pay(dice: Dice, advert: Advert) -> tuple[int, int | None]:
    """The least and the most; None when it is one amount."""
    low, high = advert.pay
    step = PAY_STEP[advert.unit]
    least = low + round((high - low) * dice.between(0, 0.4) / step) * step
    most = least + round((high - low) * dice.between(0.1, 0.6) / step) * step
    one_amount = most <= least or dice.chance(0.2)
    return least, None if one_amount else most


def _place(dice: Dice, site: Site) -> str:
    if site.street.code == site.firm.street:
        return site.firm.address
    return f"{site.street.name_zh}，{dice.whole(1, 380)} 号院（示例地址）"


def _when(hours: Hours | None) -> dict[str, Any]:
    if hours is None:
        return {
            "shifts": [],
            "starts_at": None,
            "ends_at": None,
            "hours_per_day": None,
            "hours_per_week": None,
            "days": [],
            "hours_note": "",
        }
    return {
        "shifts": list(hours.shifts),
        "starts_at": hours.starts_at,
        "ends_at": hours.ends_at,
        "hours_per_day": hours.day,
        "hours_per_week": hours.week,
        "days": list(hours.days),
        "hours_note": hours.note,
    }


def _gig(span: tuple[int, int], place: str) -> dict[str, Any]:
    starts, ends = span
    early = ["early"] if starts < 7 * 60 else []
    late = ["evening"] if ends > 19 * 60 else []
    rest = 60 if ends - starts > 6 * 60 else 0
    return {
        "gig_from": time(starts // 60, starts % 60),
        "gig_to": time(ends // 60, ends % 60),
        "starts_at": starts,
        "ends_at": ends,
        "shifts": [*early, "day", *late],
        "hours_per_day": (ends - starts - rest) / 60,
        "hours_note": "一天的活" if ends - starts > 5 * 60 else "半天的活",
        "meeting_point": f"{place}大门口，提前 15 分钟到",
    }
