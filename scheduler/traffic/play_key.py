"""The keys of plays: which order, which day, which number, and which attempt it is."""

from datetime import date, datetime
from typing import NamedTuple

_KIND = "campaign"
_AGAIN = "again"


class PlayKey(NamedTuple):
    """A key in its parts."""

    campaign_id: int
    """The order."""
    day: date
    """Local day it counts for."""
    number: int
    """0 for the first of the day."""
    attempt: int = 0
    """0: as ordered; more: made good for the n-th time."""

    @property
    def root(self) -> str:
        """Return the key of the play as it was ordered."""
        return f"{_KIND}:{self.campaign_id}:{self.day:%Y%m%d}:{self.number}"


def parsed(key: str) -> PlayKey | None:
    """Return the parts of an item's key; None for what is no play of a campaign."""
    kind, _, rest = key.partition(":")
    parts = rest.split(":")
    if kind != _KIND or len(parts) < 3:
        return None
    try:
        day = datetime.strptime(parts[1], "%Y%m%d").date()  # noqa: DTZ007 (a day only)
        return PlayKey(int(parts[0]), day, int(parts[2]), _attempt(parts[3:]))
    except ValueError:
        return None


def again(root: str, attempt: int) -> str:
    """Return the key under which a play is made good: the same through every planning."""
    return f"{root}:{_AGAIN}" if attempt == 1 else f"{root}:{_AGAIN}:{attempt}"


def campaign_of(key: str) -> int | None:
    """Return the campaign that an item's key names: a moved play counts for its order still."""
    play = parsed(key)
    return None if play is None else play.campaign_id


def _attempt(rest: list[str]) -> int:
    """Return the attempt; an older form of the key repeated its last word."""
    if not rest:
        return 0
    return int(rest[1]) if len(rest) == 2 and rest[1] != _AGAIN else len(rest)
