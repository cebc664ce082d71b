"""What people in a like situation did: a like history, or a like profile."""

import numpy as np
import pytest

from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import RankFacts
from jobhelp.matching.features import Feature, company, kinds
from tests.matching.build import DAY, board, case, read, spoken

# everybody applied to post 1; those who did to 2 also did to 3; 4 has one applicant who did nothing else
WHO = [*range(1, 9), 1, 2, 3, 1, 2, 3, 9]
POST = [1] * 8 + [2, 2, 2, 3, 3, 3, 4]
LOG = Evidence(WHO, POST, ["apply"] * len(WHO), [DAY - 1] * len(WHO))
ON = board(LOG, n=5)


def test_who_went_where_you_did_leads_on_and_what_everybody_does_leads_less() -> None:
    found = read(company.similar_people_wide, case(ON, history=[2], who=50))
    assert found[2] == 1.0 and 0 < found[0] < 1
    assert found[1] == found[3] == found[4] == 0.0
    assert (
        spoken(company.similar_people_wide, case(ON, history=[2], who=50), 2)
        == "和您报过同样岗位的人，也报了这个岗位"
    )
    assert spoken(company.similar_people_wide, case(ON, history=[2], who=50), 3) is None, (
        "one person is not told"
    )


def test_without_a_history_nobody_is_alike() -> None:
    assert read(company.similar_people_wide, case(ON)) == [None] * 5


def test_ones_own_acts_lead_nowhere() -> None:
    alone = Evidence([7, 7], [1, 2], ["apply"] * 2, [DAY - 1] * 2)
    assert read(company.similar_people_wide, case(board(alone, n=2), history=[1], who=7)) == [None, None]


def test_the_solver_comes_near_the_exact_answer() -> None:
    rng = np.random.default_rng(0)
    who, post = rng.integers(0, 60, 900), rng.integers(1, 40, 900)
    log = Evidence(who.tolist(), post.tolist(), ["apply"] * 900)
    before = case(board(log, n=40), history=[3, 5], who=1_000)
    did = log.before(DAY).did.toarray()
    asked = np.isin(log.items, [3, 5]).astype(float)
    exact = -np.linalg.solve(did.T @ did + company.HELD_BACK * np.eye(did.shape[1]), asked)
    exact[asked > 0] = 0
    found = np.array(read(company.similar_people_wide, before), float)[log.items - 1]
    assert np.corrcoef(found**2, np.maximum(exact, 0))[0, 1] > 0.995


COOK, GUARD = RankFacts(wanted_words="后厨 厨师", education=3), RankFacts(wanted_words="保安", education=2)
TOLD = Evidence(
    [1, 2, 3, 4], [1, 1, 1, 2], ["apply"] * 4, [DAY - 1] * 4, {1: COOK, 2: COOK, 3: COOK, 4: GUARD}
)
KITCHENS = board(TOLD, place=["north", "south", "north"])


FLOOR = round(float(np.log(company.LEAST_SHARE)), 3)
# with a history that says nothing of these posts, and without any
ASKED = [(company.similar_profiles, [99]), (company.similar_profiles_for_new, [])]


@pytest.mark.parametrize(("one", "history"), ASKED)
def test_people_with_a_like_profile_point_the_way(one: Feature, history: list[int]) -> None:
    found = read(one, case(KITCHENS, history=history, wanted_words="厨师", who=50))
    assert found[0] > found[1] and found[1] == found[2] == FLOOR
    assert spoken(one, case(KITCHENS, history=history, wanted_words="厨师", who=50), 0) == (
        "想找的和做过的工作跟您差不多的人，也报了这个岗位"
    )
    assert read(one, case(ON, history=history, wanted_words="厨师")) == [None] * 5, "a log without profiles"
    assert read(one, case(KITCHENS, history=history)) == [None] * 3, "nothing told, nobody alike"


