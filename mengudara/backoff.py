"""How long a process rests before it is started again. Pure."""

from dataclasses import dataclass
from datetime import timedelta

STABLE = timedelta(seconds=60)
"""A life as long as this forgives the deaths before it."""
FIRST = timedelta(milliseconds=500)
LONGEST = timedelta(seconds=10)


@dataclass
class Backoff:
    """First at once, then 0.5 s doubled up to `longest`; zero means always at once."""

    longest: timedelta = LONGEST
    deaths: int = 0

    def rest_after(self, lived: timedelta) -> timedelta:
        """Note a death after a life of `lived`; return the rest before the next life."""
        if lived >= STABLE:
            self.deaths = 0
        self.deaths += 1
        if self.deaths == 1:
            return timedelta(0)
        doubled: timedelta = FIRST * 2 ** min(self.deaths - 2, 16)
        return min(doubled, self.longest)
