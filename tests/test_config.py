"""Production refuses to start unsafely, and says why in one line (reliability checklist 49)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jobhelp import cli, crypto
from jobhelp.config import Settings
from jobhelp.errors import UnsafeSettings

STRONG = "k3yLongEnough-and-Random-0123456789abcdef"


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """Settings with which production starts."""
    keys = tmp_path / "keys.json"
    crypto.write_key_file(keys)
    return {
        "JOBHELP_ENV": "production",
        "JOBHELP_SECRET_KEY": STRONG,
        "JOBHELP_SITE_URL": "https://jobs.example",
        "JOBHELP_KEY_FILE": str(keys),
        "JOBHELP_DATA_DIR": str(tmp_path / "data"),
    }


def _keys_in_the_data(safe: dict[str, str]) -> None:
    inside = Path(safe["JOBHELP_DATA_DIR"]) / "keys.json"
    crypto.write_key_file(inside)
    safe["JOBHELP_KEY_FILE"] = str(inside)


UNSAFE: dict[str, tuple[Callable[[dict[str, str]], object], str]] = {
    "no secret": (lambda safe: safe.pop("JOBHELP_SECRET_KEY"), "JOBHELP_SECRET_KEY is missing or weak"),
    "a short secret": (lambda safe: safe.update(JOBHELP_SECRET_KEY=STRONG[:31]), "at least 32"),
    "a secret of one letter": (lambda safe: safe.update(JOBHELP_SECRET_KEY="a" * 64), "missing or weak"),
    "debug": (lambda safe: safe.update(JOBHELP_DEBUG="1"), "JOBHELP_DEBUG must be off"),
    "no limits": (lambda safe: safe.update(JOBHELP_RATE_LIMITS="0"), "JOBHELP_RATE_LIMITS must stay on"),
    "no https": (lambda safe: safe.update(JOBHELP_SITE_URL="http://jobs.example"), "https://"),
    "keys beside the data": (_keys_in_the_data, "inside the data folder"),
    "keys that others read": (lambda safe: Path(safe["JOBHELP_KEY_FILE"]).chmod(0o640), "chmod 600"),
    "no keys": (lambda safe: Path(safe["JOBHELP_KEY_FILE"]).unlink(), "does not exist"),
}


def test_safe_settings_start(safe: dict[str, str]) -> None:
    settings = Settings.from_env(safe)
    assert settings.production and not settings.debug


@pytest.mark.parametrize("fault", UNSAFE)
def test_production_refuses_what_is_unsafe(fault: str, safe: dict[str, str]) -> None:
    spoil, said = UNSAFE[fault]
    spoil(safe)
    with pytest.raises(UnsafeSettings, match=said):
        Settings.from_env(safe)


def test_the_command_ends_with_one_clear_line(
    safe: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (safe | {"JOBHELP_DEBUG": "1"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as left:
        cli.main(["db", "upgrade"])
    told = capsys.readouterr()
    assert left.value.code == 1 and told.out == ""
    assert "JOBHELP_DEBUG must be off in production." in told.err and len(told.err.splitlines()) == 1
    assert not Path(safe["JOBHELP_DATA_DIR"]).exists()


def test_development_needs_no_setting_and_keeps_its_secret(tmp_path: Path) -> None:
    first = Settings.from_env({"JOBHELP_DATA_DIR": str(tmp_path)})
    assert not first.production and len(first.secret_key) >= 32
    assert Settings.from_env({"JOBHELP_DATA_DIR": str(tmp_path)}).secret_key == first.secret_key
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage", ["", "{}", '{"active": 2, "keys": {"1": ""}}', '{"active": 1, "keys": {"1": "YQ=="}}']
)
def test_a_key_file_that_cannot_serve_is_refused(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(damage)
    with pytest.raises(UnsafeSettings, match="keys.json"):
        crypto.Keyring.load(path)
