"""The audit log on the site: who may read it, what it filters, and that no act is without a word."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.applications.states import ApplicationAction
from jobhelp.audit import service as audit
from jobhelp.audit.models import AuditEntry
from jobhelp.desk import log_words as wording
from jobhelp.employers.states import EmployerAction
from jobhelp.openings.states import OpeningAction
from jobhelp.payments.states import RecoveryAction, RunAction
from jobhelp.permissions import Role
from tests import factories
from tests.pages import questions

ROOT = Path(__file__).resolve().parents[2] / "jobhelp"


def rows(client: FlaskClient, query: str = "") -> list[str]:
    response = client.get(f"/desk/audit{query}")
    assert response.status_code == 200
    return [
        row.get_text(" ", strip=True)
        for row in BeautifulSoup(response.data, "html.parser").select("tbody tr")
    ]


@pytest.fixture
def auditor(client: FlaskClient, session: Session) -> FlaskClient:
    """A browser in which an auditor is signed in, and five acts."""
    factories.sign_in(client, factories.make_user(session, "auditor", district_code=None))
    for number, action in enumerate(
        ("openings:publish", "openings:return", "employers:verify", "openingsx:publish", "strange:thing")
    ):
        audit.record(
            session,
            action,
            actor_id=7,
            actor_role="district_officer",
            subject="opening",
            subject_id=100 + number,
            why="工资没写清楚" if number == 1 else "",
            before="review",
            lint=["age", "sex"],
        )
    session.commit()
    return client


def test_the_log_says_who_did_what_to_what_and_why(auditor: FlaskClient) -> None:
    [_, _, verified, returned, published] = rows(auditor)
    assert "区县工作人员 7" in published and "发布岗位，审核通过" in published and "岗位 100" in published
    assert "退回岗位" in returned and "工资没写清楚" in returned
    assert "用语检查 age, sex" in published and "之前 review" in published
    assert "单位核验通过" in verified


def test_an_act_without_a_word_is_shown_as_its_code(auditor: FlaskClient) -> None:
    assert "strange:thing" in rows(auditor)[0]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?action=openings", 2),
        ("?action=openings:return", 1),
        ("?action=open", 0),
        ("?action=%25", 0),
        ("?number=102", 1),
        ("?number=1", 0),
        ("?action=openings&number=100", 1),
        ("?since=2999-01-01", 5),
        ("?since=nonsense&until=0001-01-01", 5),
        ("?page=999999999999", 5),
    ],
)
def test_the_log_is_filtered_by_act_and_thing(auditor: FlaskClient, query: str, number: int) -> None:
    assert len(rows(auditor, query)) == number


def test_the_log_is_filtered_by_whole_days(client: FlaskClient, session: Session) -> None:
    today = clock.today()
    for days in (0, 1, 2):
        session.add(
            AuditEntry(
                at=clock.start_of(today - timedelta(days=days)),
                actor_role="system",
                action="openings:expire",
                subject="opening",
                subject_id=str(days),
                why="",
                details={},
                result="done",
            )
        )
    factories.sign_in(client, factories.make_user(session, "auditor", district_code=None))
    session.commit()
    yesterday = today - timedelta(days=1)
    assert len(rows(client, f"?since={yesterday}")) == 2
    assert len(rows(client, f"?until={yesterday}")) == 2
    assert len(rows(client, f"?since={yesterday}&until={yesterday}")) == 1


def test_a_long_log_is_paged_newest_first(client: FlaskClient, session: Session) -> None:
    for number in range(60):
        audit.record(session, "openings:draft", subject="opening", subject_id=f"n{number:02d}")
    factories.sign_in(client, factories.make_user(session, "auditor", district_code=None))
    session.commit()
    first, second = rows(client), rows(client, "?page=2")
    assert len(first) == 50 and len(second) == 10
    assert "n59" in first[0] and "n00" in second[-1]


@pytest.mark.parametrize("role", list(Role))
def test_only_auditors_and_administrators_read_the_log(
    client: FlaskClient, session: Session, role: Role
) -> None:
    factories.sign_in(client, factories.make_user(session, role))
    session.commit()
    expected = 200 if role in (Role.AUDITOR, Role.ADMINISTRATOR) else 403
    assert client.get("/desk/audit").status_code == expected


def test_every_act_that_the_program_records_has_a_word() -> None:
    codes = {f"applications:{action.value}" for action in ApplicationAction}
    codes |= {f"openings:{action.value}" for action in OpeningAction}
    codes |= {f"employers:{action.value}" for action in EmployerAction}
    kinds = "|".join(wording.ACTS)
    literal = re.compile(rf'"((?:{kinds}):[a-z_]+)"')
    for path in ROOT.rglob("*.py"):
        if "desk" not in path.parts:
            codes |= set(literal.findall(path.read_text(encoding="utf-8")))
    codes |= {f"payments:{action.value}" for action in RunAction}
    codes |= {f"payments:{action.value}_recovery" for action in RecoveryAction}
    codes -= {f"{kind}:{verb}" for kind in wording.ACTS for verb in ("see", "change", "verb")}
    assert {code for code in codes if code not in wording.VERBS} == set()
    assert len(codes) > 30


def test_the_log_asks_few_questions(auditor: FlaskClient, engine: Engine) -> None:
    auditor.get("/desk/audit")
    with questions(engine) as asked:
        auditor.get("/desk/audit?action=openings")
    assert len(asked) <= 12, asked
