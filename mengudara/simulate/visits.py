"""What presenters and relays do wrong: an incident becomes a visit with its comings and goings.

Pure: the same incident over the same plan is the same visit.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from mengudara.simulate.faults import Incident
from station.live import Door, Hello
from station.rundown import Item, LiveSlot, Rundown

NEAR = timedelta(hours=6)
"""A presenter comes for a slot that begins within this time; else at once."""
TAKEN_AFTER = timedelta(seconds=5)
"""An operator takes somebody whom no rule puts on the air."""
LEAST = timedelta(minutes=1)
"""What must be left of a slot or an item for somebody to come."""


class Does(enum.StrEnum):
    """One thing that a live input does, or that is done to it."""

    COMES = "comes"
    """It connects, and sounds."""
    IS_TAKEN = "is_taken"
    """An operator puts it on the air."""
    FALLS_SILENT = "falls_silent"
    """It goes on sending, and nothing is heard."""
    STALLS = "stalls"
    """Its line is open and nothing comes."""
    SOUNDS = "sounds"
    """It is heard again."""
    GOES = "goes"
    """Its line is closed."""


class Mishap(enum.StrEnum):
    """What goes wrong in a visit."""

    DROPS_OUT = "drops out"
    """The line breaks, and is there again a little later."""
    FALLS_SILENT = "falls silent"
    """Nothing is heard for a while."""
    STALLS = "stalls"
    """The line stays open and nothing comes for a while."""
    OVERRUNS = "overruns"
    """It stays beyond its time."""
    ABSENT = "cannot be reached"
    """It never comes."""


PRESENTERS = (Mishap.DROPS_OUT, Mishap.FALLS_SILENT, Mishap.STALLS, Mishap.OVERRUNS)
RELAYS = tuple(Mishap)


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a visit."""

    at: datetime
    """UTC."""
    does: Does
    """What happens."""
    hello: Hello
    """Who; the session of a line that breaks is another one when it is there again."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one incident makes of the hours to come."""

    detail: str
    """What goes wrong with whom, for the report."""
    events: tuple[Event, ...] = ()
    """In order of time."""


def of_presenter(incident: Incident, rundown: Rundown, now: datetime) -> Visit:
    """Have a presenter come for the next slot, or at once where none is near."""
    random = Random(incident.chance)
    slot = next((slot for slot in rundown.live_slots if slot.ends > now + LEAST), None)
    if slot is not None and slot.begins > now + NEAR:
        slot = None
    hello = _presenter(incident, slot, random)
    if slot is None:
        begins, ends = now, now + timedelta(seconds=random.randrange(120, 1_200))
    else:
        begins, ends = max(now, slot.begins - timedelta(seconds=random.randrange(60))), slot.ends
    by_rule = hello.always if slot is None else slot.by_itself
    mishap = random.choice(PRESENTERS)
    events = _events(hello, mishap, begins, ends, random)
    if not by_rule:
        events = [*events, Event(begins + TAKEN_AFTER, Does.IS_TAKEN, hello)]
    where = "" if slot is None else f" in “{slot.programme}”"
    return Visit(f"a presenter {mishap}{where}", _in_order(events))


def of_relay(incident: Incident, rundown: Rundown, now: datetime) -> Visit:
    """Have the next relay of the plan fail; nothing where the plan has none."""
    wanted = (item for item in rundown.items if item.relay and item.begins > now)
    item = next(wanted, None)
    if item is None:
        return Visit("")
    random = Random(incident.chance)
    mishap = random.choice(RELAYS)
    detail = f"“{item.title}” {mishap}"
    if mishap is Mishap.ABSENT:
        return Visit(detail)
    begins = max(now, item.begins - timedelta(seconds=random.randrange(5, 60)))
    hello = _relay(incident, item)
    return Visit(detail, _in_order(_events(hello, mishap, begins, item.ends, random)))


def _presenter(incident: Incident, slot: LiveSlot | None, random: Random) -> Hello:
    who = slot.presenters[0] if slot is not None and slot.presenters else "rehearsal"
    always = slot is None and random.random() < 0.5
    return Hello(_session(incident), Door.ICECAST, who, who=who, always=always)


def _relay(incident: Incident, item: Item) -> Hello:
    return Hello(_session(incident), Door.RELAY, item.title, relay=item.relay)


def _session(incident: Incident) -> str:
    return f"{incident.fault}-{incident.chance:08x}"


def _events(
    hello: Hello, mishap: Mishap, begins: datetime, ends: datetime, random: Random
) -> list[Event]:
    stay = (ends - begins).total_seconds()
    wrong = begins + timedelta(seconds=round(random.uniform(0.1, 0.7) * stay, 2))
    right = wrong + timedelta(seconds=random.randrange(1, 90))
    goes = ends + timedelta(seconds=random.randrange(-5, 6))
    if mishap is Mishap.OVERRUNS:
        goes = ends + timedelta(seconds=random.randrange(30, 300))
    return list(_steps(hello, mishap, begins, wrong, right, max(goes, right + LEAST)))


def _steps(
    hello: Hello, mishap: Mishap, comes: datetime, wrong: datetime, right: datetime, goes: datetime
) -> Iterator[Event]:
    yield Event(comes, Does.COMES, hello)
    last = hello
    match mishap:
        case Mishap.DROPS_OUT:
            yield Event(wrong, Does.GOES, hello)
            last = _again(hello)
            yield Event(right, Does.COMES, last)
        case Mishap.FALLS_SILENT | Mishap.STALLS:
            silent = Does.STALLS if mishap is Mishap.STALLS else Does.FALLS_SILENT
            yield Event(wrong, silent, hello)
            yield Event(right, Does.SOUNDS, hello)
    yield Event(goes, Does.GOES, last)


def _again(hello: Hello) -> Hello:
    """Return who is there again, on a line of its own."""
    return Hello(
        f"{hello.session}-again", hello.door, hello.name, who=hello.who, always=hello.always,
        relay=hello.relay,
    )  # fmt: skip


def _in_order(events: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.at))
