"""What every page shares: who may enter, language and elder mode, headers, filters, error pages.

Access is declared on the view with one of three decorators and denied by default:

    @access.public                     anybody
    @access.signed_in                  any account
    @access.requires(P.PROFILE_SEE)    the roles that the table in permissions.py gives it to

Whether a thing is *theirs* is decided in the query. A `:see` permission never guards a writing route.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import structlog
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import format_decimal, get_locale, gettext
from flask_limiter import RateLimitExceeded
from flask_login import current_user, login_user
from flask_wtf.csrf import CSRFError, generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from jobhelp import clock, labels
from jobhelp.errors import Refusal
from jobhelp.extensions import csrf, db, login_manager
from jobhelp.orm import mark_writing, unmark_writing
from jobhelp.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
LOCALES = ("zh", "en")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_NUMBER = 2**31 - 1
PREFERENCE_SECONDS = 400 * 86400
log = structlog.get_logger("jobhelp.web")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class access:  # noqa: N801  (reads as a word at the top of each view)
    """Declare who may use a route. `tests/house` fails for a route that has no declaration."""

    @staticmethod
    def public(view: View) -> View:
        """Anybody, signed in or not."""
        view.access = "public"  # type: ignore[attr-defined]
        return view

    @staticmethod
    def signed_in(view: View) -> View:
        """Any account, also one that still owes its second factor."""
        view.access = "signed_in"  # type: ignore[attr-defined]
        return view

    @staticmethod
    def requires(permission: Permission) -> Callable[[View], View]:
        """Accounts whose role has `permission`."""

        def declare(view: View) -> View:
            view.access = permission  # type: ignore[attr-defined]
            return view

        return declare


def init(app: Flask) -> None:
    """Install the gate, the transaction mode, headers, template globals and error pages."""
    app.before_request(_begin)
    app.before_request(_guard)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(
        money=money,
        pay=pay,
        day=day,
        when=when,
        clock=clock_time,
        km=km,
        label=label,
        number=number,
        lines=lines,
    )
    app.context_processor(_template_globals)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(PoolTimeout, _database_busy)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


# ── the gate ──────────────────────────────────────────────────────────────────────────────────────────────


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid4().hex[:12]
    if request.method not in SAFE_METHODS:
        g.writing_token = mark_writing()


def _guard() -> Any:
    """Deny unless the route's declaration lets this person in. A route without one is closed to all."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    if any(isinstance(value, int) and value > LARGEST_NUMBER for value in (request.view_args or {}).values()):
        abort(404)  # no database holds it, and asking would be an error
    declared = getattr(current_app.view_functions[request.endpoint], "access", None)
    if declared == "public":
        return None
    if declared is None:
        abort(403)
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=_here()))
    if declared == "signed_in":
        return None
    if current_user.needs_second_factor and session.get("second_factor") != current_user.get_id():
        return redirect(url_for("accounts.second_factor", next=_here()))
    if not current_user.may(declared):
        abort(403)
    return None


def _here() -> str:
    """This page's own address, to come back to after signing in; a form's address only if it can be read."""
    return request.full_path.rstrip("?") if request.method in SAFE_METHODS else "/"


def safe_next(target: str | None, default: str) -> str:
    """`target` if it is an address inside this site, else `default`."""
    if not target:
        return default
    parts = urlsplit(target)
    inside = (
        not parts.scheme
        and not parts.netloc
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
    )
    return target if inside and "\\" not in target and not any(ord(c) < 32 for c in target) else default


