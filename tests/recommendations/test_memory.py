"""What the ranker remembers of others: the same on the site and in the lessons, and only of those who agreed."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.jobseekers import service as jobseekers
from jobhelp.jobseekers.models import Seeker, SeekerProfile
from jobhelp.jobseekers.service.changes import change
from jobhelp.matching.board import Case
from jobhelp.matching.features import FEATURES
from jobhelp.matching.training import Example
from jobhelp.openings.models import Opening
from jobhelp.orm import write_session
from jobhelp.recommendations import board, memory, queries, shelf
from jobhelp.recommendations.board import Keeper, Standing
from jobhelp.recommendations.lessons import Lessons, lessons
from jobhelp.recommendations.models import Interest, RankedList
from jobhelp.recommendations.ranking import asked
from jobhelp.reference.queries import book
from tests.recommendations.city import build
from tests.recommendations.conftest import keep_random_model

PROFILES = ("similar_profiles", "similar_profiles_for_new", "kind_for_profile", "kind_for_profile_for_new")


@pytest.fixture
def town(engine: Engine) -> Engine:
    """A past of half a year, in which people also opened posts without applying."""
    build(engine, openings=120, seekers=60, each=5)
    with write_session(engine) as session:
        session.execute(update(Opening).values(headcount=9))
        for who in range(1, 40):
            at = clock.now() - timedelta(days=who)
            session.add(Interest(seeker_id=who, opening_id=who + 60, kind="view", place=1, at=at))
    return engine


def taught(session: Session) -> Lessons:
    return lessons(session, clock.today())


def as_it_stood(session: Session, models_dir: Path, told: Lessons, on: date) -> Standing:
    """The site's board of a past day. Seats and states are not kept by day, so they are set back first."""
    start = clock.start_of(on)
    hired = Counter(
        post for _, post, kind, at in queries.events_between(session, start - timedelta(400), start) if kind == "hire"
    )  # fmt: skip
    to_come = Opening.published_at >= start + timedelta(days=1)
    session.execute(update(Opening).values(taken=0))
    session.execute(update(Opening).where(to_come).values(state="review"))
    session.execute(update(Opening).where(~to_come).values(state="published"))
    for post, count in hired.items():
        session.execute(update(Opening).where(Opening.id == post).values(taken=count))
    shelf.keep(models_dir, keep_random_model(models_dir), told.past.posts.idf, clock.now())
    return board.build(session, models_dir, on)


def test_a_pair_has_the_same_features_in_the_lessons_and_on_the_site(town: Engine, models_dir: Path) -> None:
    alive: Counter[str] = Counter()
    with Session(town) as session:
        told = taught(session)
        days = Counter(int(one.query.at) for one in told.examples)
        for day in sorted(days)[-40:-1:6]:
            standing = as_it_stood(session, models_dir, told, date.fromordinal(day))
            for example in (one for one in told.examples if one.query.at == day):
                compare(session, told, standing, example, alive)
    assert {name for name in PROFILES if not alive[name]} == set()
    assert len(alive) > 30


def compare(
    session: Session, told: Lessons, standing: Standing, example: Example, alive: Counter[str]
) -> None:
    """Every feature of one person over every post that both boards show. alive: features that differed by post."""
    who = example.query.who or 0
    query = asked(standing, queries.person(session, who), queries.told(session, [who])[who])
    assert (query.facts, query.at, query.history) == (
        example.query.facts,
        example.query.at,
        example.query.history,
    )
    applied = {post for post, kind in example.outcomes.items() if kind != "view"}  # views here are at random
    past = told.past.board_at(example.query.at)
    assert applied <= set(past.posts.id.tolist())
    both = np.intersect1d(past.posts.id, standing.board.posts.id[standing.board.still_open()])
    assert len(both) >= 20
    for asking in (query, replace(query, history=(), hide=(), who=None)):  # and as somebody new
        learned, served = Case(past, asking), Case(standing.board, asking)
        for name, feature in FEATURES.items():
            one = feature.bins(learned)[learned.posts.rows(both)]
            two = feature.bins(served)[served.posts.rows(both)]
            assert (one == two).all(), name
            alive[name] += len(set(two.tolist()) - {0}) > 1


