"""Saying no, and breaking: every error as a page in the reader's words, with nothing committed."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, flash, g, render_template
from flask_babel import gettext
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from jobhelp import labels
from jobhelp.errors import Refusal
from jobhelp.extensions import db, login_manager

log = structlog.get_logger("jobhelp.web")

ERROR_TEXTS = {
    400: (
        labels.N_("这一页没有看懂您的请求"),
        labels.N_("可能是地址不完整，或页面放得太久。请回到上一页再试一次。"),
    ),
    403: (
        labels.N_("您的账户不能看这一页"),
        labels.N_("如果您觉得应该可以，请换一个账户登录，或打电话问我们。"),
    ),
    404: (labels.N_("没有找到这一页"), labels.N_("岗位可能已经撤下，或地址少了几个字。")),
    405: (labels.N_("这一步要从页面上的按钮进入"), labels.N_("请回到上一页，点页面上的按钮。")),
    409: (labels.N_("情况刚刚有变化"), labels.N_("别人先改了这一项。请回到上一页，看看最新的情况。")),
    413: (labels.N_("传的文件太大"), labels.N_("请把文件变小一些再传。")),
    422: (labels.N_("这一步现在办不了"), labels.N_("请看下面的原因。")),
    429: (labels.N_("点得太快了，请歇一会儿"), labels.N_("为了保护大家的账户，请过几分钟再试。")),
    500: (
        labels.N_("我们这边出了问题"),
        labels.N_("您填的内容没有提交成功，不会重复办理。请稍后再试，或打电话给我们。"),
    ),
    503: (labels.N_("现在办理的人太多"), labels.N_("您填的内容没有提交成功。请过一分钟再试。")),
}


def say(refusal: Refusal) -> str:
    """The refusal in the reader's language."""
    return gettext(refusal.message, **refusal.params) if refusal.params else gettext(refusal.message)


def flash_refusal(refusal: Refusal) -> None:
    """Roll back and show the refusal on the next page."""
    db.rollback()
    flash(say(refusal), "error")


def error_page(status: int, detail: str = "") -> tuple[str, int]:
    """The page for an HTTP status; it reads nothing from the database."""
    if status >= 500:
        g._login_user = login_manager.anonymous_user()  # the database may be what is broken
    title, text = ERROR_TEXTS.get(status, ERROR_TEXTS[500 if status >= 500 else 400])
    page = render_template(
        "errors/page.html", status=status, title=gettext(title), text=gettext(text), detail=detail
    )
    return page, status


def _refused(refusal: Refusal) -> Any:
    db.rollback()
    # A missing thing and one out of sight must look alike, byte by byte: no detail.
    return error_page(refusal.status, "" if refusal.status == 404 else say(refusal))


def _forged(_error: CSRFError) -> Any:
    return error_page(400, gettext("页面放得太久，或不是从本站打开的。请刷新后再提交一次。"))


def _too_many(error: RateLimitExceeded) -> Any:
    return error_page(429)


def _database_busy(error: Exception) -> Any:
    db.rollback()
    log.warning("database busy", error=type(error).__name__, id=g.get("request_id"))
    page, status = error_page(503)
    return page, status, {"Retry-After": "30"}


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    page, status = error_page(error.code)
    response = Response(page, status=status, mimetype="text/html")
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _broken(error: Exception) -> Any:
    """An error of ours: logged with its trace, shown without; nothing is committed."""
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    db.rollback()
    log.error("unexpected error", exc_info=error, id=g.get("request_id"))
    return error_page(500)


def install(app: Flask) -> None:
    """Answer every refusal and every error with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(PoolTimeout, _database_busy)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)
