"""Consent: given and taken back with the same ease; every word is kept, none is changed."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.audit import service as audit
from jobhelp.jobseekers import queries
from jobhelp.jobseekers.models import Consent, Seeker
from jobhelp.jobseekers.service.changes import change
from jobhelp.jobseekers.states import CONSENT_TEXTS, PlainOrder, Purpose
from jobhelp.permissions import Role

Translate = Callable[[str], str]


def write_consent(
    session: Session,
    seeker: Seeker,
    purpose: Purpose,
    *,
    given: bool,
    translate: Translate = str,
    channel: str = "self",
) -> Consent:
    """Add what the person said, with the very text that they read (`translate` puts it into their language)."""
    text = translate(CONSENT_TEXTS[purpose])
    consent = Consent(
        seeker_id=seeker.id,
        purpose=purpose.value,
        given=given,
        text=text,
        text_digest=crypto.digest_text(text),
        channel=channel,
        at=clock.now(),
    )
    session.add(consent)
    session.flush()
    audit.record(
        session,
        "jobseekers:consent",
        actor_id=seeker.user_id,
        actor_role=Role.RESIDENT.value,
        subject="seeker",
        subject_id=seeker.id,
        purpose=purpose.value,
        given=given,
        text=consent.text_digest,
    )
    return consent


def set_personalised(session: Session, seeker: Seeker, on: bool, *, translate: Translate = str) -> None:
    """Switch personalised ranking on or off; off is the withdrawal of the consent."""
    profile = queries.profile_of(session, seeker.id)
    if profile.personalised == on:
        return
    write_consent(session, seeker, Purpose.PERSONALISED_RANKING, given=on, translate=translate)
    change(session, profile, {"personalised": on})


def set_visible(session: Session, seeker: Seeker, on: bool, *, translate: Translate = str) -> None:
    """Let verified employers find this person among the people suggested for a post, or no longer."""
    profile = queries.profile_of(session, seeker.id)
    if profile.visible == on:
        return
    write_consent(session, seeker, Purpose.SUGGESTED, given=on, translate=translate)
    profile.visible = on
    session.flush()


def set_plain_order(session: Session, seeker: Seeker, order: PlainOrder | str) -> None:
    """How the list is ordered while personalised ranking is off."""
    profile = queries.profile_of(session, seeker.id)
    change(session, profile, {"plain_order": PlainOrder(order).value})
