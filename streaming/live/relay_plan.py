"""When a relayed station is tried and when it is connected: by the rundown and the air. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from station.rundown import Item
from station.snapshot import Fate, Upcoming

LEADS = (timedelta(minutes=10), timedelta(minutes=5), timedelta(minutes=1))
"""How long ahead of its start a station is tried."""
CONNECT = timedelta(seconds=30)
"""How long ahead it is connected for good."""
LINGER = timedelta(seconds=10)
"""How long it stays behind its end."""
UNSTEADY = timedelta(seconds=30)
"""An airing that is put off by more than this is tried again at the leads it has come back to."""


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


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the air says will happen."""

    coming: tuple[Upcoming, ...] = ()
    """The next items, dropped ones too."""
    on_air: str = ""
    """Key of the item that is heard."""
    free_at: datetime | None = None
    """When the next may follow it, UTC."""


def as_expected(coming: Iterable[Airing], air: Expectation | None) -> tuple[Airing, ...]:
    """Return the airings where the air expects them, without those it will leave out.

    Where the air says nothing of one, or does not answer, the rundown holds.
    """
    if air is None:
        return tuple(coming)
    expected = {item.item_key: item for item in air.coming}
    moved = (_moved(each, expected.get(each.key), air) for each in coming)
    return tuple(each for each in moved if each is not None)


def _moved(airing: Airing, item: Upcoming | None, air: Expectation) -> Airing | None:
    if item is None:
        if airing.key == air.on_air and air.free_at is not None:
            return replace(airing, ends=air.free_at)
        return airing
    if item.fate is Fate.DROPPED:
        return None
    return replace(
        airing, begins=item.begins, ends=item.begins + timedelta(milliseconds=item.length_ms)
    )


def wanted(coming: Iterable[Airing], now: datetime) -> set[Wish]:
    """Return which stations should be connected now."""
    return {each.wish for each in coming if each.begins - CONNECT <= now < each.ends + LINGER}


class ProbePlan:
    """Remembers how many of its trials each airing has had."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], int] = {}

    def due(self, coming: Iterable[Airing], now: datetime) -> set[Wish]:
        """Return which stations to try now; what became known late is tried at once.

        An airing that the air has put off is tried again ahead of where it truly begins.
        """
        found = set()
        ahead = [each for each in coming if now < each.begins]
        for airing in ahead:
            name = _name(airing)
            passed = sum(airing.begins - lead <= now for lead in LEADS)
            nearly = sum(airing.begins - lead <= now + UNSTEADY for lead in LEADS)
            done = min(self._done.get(name, 0), nearly)
            if passed > done:
                found.add(airing.wish)
            self._done[name] = max(passed, done)
        known = {_name(each) for each in ahead}
        self._done = {name: done for name, done in self._done.items() if name in known}
        return found


def _name(airing: Airing) -> tuple[str, str]:
    return airing.wish.channel, f"{airing.key} {airing.wish.address}"
