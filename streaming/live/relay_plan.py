"""When a relayed station is tried and when it is connected, from the rundown alone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from station.rundown import Item

LEADS = (timedelta(minutes=10), timedelta(minutes=5), timedelta(minutes=1))
"""How long ahead of its start a station is tried."""
CONNECT = timedelta(seconds=30)
"""How long ahead it is connected for good."""
LINGER = timedelta(seconds=10)
"""How long it stays behind its end."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A channel that wants a station."""

    channel: str
    address: str

    @property
    def name(self) -> str:
        """The address as people see it: without what it may hold of passwords."""
        try:
            parts = urlsplit(self.address)
            return f"{parts.hostname or ''}{parts.path}"
        except ValueError:
            return "?"


@dataclass(frozen=True, slots=True)
class Airing:
    """One item that relays a station."""

    wish: Wish
    key: str
    begins: datetime
    ends: datetime


def airings(channel: str, items: Iterable[Item]) -> tuple[Airing, ...]:
    """Return what of a rundown relays other stations."""
    return tuple(
        Airing(Wish(channel, item.relay), item.key, item.begins, item.ends)
        for item in items
        if item.relay
    )


def wanted(coming: Iterable[Airing], now: datetime) -> set[Wish]:
    """Return which stations should be connected now."""
    return {each.wish for each in coming if each.begins - CONNECT <= now < each.ends + LINGER}


class ProbePlan:
    """Remembers how many of its trials each airing has had."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], int] = {}

    def due(self, coming: Iterable[Airing], now: datetime) -> set[Wish]:
        """Return which stations to try now; what became known late is tried at once."""
        found = set()
        ahead = [each for each in coming if now < each.begins]
        for airing in ahead:
            passed = sum(airing.begins - lead <= now for lead in LEADS)
            if passed > self._done.get(_name(airing), 0):
                found.add(airing.wish)
                self._done[_name(airing)] = passed
        known = {_name(each) for each in ahead}
        self._done = {name: done for name, done in self._done.items() if name in known}
        return found


def _name(airing: Airing) -> tuple[str, str]:
    return airing.wish.channel, f"{airing.key} {airing.wish.address}"
