"""The reference files that come with the source: whole, consistent, in both languages."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp.config import PROJECT_ROOT
from jobhelp.labels import LABELS
from jobhelp.orm import write_session
from jobhelp.reference import queries, service
from jobhelp.reference.models import District, ReferenceVersion, Skill
from jobhelp.reference.queries import Book

SEED = PROJECT_ROOT / "seed"
HARBIN = (44.0, 46.8, 125.6, 130.3)  # south, north, west, east


@pytest.fixture
def book(session: Session) -> Book:
    return queries.book(session)


def rows(name: str) -> list[dict[str, str]]:
    with (SEED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_harbin_has_its_eighteen_districts_and_counties(book: Book) -> None:
    assert len(book.districts) == 18
    assert {"230102", "230103", "230104", "230108", "230109", "230110"} == {
        code for code, row in book.districts.items() if row.core
    }
    assert book.districts["230103"].name_zh == "南岗区"
    assert book.districts["230103"].name_en == "Nangang District"
    assert book.districts["230184"].name_zh == "五常市"


def test_neighbours_are_mutual_and_nobody_is_alone(book: Book) -> None:
    for code, row in book.districts.items():
        assert row.adjacent, row.name_zh
        assert code not in row.adjacent
        for other in row.adjacent:
            assert code in book.districts[other].adjacent, (row.name_zh, other)
    assert "230102" in book.districts["230103"].adjacent  # 道里 and 南岗 share the station


def test_all_328_streets_lie_in_their_district(book: Book) -> None:
    south, north, west, east = HARBIN
    assert len(book.streets) == 328
    for code, street in book.streets.items():
        assert code.startswith(street.district_code)
        assert south < street.lat < north and west < street.lon < east
    for code, district in book.districts.items():
        lats = [street.lat for street in book.streets_of(code)]
        lons = [street.lon for street in book.streets_of(code)]
        assert min(lats) - 0.05 < district.lat < max(lats) + 0.05, district.name_zh
        assert min(lons) - 0.05 < district.lon < max(lons) + 0.05, district.name_zh


def test_streets_of_one_district_stand_apart(book: Book) -> None:
    places = Counter((street.district_code, street.lat, street.lon) for street in book.streets.values())
    assert max(places.values()) == 1


@pytest.mark.parametrize(
    "name", ["districts", "streets", "occupations", "certificates", "skills", "welfare_kinds"]
)
def test_each_row_has_a_plain_english_name_of_its_own(name: str) -> None:
    found = rows(name)
    names = [row["name_en"] for row in found]
    assert all(text.isascii() and text.strip() == text and text[0].isupper() for text in names)
    owner = "district_code" if name == "streets" else None
    assert max(Counter((row.get(owner or ""), row["name_en"]) for row in found).values()) == 1
    assert len({row["code"] for row in found}) == len(found)


def test_occupations_cover_the_work_that_the_notice_names(book: Book) -> None:
    assert len(book.occupations) >= 80
    assisted = [row for row in book.occupations.values() if row.assisted]
    words = {word for row in assisted for word in (row.name_zh, *row.aliases)}
    assert {"家电维修", "家政", "保姆", "厨师", "托老", "托幼", "消杀", "卡点", "摸排", "生活保障"} <= words


def test_occupations_form_a_tree_of_two_levels(book: Book) -> None:
    family_of_group: dict[str, str] = {}
    for row in book.occupations.values():
        assert family_of_group.setdefault(row.group, row.family) == row.family, row.name_zh
    assert set(family_of_group.values()) == set(LABELS["family"]) - {""}
    assert {row.family for row in book.skills.values()} <= set(LABELS["family"])


def test_typical_pay_is_a_range_above_the_minimum_wage_of_the_counties(book: Book) -> None:
    for row in book.occupations.values():
        assert row.pay_low is not None and row.pay_high is not None, row.name_zh
        assert 190_000 <= row.pay_low < row.pay_high <= 1_500_000, row.name_zh


def test_each_certificate_tells_how_to_get_it_in_both_languages(book: Book) -> None:
    for row in book.certificates.values():
        assert row.how_zh.endswith("。") and row.how_en.endswith("."), row.name_zh
        assert row.how_en.isascii()


def test_welfare_kinds_are_those_of_the_notice(book: Book) -> None:
    names = {row.name_zh for row in book.welfare_kinds.values()}
    assert {"消杀防疫", "小区管控", "人员排查", "生活保障", "卡点执勤", "独居老人探访"} <= names
    assert all(len(row.duties_zh.splitlines()) >= 3 for row in book.welfare_kinds.values())


def test_loading_again_writes_nothing(session: Session) -> None:
    assert service.is_loaded(session)
    assert service.load(session, SEED) is False


def test_a_changed_file_is_merged_and_what_left_it_stays(engine, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name in service.FILES:
        (tmp_path / f"{name}.csv").write_bytes((SEED / f"{name}.csv").read_bytes())
    skills = tmp_path / "skills.csv"
    lines = skills.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("home_cooking,")
    lines[1] = "home_cooking,做饭,Cooking at home,home"
    skills.write_text("\n".join([*lines[:-1], "juggling,抛球,Juggling,"]) + "\n", encoding="utf-8")
    with write_session(engine) as session:
        assert service.load(session, tmp_path) is True
        assert session.get_one(Skill, "home_cooking").name_zh == "做饭"
        assert session.get_one(Skill, "juggling").position > 0
        assert session.get(Skill, "sign_language") is not None  # gone from the file, kept for whoever has it
        assert service.load(session, tmp_path) is False


def test_a_book_is_read_anew_when_the_files_were_loaded_anew(session: Session) -> None:
    before = queries.book(session)
    assert queries.book(session) is before
    session.get_one(District, "230103").name_en = "Nangang"
    session.get_one(ReferenceVersion, "seed").digest = "another"
    session.flush()
    session.info.clear()  # what the next session of the process begins with
    after = queries.book(session)
    assert (before.name("districts", "230103", "en"), after.name("districts", "230103", "en")) == (
        "Nangang District",
        "Nangang",
    )


def test_names_fall_back_to_the_code(book: Book) -> None:
    assert book.name("occupations", "4-09-08-01") == "保洁员"
    assert book.name("occupations", "4-09-08-01", "en") == "Cleaner"
    assert book.name("occupations", "9-99") == "9-99"
    assert book.name("skills", None) == ""


def test_forgetting_the_version_makes_the_next_load_merge(session: Session) -> None:
    service.unload(session)
    assert not service.is_loaded(session)
    assert service.load(session, SEED) is True
    assert session.scalar(select(ReferenceVersion.digest).where(ReferenceVersion.name == "seed"))
