"""A line of the work list in words: the same shape for an employer, an opening and a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp.claims import wording as claims
from jobhelp.claims.deadlines import STAFF_DAYS
from jobhelp.claims.queries import DeskRow
from jobhelp.claims.states import ClaimState
from jobhelp.desk.worklist import PROMISED, Item, Work
from jobhelp.employers.models import Employer
from jobhelp.openings.models import Opening
from jobhelp.payments.queries import RecoveryRow
from jobhelp.payments.states import RecoveryState
from jobhelp.payments.wording import amount
from jobhelp.permissions import Permission
from jobhelp.texts import N_

S = ClaimState
TASKS: Mapping[str, str] = {
    Work.EMPLOYER: N_("看是不是同一家、是不是在营，决定能不能发布岗位"),
    Work.OPENING: N_("看内容是否真实、合法，决定发布还是退回"),
    Work.HELD: N_("内容里有不合规的用语，决定发布还是撤下"),
    Work.DUPLICATE: N_("和别的岗位很像，决定留哪一个"),
    Work.RECOVERY: N_("看原因和金额对不对，决定追回还是不追回"),
}
CLAIM_TASKS: Mapping[str, str] = {
    S.SUBMITTED: N_("看内容和材料齐不齐，决定受理还是退回补正"),
    S.ACCEPTED: N_("对照规定核实事实和材料，提出意见"),
    S.REVIEWED: N_("看同事的意见对不对，决定批准、不批准还是退回"),
    S.SPECIAL: N_("一事一议，第一位同事签了字，还要第二位签"),
    S.APPEALED: N_("申请人不同意，由没有经手过的人重新看"),
}
CLAIM_SENTENCES: Mapping[str, str] = {
    S.SUBMITTED: N_("%(what)s，等受理"),
    S.ACCEPTED: N_("%(what)s，等审核"),
    S.REVIEWED: N_("%(what)s，等审批"),
    S.SPECIAL: N_("%(what)s，等第二人签字"),
    S.APPEALED: N_("%(what)s，等复核"),
}


@dataclass(frozen=True)
class Line:
    """What the list, the pane and the Excel file say of one thing.

    sentence    what is to be done; `heading` names the thing in the pane, `task` says what to decide
    firm        the employer; `person`: the claimant, masked
    promised    working days in which it is done
    way         the address of its own page; `hint`: why the reader cannot decide it, "" when they can
    """

    item: Item
    row: Any
    sentence: str
    heading: str
    task: str
    firm: str
    person: str
    district: str | None
    street: str | None
    number: str
    source: str
    promised: int
    way: str
    hint: str


def line(item: Item, row: Employer | Opening | DeskRow | RecoveryRow) -> Line:
    """One thing of the list as the signed-in officer sees it."""
    if isinstance(row, DeskRow):
        return _of_claim(item, row)
    if isinstance(row, RecoveryRow):
        return _of_recovery(item, row)
    if isinstance(row, Employer):
        return _of_employer(item, row)
    return _of_opening(item, row)


def _of_employer(item: Item, row: Employer) -> Line:
    return Line(
        item=item,
        row=row,
        sentence=gettext("核验营业执照和信用代码"),
        heading=row.name,
        task=gettext(TASKS[item.work]),
        firm=row.name,
        person="",
        district=row.district_code,
        street=None,
        number="",
        source=gettext("单位"),
        promised=PROMISED[item.work],
        way=url_for("employers.review", employer_id=row.id),
        hint=_review_hint(),
    )


def _of_opening(item: Item, row: Opening) -> Line:
    return Line(
        item=item,
        row=row,
        sentence=_opening_sentence(item, row),
        heading=row.title,
        task=gettext(TASKS[item.work]),
        firm=row.employer_name,
        person="",
        district=row.district_code,
        street=row.street_code,
        number=row.number or "",
        source=row.source or gettext("单位"),
        promised=PROMISED[item.work],
        way=url_for("openings.review", opening_id=row.id),
        hint=_review_hint(),
    )


def _opening_sentence(item: Item, row: Opening) -> str:
    if item.work is Work.DUPLICATE:
        return gettext("「%(title)s」像另一个岗位", title=row.title)
    if row.lint:
        return gettext("「%(title)s」，%(number)s 处用语要看", title=row.title, number=len(row.lint))
    return gettext("「%(title)s」", title=row.title)


def _review_hint() -> str:
    if current_user.may(Permission.REVIEW_DECIDE):
        return ""
    return gettext("您的账户只能看，由区县或市级工作人员办理。")


def _of_claim(item: Item, row: DeskRow) -> Line:
    claim = row.claim
    what = claims.title(claim)
    if row.corrected:
        sentence = gettext("%(what)s，补正交回，等受理", what=what)
    else:
        sentence = gettext(CLAIM_SENTENCES[claim.state], what=what)
    return Line(
        item=item,
        row=row,
        sentence=sentence,
        heading=what,
        task=gettext(CLAIM_TASKS[claim.state]),
        firm=row.employer_name,
        person="" if row.employer_name else row.name_mask or gettext("账户已删除"),
        district=claim.district_code,
        street=None,
        number=claim.number,
        source=gettext("单位") if row.employer_name else gettext("居民"),
        promised=STAFF_DAYS[claim.state],
        way=url_for("claims.case", number=claim.number),
        hint=_claim_hint(row),
    )


def _claim_hint(row: DeskRow) -> str:
    """Acceptance and review belong to every officer; the decision to a second person of the district or the city."""
    claim = row.claim
    if not current_user.may(Permission.CLAIM_REVIEW):
        return gettext("您的账户只能看，由街道、区县或市级工作人员办理。")
    if claim.state in (S.SUBMITTED, S.ACCEPTED):
        return ""
    if current_user.id in (claim.maker_id, claim.checker_id, claim.second_id):
        return gettext("您经手过这一步，请由另一位同事办理。")
    return "" if current_user.may(Permission.CLAIM_APPROVE) else gettext("等区县或市级同事审批。")


def _of_recovery(item: Item, row: RecoveryRow) -> Line:
    found, claim = row.recovery, row.claim
    waiving = found.state == RecoveryState.WAIVING
    words = {"what": claims.title(claim), "amount": amount(found.amount)}
    firm = claim.employer_id is not None
    name = row.name or gettext("账户已删除")
    return Line(
        item=item,
        row=row,
        sentence=gettext("%(what)s，不追回 %(amount)s 元，等同意", **words)
        if waiving
        else gettext("%(what)s，追回 %(amount)s 元，等确认", **words),
        heading=words["what"],
        task=gettext(TASKS[item.work]),
        firm=name if firm else "",
        person="" if firm else name,
        district=claim.district_code,
        street=None,
        number=claim.number,
        source=gettext("发放"),
        promised=PROMISED[item.work],
        way=url_for("payments.recovery", recovery_id=found.id),
        hint=_recovery_hint(found.waiver_by if waiving else found.proposed_by),
    )


def _recovery_hint(asked_by: int | None) -> str:
    """Another person than the one who asked decides."""
    if not current_user.may(Permission.PAYMENT_PREPARE):
        return gettext("您的账户只能看，由区县或市级工作人员办理。")
    return gettext("您经手过这一步，请由另一位同事办理。") if current_user.id == asked_by else ""
