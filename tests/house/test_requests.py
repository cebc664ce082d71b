"""What holds for every page and every form of the site, whatever slice it belongs to."""

import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.house.scene import ACTORS, Scene
from tests.pages import bare

PERSONS = tuple(actor for actor in ACTORS if actor != "anonymous")
JUNK = (
    "%00",
    "%ff%fe",
    "%ed%a0%80",  # a lone surrogate
    "page=99999999999999999999",
    "page=-1",
    "page=abc",
    "q=" + "%E5%B2%97" * 3000,
    "q=%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "q=c%2B%2B%20OR%20NEAR(%22",
    "lang=xx&elder=7",
    "district=999999&kind=nothing&pay=-5&sort=../../etc",
    "next=https://evil.example/&next=//evil.example",
)


def rules(app: Flask, method: str) -> list[Rule]:
    """The site's own routes with this method."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or set()) and rule.endpoint != "static"
    ]


def of_one_thing(rule: Rule) -> bool:
    """Whether the address names one row by its number."""
    return "<int:" in rule.rule or bool(rule.arguments & {"number", "uid"})


def pages(scene: Scene, actor: str) -> list[tuple[FlaskClient, str]]:
    """Every GET address, with a browser of `actor`."""
    client = scene.client(actor)
    return [(client, scene.address(rule)) for rule in rules(scene.app, "GET")]


def test_a_form_without_a_token_or_with_a_foreign_one_is_refused(scene: Scene) -> None:
    scene.app.config["WTF_CSRF_ENABLED"] = True
    accepted = []
    for rule in rules(scene.app, "POST"):
        for data in ({}, {"csrf_token": "ImZvcmVpZ24i.aSPmNQ.c2lnbmF0dXJl"}):
            status = scene.client("resident").post(scene.address(rule), data=data).status_code
            if status not in (400, 403):
                accepted.append(f"{rule.rule}: {status}")
    assert accepted == []


@pytest.mark.parametrize("actor", ["anonymous", "resident", "employer", "district_here", "administrator"])
def test_every_answer_carries_the_security_headers(scene: Scene, actor: str) -> None:
    missing = []
    for client, address in [*pages(scene, actor), (scene.client(actor), "/nothing-here")]:
        headers = client.get(address).headers
        policy = headers.get("Content-Security-Policy", "")
        kept = headers.get("Cache-Control", "")
        right = (
            "default-src 'none'" in policy
            and "unsafe-inline" not in policy
            and "frame-ancestors 'none'" in policy
            and headers.get("X-Content-Type-Options") == "nosniff"
            and headers.get("Referrer-Policy") == "same-origin"
            and (actor == "anonymous" or "no-store" in kept)
        )
        if not right:
            missing.append(address)
    assert missing == []


def test_static_files_carry_the_security_headers_too(client: FlaskClient) -> None:
    with client.get("/static/jobhelp.css") as response:
        headers = response.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


def test_every_cookie_is_closed_to_scripts_and_other_sites(scene: Scene) -> None:
    open_cookies = []
    for client, address in pages(scene, "anonymous"):
        mark = "&" if "?" in address else "?"
        for cookie in client.get(f"{address}{mark}lang=en&elder=1").headers.getlist("Set-Cookie"):
            if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie or "Path=/" not in cookie:
                open_cookies.append(cookie)
    assert open_cookies == []


def test_get_changes_nothing(scene: Scene) -> None:
    before = scene.dump()
    for actor in ACTORS:
        for client, address in pages(scene, actor):
            client.get(address)
    after = scene.dump()
    assert {name for name in before if before[name] != after[name]} <= {"audit_entries"}


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_the_address_never_breaks_a_page(scene: Scene, junk: str) -> None:
    broken = []
    at = JUNK.index(junk)  # in turn, so that every kind of person meets a share of it
    for actor in (("anonymous", "resident", "employer", "city", "auditor", "street_here")[at % 6],):
        for client, address in pages(scene, actor):
            response = client.get(f"{address}?{junk}")
            if response.status_code >= 500 and address != "/readyz":
                broken.append(f"{actor} {address}")
            assert b"<script>alert" not in response.data
    assert broken == []


@pytest.mark.parametrize("number", ["0", "99999999", "9223372036854775807", "99999999999999999999999"])
def test_a_number_that_does_not_exist_is_not_found(scene: Scene, number: str) -> None:
    broken = []
    for actor in ("resident", "employer", "city"):
        client = scene.client(actor)
        for rule in rules(scene.app, "GET"):
            if not of_one_thing(rule):
                continue
            names = {f"{rule.endpoint.split('.')[0]}.{name}": number for name in rule.arguments}
            status = client.get(scene.address(rule, **names)).status_code
            if status not in (403, 404):
                broken.append(f"{actor} {rule.rule}: {status}")
    assert broken == []


def test_what_is_not_theirs_looks_exactly_like_what_does_not_exist(scene: Scene) -> None:
    told = []
    for actor in ("other_resident", "other_employer", "district_elsewhere"):
        client = scene.client(actor)
        for rule in rules(scene.app, "GET"):
            if not of_one_thing(rule):
                continue
            theirs = client.get(scene.address(rule))
            if theirs.status_code != 404:
                continue
            names = {f"{rule.endpoint.split('.')[0]}.{name}": 99_999_999 for name in rule.arguments}
            nothing = client.get(scene.address(rule, **names))
            own, other = scene.address(rule), scene.address(rule, **names)
            if bare(theirs.text, own) != bare(nothing.text, other):
                told.append(f"{actor} {rule.rule}")
    assert told == []


def test_no_personal_value_reaches_the_log(
    scene: Scene, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    canaries = {scene.people[actor].phone for actor in ("resident", "employer", "district_here")} | {"王小梅"}
    with caplog.at_level(logging.DEBUG):
        for actor in ACTORS:
            for client, address in pages(scene, actor):
                client.get(address)
        scene.app.test_client().post(
            "/sign-in", data={"phone": scene.people["resident"].phone, "password": "x" * 12}
        )
        scene.app.test_client().post("/forgotten", data={"phone": scene.people["resident"].phone})
    printed = capsys.readouterr()
    for canary in canaries:
        assert canary not in printed.err + printed.out + caplog.text


@pytest.mark.parametrize("actor", PERSONS)
def test_only_those_who_may_see_the_personal_values_of_a_resident(scene: Scene, actor: str) -> None:
    """Phone and full name of another resident never reach a page that is not theirs (checklist 4)."""
    other = scene.people["other_resident"]
    for client, address in pages(scene, actor):
        if actor == "other_resident":
            continue
        text = client.get(address).data.decode(errors="replace")  # downloads are not text
        assert str(other.phone) not in text, address


def test_extra_form_fields_are_ignored(scene: Scene) -> None:
    """Mass assignment: role, district, state, amounts in a form body change nothing (checklist 28)."""
    extra = {
        "role": "administrator",
        "district_code": "230102",
        "state": "published",
        "taken": "0",
        "demo": "1",
    }
    extra |= {"user_id": "1", "employer_id": "1", "seeker_id": "1", "recognised": "1", "is_owner": "1"}
    before = {actor: (scene.people[actor].role, scene.people[actor].district_code) for actor in PERSONS}
    for actor in ("resident", "employer", "street_here"):
        client = scene.client(actor)
        for rule in rules(scene.app, "POST"):
            if "sign-out" not in rule.rule and "erase" not in rule.rule:
                client.post(scene.address(rule), data=extra)
    people = {row[0]: row for row in scene.dump()["users"]}
    for actor, (role, district) in before.items():
        row = people[scene.people[actor].id]
        assert role in row and (district is None or district in row)
    assert "recognised" not in json.dumps([str(row) for row in scene.dump()["seeker_hardships"]])
