"""推荐人选: only who agreed, only what an employer may see, only through an invitation to apply."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.accounts.models import User
from jobhelp.applications import service as applications
from jobhelp.employers.models import Employer
from jobhelp.errors import NotFound
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Consent, Seeker, SeekerProfile
from jobhelp.notices.models import Notice
from jobhelp.openings.models import Opening
from jobhelp.recommendations import queries
from jobhelp.recommendations.blocks import PACKED_IDS, PACKED_SCORES
from jobhelp.recommendations.models import Dismissal, Invitation
from jobhelp.recommendations.service import (
    InvitedAlready,
    InvitedEnough,
    NotTakingPeople,
    invite,
    match_city,
    suggested,
    suggesting,
)
from jobhelp.recommendations.third_person import SAYS
from tests import factories
from tests.recommendations.test_city_run import quiet

CLEANER = "4-09-08-01"


@dataclass
class Scene:
    """An employer's post and people who could do it, the night after."""

    opening: Opening
    employer: Employer
    boss: User
    people: list[Seeker]
    models_dir: Path

    def uids(self, session: Session) -> list[str]:
        return [one.uid for one in suggested(session, self.opening, self.employer, self.models_dir)]


def scene(session: Session, engine: Engine, models_dir: Path, people: int = 3) -> Scene:
    employer, boss = factories.make_employer(session)
    opening = factories.make_opening(
        session, employer=employer, occupation_code=CLEANER, title="保洁员", lat=45.76, lon=126.66
    )
    seekers = []
    for number in range(people):
        seeker = factories.make_seeker(
            session,
            wanted=[CLEANER],
            past=[{"occupation": CLEANER, "words": "", "years": float(number)}],
            pay_min=123_400,
            lat=45.76 + 0.02 * number,
            lon=126.66,
        )
        jobseekers.set_visible(session, seeker, True)
        seekers.append(seeker)
    session.commit()
    match_city(engine, models_dir, clock.today(), quiet)
    return Scene(opening, employer, boss, seekers, models_dir)


@pytest.fixture
def here(session: Session, engine: Engine, models_dir: Path) -> Scene:
    return scene(session, engine, models_dir)


def test_people_are_found_on_both_databases_in_the_order_of_their_own_score(
    either_engine: Engine, tmp_path: Path
) -> None:
    with Session(either_engine, expire_on_commit=False) as session:
        here = scene(session, either_engine, tmp_path)
        found = suggesting._found(session, here.opening)
        assert {number for number, _ in found} == {seeker.id for seeker in here.people}
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        for number, score in found:
            kept = queries.stored_list(session, number)
            place = suggesting.np.frombuffer(kept.opening_ids, PACKED_IDS).tolist().index(here.opening.id)
            assert suggesting.np.frombuffer(kept.scores, PACKED_SCORES)[place] == score


def test_whoever_did_not_agree_or_answered_already_is_not_suggested(session: Session, here: Scene) -> None:
    first, second, third = here.people
    assert len(here.uids(session)) == 3
    jobseekers.set_visible(session, first, False)
    assert first.uid not in here.uids(session)
    jobseekers.set_personalised(session, second, False)
    assert second.uid not in here.uids(session)
    session.add(Dismissal(seeker_id=third.id, opening_id=here.opening.id, reason="pay", at=clock.now()))
    session.flush()
    assert here.uids(session) == []
    jobseekers.set_visible(session, first, True)
    applications.apply(session, here.opening.id, first)
    assert here.uids(session) == []


def test_nobody_is_suggested_before_they_agreed(session: Session, engine: Engine, models_dir: Path) -> None:
    seeker = factories.make_seeker(session, wanted=[CLEANER])
    assert session.get_one(SeekerProfile, seeker.id).visible is False
    jobseekers.set_visible(session, seeker, True)
    jobseekers.set_visible(session, seeker, True)
    said = session.scalars(select(Consent).where(Consent.seeker_id == seeker.id)).all()
    assert [(row.purpose, row.given) for row in said] == [("suggested", True)]


@pytest.mark.parametrize("state", ["closed", "filled", "draft"])
def test_a_post_that_takes_nobody_gets_no_suggestions(session: Session, here: Scene, state: str) -> None:
    here.opening.state = state
    with pytest.raises(NotTakingPeople):
        suggested(session, here.opening, here.employer, here.models_dir)


