"""The application factory."""

import logging
import sys
from datetime import timedelta

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from jobhelp import crypto, web, wiring
from jobhelp.config import Settings
from jobhelp.extensions import babel, csrf, init_database, limiter, login_manager
from jobhelp.orm import make_engine
from jobhelp.web import counting


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site. Raises `UnsafeSettings` rather than start in an unsafe way."""
    settings = settings or Settings.from_env()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    configure_logs(debug=settings.debug)
    crypto.use(crypto.Keyring.load(settings.key_file, create=not settings.production))
    app = Flask("jobhelp", static_url_path="/static")
    app.config.update(_flask_settings(settings))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    init_database(app, make_engine(settings.database_url, pool_size=settings.pool_size))
    app.extensions["jobhelp.limit_key"] = web.limit_key
    babel.init_app(app, locale_selector=web.select_locale, timezone_selector=lambda: "Asia/Shanghai")
    counting.install(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None  # the session version in the cookie does its work
    web.init(app)
    wiring.connect(app)
    _serve_static(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "JOBHELP": settings,
        "SECRET_KEY": settings.secret_key,
        "DEBUG": settings.debug,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.production else "jobhelp_session",
        "SESSION_COOKIE_SECURE": settings.production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "REMEMBER_COOKIE_DURATION": timedelta(0),
        "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session: older people take their time
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": _patience(settings),
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_SWALLOW_ERRORS": True,  # Redis may die between a look and a count; the lock-out is in the database
        "RATELIMIT_HEADERS_ENABLED": True,
    }


def _patience(settings: Settings) -> dict[str, object]:
    """How long a page waits for Redis before limits are counted in memory: hardly."""
    return {"socket_connect_timeout": 0.5, "socket_timeout": 0.5} if settings.redis_url else {}


def _serve_static(app: Flask) -> None:
    """WhiteNoise answers /static before Flask: compressed, kept for ever because addresses carry a hash."""
    year = 365 * 86400
    headers = {"Content-Security-Policy": web.CONTENT_SECURITY_POLICY, "Referrer-Policy": "same-origin"}

    def add(response_headers: object, _path: str, _url: str) -> None:
        response_headers["X-Content-Type-Options"] = "nosniff"  # type: ignore[index]
        response_headers["X-Frame-Options"] = "DENY"  # type: ignore[index]
        for name, value in headers.items():
            response_headers[name] = value  # type: ignore[index]

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="/static",
        max_age=year,
        autorefresh=bool(app.debug),
        allow_all_origins=False,
        add_headers_function=add,
    )


def configure_logs(*, debug: bool) -> None:
    """Structured logs on standard error: JSON lines in production, coloured lines while developing."""
    renderer = (
        structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
