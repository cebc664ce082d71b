"""Load the reference tables from the seed files, when the files changed since the last load."""

import csv
import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jobhelp.orm import Base
from jobhelp.reference.models import (
    Certificate,
    District,
    Occupation,
    ReferenceVersion,
    Skill,
    Street,
    WelfareKind,
)
from jobhelp.reference.queries import KEPT

FILES = ("districts", "streets", "occupations", "certificates", "skills", "welfare_kinds")


def load(session: Session, folder: Path) -> bool:
    """Bring the tables in step with `folder`/*.csv. Returns whether anything was written.

    Rows are merged by key, so that openings keep pointing at them; a key that left the files stays in the table.
    """
    digest = hashlib.sha256(b"".join((folder / f"{name}.csv").read_bytes() for name in FILES)).hexdigest()
    version = session.get(ReferenceVersion, "seed")
    if version is not None and version.digest == digest:
        return False
    for name in FILES:
        for position, row in enumerate(_rows(folder / f"{name}.csv")):
            session.merge(_MAKERS[name](row, position))
        session.flush()
    session.merge(ReferenceVersion(name="seed", digest=digest))
    session.flush()
    session.info.pop(KEPT, None)
    return True


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _fen(yuan: str) -> int | None:
    return int(float(yuan) * 100) if yuan.strip() else None


def _district(row: dict[str, str], position: int) -> Base:
    return District(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        core=row["core"].lower() in ("1", "true", "yes"),
        adjacent=_names(row["adjacent"]),
        position=position,
    )


def _street(row: dict[str, str], _position: int) -> Base:
    return Street(
        code=row["code"],
        district_code=row["district_code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )


def _occupation(row: dict[str, str], position: int) -> Base:
    return Occupation(
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        group=row["group"],
        family=row["family"],
        aliases=_names(row["aliases"]),
        assisted=row["assisted"].lower() in ("1", "true", "yes"),
        pay_low=_fen(row["pay_low"]),
        pay_high=_fen(row["pay_high"]),
        position=position,
    )


def _certificate(row: dict[str, str], position: int) -> Base:
    return Certificate(position=position, **_text(row, "code", "name_zh", "name_en", "how_zh", "how_en"))


def _skill(row: dict[str, str], position: int) -> Base:
    return Skill(position=position, **_text(row, "code", "name_zh", "name_en", "family"))


def _welfare_kind(row: dict[str, str], position: int) -> Base:
    return WelfareKind(position=position, **_text(row, "code", "name_zh", "name_en", "duties_zh"))


def _text(row: dict[str, str], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


_MAKERS = {
    "districts": _district,
    "streets": _street,
    "occupations": _occupation,
    "certificates": _certificate,
    "skills": _skill,
    "welfare_kinds": _welfare_kind,
}


def is_loaded(session: Session) -> bool:
    """Whether the reference tables hold anything."""
    return session.execute(select(ReferenceVersion.name).limit(1)).first() is not None


def unload(session: Session) -> None:
    """Forget the version, so that the next `load` merges the files again."""
    session.execute(delete(ReferenceVersion))
    session.info.pop(KEPT, None)
