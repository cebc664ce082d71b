"""How this person reads: the language and 大字版, from the address, the cookie or the browser's wish."""

from urllib.parse import urlencode

from flask import Response, current_app, request
from flask_babel import get_locale

from jobhelp.web.gate import SAFE_METHODS

LOCALES = ("zh", "en")
PREFERENCE_SECONDS = 400 * 86400


def select_locale() -> str:
    """?lang= wins, then the cookie, then the browser's wish; Chinese otherwise."""
    for wish in (request.args.get("lang"), request.cookies.get(_cookie("lang"))):
        if wish in LOCALES:
            return str(wish)
    return request.accept_languages.best_match(LOCALES, default="zh") or "zh"


def current_locale() -> str:
    """'zh' or 'en'."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


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


def keep_preferences(response: Response) -> None:
    """Remember the wish that this address states."""
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
