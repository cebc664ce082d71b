"""Hardship facts: kept apart, encrypted, under a consent of their own; gone the moment it is taken back."""

import json
from collections.abc import Iterable

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.audit import service as audit
from jobhelp.errors import Refusal
from jobhelp.jobseekers import queries
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.jobseekers.service.answers import NotOnTheList
from jobhelp.jobseekers.service.consents import Translate, write_consent
from jobhelp.jobseekers.states import Fact, Purpose
from jobhelp.orm import new_uid
from jobhelp.permissions import Role
from jobhelp.texts import N_


class ConsentMissing(Refusal):
    """Facts without the person's agreement to keep them."""

    message = N_("要保存困难情况，需要您先同意。不同意也可以，找工作不受影响。")


def save_hardship(
    session: Session, seeker: Seeker, facts: Iterable[Fact | str], *, agreed: bool, translate: Translate = str
) -> None:
    """Keep these facts in place of the earlier ones. Raises `ConsentMissing` without a live or a new consent."""
    try:
        chosen = {Fact(fact) for fact in facts}
    except ValueError:
        raise NotOnTheList(field="facts") from None
    if not queries.has_consented(session, seeker.id, Purpose.HARDSHIP):
        if not agreed:
            raise ConsentMissing(field="agreed")
        write_consent(session, seeker, Purpose.HARDSHIP, given=True, translate=translate)
    hardship = queries.hardship_of(session, seeker.id)
    if hardship is None:
        hardship = SeekerHardship(uid=new_uid(), seeker_id=seeker.id, recognised=False)
        session.add(hardship)
    document = {"facts": [fact.value for fact in Fact if fact in chosen], "said": str(clock.today())}
    hardship.facts = json.dumps(document)
    session.flush()
    _record(session, seeker, "jobseekers:save_hardship")


def withdraw_hardship(session: Session, seeker: Seeker, *, translate: Translate = str) -> None:
    """Take the consent back: the facts are erased at once. A recognition by the authority is not theirs to undo."""
    if queries.has_consented(session, seeker.id, Purpose.HARDSHIP):
        write_consent(session, seeker, Purpose.HARDSHIP, given=False, translate=translate)
    hardship = queries.hardship_of(session, seeker.id)
    if hardship is None:
        return
    if hardship.recognised:
        hardship.facts = None
    else:
        session.delete(hardship)
    session.flush()
    _record(session, seeker, "jobseekers:withdraw_hardship")


def _record(session: Session, seeker: Seeker, action: str) -> None:
    """One audit row; which facts it was about does not stand in it."""
    audit.record(
        session,
        action,
        actor_id=seeker.user_id,
        actor_role=Role.RESIDENT.value,
        subject="seeker",
        subject_id=seeker.id,
    )