def wanted_page(total: int, size: int) -> tuple[int, int]:
    """(the page that the address asks for, inside what there is; the last page)."""
    last = max(1, -(-total // size))
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    return min(max(number, 1), last), last


def limit_key() -> str:
    """Whom a limit counts: the person when signed in, else the address."""
    return f"user:{current_user.uid}" if current_user.is_authenticated else f"ip:{request.remote_addr}"


def _end(_error: BaseException | None = None) -> None:
    token = g.pop("writing_token", None)
    if token is not None:
        unmark_writing(token)


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["JOBHELP"].production:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if current_user.is_authenticated or request.method not in SAFE_METHODS or session.modified:
        headers["Cache-Control"] = "no-store"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache"
    _keep_preferences(response)
    _log_request(response)
    return response


def _log_request(response: Response) -> None:
    """One line a request. The path is the route's pattern, so that no number or name reaches the log."""
    log.info(
        "request",
        id=g.get("request_id"),
        method=request.method,
        route=str(request.url_rule or "-"),
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    )


# ── the session ──────────────────────────────────────────────────────────────────────────────────────────


def start_session(user: Any, *, second_factor: bool = False) -> None:
    """Sign `user` in under a new session; nothing of the old one stays but the words to be shown."""
    words = session.get("_flashes")
    session.clear()
    g.pop("csrf_token", None)
    login_user(user)
    now = clock.now().timestamp()
    session.update(sid=secrets.token_urlsafe(18), signed_in_at=now, seen_at=now)
    if words:
        session["_flashes"] = words
    if second_factor:
        session["second_factor"] = user.get_id()


def end_session() -> None:
    """Forget the session of this browser."""
    session.clear()
    g.pop("csrf_token", None)
    g._login_user = login_manager.anonymous_user()


# ── language and elder mode ──────────────────────────────────────────────────────────────────────────────


def select_locale() -> str:
    """?lang= wins, then the cookie, then the browser's wish; Chinese otherwise."""
    for wish in (request.args.get("lang"), request.cookies.get(_cookie("lang"))):
        if wish in LOCALES:
            return str(wish)
    return request.accept_languages.best_match(LOCALES, default="zh") or "zh"


def is_elder() -> bool:
    """Whether this person reads in 大字版: ?elder= wins, then the cookie."""
    wish = request.args.get("elder")
    return (wish if wish in ("0", "1") else request.cookies.get(_cookie("elder"))) == "1"


def switch_url(**wish: str | int) -> str:
    """This page's address with another language (`lang='en'`) or reading mode (`elder=1`)."""
    arguments = [(k, v) for k, v in request.args.items(multi=True) if k not in wish]
    path = request.path if request.method in SAFE_METHODS else "/"
    return f"{path}?{urlencode(arguments + [(k, str(v)) for k, v in wish.items()])}"


def _cookie(name: str) -> str:
    return f"__Host-{name}" if current_app.config["JOBHELP"].production else f"jobhelp_{name}"


def _keep_preferences(response: Response) -> None:
    for name, allowed in (("lang", LOCALES), ("elder", ("0", "1"))):
        wish = request.args.get(name)
        if wish in allowed:
            response.set_cookie(
                _cookie(name),
                wish,
                max_age=PREFERENCE_SECONDS,
                secure=current_app.config["JOBHELP"].production,
                httponly=True,
                samesite="Lax",
            )


# ── template globals and filters ─────────────────────────────────────────────────────────────────────────


def _template_globals() -> dict[str, Any]:
    return {
        "static": static,
        "elder": is_elder(),
        "locale": current_locale(),
        "switch_url": switch_url,
        "csrf_token": generate_csrf,
        "today": clock.today(),
        "has_endpoint": lambda name: name in current_app.view_functions,
        "may": lambda permission: current_user.is_authenticated and current_user.may(Permission(permission)),
        "labels": labels,
        "panels": panels,
        "layout": layout,
    }


def layout() -> str:
    """The layout of a page that several kinds of people share: each sees it in their own room."""
    if current_user.is_authenticated and current_user.is_staff:
        return "layouts/desk.html"
    if current_user.is_authenticated and current_user.may(Permission.EMPLOYER_SEE):
        return "layouts/employer.html"
    return "layouts/public.html"


def current_locale() -> str:
    """'zh' or 'en'."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


@cache
def _content_hash(path: Path, _modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static(path: str) -> str:
    """The address of a static file, with a hash of its content so that browsers may keep it for ever."""
    file = Path(current_app.static_folder or "") / path
    return f"{current_app.static_url_path}/{path}?v={_content_hash(file, file.stat().st_mtime)}"


def money(fen: int | None) -> str:
    """Whole 分 as yuan with separators; cents only where there are any."""
    if fen is None:
        return "—"
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def pay(opening: Any) -> tuple[str, str]:
    """(amount, unit) of an opening's pay in the reader's language: ('3,200–3,600', '元/月') or ('面议', '')."""
    low, high = opening.pay_min, opening.pay_max
    if low is None and high is None or not opening.pay_unit:
        return gettext("面议"), ""
    unit = gettext(labels.label("pay_unit", opening.pay_unit))
    if low is None or high is None:
        bound = (
            gettext("%(amount)s 以内", amount=money(high))
            if low is None
            else gettext("%(amount)s 起", amount=money(low))
        )
        return bound, unit
    return (money(low) if low == high else f"{money(low)}–{money(high)}"), unit


def day(value: date | datetime | None) -> str:
    """A date with its weekday: 11月27日（周五）; with the year when it is not this one."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = clock.local(value).date()
    weekday = gettext(labels.label("weekday", value.weekday()))
    if current_locale() == "en":
        text = f"{weekday} {value.day} {value:%b}"
        return text if value.year == clock.today().year else f"{text} {value.year}"
    text = f"{value.month}月{value.day}日（{weekday}）"
    return text if value.year == clock.today().year else f"{value.year}年{text}"


def when(instant: datetime | None) -> str:
    """An instant in words: 今天 8:40, 昨天 17:05, else the day and the time."""
    if instant is None:
        return "—"
    local = clock.local(instant)
    hour = f"{local.hour}:{local.minute:02d}"
    days = (clock.today() - local.date()).days
    if days == 0:
        return gettext("今天 %(time)s", time=hour)
    if days == 1:
        return gettext("昨天 %(time)s", time=hour)
    return f"{day(local.date())} {hour}"


def clock_time(minutes: int | None) -> str:
    """Minutes after midnight as 5:30; past midnight as 次日 6:00."""
    if minutes is None:
        return "—"
    text = f"{minutes % 1440 // 60}:{minutes % 60:02d}"
    return gettext("次日 %(time)s", time=text) if minutes >= 1440 else text


def km(distance: float | None) -> str:
    """A distance in words: 900 米, 2.1 公里, 35 公里."""
    if distance is None:
        return "—"
    if distance < 0.95:
        return gettext("%(metres)s 米", metres=max(100, round(distance * 10) * 100))
    return gettext("%(km)s 公里", km=f"{distance:.1f}" if distance < 10 else f"{distance:,.0f}")


def number(value: float) -> str:
    """A number with separators, in the reader's manner."""
    return format_decimal(value)


def label(code: object, family: str) -> str:
    """The label of a stored code in the reader's language."""
    return gettext(labels.label(family, code))


def lines(text: str) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


# ── saying no, and breaking ──────────────────────────────────────────────────────────────────────────────


def say(refusal: Refusal) -> str:
    """The refusal in the reader's language."""
    return gettext(refusal.message, **refusal.params) if refusal.params else gettext(refusal.message)


def flash_refusal(refusal: Refusal) -> None:
    """Roll back and show the refusal on the next page."""
    db.rollback()
    flash(say(refusal), "error")


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


# ── panels: boxes that upper slices put on a lower slice's page ──────────────────────────────────────────

Panel = Callable[..., Markup | None]
_panels: dict[str, list[Panel]] = {}


def add_panel(place: str, panel: Panel) -> None:
    """Let `panel(**context)` draw on every page that shows `place`. Twice is once."""
    if panel not in _panels.setdefault(place, []):
        _panels[place].append(panel)


def panels(place: str, **context: Any) -> list[Markup]:
    """What the registered panels have to show here, in the order of wiring."""
    drawn = (panel(**context) for panel in _panels.get(place, ()))
    return [markup for markup in drawn if markup]


def exempt_from_csrf(view: View) -> View:
    """For machine endpoints without a session only."""
    return csrf.exempt(view)  # type: ignore[return-value]
