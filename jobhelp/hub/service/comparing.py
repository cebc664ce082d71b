"""Compare a file with what is here. Only reads."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from jobhelp.errors import Refusal
from jobhelp.hub import queries
from jobhelp.hub.adverts import Advert
from jobhelp.hub.intake import Intake, Names
from jobhelp.hub.occupations import Known, Titles
from jobhelp.hub.places import Gazetteer, Street
from jobhelp.hub.words import Vocabulary
from jobhelp.labels import N_
from jobhelp.openings import lint
from jobhelp.reference.queries import Book

LONGEST_SOURCE = 60


class SourceMissing(Refusal):
    """Every import names where it comes from."""

    message = N_("请写明来源，最多 60 字，例如“智联招聘 11 月”。")


@dataclass(frozen=True)
class Plan:
    """What applying an intake would do. Every data row of the file is in exactly one count."""

    intake: Intake
    source: str
    new: tuple[Advert, ...]
    changed: tuple[tuple[int, Advert], ...]  # opening id, what it says now
    unchanged: int
    repeated: int  # the same row, or the same address, stands further up in this file
    elsewhere: int  # the same address came from another source

    @property
    def held(self) -> int:
        """How many of the new ones the lint keeps back for review."""
        return sum(1 for advert in self.new if advert.blocked)

    @property
    def counts(self) -> dict[str, int]:
        """read = imported + updated + unchanged + duplicates + rejected; held is a part of imported."""
        return {
            "read": self.intake.read,
            "imported": len(self.new),
            "updated": len(self.changed),
            "unchanged": self.unchanged,
            "duplicates": self.repeated + self.elsewhere,
            "held": self.held,
            "rejected": len(self.intake.rejections),
        }


def source_name(text: str) -> str:
    """A source's name as it is stored. Raises `SourceMissing`."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_SOURCE or not name.isprintable():
        raise SourceMissing(field="source")
    return name


def names_of(reference: Book) -> Names:
    """The city's own names, from the reference book."""
    occupations = reference.occupations.values()
    return Names(
        gazetteer=Gazetteer(
            {code: district.name_zh for code, district in reference.districts.items()},
            [
                Street(street.code, street.district_code, street.name_zh)
                for street in reference.streets.values()
            ],
        ),
        titles=Titles(
            Known(occupation.code, occupation.name_zh, tuple(occupation.aliases), occupation.group)
            for occupation in occupations
        ),
        vocabulary=Vocabulary(
            {code: skill.name_zh for code, skill in reference.skills.items()},
            {code: certificate.name_zh for code, certificate in reference.certificates.items()},
        ),
        occupations={occupation.name_zh: occupation.code for occupation in occupations},
    )


def examine(session: Session, intake: Intake, source: str) -> Plan:
    """Compare every row with what is here. Writes nothing."""
    stored = queries.stored_by_key(session, dict.fromkeys(advert.key for advert in intake.adverts))
    seen: set[str] = set()
    new: list[Advert] = []
    changed: list[tuple[int, Advert]] = []
    counted: Counter[str] = Counter()
    for advert in intake.adverts:
        if advert.key in seen:
            counted["repeated"] += 1
            continue
        seen.add(advert.key)
        known = stored.get(advert.key, [])
        own = next((row for row in known if row.source == source), None)
        if own is not None and own.digest == advert.digest:
            counted["unchanged"] += 1
        elif own is not None:
            changed.append((own.id, advert))
        elif known:
            counted["elsewhere"] += 1
        else:
            new.append(advert)
    for advert in (*new, *(advert for _, advert in changed)):
        check(advert)
    return Plan(
        intake,
        source,
        tuple(new),
        tuple(changed),
        unchanged=counted["unchanged"],
        repeated=counted["repeated"],
        elsewhere=counted["elsewhere"],
    )


def check(advert: Advert) -> None:
    """Run the discrimination lint over a row, once. A tag that it blocks becomes a line of the requirements."""
    if advert.findings is not None:
        return
    values = advert.values
    bad = []
    if lint.blocks(lint.lint({"requirements": "\n".join(values["tags"])})):
        bad = [tag for tag in values["tags"] if lint.blocks(lint.lint({"requirements": tag}))]
    if bad:
        values["tags"] = [tag for tag in values["tags"] if tag not in bad]
        values["requirements"] = "\n".join(filter(None, (values["requirements"], *bad)))
    findings = lint.lint({name: values.get(name, "") for name in lint.FIELDS})
    advert.findings = lint.as_rows(findings)
    advert.blocked = lint.blocks(findings)


def lock(session: Session) -> None:
    """Let imports pass one by one. SQLite has one writer anyway; PostgreSQL is told to."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(762020)"))


def likely_duplicates(session: Session, plan: Plan) -> int:
    """How many new rows have the title, employer and place of another one, here or in the file."""
    known = alike_here(session, plan.new)
    counted = Counter(advert.likeness for advert in plan.new)
    return sum(rows if likeness in known else rows - 1 for likeness, rows in counted.items())


def alike_here(session: Session, adverts: Sequence[Advert]) -> dict[tuple[str, str, str], int]:
    """The openings that are here already and look like one of these, by likeness."""
    return queries.alike_ids(session, (advert.likeness[:2] for advert in adverts))
