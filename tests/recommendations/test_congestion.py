"""Congestion control on the site: worked out at night, the same by day, nobody and no post left out."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.orm import write_session
from jobhelp.recommendations import board, queries
from jobhelp.recommendations.models import ExposurePrices, MatchRun, RankedList
from jobhelp.recommendations.ranking import Ranking
from jobhelp.recommendations.service import current_for, match_city, pricing
from tests.recommendations.city import City, build
from tests.recommendations.conftest import keep_random_model
from tests.recommendations.test_city_run import lists, quiet


def test_the_page_and_the_stored_list_agree(city: City, engine: Engine, models_dir: Path, model) -> None:
    match_city(engine, models_dir, clock.today(), quiet, strength=0.5)
    kept = lists(engine)
    with Session(engine) as session:
        standing = board.keeper(session, models_dir).current(session)
        assert standing.prices is not None and len(standing.prices.ids)
        for seeker_id, (_, _, suitable, ids, scores) in kept.items():
            person = queries.person(session, seeker_id)
            ranking = Ranking(standing, person, queries.told(session, [seeker_id])[seeker_id])
            listed = ranking.top()
            assert listed.ids.astype("<i8").tobytes() == ids
            assert listed.scores.astype("<f8").tobytes() == scores
            assert ranking.suitable == suitable
            why = ranking.explain(listed.ids[:5].tolist())
            for number, score in zip(listed.ids[:5].tolist(), listed.scores[:5].tolist(), strict=True):
                assert why[number].score == pytest.approx(score, abs=1e-9)
                assert why[number].terms[-1][0] == "exposure"


def test_a_list_of_other_prices_is_ranked_anew(city: City, engine: Engine, models_dir: Path, model) -> None:
    match_city(engine, models_dir, clock.today(), quiet, strength=0.0)
    with write_session(engine) as session:
        session.query(RankedList).update({"made_at": clock.now()})
    with Session(engine) as session:
        person = queries.person(session, 3)
        standing = board.keeper(session, models_dir).current(session)
        assert standing.prices is None and standing.priced_by is None
    with write_session(engine) as session:
        standing_posts = standing.board.posts.id
        found = pricing.Prices.of(standing_posts, np.linspace(1, 2, len(standing_posts)))
        number = pricing.kept(session, standing, 0.5, found)
    with Session(engine) as session:
        again = board.keeper(session, models_dir).current(session)
        assert again.priced_by == number and again.board is standing.board  # nothing else was read anew
        assert not current_for(session, person, models_dir).stored


def test_prices_of_another_model_do_not_count(city: City, engine: Engine, models_dir: Path, model) -> None:
    match_city(engine, models_dir, clock.today(), quiet, strength=0.5)
    keep_random_model(models_dir, seed=77)
    with Session(engine) as session:
        standing = board.keeper(session, models_dir).current(session)
    assert standing.prices is None and standing.prices_id is not None


def test_every_post_that_somebody_may_have_is_shown_and_everybody_sees_something(
    engine: Engine, models_dir: Path
) -> None:
    build(engine, 400, 12, each=3)
    keep_random_model(models_dir)
    off = match_city(engine, models_dir, clock.today(), quiet, strength=0.0).balance
    on = match_city(engine, models_dir, clock.today(), quiet, strength=0.3).balance
    with Session(engine) as session:
        standing = board.keeper(session, models_dir).current(session)
        people = queries.people_after(session, 0, 100, clock.today())
        told = queries.told(session, [one.seeker_id for one in people])
        shown = np.array([Ranking(standing, one, told[one.seeker_id]).shown for one in people])
        possible = shown.any(axis=0)
    assert (
        off["shown_to_nobody"] > on["shown_to_nobody"] == int((standing.board.still_open() & ~possible).sum())
    )
    assert on["gini"] < off["gini"] and on["people_without"] == int((~shown.any(axis=1)).sum())
    with Session(engine) as session:
        run = session.query(MatchRun).order_by(MatchRun.id.desc()).first()
        assert run.details["balance"] == on and run.prices_id is not None
        assert {row.prices_id for row in session.query(RankedList)} == {run.prices_id}


@pytest.mark.parametrize("many_pairs", [1, 10**9], ids=["processes", "alone"])
def test_what_is_possible_for_nobody_in_the_sample_is_brought_to_others(
    engine: Engine, models_dir: Path, monkeypatch: pytest.MonkeyPatch, many_pairs: int
) -> None:
    build(engine, 400, 12, each=3)
    keep_random_model(models_dir)
    monkeypatch.setattr(pricing, "SAMPLE", 4)
    monkeypatch.setattr(pricing, "SEARCH_BLOCK", 3)
    told: list[str] = []
    balance = match_city(
        engine, models_dir, clock.today(), told.append, strength=0.3, many_pairs=many_pairs
    ).balance
    assert any("possible for none of them" in line for line in told)
    with Session(engine) as session:
        standing = board.keeper(session, models_dir).current(session)
        people = queries.people_after(session, 0, 100, clock.today())
        facts = queries.told(session, [one.seeker_id for one in people])
        shown = np.array([Ranking(standing, one, facts[one.seeker_id]).shown for one in people])
    assert balance["shown_to_nobody"] == int((standing.board.still_open() & ~shown.any(axis=0)).sum())


def test_prices_of_long_ago_are_let_go(city: City, engine: Engine, models_dir: Path, model) -> None:
    for _ in range(pricing.KEPT + 2):
        match_city(engine, models_dir, clock.today(), quiet, strength=0.5)
    with Session(engine) as session:
        assert session.query(ExposurePrices).count() == pricing.KEPT


def test_without_people_there_are_no_prices(engine: Engine, models_dir: Path) -> None:
    matched = match_city(engine, models_dir, clock.today(), quiet, strength=0.5)
    assert matched.finished and matched.balance["gini"] is None
