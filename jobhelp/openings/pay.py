"""What a wage comes to in a month, so that a day's, an hour's and a year's pay can be compared."""

WORKDAYS_A_MONTH = 21.75  # 人社部发〔2025〕2号: 月计薪天数
HOURS_A_DAY = 8.0
WEEKS_A_MONTH = 52 / 12


def monthly(
    amount: int | None, unit: str | None, *, months: int | None = None, hours_per_week: float | None = None
) -> int | None:
    """`amount` 分 per `unit` as 分 a month; None where it cannot be said (by the piece, for once, 面议).

    `months` counts a 13th salary; `hours_per_week` makes part-time pay by the hour or day what it comes to.
    """
    if amount is None or unit in (None, "", "piece", "once"):
        return None
    hours = hours_per_week * WEEKS_A_MONTH if hours_per_week else WORKDAYS_A_MONTH * HOURS_A_DAY
    factor = {
        "month": (months or 12) / 12,
        "year": 1 / 12,
        "day": min(WORKDAYS_A_MONTH, hours / HOURS_A_DAY),
        "hour": hours,
    }[unit or "month"]
    return round(amount * factor)
