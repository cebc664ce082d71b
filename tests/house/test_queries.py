"""No page asks the database more than twelve questions, whoever opens it (issue 2).

The small city stands behind every address, so a list that asks one question a row is not seen here: the slices' own
tests fill their lists. This walk sees that no page of any role is forgotten.
"""

from collections.abc import Iterator

from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.house.scene import Scene
from tests.pages import questions

MOST = 12
ROLES = ("anonymous", "resident", "employer", "street_here", "district_here", "city") + (
    "organiser",
    "auditor",
    "administrator",
)
VISITORS = ("anonymous", "resident", "employer", "city")
MUST_OPEN = {
    "openings.index",
    "openings.own",
    "recommendations.mine",
    "applications.mine",
    "desk.home",
    "hub.show",
    "privacy.data",
}
FILES = frozenset({"privacy.download"})
"""No page: a copy of everything that is kept about a person, one question a table."""


def opened(scene: Scene, actor: str) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of every page worth opening: what is public looks alike in every office."""
    for rule in scene.app.url_map.iter_rules():
        access = getattr(scene.app.view_functions[rule.endpoint], "access", None)
        if "GET" not in (rule.methods or ()) or access is None:
            continue
        if access != "public" or actor in VISITORS:
            yield rule.endpoint, scene.address(rule)


def counted(client: FlaskClient, engine: Engine, address: str) -> tuple[int, int]:
    """(how many statements this page asked, its status)."""
    with questions(engine) as seen:
        answer = client.get(address)
    return len(seen), answer.status_code


def test_every_page_of_every_role_asks_at_most_twelve_questions(scene: Scene) -> None:
    asked: dict[tuple[str, str], int] = {}
    for actor in ROLES:
        client = scene.client(actor)
        for endpoint, address in opened(scene, actor):
            number, status = counted(client, scene.engine, address)
            if number > MOST:  # the first reader fills the process's memory (the board, the reference book)
                number, status = counted(client, scene.engine, address)
            if status == 200:
                asked[endpoint, actor] = number
    assert {endpoint for endpoint, _ in asked} >= MUST_OPEN, "the walk opened next to nothing"
    many = {page: number for page, number in asked.items() if number > MOST and page[0] not in FILES}
    assert many == {}
