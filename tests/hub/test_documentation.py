"""docs/imports.md tells the truth about what the program reads."""

import re

import pytest

from jobhelp.config import PROJECT_ROOT
from jobhelp.hub import layouts, mapping, pay
from jobhelp.hub.pay import Said

TEXT = (PROJECT_ROOT / "docs/imports.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(N[^`]*|面议)` \| ([\d,]+) \| (\S+) \| (.+) \|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("shape", "rows", "example", "said"), ROWS)
def test_each_row_of_the_pay_table_is_read_as_it_says(shape: str, rows: str, example: str, said: str) -> None:
    found = pay.read(example)
    assert found.shape == shape
    assert int(rows.replace(",", "")) > 0
    if "no amount" in said:
        assert found.said is Said.AGREEMENT
    elif "not understood" in said:
        assert found.said is Said.UNREAD
    else:
        assert found.pay is not None
        sides = [side for side in (found.pay.low, found.pay.high) if side is not None]
        numbers = [f"{side // 100:,}" for side in dict.fromkeys(sides)]
        assert said.startswith(("up to " if found.pay.low is None else "") + "–".join(numbers))
        assert {"month": "a month", "day": "a day", "hour": "an hour", "year": "a year", "once": "in all"}[
            found.pay.unit
        ] in said
        assert (f"{found.pay.months} months" in said) is (found.pay.months is not None)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 28
    assert sum(int(rows.replace(",", "")) for _, rows, _, _ in ROWS) + 158 == 4_581 + 14_251 + 291


def test_every_field_of_a_mapping_is_described() -> None:
    section = TEXT.split("## Mapping files")[1]
    for name in layouts.FIELDS:
        assert f"`{name}`" in section, name


def test_the_mapping_of_the_document_is_one() -> None:
    example = re.search(r"```yaml\n(.+?)```", TEXT, re.DOTALL)
    assert example is not None
    mapped = mapping.read_mapping(example[1].encode())
    assert mapped.columns["place"] == ("城市", "区县", "地址")
