"""Reference tables. Loaded from `seed/` by `reference.service.load`; changed only through review of those files."""

from sqlalchemy import Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from jobhelp.orm import Base


class District(Base):
    """One of Harbin's 18 districts and counties, by its six-digit code."""

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(20), unique=True)
    name_en: Mapped[str] = mapped_column(String(40))
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    core: Mapped[bool]
    adjacent: Mapped[list[str]]
    position: Mapped[int]


class Street(Base):
    """A street office (街道) or town, by its nine-digit code; the place is schematic."""

    __tablename__ = "streets"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"), index=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)


class Occupation(Base):
    """An occupation, in a two-level tree (family > group) that nearness is measured on."""

    __tablename__ = "occupations"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(40), unique=True)
    name_en: Mapped[str] = mapped_column(String(80))
    group: Mapped[str] = mapped_column("group_code", String(40))
    family: Mapped[str] = mapped_column(String(40))
    aliases: Mapped[list[str]]
    assisted: Mapped[bool]
    pay_low: Mapped[int | None]  # 分 a month, typical in the city
    pay_high: Mapped[int | None]
    position: Mapped[int]


class Certificate(Base):
    """A certificate that work may ask for, with a line on how to get it."""

    __tablename__ = "certificates"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(80))
    how_zh: Mapped[str] = mapped_column(Text)
    how_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int]


class Skill(Base):
    """A skill in plain words, with the occupation family that it belongs to ('' = general)."""

    __tablename__ = "skills"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(80))
    family: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class WelfareKind(Base):
    """A kind of temporary public-welfare community post of the notice (消杀防疫, 小区管控, …)."""

    __tablename__ = "welfare_kinds"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(80))
    duties_zh: Mapped[str] = mapped_column(Text)
    position: Mapped[int]


class ReferenceVersion(Base):
    """The digest of the seed files that are loaded, so that a start knows at once that nothing changed."""

    __tablename__ = "reference_versions"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
