"""Imports: what came from where, and what happened to each row."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base


class ImportRun(Base):
    """One file of advertisements, applied whole or not at all."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(60), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    counts: Mapped[dict[str, Any]]
    rejections: Mapped[list[dict[str, Any]]]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
