"""What becomes of applications: employers look, invite, offer, refuse or hire; people accept or turn away; posts end.

Everything is worked out as times (timeline.py); what lies in the future has not happened.
"""

from dataclasses import dataclass

import numpy as np

from jobhelp.applications.states import ApplicationState
from jobhelp.demo.choices import (
    GIG,
    Chosen,
    distances,
    missing_certificates,
    nearness,
    shifts_differ,
    years_in_family,
)
from jobhelp.demo.tables import NEVER, Array, Codes, People, Posts
from jobhelp.demo.timeline import DAYTIME_SHARE

S = ApplicationState
STEPS = (S.APPLIED, S.VIEWED, S.INVITED, S.OFFERED, S.ACCEPTED, S.HIRED, S.REFUSED, S.WITHDRAWN, S.CLOSED)
BY = ("seeker", "employer", "employer", "employer", "seeker", "employer", "employer", "seeker", "system")
APPLIED, VIEWED, INVITED, OFFERED, ACCEPTED, HIRED, REFUSED, WITHDRAWN, CLOSED = range(len(STEPS))
ENDS = (HIRED, REFUSED, WITHDRAWN)
REASONS = ("experience", "hours", "certificate", "distance", "chosen_other", "post_changed")
FAR_KM = 14
QUIET_DAYS = 60  # how long somebody who found work looks for nothing else


@dataclass(slots=True)
class Outcomes:
    """The applications that were made, with the time of each step (nan = did not happen), (k, 9).

    meeting  when the interview is (nan = none); reason  number in REASONS where refused, else −1
    taken    seats given, one number a post; filled  when the last seat was given (inf = never)
    """

    chosen: Chosen
    steps: Array
    meeting: Array
    reason: Array
    taken: Array
    filled: Array

    def __len__(self) -> int:
        return len(self.chosen)


def answer(
    posts: Posts, people: People, codes: Codes, chosen: Chosen, rng: np.random.Generator, *, now: float
) -> Outcomes:
    """How each application went."""
    fit = _fits(posts, people, codes, chosen, rng)
    steps, meeting = _courses(posts, chosen, fit, rng)
    kept = _leave_when_hired(posts, chosen, steps, rng, now)
    chosen, steps, meeting = chosen.take(kept), steps[kept], meeting[kept]
    filled = _give_seats(posts, chosen, steps, now)
    kept = np.flatnonzero(chosen.at < filled[chosen.post])
    chosen, steps, meeting = chosen.take(kept), steps[kept], meeting[kept]
    _end(posts, chosen, steps, filled, now)
    reason = _reasons(posts, people, codes, chosen, rng)
    reason[np.isnan(steps[:, REFUSED])] = -1
    meeting[np.isnan(steps[:, INVITED])] = np.nan
    taken = np.bincount(chosen.post[~np.isnan(steps[:, HIRED])], minlength=len(posts))
    return Outcomes(chosen, steps, meeting, reason, taken, filled)


def _fits(posts: Posts, people: People, codes: Codes, chosen: Chosen, rng: np.random.Generator) -> Array:
    """How well the person suits the employer: trade, experience, certificates, the way there, and luck."""
    who, post = chosen.person, chosen.post[:, None]
    years = years_in_family(posts, people, codes, who, post)
    missing = missing_certificates(posts, people, who, post)
    fit = 0.9 * nearness(codes, people.past[who], posts.occupation[post]) - 0.2
    fit += 0.25 * np.minimum(years, 5) - 1.1 * (years < posts.experience[post])
    fit += 0.4 * ((posts.certificates[post] > 0) & ~missing) - 1.3 * missing
    fit -= 0.03 * np.minimum(distances(posts, people, who, post), 25)
    fit -= 0.8 * (posts.education[post] > people.education[who][:, None])
    fit -= 0.6 * shifts_differ(posts, people, who, post)
    return fit[:, 0] + people.reliability[who] + rng.normal(0, 0.6, len(chosen))


