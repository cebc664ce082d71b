"""What an employer may know of an applicant: the one place that decides (reliability checklist 4).

| when                               | what                                                                     |
|------------------------------------|--------------------------------------------------------------------------|
| from the application on            | masked name, district, work done, skills, certificates, wanted times,     |
|                                    | and only those limits and that education that this post asks about        |
| invited, offered, accepted, hired  | also the full name and the phone number                                   |
| never                              | identity number, hardship, benefits, sex, age, address, wishes for others |

An application that is refused, withdrawn or closed falls back to the first row. Pages for employers are given
an `Applicant` and never the person's own rows. The applicant's own page shows the same object: 单位看到的您.
"""

from dataclasses import dataclass
from typing import Any

from jobhelp.accounts.models import User
from jobhelp.applications.models import Application
from jobhelp.applications.states import ApplicationState
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.openings.models import Opening

S = ApplicationState
CONTACT_STATES = frozenset({S.INVITED, S.OFFERED, S.ACCEPTED, S.HIRED})


@dataclass(frozen=True)
class Applicant:
    """One applicant as the employer of the post sees them. Codes of the reference book, never free text."""

    name: str
    phone: str | None
    district_code: str | None
    past: tuple[tuple[str, float], ...]  # (occupation code, years), longest first
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    lacks_certificates: tuple[str, ...]  # asked for by the post, not among theirs
    education: int  # 0 when not said or when the post does not ask
    shifts: tuple[str, ...]
    days: tuple[int, ...]
    earliest: int | None
    latest: int | None
    hours_max: float | None
    cannot: tuple[str, ...]  # only what this post demands

    @property
    def says_anything(self) -> bool:
        """Whether the person has told anything about their work at all."""
        return bool(
            self.past or self.skills or self.certificates or self.shifts or self.days or self.earliest
        )


def shows_contact(state: str) -> bool:
    """Whether the full name and phone number are open to the employer in this state."""
    return state in CONTACT_STATES


def disclose(
    application: Application,
    opening: Opening,
    seeker: Seeker,
    profile: SeekerProfile | None,
    user: User | None,
) -> Applicant:
    """The applicant as this post's employer may see them now."""
    contact = shows_contact(application.state)
    has = _words(profile, "certificates")
    return Applicant(
        name=(seeker.name if contact and seeker.name else seeker.name_mask),
        phone=user.phone if contact and user is not None else None,
        district_code=(profile.district_code if profile else None) or seeker.district_code,
        past=_past(profile),
        skills=_words(profile, "skills"),
        certificates=has,
        lacks_certificates=tuple(code for code in opening.certificates if code not in has),
        education=profile.education if profile and opening.education_min else 0,
        shifts=_words(profile, "shifts"),
        days=tuple(profile.days) if profile else (),
        earliest=profile.earliest if profile else None,
        latest=profile.latest if profile else None,
        hours_max=profile.hours_max if profile else None,
        cannot=tuple(code for code in _words(profile, "cannot") if code in opening.demands),
    )


def _words(profile: SeekerProfile | None, name: str) -> tuple[str, ...]:
    return tuple(getattr(profile, name)) if profile else ()


def _past(profile: SeekerProfile | None) -> tuple[tuple[str, float], ...]:
    rows: list[dict[str, Any]] = profile.past if profile else []
    past = [(str(row.get("occupation", "")), float(row.get("years") or 0)) for row in rows]
    return tuple(sorted((row for row in past if row[0]), key=lambda row: (-row[1], row[0])))
