"""Every list that can be taken away opens in a spreadsheet, is text only, and is one of the site's Excel routes."""

import io

from openpyxl import load_workbook

from tests.house.scene import Scene

READERS = ("district_here", "city", "auditor", "administrator")
FILLED = {"claims.desk_sheet", "life_events.proposals_sheet", "payments.ledger_sheet", "desk.audit_sheet"}
"""Of these the small city has rows for whoever may read them."""


def test_every_excel_file_opens_and_holds_text_only(scene: Scene) -> None:
    rules = [rule for rule in scene.app.url_map.iter_rules() if rule.rule.endswith(".xlsx")]
    opened = set()
    for actor in READERS:
        client = scene.client(actor)
        for rule in rules:
            wish = "?state=all" if rule.endpoint == "claims.desk_sheet" else ""
            answer = client.get(scene.address(rule) + wish)
            if answer.status_code == 403:
                continue
            assert answer.status_code == 200, (actor, rule.endpoint)
            sheet = load_workbook(io.BytesIO(answer.data)).active
            rows = list(sheet.values)
            assert all(isinstance(cell, str | None) for row in rows for cell in row), rule.endpoint
            assert all(rows[0]), (actor, rule.endpoint)
            assert len(rows) > 1 or rule.endpoint not in FILLED, (actor, rule.endpoint)
            opened.add(rule.endpoint)
    assert opened == {rule.endpoint for rule in rules}
