"""An opening as schema.org JobPosting, for search engines and other sites. No person's name or number inside."""

from typing import Any

from jobhelp.labels import Kind
from jobhelp.openings.models import Opening
from jobhelp.openings.views.words import hours_of
from jobhelp.reference.views import book

UNITS = {"hour": "HOUR", "day": "DAY", "month": "MONTH", "year": "YEAR"}
LEVELS = {
    3: "high school",
    4: "associate degree",
    5: "bachelor degree",
    6: "postgraduate degree",
    7: "postgraduate degree",
}


def posting(opening: Opening, address: str) -> dict[str, Any]:
    """The JobPosting document. `address` is the page for people."""
    document = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "url": address,
        "title": opening.title,
        "description": "\n".join(text for text in (opening.duties, opening.requirements) if text)
        or opening.title,
        "identifier": {
            "@type": "PropertyValue",
            "name": "jobhelp",
            "value": opening.number or str(opening.id),
        },
        "datePosted": opening.published_at.date().isoformat() if opening.published_at else None,
        "validThrough": opening.valid_until.isoformat(),
        "employmentType": _employment(opening),
        "hiringOrganization": {"@type": "Organization", "name": opening.employer_name},
        "jobLocation": {"@type": "Place", "address": _address(opening)},
        "baseSalary": _salary(opening),
        "totalJobOpenings": max(0, opening.headcount - opening.taken),
        "directApply": opening.employer_id is not None,
        "workHours": hours_of(opening) or None,
        "occupationalCategory": _occupation(opening),
        "educationRequirements": _education(opening),
        "experienceRequirements": _experience(opening),
    }
    return {key: value for key, value in document.items() if value not in (None, "")}


def _employment(opening: Opening) -> str:
    if opening.kind == Kind.GIG:
        return "PER_DIEM"
    if opening.kind == Kind.WELFARE or (opening.hours_per_week or 40) < 30:
        return "PART_TIME"
    return "FULL_TIME"


def _address(opening: Opening) -> dict[str, str]:
    address = {"@type": "PostalAddress", "addressCountry": "CN"}
    if not opening.outside_city:
        district = book().name("districts", opening.district_code)
        address |= {"addressRegion": "黑龙江省", "addressLocality": f"哈尔滨市{district}"}
    if opening.place_text:
        address["streetAddress"] = opening.place_text
    return address


def _salary(opening: Opening) -> dict[str, Any] | None:
    low, high, unit = opening.pay_min, opening.pay_max, UNITS.get(opening.pay_unit or "")
    if unit is None or (low is None and high is None):
        return None
    amounts = {"minValue": low, "maxValue": high}
    value = {key: amount / 100 for key, amount in amounts.items() if amount is not None}
    return {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {"@type": "QuantitativeValue", "unitText": unit, **value},
    }


def _occupation(opening: Opening) -> str | None:
    occupation = book().occupations.get(opening.occupation_code or "")
    return f"{occupation.code} {occupation.name_zh}" if occupation else None


def _education(opening: Opening) -> dict[str, str] | None:
    level = LEVELS.get(opening.education_min)
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": level} if level else None


def _experience(opening: Opening) -> dict[str, Any] | None:
    if not opening.experience_min:
        return None
    return {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": round(opening.experience_min * 12),
    }
