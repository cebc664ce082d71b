"""Numbers that people read out on the telephone: 230103-000417."""

from sqlalchemy import text
from sqlalchemy.orm import Session

OUTSIDE = "000000"
_TAKE = text(
    "INSERT INTO opening_numbers (district_code, last_number) VALUES (:district, :count) "
    "ON CONFLICT (district_code) DO UPDATE SET last_number = opening_numbers.last_number + :count "
    "RETURNING last_number"
)


def number_for(session: Session, district_code: str | None) -> str:
    """The next number of this district; "000000-…" for what lies outside the city. Never given twice."""
    return numbers_for(session, district_code, 1)[0]


def numbers_for(session: Session, district_code: str | None, count: int) -> list[str]:
    """`count` numbers at once. The district's counter stays locked until the commit: in a long import, ask last."""
    if count < 1:
        return []
    district = district_code or OUTSIDE
    last = session.execute(_TAKE, {"district": district, "count": count}).scalar_one()
    return [f"{district}-{serial:06d}" for serial in range(last - count + 1, last + 1)]
