"""Papers: looked at by their content, kept encrypted, accepted by an officer, never shown inside a page."""

import hashlib
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts.models import User
from jobhelp.accounts.service import need
from jobhelp.audit import service as audit
from jobhelp.claims.models import Claim, ClaimDocument
from jobhelp.claims.refusals import NotAPaper, PaperEmpty, PaperExpired, PaperTooLarge, TooManyPapers
from jobhelp.claims.states import OPEN_STATES
from jobhelp.errors import WrongState
from jobhelp.orm import new_uid
from jobhelp.permissions import Permission
from jobhelp.policy.texts import programme

LARGEST = 5 * 1024 * 1024
MOST = 20
PLACE = "claim_documents.body"
TAIL = 1024  # where a file of the kind must end
KINDS = (
    ("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
    ("image/png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    ("application/pdf", b"%PDF-", b"%%EOF"),
)


def media_type(body: bytes) -> str:
    """What the content is: a JPEG, a PNG or a PDF, whole. Raises `NotAPaper`."""
    for kind, head, tail in KINDS:
        if body.startswith(head) and tail in body[-TAIL:]:
            return kind
    raise NotAPaper(field="paper")


def add_document(
    session: Session,
    claim: Claim,
    *,
    body: bytes,
    name: str,
    criterion: str = "",
    valid_until: date | None = None,
    by: User,
) -> ClaimDocument:
    """Keep a paper of an open claim, encrypted. The same content twice is one paper."""
    if claim.state not in OPEN_STATES:
        raise WrongState()
    if not body:
        raise PaperEmpty(field="paper")
    if len(body) > LARGEST:
        raise PaperTooLarge(field="paper")
    kind = media_type(body)
    digest = hashlib.sha256(body).hexdigest()
    mine = select(ClaimDocument).where(ClaimDocument.claim_id == claim.id)
    there = session.scalar(mine.where(ClaimDocument.digest == digest).limit(1))
    if there is not None:
        return there
    if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
        raise TooManyPapers(field="paper")
    uid = new_uid()
    paper = ClaimDocument(
        uid=uid,
        claim_id=claim.id,
        criterion=criterion if criterion in programme(claim.programme).criteria else "",
        name=_name(name, kind),
        media_type=kind,
        size=len(body),
        digest=digest,
        body=crypto.keyring().seal_bytes(body, place=PLACE, row=uid),
        valid_until=valid_until,
        by_id=by.id,
        at=clock.now(),
    )
    session.add(paper)
    session.flush()
    _record(session, "add_document", claim, paper, by)
    return paper


def _name(name: str, kind: str) -> str:
    """The file's own name without any folder, with the ending of what it is."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = "".join(letter for letter in bare.rsplit(".", 1)[0] if letter.isprintable()).strip() or "材料"
    return stem[:80] + {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}[kind]


def open_document(session: Session, claim: Claim, paper: ClaimDocument, *, by: User) -> bytes:
    """The content. When an officer opens it, that is written down."""
    if by.is_staff:
        _record(session, "open_document", claim, paper, by)
    return crypto.keyring().open_bytes(paper.body, place=PLACE, row=paper.uid)


def mark_seen(session: Session, claim: Claim, paper: ClaimDocument, *, by: User) -> None:
    """The officer looked at it and accepts it as proof. Raises `PaperExpired`."""
    need(by, Permission.CLAIM_REVIEW)
    if claim.state not in OPEN_STATES:
        raise WrongState()
    if paper.valid_until is not None and paper.valid_until < clock.today():
        raise PaperExpired()
    if paper.seen_by is None:
        paper.seen_by, paper.seen_at = by.id, clock.now()
        session.flush()
        _record(session, "accept_document", claim, paper, by)


def remove_document(session: Session, claim: Claim, paper: ClaimDocument, *, by: User) -> None:
    """The claimant takes back a paper that no officer has accepted yet."""
    if claim.state not in OPEN_STATES or paper.seen_by is not None:
        raise WrongState()
    session.execute(delete(ClaimDocument).where(ClaimDocument.id == paper.id))
    _record(session, "remove_document", claim, paper, by)


def _record(session: Session, verb: str, claim: Claim, paper: ClaimDocument, by: User) -> None:
    audit.record(
        session,
        f"claims:{verb}",
        by=by,
        subject="claim",
        subject_id=claim.id,
        document=paper.id,
        criterion=paper.criterion,
    )
