"""Invented numbers have the right form, and are nobody's."""

from jobhelp import identity
from jobhelp.demo.dice import Dice
from jobhelp.demo.invented import credit_code, id_number, person_name, phone


def test_credit_codes_are_valid_and_distinct() -> None:
    codes = [credit_code("91", "230103", serial) for serial in range(3_000)]
    assert [identity.canonical_credit_code(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)


def test_the_organisation_part_has_its_own_right_check_character() -> None:
    for serial in range(200):
        organisation = credit_code("91", "230104", serial)[8:17]
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(c, 36) * w for c, w in zip(organisation[:8], weights, strict=True))
        check = (11 - total % 11) % 11
        assert organisation[8] == ("X" if check == 10 else str(check))


def test_identity_numbers_are_valid_distinct_and_of_the_district() -> None:
    numbers = [id_number("230110", serial, serial % 2) for serial in range(40_000)]
    assert all(identity.canonical_id_number(number) == number for number in numbers[::37])
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("230110") for number in numbers)
    assert all(1963 <= identity.birth_date(number).year <= 2004 for number in numbers[::37])


def test_parity_is_what_was_asked_for() -> None:
    assert [int(id_number("230110", serial, 1)[16]) % 2 for serial in (0, 15_000, 99_999)] == [1, 1, 1]


def test_phone_numbers_are_in_a_block_that_no_carrier_gives_out() -> None:
    numbers = [phone(serial) for serial in (1, 10_000_123, 99_999_999)]
    assert numbers == ["16900000001", "16910000123", "16999999999"]
    assert [identity.canonical_phone(number) for number in numbers] == numbers


def test_dice_are_repeatable_and_fair() -> None:
    assert [Dice(7, 1).share() for _ in range(2)] == [Dice(7, 1).share()] * 2
    assert Dice(7, 1).share() != Dice(7, 2).share()
    dice = Dice(1)
    drawn = [dice.whole(1, 6) for _ in range(6_000)]
    assert set(drawn) == {1, 2, 3, 4, 5, 6}
    assert all(850 < drawn.count(face) < 1_150 for face in range(1, 7))
    heavy = [dice.weighted("ab", (1, 9)) for _ in range(2_000)]
    assert 1_700 < heavy.count("b") < 1_900
    few = dice.some(range(100), 10)
    assert len(set(few)) == 10 and few == sorted(few)
    assert dice.some([1, 2], 5) == [1, 2]


def test_names_are_two_or_three_characters() -> None:
    dice = Dice(3)
    names = {person_name(dice, "王李", ("丽华", "静")) for _ in range(100)}
    assert names == {"王丽华", "王静", "李丽华", "李静"}
