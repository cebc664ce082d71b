"""What the list filters by, as bits of one small integer on the shelf. Pure; the bits never leave this slice."""

from collections.abc import Iterable, Mapping

PAY_YUAN = (2500, 3500, 4500, 6000, 8000)
"""The steps of "每月工资 … 元以上". A typed amount counts as the highest step that it reaches."""

SHIFT_BITS: Mapping[str, int] = {
    "day": 1 << 0,  # daytime only
    "early": 1 << 1,
    "evening": 1 << 2,
    "night": 1 << 3,
    "rotating": 1 << 4,
}
PERK_BITS: Mapping[str, int] = {
    "insurance": 1 << 5,
    "meals": 1 << 6,
    "lodging": 1 << 7,
    "rest_weekend": 1 << 8,
    "half_day": 1 << 9,
    "daily_pay": 1 << 10,
    "shuttle": 1 << 11,
    "training": 1 << 12,
    "verified": 1 << 13,
}
BEYOND = "beyond"
"""Stands on the shelf for the district of what lies outside the city."""
PAY_SHIFT = 16
HALF_DAY_HOURS = 5.0


def pay_step(pay: int | None) -> int:
    """How many of the steps a month's pay reaches."""
    return sum(1 for yuan in PAY_YUAN if pay is not None and pay >= yuan * 100)


def bits_of(
    *,
    shifts: Iterable[str],
    perks: Iterable[str],
    days: Iterable[int],
    hours_per_day: float | None,
    pay: int | None,
    verified: bool,
) -> int:
    """The bits of an opening. `pay` is the most that it pays, in 分 a month."""
    worked, bits = set(shifts), 0
    if worked and worked <= {"day", "early"}:
        bits |= SHIFT_BITS["day"]
    for shift in worked - {"day"}:
        bits |= SHIFT_BITS.get(shift, 0)
    for perk in perks:
        bits |= PERK_BITS.get(perk, 0)
    work_days = set(days)
    if work_days and not work_days & {5, 6}:
        bits |= PERK_BITS["rest_weekend"]
    if hours_per_day is not None and hours_per_day <= HALF_DAY_HOURS:
        bits |= PERK_BITS["half_day"]
    if verified:
        bits |= PERK_BITS["verified"]
    return bits | pay_step(pay) << PAY_SHIFT
