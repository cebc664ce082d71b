"""The answers of every route to every kind of person, as rows. `python -m tests.house.access` writes access.csv."""

import csv
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jobhelp import database
from jobhelp.app import create_app
from jobhelp.config import Settings
from tests.house.scene import ACTORS, Scene, build

TABLE = Path(__file__).with_name("access.csv")
SKIPPED = {"static"}


def columns() -> list[str]:
    """The heading of the table."""
    return ["endpoint", "method", *ACTORS]


def answers(scene: Scene) -> list[dict[str, str]]:
    """One row for each route and method. Before each request the city is as it was at first."""
    rows = []
    for rule in sorted(scene.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if rule.endpoint in SKIPPED:
            continue
        address = scene.address(rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            row = {"endpoint": rule.endpoint, "method": method}
            scene.restore()
            for actor in ACTORS:
                if method == "POST":
                    scene.restore()
                response = scene.client(actor).open(address, method=method)
                row[actor] = _word(response)
            rows.append(row)
    scene.restore()
    return rows


def _word(response: TestResponse) -> str:
    """The status; a redirect to the sign-in page or to the second factor by name."""
    where = response.headers.get("Location", "")
    if "/sign-in" in where:
        return "sign-in"
    if "/second-factor" in where:
        return "second-factor"
    return str(response.status_code)


def write(rows: list[dict[str, str]]) -> None:
    """Write the table for review."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Build the small city in a temporary folder and write what the site answers now."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(
            {"JOBHELP_DATA_DIR": folder, "JOBHELP_RATE_LIMITS": "0", "JOBHELP_SMS": "file"}
        )
        app = create_app(settings)
        app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
        engine = app.extensions["jobhelp.engine"]
        database.prepare(settings, engine)
        with Session(engine, expire_on_commit=False) as session:
            write(answers(build(app, Path(folder) / "jobhelp.db", session)))
        engine.dispose()


if __name__ == "__main__":
    main()