def test_for_somebody_new_the_work_and_the_other_facts_speak_apart() -> None:
    before = case(KITCHENS, wanted_words="厨师", education=2, who=50)
    work, facts = read(company.similar_profiles_for_new, before), read(company.similar_facts_for_new, before)
    assert work[0] > FLOOR == work[1], "cooks went to post 1, whatever their schooling"
    assert facts[1] > FLOOR == facts[0], "who has this schooling went to post 2, whatever they want"
    assert spoken(company.similar_facts_for_new, before, 0) == (
        "经验、学历、证书这些情况跟您差不多的人，也报了这个岗位"
    )
    assert spoken(company.similar_facts_for_new, before, 1) is None, "one person is not told"
    assert read(company.similar_facts_for_new, case(KITCHENS, wanted_words="厨师")) == [None] * 3


def test_people_with_and_without_a_history_are_told_by_features_of_their_own() -> None:
    facts = {"wanted_words": "厨师", "education": 3}
    for one in (company.similar_profiles, kinds.kind_for_profile):
        assert read(one, case(KITCHENS, **facts)) == [None] * 3
        assert None not in read(one, case(KITCHENS, history=[1], **facts))
    for one in (
        company.similar_profiles_for_new,
        company.similar_facts_for_new,
        kinds.kind_for_profile_for_new,
        kinds.applicants_alike_for_new,
    ):
        assert read(one, case(KITCHENS, history=[1], **facts)) == [None] * 3
        assert None not in read(one, case(KITCHENS, **facts))


def test_ones_own_profile_is_nobody_alike() -> None:
    own = Evidence([1, 2], [1, 2], ["apply"] * 2, [DAY - 1] * 2, {1: COOK, 2: GUARD})
    asked = case(board(own, n=2), who=1, wanted_words="后厨 厨师", education=3)
    assert read(company.similar_profiles_for_new, asked) == [None] * 2


def test_the_kind_of_post_that_people_alike_go_for() -> None:
    before = case(KITCHENS, wanted_words="厨师")
    found = read(kinds.kind_for_profile_for_new, before)
    assert found[0] == found[2] > 0 > found[1], (
        "the third post is in the north too, though nobody applied yet"
    )
    assert spoken(kinds.kind_for_profile_for_new, before, 2) == "跟您差不多的人，常报这一类岗位"


def test_what_one_did_oneself_is_nobody_alike_either() -> None:
    own = Evidence([1, 2], [1, 2], ["apply"] * 2, [DAY - 1] * 2, {1: COOK, 2: GUARD})
    on = board(own, n=2, place=["north", "south"])
    asked = {"wanted_words": "后厨 厨师", "education": 3}
    assert read(kinds.kind_for_profile_for_new, case(on, who=1, **asked)) == [0.0, 0.0]
    assert read(kinds.kind_for_profile_for_new, case(on, who=50, **asked))[0] > 0


def test_for_somebody_new_a_crowd_does_not_count_for_being_one() -> None:
    who, post = [*range(1, 21), 21, 22, 23], [1] * 20 + [2] * 3
    told = (
        dict.fromkeys(range(1, 5), COOK)
        | dict.fromkeys(range(5, 21), GUARD)
        | dict.fromkeys((21, 22, 23), COOK)
    )
    on = board(Evidence(who, post, ["apply"] * 23, [DAY - 1] * 23, told), n=3)
    before = case(on, wanted_words="厨师", who=50)
    many, alike = read(company.similar_profiles_for_new, before), read(kinds.applicants_alike_for_new, before)
    assert many[0] > many[1], "four cooks applied to post 1, three to post 2"
    assert alike[1] > alike[0] > alike[2] == FLOOR, "but to post 2 nobody else did"
    assert spoken(kinds.applicants_alike_for_new, before, 1) == (
        "报这个岗位的人里，想找和做过的工作跟您差不多的比较多"
    )
    assert read(kinds.applicants_alike_for_new, case(on, wanted_words="厨师", who=1)) == [None] * 3, "not new"
    assert read(kinds.applicants_alike_for_new, case(on, education=2, who=50)) == [None] * 3