def _courses(posts: Posts, chosen: Chosen, fit: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """The steps as they would go if nothing else happened, and the interviews."""
    count = len(chosen)
    luck = rng.random((count, 7))
    wait = rng.gamma(1.3, 1.0, (count, 8)) + 0.05
    gig = posts.kind[chosen.post] == GIG
    pace = np.where(gig, 0.12, 1.0)
    viewed = chosen.at + wait[:, 0] * pace
    decided = viewed + wait[:, 1] * 0.8 * pace
    hour = DAYTIME_SHARE * (1 + np.floor(rng.random(count) * 15) / 2)  # from 9:00, by half hours
    interview = np.floor(decided + 1 + wait[:, 3]) + hour

    answered = luck[:, 1] < 0.87
    liked = answered & (luck[:, 0] < _chance(1.4 * fit - 0.6))
    unliked = answered & ~liked & (luck[:, 2] < 0.85)
    at_once = liked & (gig | (luck[:, 3] < 0.12))
    invited = liked & ~at_once & (luck[:, 3] < 0.75)
    stayed_away = invited & (luck[:, 4] < 0.07)
    passed = invited & ~stayed_away & (luck[:, 5] < _chance(fit + 0.5))
    offered = passed | (liked & ~at_once & ~invited)
    offer = np.where(invited, interview, decided) + wait[:, 5] * 0.6
    accepted = offered & (luck[:, 6] < 0.84)
    reply = offer + wait[:, 6] * 0.5

    steps = np.full((count, len(STEPS)), np.nan)
    for step, happens, at in (
        (APPLIED, np.ones(count, bool), chosen.at),
        (VIEWED, answered, viewed),
        (INVITED, invited, decided),
        (OFFERED, offered, offer),
        (ACCEPTED, accepted, reply),
        (HIRED, accepted, reply + 0.2 + wait[:, 7] * 0.7),
        (HIRED, at_once, decided),
        (REFUSED, unliked, decided + wait[:, 2]),
        (REFUSED, invited & ~stayed_away & ~passed, interview + wait[:, 4]),
        (WITHDRAWN, stayed_away, decided + 0.6 * (interview - decided)),
        (WITHDRAWN, offered & ~accepted, reply),
    ):
        steps[happens, step] = at[happens]
    return steps, np.where(invited, interview, np.nan)


def _chance(logit: Array) -> Array:
    return 1 / (1 + np.exp(-logit))


def _leave_when_hired(
    posts: Posts, chosen: Chosen, steps: Array, rng: np.random.Generator, now: float
) -> Array:
    """Who found lasting work takes the rest back a little later, and is quiet for a while. Returns the rows kept."""
    hired = steps[:, HIRED]
    lasting = (posts.kind[chosen.post] != GIG) & (hired <= np.minimum(posts.closes[chosen.post], now))
    first = np.full(int(chosen.person.max(initial=-1)) + 1, NEVER)
    np.minimum.at(first, chosen.person[lasting], hired[lasting])
    left = first[chosen.person]
    ended = (steps[:, ENDS] <= left[:, None]).any(axis=1)
    taken_back = np.isfinite(left) & (chosen.at <= left) & ~ended
    steps[taken_back[:, None] & (steps > left[:, None])] = np.nan
    steps[taken_back, WITHDRAWN] = (left + rng.uniform(0.02, 0.8, len(left)))[taken_back]
    quiet = (chosen.at > left) & (chosen.at < left + QUIET_DAYS)
    return np.flatnonzero(~quiet)


def _give_seats(posts: Posts, chosen: Chosen, steps: Array, now: float) -> Array:
    """Seats go to the first who are hired. Returns when each post was filled (inf = never)."""
    hired = steps[:, HIRED]
    order = np.lexsort((hired, chosen.post))
    order = order[(hired <= np.minimum(posts.closes[chosen.post], now))[order]]
    post = chosen.post[order]
    place = np.arange(len(order)) - np.searchsorted(post, post, side="left")
    seats = posts.headcount[post]
    filled = np.full(len(posts), NEVER)
    last = place == seats - 1
    filled[post[last]] = hired[order[last]]
    steps[order[place >= seats], HIRED] = np.nan
    return filled


def _end(posts: Posts, chosen: Chosen, steps: Array, filled: Array, now: float) -> None:
    """Cut off what would happen after the post's end or after now; what was still open ends with the post."""
    end = np.minimum(posts.closes, filled)[chosen.post]
    steps[steps > np.minimum(end, now)[:, None]] = np.nan
    still_open = np.isnan(steps[:, ENDS]).all(axis=1)
    closes = still_open & (end <= now)
    steps[closes, CLOSED] = end[closes]


def _reasons(posts: Posts, people: People, codes: Codes, chosen: Chosen, rng: np.random.Generator) -> Array:
    """Why somebody would be refused: the first thing that does not fit, else that another was chosen."""
    who, post = chosen.person, chosen.post[:, None]
    tests = (
        years_in_family(posts, people, codes, who, post) < posts.experience[post],
        shifts_differ(posts, people, who, post),
        missing_certificates(posts, people, who, post),
        distances(posts, people, who, post) > FAR_KM,
    )
    reason = np.where(rng.random(len(chosen)) < 0.07, 5, 4)
    for number, test in reversed(list(enumerate(tests))):
        reason[test[:, 0]] = number
    return reason
