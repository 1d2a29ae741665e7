"""How one item gives way to the next: rules per pair of kinds, and where the next one begins.

The planner and the air ask the same functions, so what is planned is what is heard. A rule counts
from the segue of the item before, which ingest measured or a hand has marked.
"""

import enum
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from station.audio import RATE
from station.kinds import SPOTS, Kind


class Curve(enum.StrEnum):
    """How a fade bends."""

    EQUAL_POWER = "equal_power"
    """Sine and cosine; two of them keep the power: for sounds that differ."""
    LINEAR = "linear"
    """Straight; two of them sum to one: for a sound crossing with itself."""


class Passage(enum.StrEnum):
    """How one picture gives way to the next, on television."""

    CUT = "cut"
    """At once."""
    MIX = "mix"
    """One fades into the other."""
    BLACK = "black"
    """One fades to black, and the other out of it."""


PASSAGE_MS = 600
"""How long a passage takes that says nothing else."""


@dataclass(frozen=True, slots=True)
class Transition:
    """What happens where an item of one kind gives way to one of another."""

    before: Kind | None = None
    """Kind that ends; None: any."""
    after: Kind | None = None
    """Kind that begins; None: any."""
    lag_ms: int | None = 0
    """How far behind the segue the next one begins, at the end of the fall at the latest; None:
    behind the last sound."""
    fall_ms: int | None = None
    """Over what the item before is faded, from its segue on; None: it rings out."""
    rise_ms: int = 0
    """Over what the next one rises; 0: it begins at full level."""
    curve: Curve = Curve.EQUAL_POWER
    """How both bend."""
    picture: Passage = Passage.CUT
    """How the picture changes, from where the next one begins."""
    picture_ms: int = PASSAGE_MS
    """Over what, where it is not cut."""


class Joined(Protocol):
    """What a rule must know of the item that ends."""

    @property
    def kind(self) -> Kind:
        """Its kind."""

    @property
    def segue(self) -> int:
        """Frame of its file at which the next one may begin."""

    @property
    def cue_out(self) -> int:
        """Frame behind its last sound."""


_WORDS = (*SPOTS, Kind.PROGRAMME, Kind.LIVE, Kind.RELAY)
DEFAULTS = (
    Transition(before=Kind.ANTHEM, lag_ms=None, picture=Passage.BLACK),
    Transition(after=Kind.ANTHEM, lag_ms=1000, fall_ms=1000, picture=Passage.BLACK),
    *(Transition(after=kind, lag_ms=600, fall_ms=600) for kind in _WORDS),
    Transition(after=Kind.STATION_ID, fall_ms=400),
    Transition(after=Kind.JINGLE, fall_ms=700),
    Transition(),
)
"""Nothing sounds over the first words of an announcement or over an anthem; a station ID begins on
its own first beat while what was on falls away; music overlaps as it was measured."""


@cache
def rule_for(before: Kind, after: Kind, rules: tuple[Transition, ...] = ()) -> Transition:
    """Return the first rule that fits a pair; the station's own come before the defaults."""
    return next(rule for rule in (*rules, *DEFAULTS) if _fits(rule, before, after))


def hand_over(item: Joined, rule: Transition) -> int:
    """Return the frame of the ending item's file at which the next one begins."""
    waits = [ms for ms in (rule.lag_ms, rule.fall_ms) if ms is not None]
    return min([item.cue_out, *(item.segue + frames_of(ms) for ms in waits)])


def frames_of(milliseconds: int) -> int:
    return milliseconds * RATE // 1000


def _fits(rule: Transition, before: Kind, after: Kind) -> bool:
    return rule.before in (None, before) and rule.after in (None, after)
