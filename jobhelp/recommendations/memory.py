"""What the ranker remembers: what people did with posts, and what those people told. The site and the lessons read it
here, so that a feature means the same in both.

Acts are applications, interviews and hires alone: sentences such as “和您报过同样岗位的人，也报了这个岗位” are said of
them, so opening or keeping a post is no act. What people told goes through `facts.rank_facts`, the allow-list, and only
of those who agreed to personalised ranking: who is erased or takes the agreement back leaves every process at its next
request (`Marks.left_at`). A profile that changes counts for its owner at once, and for others from the next
day on: within a day everybody is compared with the same neighbours.

How rare a trait is, is counted over the whole log: a lesson of long ago weighs traits by people who came later, which
can move a value a little where few had come.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from jobhelp import clock
from jobhelp.matching.evidence import Evidence
from jobhelp.matching.facts import RankFacts
from jobhelp.recommendations import facts, queries
from jobhelp.reference.queries import Book

DAYS = 400
MOST_TOLD = (
    10_000  # profiles that speak for others, drawn evenly: more say nothing new and cost time and memory
)
Act = tuple[int, int, str, float]  # seeker, opening, kind, moment


def evidence(session: Session, on: date, book: Book) -> Evidence:
    """What people did with posts in the last 400 days before the city's day `on`, and what they told."""
    did = moments(queries.events_between(session, facts.before(on, DAYS), clock.start_of(on)))
    who = _drawn({act[0] for act in did})
    return remembered(did, told(session, who, book))


def moments(events: Iterable[tuple[int, int, str, datetime]]) -> list[Act]:
    """Events with their instants as the ranker counts time."""
    return [(who, opening, kind, facts.moment(at)) for who, opening, kind, at in events]


def told(session: Session, seeker_ids: Sequence[int], book: Book) -> dict[int, RankFacts]:
    """What these people told us, of those who agreed to personalised ranking."""
    found = queries.profiles(session, seeker_ids)
    return {who: facts.rank_facts(profile, book) for who, profile in found.items()}


def remembered(acts: Sequence[Act], told_by: Mapping[int, RankFacts]) -> Evidence:
    """The log of these acts. told_by: what is known of people; those who did nothing do not count."""
    who, post, kind, at = zip(*acts, strict=True) if acts else ((), (), (), ())
    speaking = {one: told_by[one] for one in _drawn(set(who)) if one in told_by}
    return Evidence(who, post, kind, at, speaking)


def _drawn(people: set[int]) -> list[int]:
    """At most `MOST_TOLD` of them, evenly by number: the same for the same people."""
    ordered = sorted(people)
    step = max(len(ordered) / MOST_TOLD, 1.0)
    return [ordered[int(at * step)] for at in range(min(len(ordered), MOST_TOLD))]
