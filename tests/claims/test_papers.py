"""Papers are looked at by their content, kept encrypted, and counted only while they are valid."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobhelp import clock, crypto
from jobhelp.accounts.models import User
from jobhelp.claims import queries
from jobhelp.claims import service as claims
from jobhelp.claims.models import Claim
from jobhelp.claims.refusals import NotAPaper, PaperEmpty, PaperExpired, PaperTooLarge, TooManyPapers
from jobhelp.claims.service.papers import LARGEST, MOST
from jobhelp.claims.states import ClaimAction
from jobhelp.errors import NotAllowed, NotFound, WrongState
from tests import factories

JPEG = b"\xff\xd8\xff\xe0" + b"photograph" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20 + b"%%EOF\n"


def person(session: Session, claim: Claim) -> User:
    return session.get_one(User, queries.claimant_user_ids(session, claim)[0])


@pytest.mark.parametrize(
    ("body", "kind", "ending"),
    [(JPEG, "image/jpeg", "jpg"), (PNG, "image/png", "png"), (PDF, "application/pdf", "pdf")],
)
def test_the_content_says_what_a_paper_is(session: Session, body: bytes, kind: str, ending: str) -> None:
    claim = factories.make_claim(session)
    by = person(session, claim)
    paper = claims.add_document(session, claim, body=body, name="C:\\照片\\离职证明.exe", by=by)
    assert (paper.media_type, paper.name, paper.size) == (kind, f"离职证明.{ending}", len(body))
    assert body not in paper.body
    assert claims.open_document(session, claim, paper, by=by) == body


@pytest.mark.parametrize(
    "body",
    [
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00" + b"program" * 20,
        b"GIF89a" + b"." * 50,
        PNG[:-12],  # cut off
        b"%PDF-1.7\n" + b"x" * 5000,
        b" " + JPEG,
        b"PK\x03\x04" + b"zip" * 40,
    ],
)
def test_anything_else_is_refused_whatever_its_name(session: Session, body: bytes) -> None:
    claim = factories.make_claim(session)
    with pytest.raises(NotAPaper):
        claims.add_document(session, claim, body=body, name="证明.jpg", by=person(session, claim))
    assert queries.documents(session, claim.id) == []


def test_empty_large_and_too_many_papers_are_refused(session: Session) -> None:
    claim = factories.make_claim(session)
    by = person(session, claim)
    with pytest.raises(PaperEmpty):
        claims.add_document(session, claim, body=b"", name="a.jpg", by=by)
    largest = JPEG[:4] + b"." * (LARGEST - 6) + JPEG[-2:]
    assert claims.add_document(session, claim, body=largest, name="a.jpg", by=by).size == LARGEST
    with pytest.raises(PaperTooLarge):
        claims.add_document(session, claim, body=JPEG[:4] + b"." * LARGEST + JPEG[-2:], name="b.jpg", by=by)
    for number in range(MOST - 1):
        claims.add_document(session, claim, body=JPEG[:4] + bytes([number]) * 9 + JPEG[-2:], name="c", by=by)
    with pytest.raises(TooManyPapers):
        claims.add_document(session, claim, body=PNG, name="d.png", by=by)


def test_the_same_paper_twice_is_one(session: Session) -> None:
    claim = factories.make_claim(session)
    by = person(session, claim)
    first = claims.add_document(session, claim, body=JPEG, name="a.jpg", by=by)
    assert claims.add_document(session, claim, body=JPEG, name="b.jpg", by=by) is first
    assert len(queries.documents(session, claim.id)) == 1


def test_a_stored_paper_opens_in_its_own_row_only(session: Session) -> None:
    claim = factories.make_claim(session)
    by = person(session, claim)
    one = claims.add_document(session, claim, body=JPEG, name="a.jpg", by=by)
    other = claims.add_document(session, claim, body=PNG, name="b.png", by=by)
    one.body = other.body
    with pytest.raises(crypto.Undecipherable):
        claims.open_document(session, claim, one, by=by)


def test_an_officer_accepts_a_paper_while_it_is_valid(session: Session) -> None:
    claim = factories.make_claim(session)
    by, officer = person(session, claim), factories.make_user(session, "street_officer")
    today = clock.today()
    old = claims.add_document(
        session, claim, body=JPEG, name="a.jpg", by=by, valid_until=today - timedelta(days=1)
    )
    good = claims.add_document(session, claim, body=PNG, name="b.png", by=by, valid_until=today)
    with pytest.raises(NotAllowed):
        claims.mark_seen(session, claim, good, by=by)
    with pytest.raises(PaperExpired):
        claims.mark_seen(session, claim, old, by=officer)
    claims.mark_seen(session, claim, good, by=officer)
    assert (good.seen_by, old.seen_by) == (officer.id, None)
    with pytest.raises(WrongState):
        claims.remove_document(session, claim, good, by=by)
    claims.remove_document(session, claim, old, by=by)
    with pytest.raises(NotFound):
        queries.document(session, claim.id, old.uid)


def test_a_decision_names_the_papers_that_were_accepted(session: Session) -> None:
    claim = factories.make_claim(session)
    street, district, _ = factories.make_officers(session)
    by = person(session, claim)
    seen = claims.add_document(session, claim, body=JPEG, name="a.jpg", criterion="UI-2", by=by)
    claims.add_document(session, claim, body=PNG, name="b.png", criterion="made up", by=by)
    claims.mark_seen(session, claim, seen, by=street)
    claims.accept(session, claim, by=street)
    claims.move(session, claim, ClaimAction.PROPOSE, by=street, outcome="grant")
    claims.approve(session, claim, by=district)
    (kept,) = queries.decisions(session, claim.id)[0].documents
    assert kept == {"id": seen.uid, "digest": seen.digest, "criterion": "UI-2", "seen_by": street.id}
    with pytest.raises(WrongState):
        claims.add_document(session, claim, body=PDF, name="late.pdf", by=by)
