"""What planning answers: items in order, fillers, and what people should know about the plan."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from station.rundown import Item, LiveSlot, RunningText, Secondary
from station.transition import Transition


class Note(enum.StrEnum):
    """What the planner found; the words belong to the desk."""

    LIBRARY_EMPTY = "library_empty"
    """Nothing in the library may be planned."""
    HOLE = "hole"
    """Nothing fits here: the air will play its fillers."""
    PROGRAMME_EMPTY = "programme_empty"
    """The programme's content yields nothing; the station's rotation stands in."""
    CART_MISSING = "cart_missing"
    """A recording is gone, archived, or not valid on that day."""
    CHECK_FAILED = "check_failed"
    """A recording failed its check before the airing; something else stands in for it."""
    LEFT_OUT = "left_out"
    """Fixed content did not fit before the next programme."""
    OVERLAP = "overlap"
    """Two occurrences want the same air."""
    SWALLOWED = "swallowed"
    """An occurrence does not air: what is before it runs through its time."""
    PUT_OFF = "put_off"
    """Two things wanted the same second; this one starts directly after the other."""
    SPOT_NOT_PLACED = "spot_not_placed"
    """A play of a campaign found no place."""
    LOCKED = "locked"
    """It should begin where everything is settled: only an operator's hand changes that."""
    OVER_CAP = "over_cap"
    """A play is more than its agency may have on that day."""
    TOPIC_CLOSE = "topic_close"
    """Two spots of one topic are nearer than they should be: there was no other place."""
    PHASE_CLOSED = "phase_closed"
    """A phase of a crisis sequence waits for the one before it to air."""
    WITHDRAWN = "withdrawn"
    """A recording does not air while a clarification of its hoax runs."""
    TEMPLATE_UNMET = "template_unmet"
    """An element of an hour template found no place in its hour."""
    OUTSIDE_DAYPART = "outside_daypart"
    """A recording that somebody named airs at a time at which it would not be chosen."""
    TALK_OVER_LEFT_OUT = "talk_over_left_out"
    """What should lead into a programme would cover words, or finds no room."""
    EVENT_OFF = "event_off"
    """An event is switched off on this day."""
    EVENT_WITHOUT_RECORDING = "event_without_recording"
    """An event should be heard, and no recording of it may air."""
    KEPT_CLEAR = "kept_clear"
    """Advertising was put off behind an event that it may not be near."""
    TRIMMED_HARD = "trimmed_hard"
    """More than a fade's worth of an item is cut by the hard start behind it."""
    RULE = "rule"
    """Something breaks a rule of a pack; `deed` says what became of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about the plan."""

    note: Note
    """What."""
    at: datetime
    """Where in the plan, UTC."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What the sentence needs: `programme`, `campaign`, `cart`, `key`, `seconds` …"""


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer of the planner."""

    items: tuple[Item, ...]
    """In order of their starts."""
    fillers: tuple[Item, ...]
    """What the air loops when nothing else is there."""
    findings: tuple[Finding, ...]
    """In order of time."""
    secondary: tuple[Secondary, ...] = ()
    """What sounds over the items, in order of the expected starts."""
    live_slots: tuple[LiveSlot, ...] = ()
    """When presenters may have the air."""
    transitions: tuple[Transition, ...] = ()
    """The station's own rules it was made with."""
    texts: tuple[RunningText, ...] = ()
    """What is shown as running text, in order."""
