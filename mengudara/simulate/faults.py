"""What can be made to go wrong in a rehearsal, and when: the same seed draws the same incidents."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from station.audio import from_utc_us, utc_us
from station.errors import StationError

A_DAY = 6
"""Incidents per day where no number is asked for."""
OUTAGES_A_YEAR = 2
"""Of outages alone."""


class Fault(enum.StrEnum):
    """One way in which a day can go wrong."""

    KILLED = "killed"
    """The decoder of what is on the air is killed in the middle of the item."""
    HUNG = "hung"
    """The decoder of what is on the air gives nothing more and does not end."""
    MISSING = "missing"
    """The next file to be opened is not there."""
    CORRUPT = "corrupt"
    """The next file to be opened ends long before it should, or cannot be decoded from there."""
    CLOCK = "clock"
    """The computer's clock is set, forward or back."""
    RESTART = "restart"
    """The air process dies and is started again."""
    EDIT = "edit"
    """Somebody changes what is to come, or skips what is on."""
    LIVE = "live"
    """A presenter comes, and drops out, falls silent, or stays beyond his time."""
    RELAY = "relay"
    """The next station to be relayed cannot be reached, or is lost in the middle."""
    PICTURES = "pictures"
    """The decoder of the pictures on the air is killed, once or again and again."""
    OUTAGE = "outage"
    """The whole station is off the air for hours."""


EVERYDAY = tuple(fault for fault in Fault if fault not in (Fault.PICTURES, Fault.OUTAGE))
"""What `all` means: an outage leaves no hour in which anything else could be seen."""
SEEN = (*EVERYDAY, Fault.PICTURES)
"""What it means on television."""


class FaultUnknown(StationError):
    """A word that names no fault."""

    def __init__(self, word: str) -> None:
        known = ", ".join(Fault)
        super().__init__(f"there is no fault {word!r}; there are: {known}, all, or a number")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which faults, and how many of them in all."""

    faults: tuple[Fault, ...] = ()
    count: int | None = None
    """None: so many a day."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One fault at its time."""

    at: datetime
    """UTC."""
    fault: Fault
    """What happens."""
    chance: int
    """Seed of everything about it that is left to chance."""


def parse(text: str, every: tuple[Fault, ...] = EVERYDAY) -> Wanted:
    """Read `all`, a list of faults, a number, or a list with a number; raises FaultUnknown.

    `every` is what `all` means, and a number alone.
    """
    faults: list[Fault] = []
    count: int | None = None
    for word in filter(None, (part.strip() for part in text.split(","))):
        if word.isdecimal():
            count = int(word)
        elif word == "all":
            faults.extend(every)
        elif word in set(Fault):
            faults.append(Fault(word))
        else:
            raise FaultUnknown(word)
    if count is not None and not faults:
        faults.extend(every)
    return Wanted(tuple(dict.fromkeys(faults)), count)


def draw(wanted: Wanted, seed: int, begins: datetime, ends: datetime) -> tuple[Incident, ...]:
    """Return the incidents of a span, in order of time."""
    if not wanted.faults:
        return ()
    days = (ends - begins) / timedelta(days=1)
    usual = OUTAGES_A_YEAR / 365 if wanted.faults == (Fault.OUTAGE,) else A_DAY
    count = max(1, round(usual * days)) if wanted.count is None else wanted.count
    random = Random(seed)
    first, last = utc_us(begins), utc_us(ends)
    drawn = [
        Incident(
            from_utc_us(random.randrange(first, last)),
            random.choice(wanted.faults),
            random.getrandbits(32),
        )
        for _ in range(count)
    ]
    return tuple(sorted(drawn, key=lambda incident: (incident.at, incident.chance)))
