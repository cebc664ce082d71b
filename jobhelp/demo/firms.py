"""Write invented employers, each with one account."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from jobhelp.accounts.models import User
from jobhelp.demo import rows
from jobhelp.demo.accounts import ACCOUNTS
from jobhelp.demo.dice import Dice
from jobhelp.demo.invented import credit_code, phone
from jobhelp.demo.texts import Firm
from jobhelp.demo.timeline import Timeline
from jobhelp.employers.models import Employer, EmployerMember
from jobhelp.employers.states import EmployerState
from jobhelp.permissions import Role

S = EmployerState
REFUSED_NOTE = "地址查无此单位，电话打不通。请带营业执照到区就业科核验。"
SINCE_DAYS = 400


def write_firms(
    session: Session,
    timeline: Timeline,
    firms: Sequence[Firm],
    dice: Dice,
    *,
    opened: Mapping[int, User] | None = None,
    decided_by: int | None = None,
) -> list[tuple[int, Firm]]:
    """Employers with their ids. Their account is the one in `opened` that names them, else one without a password."""
    own = {one.firm: (opened[one.serial].id, one.phone) for one in ACCOUNTS if one.firm and opened}
    strangers = [firm for firm in firms if firm.name not in own]
    for firm, user_id in zip(strangers, rows.take_ids(session, User, len(strangers)), strict=True):
        own[firm.name] = (user_id, phone(rows.BULK_PHONES + user_id))
    long_ago = timeline.instant(timeline.now - SINCE_DAYS)
    rows.write(
        session,
        User,
        (
            rows.user_row(
                own[firm.name][0], role=Role.EMPLOYER, name=firm.contact, district=firm.district, at=long_ago
            )
            for firm in strangers
        ),
    )
    ids = rows.take_ids(session, Employer, len(firms))
    rows.write(
        session,
        Employer,
        (
            {
                "id": employer_id,
                "name": firm.name,
                "credit_code": credit_code(firm.code_type, firm.district, employer_id),
                "state": firm.state,
                "district_code": firm.district,
                "address": firm.address,
                "industry": firm.industry,
                "introduction": firm.about,
                "contact_name": firm.contact,
                "contact_phone": own[firm.name][1],
                "demo": True,
                "decision_note": REFUSED_NOTE if firm.state == S.REFUSED else "",
                "decided_by": None if firm.state == S.PENDING else decided_by,
                "decided_at": None if firm.state == S.PENDING else long_ago + timedelta(days=1),
                "created_at": timeline.instant(timeline.now - dice.between(0.1, 3))
                if firm.state == S.PENDING
                else long_ago,
            }
            for employer_id, firm in zip(ids, firms, strict=True)
        ),
    )
    rows.write(
        session,
        EmployerMember,
        (
            {"user_id": own[firm.name][0], "employer_id": employer_id, "is_owner": True}
            for employer_id, firm in zip(ids, firms, strict=True)
        ),
    )
    return list(zip(ids, firms, strict=True))