def test_an_employer_that_is_not_verified_gets_no_suggestions(session: Session, here: Scene) -> None:
    here.employer.state = "pending"
    with pytest.raises(NotTakingPeople):
        invite(session, here.opening, here.employer, here.people[0].uid, here.boss)


def test_an_invitation_is_a_message_in_the_app_and_nothing_else(session: Session, here: Scene) -> None:
    who = here.people[1]
    invite(session, here.opening, here.employer, who.uid, here.boss)
    (notice,) = session.scalars(select(Notice).where(Notice.user_id == who.user_id)).all()
    assert notice.link == f"/openings/{here.opening.id}" and notice.params["title"] == "保洁员"
    with pytest.raises(InvitedAlready):
        invite(session, here.opening, here.employer, who.uid, here.boss)
    assert session.query(Invitation).count() == 1


def test_only_who_is_suggested_can_be_invited(session: Session, here: Scene) -> None:
    stranger = factories.make_seeker(session, wanted=[CLEANER])
    for uid in (stranger.uid, "", "x" * 40):
        with pytest.raises(NotFound):
            invite(session, here.opening, here.employer, uid, here.boss)
    jobseekers.set_visible(session, here.people[0], False)
    with pytest.raises(NotFound):
        invite(session, here.opening, here.employer, here.people[0].uid, here.boss)


def test_a_day_has_a_limit_of_invitations(
    session: Session, here: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MOST_A_DAY", 1)
    session.add(
        Invitation(
            opening_id=here.opening.id, seeker_id=here.people[0].id, at=clock.now() - timedelta(days=2)
        )
    )
    invite(session, here.opening, here.employer, here.people[1].uid, here.boss)
    with pytest.raises(InvitedEnough):
        invite(session, here.opening, here.employer, here.people[2].uid, here.boss)


def page(client: FlaskClient, here: Scene, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/employer/openings/{here.opening.id}/suggested{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "html.parser")


def test_the_page_shows_masked_people_with_reasons_about_the_work(
    client: FlaskClient, session: Session, here: Scene
) -> None:
    factories.sign_in(client, here.boss)
    shown = page(client, here)
    text = shown.get_text(" ", strip=True)
    assert len(shown.select("ul.applicants > li")) == 3
    assert "王*梅" in text and "王小梅" not in text
    assert "1234" not in text and "138" not in text  # neither the pay they ask for nor a phone number
    reasons = " ".join(one.get_text(" ", strip=True) for one in shown.select("ul.rs li"))
    assert "做过" in reasons and "愿意在" in reasons and "您" not in reasons
    answer = client.post(
        f"/employer/openings/{here.opening.id}/suggested", data={"person": here.people[2].uid}
    )
    assert answer.status_code == 302
    assert "已经请了" in page(client, here).get_text()
    assert "Suggested people" in page(client, here, "?lang=en").get_text()


def test_another_employers_post_does_not_exist(client: FlaskClient, session: Session, here: Scene) -> None:
    _, other = factories.make_employer(session)
    session.commit()
    factories.sign_in(client, other)
    address = f"/employer/openings/{here.opening.id}/suggested"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"person": here.people[0].uid}).status_code == 404
    assert client.get("/employer/openings/99999999999/suggested").status_code == 404


def test_the_employers_own_post_leads_there(client: FlaskClient, here: Scene) -> None:
    factories.sign_in(client, here.boss)
    own = client.get(f"/employer/openings/{here.opening.id}").get_data(as_text=True)
    assert f"/employer/openings/{here.opening.id}/suggested" in own


def test_the_person_switches_it_on_and_off_with_one_button(client: FlaskClient, session: Session) -> None:
    user = factories.make_user(session)
    seeker = factories.make_seeker(session, user=user)
    session.commit()
    factories.sign_in(client, user)
    for word, expected in (("on", True), ("off", False)):
        assert client.post("/me/profile/visible", data={"visible": word}).status_code == 302
        session.expire_all()
        session.rollback()
        assert session.get_one(SeekerProfile, seeker.id).visible is expected


def test_nothing_about_wishes_or_others_is_ever_told_to_an_employer() -> None:
    never = {"pay_asked", "place_looked_at", "popularity", "similar_people", "title_looked_at", "wanted_kind"}
    assert not never & set(SAYS)
