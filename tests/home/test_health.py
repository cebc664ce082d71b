"""What a watchdog and a load balancer hear."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from jobhelp import database
from jobhelp.app import create_app
from jobhelp.config import Settings
from jobhelp.home import health


def test_the_process_answers(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_ready_with_the_stated_rule_when_no_model_is_trained(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["ready"] is True
    assert answer.json["database"] == "ok"
    assert answer.json["ranker"].startswith("rule:")


def test_ready_with_the_rule_when_the_model_file_is_broken(client: FlaskClient, settings: Settings) -> None:
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    (settings.models_dir / "ranker-20261101-000000000000.npz").write_bytes(b"not a model")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["ranker"].startswith("rule:")


def test_not_ready_before_the_database_is_migrated(tmp_path: object) -> None:
    fresh = Settings.from_env({"JOBHELP_DATA_DIR": str(tmp_path), "JOBHELP_RATE_LIMITS": "0"})
    site = create_app(fresh)
    answer = site.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "database": "not migrated", "ranker": answer.json["ranker"]}
    site.extensions["jobhelp.engine"].dispose()


def test_not_ready_when_the_database_is_away(tmp_path: object) -> None:
    nowhere = Settings.from_env(
        {
            "JOBHELP_DATA_DIR": str(tmp_path),
            "JOBHELP_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        }
    )
    site = create_app(nowhere)
    answer = site.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["database"] == "unreachable"
    assert "127.0.0.1" not in answer.text
    site.extensions["jobhelp.engine"].dispose()


@pytest.mark.postgresql
def test_ready_on_both_databases(either_engine: Engine, settings: Settings) -> None:
    assert database.is_current(either_engine)
    assert health.readiness(either_engine, settings).ready


def test_health_needs_no_account_and_keeps_no_session(app: Flask) -> None:
    for address in ("/healthz", "/readyz"):
        answer = app.test_client().get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.mimetype == "application/json"