def test_only_acts_are_said_of_others(town: Engine) -> None:
    """A sentence says 也报了这个岗位: whoever only opened a post must not stand behind it."""
    with Session(town) as session:
        told = taught(session)
        site = memory.evidence(session, clock.today(), book(session))
        acts = list(
            queries.events_between(session, clock.now() - timedelta(500), clock.start_of(clock.today()))
        )
        kinds = {kind for one in told.examples for kind in one.outcomes.values()}
    assert "view" in kinds, "opening a post is a lesson"
    assert len(site) == len(told.past.board_at(clock.today().toordinal()).evidence) == len(acts)


def test_what_people_told_speaks_only_with_their_agreement(town: Engine) -> None:
    with write_session(town) as session:
        session.execute(update(SeekerProfile).where(SeekerProfile.seeker_id <= 5).values(personalised=False))
    with Session(town) as session:
        for log in (
            memory.evidence(session, clock.today(), book(session)),
            taught(session).past.board_at(clock.today().toordinal()).evidence,
        ):
            spoke = {int(who) for who, row in zip(log.persons, log.profiles.table, strict=True) if row.nnz}
            assert spoke and not spoke & {1, 2, 3, 4, 5} and {1, 2, 3, 4, 5} & set(log.persons.tolist())


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "合成总数，帮情况相近的人"), ("en", "help people in a like situation")]
)
def test_whoever_agrees_reads_that_it_helps_others_too(
    client: FlaskClient, language: str, words: str
) -> None:
    for page in ("/register", "/privacy", "/how-we-rank"):
        assert words in client.get(f"{page}?lang={language}").get_data(as_text=True)


def test_whoever_takes_the_agreement_back_leaves_every_process_at_once(
    town: Engine, models_dir: Path, app, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "AT_ONCE_SECONDS", 60.0)  # a busy machine reads beside the requests
    processes = [Keeper(models_dir), Keeper(models_dir)]

    def speaks(keeper: Keeper) -> bool:
        with Session(town) as session:
            log = keeper.current(session).board.evidence
        return bool(log.profiles.table[log.person(7)].nnz)

    assert [speaks(one) for one in processes] == [True, True]
    with write_session(town) as session:
        jobseekers.set_personalised(session, session.get_one(Seeker, 7), False)
    assert [speaks(one) for one in processes] == [False, False]


def test_a_changed_profile_is_ranked_anew_at_once_by_what_people_like_it_did(
    town: Engine, models_dir: Path, app
) -> None:
    """The features from similar profiles alone decide; the person's own answer changes the neighbours."""
    ranker = keep_random_model(models_dir)
    only = {
        name: table if name in PROFILES else np.zeros_like(table) for name, table in ranker.tables.items()
    }
    for name in PROFILES:
        only[name] = np.arange(len(only[name]), dtype=float)
    shelf.keep(models_dir, type(ranker)("model:like", only, 0.0, (0.0, 1.0)), {}, clock.now())
    with Session(town) as session:
        board.keeper(session, models_dir).current(session)  # this process is warm
        other = session.get_one(SeekerProfile, 9)
        wanted, past = other.wanted, other.past
    lists = []
    for answers in ({"words": "先排一次"}, {"wanted": wanted, "past": past}):
        with write_session(town) as session:
            change(session, session.get_one(SeekerProfile, 8), answers)
            lists.append(session.get_one(RankedList, 8))
            session.expunge(lists[-1])
    assert lists[0].suitable == lists[1].suitable > 5 and lists[0].scores != lists[1].scores


def test_many_people_are_drawn_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_TOLD", 4)
    assert memory._drawn(set(range(100, 110))) == [100, 102, 105, 107]
    assert memory._drawn({3, 1}) == [1, 3]
