"""What happens around each request: the transaction mode, the headers of the answer, one line in the log."""

import time
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user

from jobhelp.orm import mark_writing, unmark_writing
from jobhelp.web.gate import SAFE_METHODS
from jobhelp.web.reading import keep_preferences

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


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = uuid4().hex[:12]
    if request.method not in SAFE_METHODS:
        g.writing_token = mark_writing()


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
    keep_preferences(response)
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


def install(app: Flask) -> None:
    """Hang this module around every request; what comes later on the way in (the gate) has its mode."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
