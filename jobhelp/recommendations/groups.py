"""Who belongs to which group: for measuring fairness and for nothing else.

The ranker cannot come here: its input is built by facts.py from the profile alone. Whoever comes here leaves an entry in
the audit log, and only aggregates of at least thirty people leave (matching/fairness.py).
"""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobhelp import identity
from jobhelp.audit import service as audit
from jobhelp.jobseekers.models import Seeker, SeekerHardship
from jobhelp.texts import N_

SEX, AGE, DISABLED, RECOGNISED, DISTRICT = "sex", "age", "disability", "recognised", "district"
TITLES = {
    SEX: N_("性别"),
    AGE: N_("年龄"),
    DISABLED: N_("有没有残疾人证"),
    RECOGNISED: N_("是不是认定过的就业困难人员"),
    DISTRICT: N_("登记在哪个区"),
}
NAMES = {
    "women": N_("女"),
    "men": N_("男"),
    "under 35": N_("35 岁以下"),
    "35 to 44": N_("35 到 44 岁"),
    "45 and over": N_("45 岁以上"),
    "disabled": N_("有"),
    "not disabled": N_("没有说有"),
    "recognised": N_("是"),
    "not recognised": N_("不是"),
}
PROBED = ((SEX, "women"), (AGE, "45 and over"), (DISABLED, "disabled"), (RECOGNISED, "recognised"))
BATCH = 500

Groups = dict[str, dict[int, str]]


def groups_of(session: Session, seeker_ids: Sequence[int], on: date, why: str) -> Groups:
    """dimension → {person: group}. Sex and age come from the identity number of those who gave one, disability from the
    hardship facts of those who agreed to keep some. Raises nothing for those who told nothing: they are left out.
    """
    found: Groups = {name: {} for name in TITLES}
    for at in range(0, len(seeker_ids), BATCH):
        part = list(seeker_ids[at : at + BATCH])
        rows = session.execute(
            select(Seeker, SeekerHardship)
            .outerjoin(SeekerHardship, SeekerHardship.seeker_id == Seeker.id)
            .where(Seeker.id.in_(part))
        )
        for seeker, hardship in rows:
            if seeker.district_code:
                found[DISTRICT][seeker.id] = seeker.district_code
            if seeker.id_number:
                found[SEX][seeker.id] = "men" if int(seeker.id_number[16]) % 2 else "women"
                found[AGE][seeker.id] = _age(seeker.id_number, on)
            if hardship is not None:
                found[RECOGNISED][seeker.id] = "recognised" if hardship.recognised else "not recognised"
                facts = json.loads(hardship.facts)["facts"] if hardship.facts else []
                found[DISABLED][seeker.id] = "disabled" if "disability" in facts else "not disabled"
            else:
                found[RECOGNISED][seeker.id] = "not recognised"
                found[DISABLED][seeker.id] = "not disabled"
    audit.record(
        session,
        "recommendations:measure",
        subject="model",
        subject_id=why,
        people=len(seeker_ids),
    )
    return found


def _age(id_number: str, on: date) -> str:
    born = identity.birth_date(id_number)
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "under 35" if years < 35 else "35 to 44" if years < 45 else "45 and over"
