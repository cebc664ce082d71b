"""A town of made-up posts and people in plain values, with a past that follows distance and wish."""

import numpy as np

from jobhelp.matching.board import Board, Case
from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import DEMANDS, PERKS, SHIFTS, Query, RankFacts
from jobhelp.matching.posts import Posts
from jobhelp.matching.training import Example
from tests.matching.build import DAY, TREE

OCCUPATIONS = ("cleaner", "window", "nanny", "guard")
PLACES = ("north", "middle", "south")


def town_posts(rng: np.random.Generator, n: int) -> Posts:
    """n posts in which everything may be missing."""

    def some(values, chance=0.8):
        return [value if rng.random() < chance else None for value in values]

    place = rng.choice(PLACES, n)
    centre = np.array([TREE.centres[name] for name in place])
    low = rng.integers(20, 60, n) * 10_000
    return Posts.from_columns(
        {
            "id": (rng.permutation(n) + 1).tolist(),
            "kind": rng.choice(["market", "gig", "assistance"], n).tolist(),
            "occupation": some(rng.choice(OCCUPATIONS, n).tolist()),
            "place": place.tolist(),
            "employer": rng.integers(0, n // 4 + 1, n).astype(str).tolist(),
            "pay_basis": ["month"] * n,
            "lat": some((centre[:, 0] + rng.normal(0, 0.03, n)).tolist()),
            "lon": some((centre[:, 1] + rng.normal(0, 0.03, n)).tolist()),
            "pay_low": some(low.tolist()),
            "pay_high": some((low + 50_000).tolist()),
            "education_min": some(rng.integers(0, 5, n).tolist()),
            "experience_min": some(rng.integers(0, 3, n).tolist()),
            "starts": some(rng.integers(300, 900, n).tolist()),
            "ends": some(rng.integers(900, 1400, n).tolist()),
            "hours_per_day": some(rng.integers(4, 12, n).tolist()),
            "published": (DAY - rng.integers(0, 60, n)).tolist(),
            "headcount": rng.integers(1, 9, n).tolist(),
            "outside": [False] * n,
            "shifts": some([{str(rng.choice(SHIFTS))} for _ in range(n)]),
            "demands": some(
                [set(map(str, rng.choice(DEMANDS, rng.integers(0, 3), replace=False))) for _ in range(n)]
            ),
            "perks": some(
                [set(map(str, rng.choice(PERKS, rng.integers(0, 4), replace=False))) for _ in range(n)]
            ),
            "certificates": some([{"health"} if rng.random() < 0.2 else set() for _ in range(n)]),
            "skills": some([{str(rng.choice(["a", "b", "c"]))} for _ in range(n)]),
            "title": [
                str(name) + str(kind)
                for name, kind in zip(rng.choice(["保洁", "保安", "月嫂"], n), place, strict=True)
            ],
            "text": ["打扫卫生 站岗巡逻"] * n,
        }
    )


def town_person(rng: np.random.Generator) -> RankFacts:
    """A person who told some things and left others out."""

    def maybe(value, chance=0.6):
        return value if rng.random() < chance else None

    return RankFacts(
        wanted=tuple(map(str, rng.choice(OCCUPATIONS, rng.integers(0, 3), replace=False))),
        past=tuple(
            (str(code), float(rng.integers(0, 6))) for code in rng.choice(OCCUPATIONS, rng.integers(0, 2))
        ),
        wanted_words=str(rng.choice(["", "保洁", "保安 站岗"])),
        past_words=str(rng.choice(["", "月嫂"])),
        education=int(rng.integers(0, 5)),
        certificates=maybe(frozenset({"health"})),
        skills=frozenset(maybe(("a",)) or ()),
        district=str(rng.choice(PLACES)),
        max_km=maybe(15.0, 0.3),
        pay_min=maybe(300_000, 0.4),
        shifts=frozenset(maybe(("day", "early")) or ()),
        earliest=maybe(400, 0.3),
        hours_max=maybe(9.0, 0.4),
        kinds=frozenset(maybe(("market",), 0.3) or ()),
        cannot=frozenset(maybe(("heights",), 0.3) or ()),
    )


def town(seed: int = 3, n: int = 150, people: int = 90, acts: int = 3) -> tuple[Board, list[Example]]:
    """A board, and examples of people who went to what is near and what they want."""
    rng = np.random.default_rng(seed)
    posts = town_posts(rng, n)
    facts = [town_person(rng) for _ in range(people)]
    log: list[tuple[int, int, float]] = []
    chosen = []
    for who, one in enumerate(facts):
        board = Board(posts, DAY, None, TREE)
        query = Query(one, DAY, who=who)
        liking = _liking(board, query) + rng.gumbel(0, 0.8, n)
        best = posts.id[np.argsort(-liking)[: acts + 2]].tolist()
        log += [(who, post, DAY - 10 + at) for at, post in enumerate(best[:2])]
        chosen.append((one, best))
    who, post, at = zip(*log, strict=True)
    board = Board(posts, DAY, Evidence(who, post, ["apply"] * len(log), at), TREE)
    examples = [
        Example(
            Query(one, DAY, history=tuple(best[:2]), who=number),
            {best[2]: "apply", best[3]: "hire", best[4]: "dismiss"}
            if number % 5 == 0
            else {best[2]: "apply"},
        )
        for number, (one, best) in enumerate(chosen)
    ]
    return board, examples


def _liking(board: Board, query: Query) -> np.ndarray:
    case = Case(board, query)
    away = np.nan_to_num(case.km, nan=8.0)
    codes = [code in query.facts.wanted for code in board.posts.occupation.codes]
    return 2.5 * np.array(codes)[board.posts.occupation.index] - 0.2 * away
