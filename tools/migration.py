"""Write migrations/versions/0001_first_tables.py anew from the mapped classes. Only while nothing is released."""

import re
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from jobhelp.orm import make_engine

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "migrations/versions/0001_first_tables.py"
HEAD = '"""The first tables: reference, accounts, employers, jobseekers, openings, applications, recommendations."""\n'


def main() -> None:
    """Generate from an empty database and tidy the text."""
    kept = {path: path.read_text() for path in TARGET.parent.glob("*.py")}
    for path in kept:
        path.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        make_engine(f"sqlite:///{folder}/empty.db").connect() as connection,
    ):
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.attributes["connection"] = connection
        command.revision(config, message="first tables", autogenerate=True, rev_id="0001")
    text = TARGET.read_text()
    text = re.sub(r"jobhelp\.orm\.UtcDateTime\([^)]*\)", "sa.DateTime(timezone=True)", text)
    text = re.sub(r"sa\.JSON\(\)\.with_variant\([^\n]*?'postgresql'\)", "JSON", text)
    text = re.sub(r"    # ### .*\n", "", text)
    text = re.sub(r'^""".*?"""\n', HEAD, text, count=1, flags=re.S)
    text = text.replace(
        "revision = '0001'",
        'JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")\n\nrevision = "0001"',
    )
    if "import postgresql" not in text:
        text = text.replace(
            "from alembic import op\n", "from alembic import op\nfrom sqlalchemy.dialects import postgresql\n"
        )
    TARGET.write_text(text)
    for path, content in kept.items():
        if path != TARGET:
            path.write_text(content)


if __name__ == "__main__":
    main()
