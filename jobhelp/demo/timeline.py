"""The clock of the simulation: days since the city's midnight today, in which only daytime exists.

The fraction of a day stands for the hours from 8:00 to 21:00, so that nobody acts at night and what comes later
stays later. Midnight, when posts expire, is the first moment of the next day.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jobhelp import clock

WAKES, SLEEPS = 8, 21
DAYTIME_SHARE = 1 / (SLEEPS - WAKES)  # an hour, as a fraction of the simulated day


@dataclass(frozen=True)
class Timeline:
    """Between simulated times and instants. `today` is the city's date at `moment`."""

    moment: datetime

    @property
    def today(self) -> date:
        """The city's date."""
        return clock.local(self.moment).date()

    @property
    def now(self) -> float:
        """The simulated time of `moment`; at night, the end of the day before."""
        local = clock.local(self.moment)
        hours = local.hour + local.minute / 60 + local.second / 3600 - WAKES
        return -1e-6 if hours < 0 else min(hours * DAYTIME_SHARE, 1 - 1e-6)

    def instant(self, time: float) -> datetime:
        """The instant of a simulated time, to the second."""
        day = math.floor(time)
        seconds = round((WAKES + (SLEEPS - WAKES) * (time - day)) * 3600)
        return clock.start_of(self.today) + timedelta(days=day, seconds=seconds)

    def day(self, time: float) -> date:
        """The city's date of a simulated time."""
        return self.today + timedelta(days=math.floor(time))
