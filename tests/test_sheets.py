"""Excel: nothing that people typed becomes a formula, and the file says what the page says (checklist 26)."""

import io

from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from jobhelp.sheets import LIVE, plain, workbook
from tests import factories


def cells(content: bytes) -> list[list[object]]:
    """The values of the only sheet, after checking that each is text."""
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f" and (cell.value is None or isinstance(cell.value, str))
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@given(st.text(max_size=60))
@example("=1+1")
@example("＝cmd|'/c calc'!A1")
@example("\t=1+1")
@example("  -2+3")
@example("\u200b@SUM(A1)")
@example("\x00=1")
@example("1" * 40_000)
@settings(max_examples=300, deadline=None)
def test_no_text_becomes_a_live_formula(text: str) -> None:
    shown = plain(text)
    assert not shown.lstrip(" \u00a0\u3000\ufeff\u200b").startswith(LIVE)
    assert len(shown) <= 32_767
    [_, [cell]] = cells(workbook("表", ["列"], [[text]], widths=[10]))
    assert not str(cell).startswith(LIVE)


def test_ordinary_text_and_long_numbers_stay_as_they_are() -> None:
    assert plain("写字楼保洁") == "写字楼保洁"
    rows = cells(workbook("表", ["编号"], [["230103000000123456"]], widths=[10]))
    assert rows == [["编号"], ["230103000000123456"]]


def test_the_file_holds_the_list_of_the_page_and_of_this_district_only(
    client: FlaskClient, session: Session
) -> None:
    officer = factories.make_user(session, "district_officer")
    factories.make_employer(session, name="=HYPERLINK(1)有限公司", state="pending")
    factories.make_employer(session, name="别区的单位", state="pending", district_code="230102")
    factories.make_opening(session, title="+快递分拣员", state="review", published_at=None)
    session.commit()
    factories.sign_in(client, officer)
    response = client.get("/desk/worklist.xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    head, *rows = cells(response.data)
    assert head[:5] == ["办结期限", "情况", "类型", "事项", "单位"]
    assert sorted(row[2] for row in rows) == ["单位核验", "岗位审核"]
    assert "'=HYPERLINK(1)有限公司" in {row[4] for row in rows}
    only = cells(client.get("/desk/worklist.xlsx?work=opening").data)
    assert [row[2] for row in only[1:]] == ["岗位审核"]
