"""From one proposal to the next, several of them at once, and the list as an Excel file."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from jobhelp import clock, sheets
from jobhelp.accounts.fresh import fresh
from jobhelp.errors import Refusal
from jobhelp.extensions import db
from jobhelp.forms import clean
from jobhelp.life_events import queries, service, wording
from jobhelp.life_events.queries import Line
from jobhelp.life_events.states import Outcome, ProposalState
from jobhelp.life_events.views.blueprint import bp, scope
from jobhelp.life_events.views.desk import kept, list_page, wanted
from jobhelp.permissions import Permission
from jobhelp.reference.views import name
from jobhelp.web import access, as_workbook, flash_refusal, me

LONGEST_NOTE = 1_000


@bp.get("/desk/proposals/next")
@access.requires(Permission.PROPOSAL_SEE)
def next_proposal() -> Any:
    """On to the next open proposal, what is due first standing first; the one that was left (`after`) comes last."""
    lines = queries.lines(db, scope(), wanted(), clock.today())
    numbers = [line.proposal.id for line in lines]
    left = request.args.get("after", type=int)
    behind = numbers.index(left) + 1 if left in numbers else 0
    others = [number for number in numbers[behind:] + numbers[:behind] if number != left]
    if not others:
        flash(_("没有别的提议要决定了。"), "success")
        return redirect(url_for("life_events.proposals", **kept(wanted())))
    return redirect(url_for("life_events.proposal", proposal_id=others[0], **kept(wanted())))


@bp.post("/desk/proposals/tell")
@access.requires(Permission.PROPOSAL_DECIDE)
def tell_many() -> Any:
    """Tell several people what they may claim: each is decided by itself, with the same reason."""
    note = clean(request.form.get("note"))[:LONGEST_NOTE]
    chosen = [int(number) for number in request.form.getlist("proposal") if number.isdecimal()]
    if not chosen or not note:
        fault = _("请先勾选要告诉的人。") if not chosen else _("请写明为什么这样决定，留作依据。")
        return list_page(chosen, note, fault), 422
    told = 0
    for number in chosen[: queries.PAGE]:
        try:
            found = queries.for_desk(db, number, scope())
            service.accept(db, found, Outcome.TELL, by=me(), note=note)
        except Refusal as refusal:
            flash_refusal(refusal)
        else:
            db.commit()
            told += 1
    if told:
        flash(_("告诉了 %(count)s 个人或单位，他们会收到消息。", count=told), "success")
    return redirect(url_for("life_events.proposals", **kept(wanted())))


@bp.get("/desk/proposals.xlsx")
@access.requires(Permission.PROPOSAL_SEE)
@fresh
def proposals_sheet() -> Response:
    """The list as an Excel file, with the filters of the page."""
    lines = queries.lines(db, scope(), wanted(), clock.today(), size=sheets.MOST_ROWS)
    head = [
        *(_("期限"), _("类型"), _("事项"), _("对象"), _("区县"), _("申请编号")),
        *(_("待遇"), _("本人的话"), _("结果"), _("提议时间")),
    ]
    content = sheets.workbook(
        _("提议"), head, (_cells(line) for line in lines), widths=(14, 12, 44, 22, 12, 18, 20, 12, 14, 18)
    )
    return as_workbook(content, f"proposals-{clock.today().isoformat()}")


def _cells(line: Line) -> list[str]:
    one = line.proposal
    return [
        one.due_on.isoformat(),
        _(wording.KINDS[one.kind]),
        wording.sentence(one),
        line.who,
        name("districts", one.district_code) if one.district_code else "",
        line.number,
        wording.title(one.programme),
        _("听过了") if one.heard_at else "",
        "" if one.state == ProposalState.OPEN else _(wording.STATES[one.state]),
        f"{clock.local(one.created_at):%Y-%m-%d %H:%M}",
    ]
