"""The exchange format and the evaluation: on small folders that the tests write themselves."""

import csv
import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from jobhelp.errors import CommandFailed
from jobhelp.matching.benchmark import OURS, evaluate
from jobhelp.matching.board import Case
from jobhelp.matching.exchange import BadFolder, read
from jobhelp.matching.features import company
from jobhelp.recommendations import cli

TITLES = {"cook": "后厨 厨师", "clean": "写字楼 保洁", "drive": "货车 司机"}


def write_folder(folder: Path, *, people: int = 24, relevant: bool = True) -> Path:
    """People want one of three kinds of work and apply to openings of it."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = list(TITLES)
    with (folder / "openings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["opening_id", "title", "text", "employer", "area"])
        for number in range(60):
            kind = kinds[number % 3]
            writer.writerow([f"P{number}", f"{TITLES[kind]}{number}", "", f"E{number % 7}", "哈尔滨"])
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["seeker_id", "opening_id", "kind", "at"])
        for person in range(people):
            writer.writerow([f"S{person}", f"P{person % 3}", "view", "2024-03-01T08:00:00Z"])
            writer.writerow([f"S{person}", f"P{person % 3 + 3}", "apply", "2024-03-09T08:00:00Z"])
    with (folder / "queries.jsonl").open("w", encoding="utf-8") as file:
        for person in range(people):
            row = {
                "query_id": f"Q{person}",
                "group": "warm",
                "seeker_id": f"S{person}",
                "at": "2024-03-05T08:00:00Z",
                "profile": {"wanted": [TITLES[kinds[person % 3]]]},
                "seen": [f"P{person % 3}"],
            }
            if relevant:
                row["relevant"] = [f"P{person % 3 + 3 * (1 + person % 5)}"]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return folder


def test_it_learns_on_one_folder_and_judges_another(tmp_path: Path) -> None:
    train, test = write_folder(tmp_path / "train"), write_folder(tmp_path / "test", people=15)
    measured = evaluate(train, test)
    ways = measured.quality["warm"]
    assert measured.queries == 15
    assert ways[OURS].n == 15
    assert ways[OURS].ndcg[0] > ways["random"].ndcg[0]
    assert set(ways) == {
        OURS,
        "random",
        "popularity",
        "popularity, 7 days",
        "tf-idf, character pairs",
        "bm25, character pairs",
    }


def test_it_writes_each_query_once_without_what_was_seen(tmp_path: Path) -> None:
    train = write_folder(tmp_path / "train")
    test = write_folder(tmp_path / "test", people=9, relevant=False)
    measured = evaluate(train, test, out=tmp_path / "ranked.jsonl")
    assert measured.quality == {}
    lines = [
        json.loads(line) for line in (tmp_path / "ranked.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [line["query_id"] for line in lines] == [f"Q{person}" for person in range(9)]
    for person, line in enumerate(lines):
        assert f"P{person % 3}" not in line["ranked"]
        assert len(line["ranked"]) == len(set(line["ranked"])) == 59


def test_without_a_second_folder_half_of_the_people_judge(tmp_path: Path) -> None:
    measured = evaluate(write_folder(tmp_path / "train", people=40))
    assert measured.fitted_on + measured.queries == 40


def test_an_event_after_the_moment_is_not_seen(tmp_path: Path) -> None:
    folder = read(write_folder(tmp_path / "one"))
    crowd = folder.board_at(folder.asked[0].query.at).crowd
    assert crowd.people.nnz == 24  # the views of the first of March, not the applications of the ninth


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("openings.csv", "", "holds no opening"),
        ("openings.csv", "title\n保洁\n", "no column opening_id"),
        ("openings.csv", "opening_id\nP1\nP1\n", "stands twice"),
        ("queries.jsonl", "", "holds no query"),
        ("queries.jsonl", "{broken\n", "line 1"),
        ("queries.jsonl", '{"group": "warm"}\n', "line 1: has no 'query_id'"),
        ("queries.jsonl", "[1]\n", "line 1: not an object"),
        ("queries.jsonl", '{"query_id": "Q", "seen": 5}\n', "line 1: not in the form"),
        ("queries.jsonl", '{"query_id": "Q", "profile": "cook"}\n', "line 1: not in the form"),
        ("events.csv", "", "has no column"),
        ("seekers.jsonl", '{"profile": {}}\n', "line 1: has no 'seeker_id'"),
        ("seekers.jsonl", "{broken\n", "line 1"),
        ("events.csv", "seeker_id,kind\n1,view\n", "opening_id"),
        ("openings.csv", "title,opening_id\n保洁,P1\n保安\n", "a row has no opening_id"),
        ("queries.jsonl", '{"query_id": "Q", "at": "0001-01-01T00:00:00+08:00"}', "is not a time"),
        ("events.csv", "seeker_id,opening_id,kind,at\nS1,P1,view,yesterday\n", "is not a time"),
    ],
)
def test_a_broken_folder_says_which_file_and_why(tmp_path: Path, file: str, content: str, told: str) -> None:
    folder = write_folder(tmp_path / "one")
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadFolder, match=told):
        evaluate(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one")
    (folder / "queries.jsonl").unlink()
    with pytest.raises(BadFolder, match=r"queries\.jsonl is missing"):
        evaluate(folder)


@pytest.mark.parametrize(
    ("query", "ranked"),
    [
        ({"query_id": "nothing told"}, 60),
        ({"query_id": "all null", "profile": None, "seen": None, "at": None, "seeker_id": None}, 60),
        ({"query_id": "a word for a list", "profile": {"wanted": "保洁", "education": "本科"}}, 60),
        ({"query_id": "all seen", "seen": [f"P{number}" for number in range(60)], "relevant": ["P1"]}, 0),
        ({"query_id": "not on the list", "seen": ["X"], "relevant": ["Y"]}, 60),
        ({"query_id": "below nought", "profile": {"experience_months": -24, "pay_wanted": -5}}, 60),
        ({"query_id": "absurd", "profile": {"experience_months": 1e300, "pay_last": 1e308}}, 60),
    ],
)
def test_a_query_that_tells_little_gets_a_list(tmp_path: Path, query: dict[str, object], ranked: int) -> None:
    train, test = write_folder(tmp_path / "train"), write_folder(tmp_path / "test")
    (test / "queries.jsonl").write_text(json.dumps(query), encoding="utf-8")
    evaluate(train, test, out=tmp_path / "ranked.jsonl")
    line = json.loads((tmp_path / "ranked.jsonl").read_text(encoding="utf-8"))
    assert len(line["ranked"]) == len(set(line["ranked"])) == ranked


@pytest.mark.parametrize("file", ["openings.csv", "events.csv", "queries.jsonl"])
def test_a_file_in_another_encoding_is_named(tmp_path: Path, file: str) -> None:
    folder = write_folder(tmp_path / "one")
    (folder / file).write_bytes("opening_id,seeker_id,kind\n保洁,1,view\n".encode("gb18030"))
    with pytest.raises(BadFolder, match=rf"{file}: .*codec"):
        evaluate(folder)


def test_times_of_different_offsets_are_one_time(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one")
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8")
    (folder / "queries.jsonl").write_text(lines.replace("2024-03-05T08:00:00Z", "2024-03-05T16:00:00+08:00"))
    (folder / "events.csv").write_text(
        "seeker_id,opening_id,kind,at\nS1,P1,view,2024-03-05T07:59:59.5Z\nS1,P2,view,2024-03-05T15:59:59.5+07:00\n"
    )
    told = read(folder)
    assert told.board_at(told.asked[0].query.at).crowd.people.nnz == 1


def test_the_command_prints_a_table_and_a_dash_for_what_one_query_cannot_tell(tmp_path: Path) -> None:
    train, test = write_folder(tmp_path / "train"), write_folder(tmp_path / "test", people=1)
    out = tmp_path / "new" / "ranked.jsonl"
    words = ["--train", str(train), "--test", str(test), "--out", str(out)]
    told = CliRunner().invoke(cli.evaluate, words)
    assert told.exit_code == 0 and "warm (n=1)" in told.stdout and "±–" in told.stdout
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1
    refused = CliRunner().invoke(cli.evaluate, [*words, "--out", str(train / "events.csv" / "x")])
    assert isinstance(refused.exception, CommandFailed) and "cannot write" in str(refused.exception)


def test_one_opening_is_a_list_of_one_and_nothing_to_learn_from(tmp_path: Path) -> None:
    train, one = write_folder(tmp_path / "train"), write_folder(tmp_path / "one")
    (one / "openings.csv").write_text("opening_id\nP1\n", encoding="utf-8")
    evaluate(train, one, out=tmp_path / "ranked.jsonl")
    lines = (tmp_path / "ranked.jsonl").read_text(encoding="utf-8").splitlines()
    assert {len(json.loads(line)["ranked"]) for line in lines} == {0, 1}
    with pytest.raises(BadFolder, match="nothing to learn from"):
        evaluate(one, train)


def test_profiles_that_stand_alone_speak_for_a_newcomer(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one")
    rows = [
        {
            "seeker_id": f"S{person}",
            "profile": {"wanted": [list(TITLES.values())[person % 3]], "education": 3},
        }
        for person in range(24)
    ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "seekers.jsonl").write_text(text, encoding="utf-8")
    told = read(folder)
    query = dataclasses.replace(told.asked[1].query, history=(), who=None)
    found = company.similar_profiles_for_new.read(Case(told.board_at(query.at), query))
    assert int(np.argmax(found)) == 1, "people who want cleaning looked at P1"
