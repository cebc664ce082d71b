"""Settings from the environment, frozen, checked before anything starts.

Development needs no setting at all. Production refuses to start unless every secret is given, strong,
outside the data folder and readable by nobody else (reliability checklist 49).
"""

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jobhelp.errors import UnsafeSettings

PROJECT_ROOT = Path(__file__).resolve().parent.parent
_WEAK_SECRETS = {"secret", "changeme", "change-me", "dev", "password", "jobhelp"}


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations. Build it with `Settings.from_env()`."""

    production: bool
    data_dir: Path
    database_url: str
    secret_key: str
    key_file: Path
    redis_url: str | None = None
    debug: bool = False
    trusted_proxies: int = 0
    sms: str = "console"
    site_url: str = "http://127.0.0.1:8000"
    pool_size: int = 10
    rate_limits: bool = True
    congestion: float = 0.7
    dask_address: str | None = None

    @property
    def seed_dir(self) -> Path:
        """The reference and demo data files that come with the source."""
        return PROJECT_ROOT / "seed"

    @property
    def models_dir(self) -> Path:
        """Where trained rankers are kept."""
        return self.data_dir / "models"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one SQLite file."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read JOBHELP_* from `environ` (default: the process's). Raises `UnsafeSettings` with a clear line."""
        env = os.environ if environ is None else environ
        production = _one_of(env, "JOBHELP_ENV", ("development", "production")) == "production"
        data_dir = Path(env.get("JOBHELP_DATA_DIR") or PROJECT_ROOT / "var").expanduser().resolve()
        key_file = (
            Path(env.get("JOBHELP_KEY_FILE") or data_dir / "development-keys.json").expanduser().resolve()
        )
        settings = cls(
            production=production,
            data_dir=data_dir,
            database_url=_database_url(env, data_dir),
            secret_key=env.get("JOBHELP_SECRET_KEY") or _development_secret(production, data_dir),
            key_file=key_file,
            redis_url=env.get("JOBHELP_REDIS_URL") or None,
            debug=_flag(env, "JOBHELP_DEBUG", not production),
            trusted_proxies=_whole_number(env, "JOBHELP_TRUSTED_PROXIES", 0),
            sms=_one_of(env, "JOBHELP_SMS", ("console", "file")),
            site_url=(env.get("JOBHELP_SITE_URL") or "http://127.0.0.1:8000").rstrip("/"),
            pool_size=_whole_number(env, "JOBHELP_POOL_SIZE", 10),
            rate_limits=_flag(env, "JOBHELP_RATE_LIMITS", True),
            congestion=_share(env, "JOBHELP_CONGESTION", 0.7),
            dask_address=env.get("JOBHELP_DASK_ADDRESS") or None,
        )
        if production:
            settings.refuse_if_unsafe()
        return settings

    def refuse_if_unsafe(self) -> None:
        """Raise `UnsafeSettings` for the first thing that must not reach production."""
        if self.debug:
            raise UnsafeSettings("JOBHELP_DEBUG must be off in production.")
        if (
            len(self.secret_key) < 32
            or self.secret_key.lower() in _WEAK_SECRETS
            or len(set(self.secret_key)) < 8
        ):
            raise UnsafeSettings(
                "JOBHELP_SECRET_KEY is missing or weak: give at least 32 random characters, for example "
                'from `python3 -c "import secrets; print(secrets.token_urlsafe(48))"`.'
            )
        if not self.rate_limits:
            raise UnsafeSettings("JOBHELP_RATE_LIMITS must stay on in production.")
        if not self.site_url.startswith("https://"):
            raise UnsafeSettings("JOBHELP_SITE_URL must be the public https:// address of the site.")
        if self.key_file.is_relative_to(self.data_dir):
            raise UnsafeSettings(
                f"JOBHELP_KEY_FILE ({self.key_file}) lies inside the data folder: whoever copies the data would "
                "have the keys too. Keep it elsewhere."
            )
        if not self.key_file.is_file():
            raise UnsafeSettings(
                f"JOBHELP_KEY_FILE ({self.key_file}) does not exist. See docs/operations.md, Keys."
            )
        if stat.S_IMODE(self.key_file.stat().st_mode) & 0o077:
            raise UnsafeSettings(f"JOBHELP_KEY_FILE ({self.key_file}) is readable by others: chmod 600 it.")


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("JOBHELP_DATABASE_URL") or f"sqlite:///{data_dir / 'jobhelp.db'}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UnsafeSettings("JOBHELP_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
    return url


def _development_secret(production: bool, data_dir: Path) -> str:
    """A random secret kept in the data folder, so that sign-ins survive a restart. Never in production."""
    if production:
        return ""
    path = data_dir / "development-secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return default if value == "" else value in ("1", "true", "yes", "on")
    raise UnsafeSettings(f"{name} must be 1 or 0, not {value!r}.")


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = env.get(name) or choices[0]
    if value not in choices:
        raise UnsafeSettings(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def _share(env: Mapping[str, str], name: str, default: float) -> float:
    """A number from 0 to 1."""
    value = env.get(name, "").strip()
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UnsafeSettings(f"{name} must be a number from 0 to 1, not {value!r}.")
    return number


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit():
        raise UnsafeSettings(f"{name} must be a whole number, not {value!r}.")
    return int(value)
