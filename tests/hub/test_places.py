"""Places as advertisements write them."""

import pytest

from jobhelp.hub.places import Gazetteer, Place, Street

DISTRICTS = {"230102": "道里区", "230103": "南岗区", "230109": "松北区", "230125": "宾县", "230183": "尚志市"}
STREETS = [
    Street("230102001", "230102", "兆麟街道"),
    Street("230102008", "230102", "尚志街道"),
    Street("230103020", "230103", "跃进街道"),
    Street("230103101", "230103", "王岗镇"),
    Street("230109005", "230109", "松北街道"),
]
CITY = Gazetteer(DISTRICTS, STREETS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哈尔滨·南岗·跃进", Place("230103", "230103020", "跃进", False)),
        ("哈尔滨·道里·尚志", Place("230102", "230102008", "尚志", False)),
        ("黑龙江省哈尔滨南岗区", Place("230103", None, "", False)),
        (
            "黑龙江省哈尔滨市南岗区跃进街道办事处12号",
            Place("230103", "230103020", "跃进街道办事处12号", False),
        ),
        ("黑龙江省哈尔滨松北区高新技术开发区", Place("230109", None, "高新技术开发区", False)),
        ("黑龙江-哈尔滨-宾县", Place("230125", None, "", False)),
        ("哈尔滨 尚志", Place("230183", None, "", False)),
        ("南岗区王岗镇", Place("230103", "230103101", "王岗镇", False)),
        ("黑龙江省尚志市亚布力镇", Place("230183", None, "亚布力镇", False)),
        ("哈尔滨", Place(None, None, "哈尔滨", False)),
        ("黑龙江省哈尔滨市", Place(None, None, "哈尔滨", False)),
        ("哈尔滨市跃进街道", Place("230103", "230103020", "跃进街道", False)),
        ("大连、哈尔滨", Place(None, None, "大连、哈尔滨", False)),
        ("", Place(None, None, "", False)),
    ],
)
def test_a_place_in_the_city_has_its_district(text: str, expected: Place) -> None:
    assert CITY.read(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("上海·虹口·北外滩", "上海 虹口 北外滩"),
        ("上海上海浦东新区", "上海浦东新区"),
        ("深圳深圳宝安区宝安", "深圳宝安区宝安"),
        ("浙江省宁波", "浙江省宁波"),
        ("黑龙江省大庆", "黑龙江省大庆"),
        ("青岛市北区哈尔滨路", "青岛市北区哈尔滨路"),
        ("全国", "全国"),
    ],
)
def test_a_place_elsewhere_is_kept_as_text(text: str, shown: str) -> None:
    assert CITY.read(text) == Place(None, None, shown, True)


def test_a_street_of_another_district_is_not_taken() -> None:
    assert CITY.read("哈尔滨·南岗·松北街道") == Place("230103", None, "松北街道", False)
