"""Learning from the city's history, and the rule by which a model is released."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.models import Application
from jobhelp.audit.models import AuditEntry
from jobhelp.config import Settings
from jobhelp.jobseekers.models import Seeker
from jobhelp.matching import benchmark
from jobhelp.matching.evaluation import Quality
from jobhelp.matching.training import GAINS
from jobhelp.orm import write_session
from jobhelp.recommendations import queries, shelf
from jobhelp.recommendations.lessons import FIRST_DAYS, Lessons, lessons
from jobhelp.recommendations.models import Dismissal
from jobhelp.recommendations.service import TooFewOutcomes, ensure_model, train
from jobhelp.recommendations.service import training as releasing
from tests.recommendations.city import build
from tests.recommendations.conftest import keep_random_model
from tests.recommendations.test_counterfactual import id_number


@pytest.fixture
def town(engine: Engine) -> Engine:
    """Enough of a past to learn from."""
    build(engine, openings=150, seekers=80, each=6)
    return engine


@pytest.fixture
def told(town: Engine) -> Lessons:
    with Session(town) as session:
        return lessons(session, clock.today())


def quiet(_text: str) -> None:
    pass


def test_one_lesson_is_one_person_on_one_day_and_knows_only_what_was_before(told: Lessons) -> None:
    keys = [(example.query.who, example.query.at) for example in told.examples]
    assert len(set(keys)) == len(keys) > 200
    assert [example.query.at for example in told.examples] == sorted(
        example.query.at for example in told.examples
    )
    for example in told.examples:
        assert example.query.at == int(example.query.at)
        assert not set(example.query.history) & set(example.outcomes)
    assert min(example.query.at for example in told.examples) >= min(at for _, at in keys) - FIRST_DAYS


def test_both_databases_teach_the_same_lessons(either_engine: Engine) -> None:
    build(either_engine, openings=60, seekers=25, each=5)
    with Session(either_engine) as session:
        found = lessons(session, clock.today())
        demo, applications = queries.simulated(session)
    assert demo == applications > 100
    kinds = {kind for example in found.examples for kind in example.outcomes.values()}
    assert len(found.examples) > 50 and kinds == {"apply", "interview", "hire"}
    board = found.past.board_at(found.examples[-1].query.at)
    assert len(board.crowd.items) > 10 and board.crowd.week.sum() > 0


def test_the_furthest_thing_until_today_counts(told: Lessons, town: Engine) -> None:
    words = {"applied": "apply", "invited": "interview", "hired": "hire"}
    with Session(town) as session:
        rows = session.execute(select(Application.seeker_id, Application.opening_id, Application.state)).all()
    furthest = {(row.seeker_id, row.opening_id): words[row.state] for row in rows}
    found = [
        (kind, furthest[example.query.who, post])
        for example in told.examples
        for post, kind in example.outcomes.items()
    ]
    assert all(GAINS[kind] <= GAINS[last] for kind, last in found)
    assert sum(kind == last for kind, last in found) > 0.97 * len(found)  # the last hires are of today
    assert {"apply", "interview", "hire"} == {kind for kind, _ in found}


def test_the_board_of_a_past_day_has_the_posts_of_that_day(told: Lessons) -> None:
    for example in told.examples[:: len(told.examples) // 20]:
        day = example.query.at
        board = told.past.board_at(day)
        shown = board.still_open()
        posts = board.posts
        assert ((posts.published[shown] <= day) & (posts.valid_until[shown] >= day)).all()
        assert 0 < shown.sum() < len(posts)
        assert set(example.outcomes) <= set(posts.id[posts.open].tolist())


def test_seats_taken_later_are_still_free_then(told: Lessons) -> None:
    first, last = told.examples[0].query.at, told.examples[-1].query.at
    assert told.past.board_at(first).posts.taken.sum() < told.past.board_at(last).posts.taken.sum()


def test_nobody_who_switched_off_is_learned_from(town: Engine) -> None:
    with write_session(town) as session:
        queries.person(session, 5).profile.personalised = False
    with Session(town) as session:
        assert 5 not in {example.query.who for example in lessons(session, clock.today()).examples}


def test_a_dismissal_is_a_lesson_of_the_nearest_day(town: Engine) -> None:
    with write_session(town) as session:
        session.add(Dismissal(seeker_id=2, opening_id=149, reason="pay", at=clock.now() - timedelta(days=20)))
    with Session(town) as session:
        mine = [one for one in lessons(session, clock.today()).examples if one.query.who == 2]
    taught = [one for one in mine if one.outcomes.get(149) == "dismiss"]
    assert len(taught) == 1
    at = clock.today().toordinal() - 20
    assert abs(taught[0].query.at - at) <= min(abs(one.query.at - at) for one in mine) + 1


def test_training_releases_a_model_that_says_it_comes_from_simulated_data(
    town: Engine, models_dir: Path
) -> None:
    trained = train(town, models_dir, clock.today(), quiet)
    assert trained.released, trained.why
    used = shelf.in_use(models_dir)
    assert used.ranker.name == trained.model and not used.is_rule and used.idf.keys() == {"title", "text"}
    card = used.ranker.card
    assert card["source"] == releasing.SIMULATED and card["simulated_applications"] == card["applications"]
    assert set(card["held_out"]) == {"ranker", "rule", "random", "popularity"}
    assert card["held_out"]["ranker"]["ndcg@10"] > card["held_out"]["random"]["ndcg@10"]


def test_the_source_is_told_as_it_is() -> None:
    assert releasing.source_of(5, 5) == releasing.SIMULATED
    assert releasing.source_of(0, 5) == releasing.REAL
    assert releasing.source_of(2, 5) == releasing.MIXED


def test_real_people_are_counted_as_real(town: Engine) -> None:
    with write_session(town) as session:
        session.execute(update(Seeker).where(Seeker.id == 1).values(demo=False))
    with Session(town) as session:
        demo, every = queries.simulated(session)
    assert 0 < every - demo < every


def test_a_model_that_is_clearly_worse_is_refused_and_the_last_good_one_stays(
    town: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = train(town, models_dir, clock.today(), quiet)
    whole = releasing.learn

    def worse(*arguments, **named):
        learned = whole(*arguments, **named)
        nothing = {name: np.zeros_like(table) for name, table in learned.ranker.tables.items()}
        return replace(learned, ranker=replace(learned.ranker, tables=nothing))

    monkeypatch.setattr(releasing, "learn", worse)
    refused = train(town, models_dir, clock.today(), quiet)
    assert not refused.released and "ranks better" in refused.why
    assert {"ranker", "rule", "in_use"} <= set(refused.card["held_out"])
    assert shelf.in_use(models_dir).ranker.name == good.model


@pytest.mark.parametrize(
    ("rule", "popularity", "worse"),
    [(0.20, 0.10, ""), (0.22, 0.10, ""), (0.24, 0.10, "rule"), (0.24, 0.30, "popularity")],
)
def test_clearly_worse_is_more_than_one_standard_error(rule: float, popularity: float, worse: str) -> None:
    def judged(ndcg: float) -> Quality:
        return Quality(100, (ndcg, 0.03), (0.0, 0.0), (0.0, 0.0), 0.0, 0.0)

    found = releasing.worse_than(
        {"ranker": judged(0.2), "rule": judged(rule), "popularity": judged(popularity)}
    )
    assert found == worse


def judged_alike(**ginis: float) -> dict[str, Quality]:
    return {who: Quality(100, (0.2, 0.03), (0.0, 0.0), (0.0, 0.0), gini, 0.0) for who, gini in ginis.items()}


def test_a_model_that_crowds_more_or_serves_a_group_worse_falls_short() -> None:
    alike = judged_alike(ranker=0.70, rule=0.5, popularity=1.0, in_use=0.69)
    fair = {"groups": {"sex": {"gap": (0.06, 0.01)}, "age": {"gap": None}}}
    assert releasing.shortfalls(alike, fair) == []
    crowded = judged_alike(ranker=0.72, rule=0.5, popularity=1.0, in_use=0.69)
    assert ["fewer posts" in one for one in releasing.shortfalls(crowded, fair)] == [True]
    unfair = {"groups": {"sex": {"gap": (0.12, 0.06)}}}
    assert releasing.shortfalls(alike, unfair) == ["recall differs by sex"]


def test_one_step_goes_back_to_the_model_before(town: Engine, models_dir: Path) -> None:
    first = keep_random_model(models_dir, seed=1)
    second = keep_random_model(models_dir, seed=2)
    third = keep_random_model(models_dir, seed=3)
    assert shelf.roll_back(models_dir) == (third.name, second.name)
    assert shelf.known(models_dir).ranker.name == second.name
    assert shelf.roll_back(models_dir) == (second.name, first.name)
    with pytest.raises(shelf.NothingOlder):
        shelf.roll_back(models_dir)
    assert shelf.in_use(models_dir).ranker.name == first.name
    with pytest.raises(shelf.NothingOlder):
        shelf.roll_back(models_dir / "nothing here")


def test_the_card_tells_groups_of_thirty_and_no_smaller(engine: Engine, models_dir: Path) -> None:
    build(engine, openings=150, seekers=120, each=6)
    with Session(engine) as session:
        for seeker in session.query(Seeker):
            seeker.id_number = id_number(
                seeker.id, born=f"{1965 + seeker.id % 40}0101", sex=seeker.id % 2, place="230103"
            )
            seeker.district_code = "230103" if seeker.id > 5 else "230102"
        session.commit()
    fair = train(engine, models_dir, clock.today(), quiet).card["fairness"]
    assert set(fair["groups"]["sex"]["recall@10"]) == {"men", "women"}
    assert set(fair["groups"]["district"]["recall@10"]) == {"230103"}
    for told in fair["groups"]["sex"]["exposure"].values():
        assert told["people"] >= 30 and told["low"] <= told["ratio"] <= told["high"]
    assert 0 <= fair["probe"]["sex"]["auc"] <= 1 and fair["probe"]["sex"]["people"] >= 60
    with Session(engine) as session:
        entry = session.query(AuditEntry).filter_by(action="recommendations:measure").one()
        assert entry.details["people"] > 60


def test_too_little_history_is_refused_with_its_count(
    engine: Engine, models_dir: Path, settings: Settings
) -> None:
    build(engine, openings=20, seekers=5, each=3)
    with pytest.raises(TooFewOutcomes) as refused:
        train(engine, models_dir, clock.today(), quiet)
    assert refused.value.params["least"] == releasing.LEAST_EXAMPLES
    said: list[str] = []
    ensure_model(engine, settings, said.append)
    assert "stated rule" in said[-1] and shelf.in_use(models_dir).is_rule


def test_a_model_is_trained_once(town: Engine, settings: Settings) -> None:
    said: list[str] = []
    ensure_model(town, settings, said.append)
    assert said and not shelf.in_use(settings.models_dir).is_rule
    said.clear()
    ensure_model(town, settings, said.append)
    assert said == []


def test_nothing_of_a_person_is_in_the_model(town: Engine, models_dir: Path) -> None:
    """The file holds tables, word weights over all posts, and counts: no key of a person, no event."""
    train(town, models_dir, clock.today(), quiet)
    (path,) = models_dir.glob("ranker-*.npz")
    with np.load(path) as file:
        names = set(file.files)
        sizes = {name: file[name].size for name in names if name.startswith("table:")}
    assert all(name == "meta" or name.startswith(("table:", "idf:")) for name in names)
    assert max(sizes.values()) <= 256


def test_the_site_learns_against_as_many_posts_as_the_evaluation() -> None:
    assert releasing.NEGATIVES == benchmark.NEGATIVES
