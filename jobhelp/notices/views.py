"""The inbox of whoever is signed in, and the count that every page shows."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from jobhelp.errors import NotFound
from jobhelp.extensions import db
from jobhelp.notices import queries, service
from jobhelp.notices.models import Notice
from jobhelp.notices.wording import written
from jobhelp.permissions import Permission
from jobhelp.web import access, current_locale, safe_next, wanted_page

bp = Blueprint("notices", __name__)
PAGE_SIZE = 20


@bp.get("/notices")
@access.requires(Permission.ACCOUNT_SEE)
def index() -> Any:
    """Messages, newest first. Looking changes nothing: a message is read when it is opened or marked."""
    page, last = wanted_page(queries.count(db, current_user.id), PAGE_SIZE)
    return render_template(
        "notices/index.html",
        notices=queries.inbox(db, current_user.id, page=page, size=PAGE_SIZE),
        page=page,
        last=last,
        page_url=lambda number: url_for("notices.index", page=number),
        words=words,
        unread_now=unread(),
    )


@bp.post("/notices/read")
@access.requires(Permission.ACCOUNT_CHANGE)
def read_all() -> Any:
    """Mark everything read."""
    service.mark_read(db, current_user.id)
    db.commit()
    flash(gettext("消息都标为已读了。"), "success")
    return redirect(url_for("notices.index"))


@bp.post("/notices/<int:notice_id>")
@access.requires(Permission.ACCOUNT_CHANGE)
def open_notice(notice_id: int) -> Any:
    """Mark one message read and go to what it is about."""
    notice = queries.own(db, current_user.id, notice_id)
    if notice is None:
        raise NotFound()
    service.mark_read(db, current_user.id, [notice.id])
    db.commit()
    return redirect(safe_next(notice.link, url_for("notices.index")))


def words(notice: Notice) -> str:
    """The message in the reader's language; its bare text when the parameters do not fit."""
    try:
        return written(notice.text, notice.params, current_locale(), gettext)
    except (KeyError, ValueError, TypeError):
        return gettext(notice.text)


def unread() -> int:
    """How many messages the signed-in person has not read; asked once a request."""
    if not current_user.is_authenticated:
        return 0
    if "unread_notices" not in g:
        g.unread_notices = queries.unread_count(db, current_user.id)
    count: int = g.unread_notices
    return count


@bp.app_context_processor
def _count() -> dict[str, Any]:
    return {"unread": unread}
