"""What was found wrong, or well, ahead of an airing: relayed stations tried, recordings decoded."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from media_library.soundness import Flaw
from scheduler.check import Check
from station.relays import Relay, RelayState
from station.rundown import Item, Why
from station.wall import Wall

AHEAD = timedelta(hours=12)
"""So far ahead is told: a clock time suffices to say when."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s'\"]+")


@dataclass(frozen=True, slots=True)
class RelayCheck:
    """How a coming item's station did when it was last tried."""

    item_key: str
    """The airing."""
    title: str
    """Of the item."""
    begins: datetime
    """When it is planned, UTC."""
    station: str
    """Host and path of its address, nothing that may be secret."""
    ready: bool
    """Whether it sounded."""
    checked_at: datetime
    """UTC."""
    why: str
    """What went wrong, for people who know such things."""


@dataclass(frozen=True, slots=True)
class FailedRecording:
    """A recording that would have aired, had it passed its check."""

    item_key: str
    """The airing."""
    title: str
    """Of the recording that failed."""
    begins: datetime
    """When it was to air, UTC."""
    flaw: Flaw | None
    """What is wrong with it; None when that is not known any more."""
    stand_in: str
    """Title of what airs in its place; empty while nothing is planned there."""


@dataclass(frozen=True, slots=True)
class FailedButton:
    """A button of the wall, or an emergency message, whose recording failed its check."""

    button_id: str
    """Names it for ever."""
    label: str
    """What is written on it."""
    flaw: Flaw
    """What is wrong with its recording."""
    since: datetime
    """When that was found, UTC."""
    emergency: bool
    """Whether it is an emergency message."""


def relay_checks(
    items: Iterable[Item], relays: Iterable[Relay], channel: str, now: datetime
) -> list[RelayCheck]:
    """Return the last trial of each coming relay that was tried."""
    known = {relay.address: relay for relay in relays if relay.channel == channel}
    return [
        _relay_check(item, known[item.relay]) for item in _coming(items, now) if item.relay in known
    ]


def failed_recordings(
    items: Iterable[Item], flaws: Mapping[int, tuple[str, Flaw]], now: datetime
) -> list[FailedRecording]:
    """Return what stands in for another, or stands there unsound; `flaws` has title and flaw."""
    by_title = dict(flaws.values())
    found = []
    for item in _coming(items, now):
        if item.reason.code is Why.SUBSTITUTE:
            title = item.reason.about.get("replaces", "")
            failed = FailedRecording(
                item.key, title, item.begins, by_title.get(title), stand_in=item.title
            )
            found.append(failed)
        elif item.cart_id in flaws:
            _, flaw = flaws[item.cart_id]
            found.append(FailedRecording(item.key, item.title, item.begins, flaw, stand_in=""))
    return found


def failed_buttons(wall: Wall, checks: Mapping[int, Check]) -> list[FailedButton]:
    """Return what can be pressed and would not be heard, the emergency messages first."""
    buttons = [(one, True) for one in wall.emergency]
    buttons += [(one, False) for page in wall.pages for one in page.buttons]
    return [
        FailedButton(button.id, button.label, check.flaw, check.checked_at, emergency=emergency)
        for button, emergency in buttons
        if (check := checks.get(button.item.cart_id)) is not None and check.flaw is not None
    ]


def station_name(address: str) -> str:
    """Return an address as people may see it: no user, password or query."""
    scheme, _, rest = address.partition("://")
    try:
        parts = urlsplit(f"{scheme}://{rest.rpartition('@')[2]}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    return f"{parts.hostname or '?'}{port}{parts.path}"


def _relay_check(item: Item, relay: Relay) -> RelayCheck:
    why = relay.why.replace(relay.address, station_name(relay.address))
    return RelayCheck(
        item_key=item.key,
        title=item.title,
        begins=item.begins,
        station=station_name(relay.address),
        ready=relay.state is RelayState.READY,
        checked_at=relay.checked_at,
        why=_ADDRESS.sub(lambda found: station_name(found[0]), why),
    )


def _coming(items: Iterable[Item], now: datetime) -> Iterator[Item]:
    return (item for item in items if now < item.begins < now + AHEAD)
