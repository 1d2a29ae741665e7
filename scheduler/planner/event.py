"""Events: what airs at a time of its own whatever the programme, such as the anthem or an azan."""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from media_library.cart import Playable
from scheduler.planner.airtime import frame_at
from scheduler.planner.clear import Clear
from scheduler.planner.demand import Demand
from scheduler.planner.plan import Finding, Note
from station.audio import frames_in, span_of
from station.kinds import SPOTS, Kind
from station.rundown import Reason, RunningText, Start, Why

LATENESS = timedelta(minutes=30)
"""How long after its time an event is still worth airing."""
TEXT_LASTS = timedelta(minutes=5)
Find = Callable[[int, date], Playable | None]
"""Gives a recording that may air on a local day."""


class EventKind(enum.StrEnum):
    """What is called to mind."""

    ANTHEM = "anthem"
    NATIONAL_SONG = "national_song"
    AZAN = "azan"
    IMSAK = "imsak"
    IFTAR = "iftar"
    """Buka puasa: the drum before the azan that ends the fast."""
    SAHUR = "sahur"
    DEVOTION = "devotion"
    """A prayer of any faith, such as the Tri Sandya."""


class EventMode(enum.StrEnum):
    """How an event is observed."""

    AUDIO = "audio"
    TEXT_ONLY = "text_only"
    """As running text, without a sound."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Event:
    """One observance on one local day."""

    name: str
    """Names it for ever, in small letters: `azan-magrib`."""
    title: str
    """As people know it."""
    day: date
    """Local day it belongs to; a national song at 24.00 belongs to the day that ends."""
    at: datetime
    """When it begins, UTC; with `by_end`, when it is over."""
    kind: EventKind
    """What it is."""
    mode: EventMode = EventMode.AUDIO
    """How it is observed."""
    cart_ids: tuple[int, ...] = ()
    """Recordings that take turns from day to day; one that cannot air is passed over."""
    start: Start = Start.HARD
    """HARD: on its second; SOFT: at the join behind it."""
    clear_before: timedelta = timedelta(0)
    """So long before it no advertising airs."""
    clear_after: timedelta = timedelta(0)
    """So long behind it no advertising airs."""
    keeps_out: Collection[Kind] = SPOTS
    """What counts as advertising here."""
    clears: bool = False
    """Whether advertising is kept away from it at all."""
    text: str = ""
    """Running text, where it is observed so."""
    text_lasts: timedelta = TEXT_LASTS
    """How long the text is shown."""
    follows: str = ""
    """Key of the event it comes directly behind, where that one is heard."""
    by_end: bool = False
    """Whether `at` is its end, as with the last item of a broadcast day."""

    @property
    def key(self) -> str:
        return f"event:{self.name}:{self.day:%Y%m%d}"


@dataclass(slots=True)
class Observed:
    """What a plan makes of the events."""

    demands: list[Demand] = field(default_factory=list)
    """Recordings that must air."""
    clears: list[Clear] = field(default_factory=list)
    """Where advertising may not be."""
    texts: list[RunningText] = field(default_factory=list)
    """What is shown instead of heard."""
    findings: list[Finding] = field(default_factory=list)
    """What is switched off, and what has no recording."""


def observed(events: Iterable[Event], find: Find, without: Collection[str] = ()) -> Observed:
    """Return demands, clear spans and texts of events; `without`: keys that operators moved."""
    answer = Observed()
    ends: dict[str, datetime] = {}
    for event in sorted(events, key=lambda event: (event.at, bool(event.follows), event.key)):
        if event.mode is EventMode.OFF:
            answer.findings.append(Finding(Note.EVENT_OFF, event.at, _about(event)))
            continue
        cart = None if event.mode is EventMode.TEXT_ONLY else _turn(event, find)
        begins = ends.get(event.follows, _begins(event, cart))
        over = begins + _length(event, cart)
        if cart is None:
            _show(answer, event, begins, over)
        elif event.key not in without:
            ends[event.key] = over
            answer.demands.append(_demand(event, cart, begins, led=event.follows in ends))
        if event.clears:
            answer.clears.append(_clear(event, begins, over))
    return answer


def _turn(event: Event, find: Find) -> Playable | None:
    """Return the recording whose turn it is on the day, or the next one that may air."""
    number = len(event.cart_ids)
    first = event.day.toordinal() % number if number else 0
    turns = (*event.cart_ids[first:], *event.cart_ids[:first])
    return next((cart for cart_id in turns if (cart := find(cart_id, event.day))), None)


def _begins(event: Event, cart: Playable | None) -> datetime:
    return event.at - _length(event, cart) if event.by_end else event.at


def _length(event: Event, cart: Playable | None) -> timedelta:
    return event.text_lasts if cart is None else span_of(cart.segue - cart.cue_in)


def _show(answer: Observed, event: Event, begins: datetime, ends: datetime) -> None:
    if event.mode is EventMode.AUDIO:
        answer.findings.append(Finding(Note.EVENT_WITHOUT_RECORDING, event.at, _about(event)))
    if event.text:
        answer.texts.append(RunningText(event.key, begins, ends, event.text, event.title))


def _demand(event: Event, cart: Playable, begins: datetime, *, led: bool) -> Demand:
    hard = event.start is Start.HARD and not led
    return Demand(
        key=event.key,
        cart_id=cart.id,
        target=frame_at(begins),
        earliest=frame_at(begins),
        latest=frame_at(begins + LATENESS),
        hard=hard,
        reason=Reason(Why.EVENT, _about(event)),
        after_key=event.follows if led else "",
        about=_about(event),
        must_air=True,
    )


def _clear(event: Event, begins: datetime, over: datetime) -> Clear:
    return Clear(
        frame_at(begins) - frames_in(event.clear_before),
        frame_at(over) + frames_in(event.clear_after),
        frozenset(event.keeps_out),
        event.title,
    )


def _about(event: Event) -> dict[str, str]:
    return {"event": event.title, "kind": event.kind, "key": event.key}


def coming(events: Iterable[Event], begins: datetime, ends: datetime) -> Iterator[Event]:
    """Yield the events that a plan of this span has to know, those still on the air too."""
    for event in events:
        if begins - LATENESS <= event.at < ends:
            yield event
