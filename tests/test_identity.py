"""Numbers that name people: every way of writing the same number is the same number, every slip is found."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jobhelp import identity

FULL_WIDTH = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")
DIGITS = "0123456789"
phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
regions = st.sampled_from(sorted(identity.PROVINCES)).flatmap(
    lambda province: st.text(DIGITS, min_size=4, max_size=4).map(lambda rest: province + rest)
)
births = st.dates(date(1900, 1, 1), date(2024, 12, 31))
serials = st.text(DIGITS, min_size=3, max_size=3)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    body = f"{draw(regions)}{draw(births):%Y%m%d}{draw(serials)}"
    return body + identity.id_check(body)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    letters = st.text(identity.CREDIT_ALPHABET, min_size=2, max_size=2)
    place = st.text(DIGITS, min_size=6, max_size=6)
    rest = st.text(identity.CREDIT_ALPHABET, min_size=9, max_size=9)
    body = draw(letters) + draw(place) + draw(rest)
    return body + identity.credit_check(body)


def sprinkled(text: str, noise: list[str]) -> str:
    """`text` with one piece of noise between each two characters, as long as there is some."""
    pieces = noise + [""] * len(text)
    return "".join(character + piece for character, piece in zip(text, pieces, strict=False))


noise = st.lists(st.sampled_from([" ", "-", "　", "\t", "－", "—", "\u200b", "\ufeff", ""]), max_size=18)


@given(phones, st.sampled_from(["", "+86", "+86 ", "0086", "86", "＋８６－", "(+86)"]), noise, st.booleans())
def test_every_way_of_writing_a_phone_is_the_same_phone(
    phone: str, prefix: str, between: list[str], full_width: bool
) -> None:
    typed = prefix + sprinkled(phone, between)
    assert identity.canonical_phone(typed.translate(FULL_WIDTH) if full_width else typed) == phone


@given(st.text(max_size=30))
@example("12800138000")
@example("1380013800")
@example("138001380000")
@example("+85213800138000")
@example("13800138000\n13800138001")
@example("١٣٨٠٠١٣٨٠٠٠")
def test_what_is_no_mobile_number_is_refused_and_what_passes_is_one(typed: str) -> None:
    try:
        phone = identity.canonical_phone(typed)
    except identity.InvalidPhone:
        return
    assert len(phone) == 11 and phone.isascii() and phone.isdigit() and phone[0] == "1"
    assert identity.canonical_phone(phone) == phone


@given(id_numbers(), noise, st.booleans(), st.booleans())
def test_every_way_of_writing_an_identity_number_is_the_same_number(
    number: str, between: list[str], lower: bool, full_width: bool
) -> None:
    typed = sprinkled(number.lower() if lower else number, between)
    assert identity.canonical_id_number(typed.translate(FULL_WIDTH) if full_width else typed) == number


@given(id_numbers(), st.integers(0, 17), st.sampled_from(DIGITS))
def test_one_wrong_digit_in_an_identity_number_is_always_found(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    with pytest.raises(identity.InvalidIdNumber):
        identity.canonical_id_number(number[:place] + digit + number[place + 1 :])


@given(id_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_in_an_identity_number_are_always_found(number: str, place: int) -> None:
    assume(number[place] != number[place + 1] and number[place + 1] != "X")
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(identity.InvalidIdNumber):
        identity.canonical_id_number(swapped)


@given(id_numbers())
def test_the_old_fifteen_digits_are_the_same_person(number: str) -> None:
    assume(number[6:8] == "19")
    assert identity.canonical_id_number(number[:6] + number[8:17]) == number


def test_the_standards_own_examples() -> None:
    assert identity.canonical_id_number("11010519491231002X") == "11010519491231002X"
    assert identity.id_check("44052418800101001") == "4"


def test_nobody_alive_was_born_before_1900() -> None:
    with pytest.raises(identity.InvalidIdNumber):
        identity.canonical_id_number("440524188001010014")


@pytest.mark.parametrize("born", ["19990229", "20001301", "20000431", "20000100", "18991231"])
def test_a_birth_date_that_never_was_is_refused_even_with_a_right_check_digit(born: str) -> None:
    body = f"230103{born}001"
    with pytest.raises(identity.InvalidIdNumber):
        identity.canonical_id_number(body + identity.id_check(body))


def test_nobody_is_born_tomorrow() -> None:
    today = date(2026, 11, 24)
    tomorrow = today + timedelta(days=1)
    for born, allowed in ((today, True), (tomorrow, False)):
        body = f"230103{born:%Y%m%d}001"
        number = body + identity.id_check(body)
        assert identity.canonical_id_number(number) == number  # without a day to compare with
        if allowed:
            assert identity.canonical_id_number(number, today) == number
        else:
            with pytest.raises(identity.InvalidIdNumber):
                identity.canonical_id_number(number, today)


def test_a_region_that_does_not_exist_is_refused() -> None:
    body = "00010519491231002"
    with pytest.raises(identity.InvalidIdNumber):
        identity.canonical_id_number(body + identity.id_check(body))


@given(st.text(max_size=24))
def test_junk_is_refused_by_every_check_and_never_breaks_one(typed: str) -> None:
    for check, refusal in (
        (identity.canonical_id_number, identity.InvalidIdNumber),
        (identity.canonical_credit_code, identity.InvalidCreditCode),
    ):
        try:
            found = check(typed)
        except refusal as invalid:
            assert invalid.message
        else:
            assert check(found) == found


@given(credit_codes(), noise, st.booleans())
def test_every_way_of_writing_a_credit_code_is_the_same_code(
    code: str, between: list[str], lower: bool
) -> None:
    assert identity.canonical_credit_code(sprinkled(code.lower() if lower else code, between)) == code


@given(credit_codes(), st.integers(0, 17), st.sampled_from(identity.CREDIT_ALPHABET))
def test_one_wrong_character_in_a_credit_code_is_always_found(code: str, place: int, other: str) -> None:
    assume(code[place] != other)
    with pytest.raises(identity.InvalidCreditCode):
        identity.canonical_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L", "914403001922038216"])
def test_published_credit_codes_pass(code: str) -> None:
    assert identity.canonical_credit_code(code) == code


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_a_credit_code_never_has_are_refused(letter: str) -> None:
    with pytest.raises(identity.InvalidCreditCode):
        identity.canonical_credit_code(f"91230103{letter}00000000A")


@given(phones)
def test_a_masked_phone_keeps_three_and_four(phone: str) -> None:
    masked = identity.mask_phone(phone)
    assert masked == f"{phone[:3]}****{phone[7:]}"


@given(id_numbers())
def test_a_masked_identity_number_hides_the_birth_date(number: str) -> None:
    masked = identity.mask_id_number(number)
    assert len(masked) == 18 and masked[3:14] == "*" * 11
    assert (masked[:3], masked[14:]) == (number[:3], number[14:])


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("李小华", "李*华"),
        ("欧阳娜娜", "欧**娜"),
        ("王", "王*"),
        ("", ""),
        (" 赵六 ", "赵*"),
        ("阿卜杜拉·买买提", "阿***提"),
    ],
)
def test_names_are_masked_as_people_expect(name: str, masked: str) -> None:
    assert identity.mask_name(name) == masked


@given(st.text(max_size=10))
def test_masks_of_too_short_numbers_show_nothing(text: str) -> None:
    assert set(identity.mask_phone(text)) <= {"*"}
    assert set(identity.mask_id_number(text)) <= {"*"}
