"""Where the work is: three posts each, the answer plain to the eye."""

from jobhelp.matching.evidence import Evidence
from jobhelp.matching.features import place
from tests.matching.build import DAY, board, case, read, spoken

HERE = {"place": ["north", "middle", "south"], "lat": [45.80, 45.75, None], "lon": [126.60, 126.65, None]}


def test_distance_in_kilometres_from_home() -> None:
    before = case(board(**HERE), lat=45.80, lon=126.60)
    assert read(place.distance, before) == [0.0, 6.778, None]
    assert spoken(place.distance, before, 1) == "离您家约 6.8 公里"
    assert spoken(place.distance, before, 0) is None, "one point twice: no distance is known"


def test_the_middle_of_the_district_stands_in_for_a_home() -> None:
    assert read(place.distance, case(board(**HERE), district="north"))[0] == 0.0
    assert read(place.distance, case(board(**HERE))) == [None] * 3


def test_same_place_next_to_it_and_the_same_region() -> None:
    before = case(board(**HERE), district="north")
    assert read(place.same_place, before) == [3.0, 2.0, 1.0]
    assert spoken(place.same_place, before, 0) == "工作地点在north，和您住的地方同一个区"
    assert spoken(place.same_place, before, 1) == "工作地点在middle，和north相邻"
    assert read(place.same_place, case(board(place=["north", None, "深圳"]), district="north")) == [
        3.0,
        None,
        0.0,
    ]


def test_place_of_earlier_applications() -> None:
    before = case(board(place=["north", "north", "south"]), history=[1, 2])
    assert read(place.place_looked_at, before) == [1.0, 1.0, 0.0]
    assert spoken(place.place_looked_at, before, 0) == "您报过 2 个在north的岗位，这个也在那里"
    assert read(place.place_looked_at, case(board(**HERE))) == [None] * 3


def test_the_place_of_the_last_application() -> None:
    before = case(board(place=["north", "south", None]), history=[2, 1])
    assert read(place.place_last, before) == [1.0, 0.0, None]
    assert spoken(place.place_last, before, 0) == "和您最近报的岗位一样，在north"
    assert read(place.place_last, case(board(**HERE))) == [None] * 3


def test_the_region_of_home_and_of_earlier_applications() -> None:
    on = board(place=["north", "south", "深圳"])
    assert read(place.region_looked_at, case(on, district="north")) == [1.0, 1.0, 0.0]
    assert read(place.region_looked_at, case(on, history=[2])) == [1.0, 1.0, 0.0]
    assert read(place.region_looked_at, case(on)) == [None] * 3
    assert (
        spoken(place.region_looked_at, case(on, history=[2]), 0) == "工作地点在north，在您住的或报过的那一带"
    )


def test_where_people_look_who_look_where_you_do() -> None:
    log = Evidence([1, 1, 2, 2, 3], [1, 2, 1, 2, 3], ["apply"] * 5, [DAY - 1] * 5)
    on = board(log, place=["north", "middle", "south", None])
    found = read(place.place_trodden, case(on, district="north", who=9))
    assert found[0] == found[1] == 1.0 and found[2] == 0.0 and found[3] is None
    assert (
        spoken(place.place_trodden, case(on, district="north"), 1) == "和您去同样地方找工作的人，也常去middle"
    )
    assert read(place.place_trodden, case(board(**HERE), district="north")) == [None] * 3
