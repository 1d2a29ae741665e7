"""Which things are seen at an instant: from what is on, the plan and the channel's look. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from station.audio import from_utc_us
from station.bus import Metadata
from station.ladder import Rung
from station.look import Corner, Look, UpperCorner
from station.rating import Rating
from station.rundown import Item
from station.snapshot import DRILL
from station.wall import Button, Level
from streaming.graphics.on_air import OnAir
from streaming.graphics.plan import Plan
from streaming.graphics.policy import MAIN, Part, Parts, parts
from streaming.graphics.things import (
    Badge,
    Band,
    Clearance,
    Hour,
    Logo,
    Lower,
    Notice,
    Screen,
    Strap,
    Thing,
)

SECOND = 1_000_000
MINUTE = 60 * SECOND
PICTURE = 40_000
FADE = 6 * PICTURE
"""Over which what comes and goes appears and disappears."""
LATER = SECOND
"""A title comes so long behind the first picture."""
WARNED = (Rating.P, Rating.A, Rating.R)
"""Whose start carries a notice for parents (SPS 33)."""
BAND_SHOWN, BAND_EVERY = 30 * SECOND, 180 * SECOND
"""A warning that does not take the whole picture is seen for so long, again and again."""
COLOURS = {Level.WASPADA: "#1747a6", Level.SIAGA: "#f2c300", Level.CLEAR: "#1c7c3c"}
ORDINARY_AT_ALERT: Parts = frozenset({Part.LOGO, Part.CLOCK})
"""What stays seen beside a band."""
BADGES = tuple(Badge(rating) for rating in Rating)


@dataclass(frozen=True, slots=True)
class Known:
    """All that the direction of a channel asks."""

    look: Look
    zone: ZoneInfo
    name: str
    """The channel's, for viewers."""
    plan: Plan = field(default_factory=Plan)
    messages: Mapping[str, Button] = field(default_factory=dict)
    """Emergency messages by the airing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that is seen."""

    part: Part | None
    """None for what an emergency shows."""
    thing: Thing
    opacity: int = 255


def seen(on: OnAir, at: int, known: Known) -> tuple[Seen, ...]:
    """Return what stands over the picture, the lowest first, without the running texts."""
    if on.playing.rung is Rung.EMERGENCY:
        return (*_ordinary(on, at, known, ORDINARY_AT_ALERT), *_alert(on, at, known))
    return tuple(_ordinary(on, at, known, allowed(on, known)))


def allowed(on: OnAir, known: Known) -> Parts:
    """Return what may stand over what is on."""
    if on.playing.rung is Rung.EMERGENCY:
        return ORDINARY_AT_ALERT
    return parts(on.playing.kind, known.plan.observed.get(on.playing.item_key, ""))


def _ordinary(on: OnAir, at: int, known: Known, may: Parts) -> Iterator[Seen]:
    look = known.look
    if Part.CLEARANCE in may:
        yield from _cleared(on, at, known)
    if Part.LOGO in may and look.logo is not Corner.NONE:
        yield Seen(Part.LOGO, Logo(known.name))
    if Part.CLOCK in may and look.clock is not Corner.NONE:
        yield Seen(Part.CLOCK, Hour(hour(at, known.zone)))
    if Part.BADGE in may and look.badge is not UpperCorner.NONE:
        yield Seen(Part.BADGE, Badge(on.rating))
    if Part.NOTICE in may and on.rating in WARNED:
        begins = on.rating_since
        yield from _for(Part.NOTICE, Notice(look.notice), at, begins, look.notice_seconds)
    yield from _lower_third(on, at, known, may)


def _lower_third(on: OnAir, at: int, known: Known, may: Parts) -> Iterator[Seen]:
    """At the start of a programme now and next, behind it the title of what is on."""
    look = known.look
    strap = max(on.programme_since + LATER, _titles_from(on, known))
    behind = strap + look.strap_seconds * SECOND
    if Part.STRAP in may and on.programme:
        yield from _for(Part.STRAP, _strap(on, at, known), at, strap, look.strap_seconds)
    if Part.TITLE in may and (title := _title(on)):
        straps = Part.STRAP in may and on.programme and look.strap_seconds
        begins = max(on.since + LATER, _titles_from(on, known), behind if straps else 0)
        yield from _for(Part.TITLE, title, at, begins, look.title_seconds)


def _cleared(on: OnAir, at: int, known: Known) -> Iterator[Seen]:
    """Show the clearance of a film from its first picture on; nothing of it is seen before."""
    playing, begins = on.playing, on.film[1]
    if playing.clearance:
        card, until = clearance(playing, known.look), _clearance_ends(begins, known)
        if opacity := risen(at, begins - FADE, until):
            yield Seen(Part.CLEARANCE, card, opacity)


def clearance(of: Metadata | Item, look: Look) -> Thing:
    """Return the card before a film, the line over what promotes one."""
    if of.kind in MAIN:
        return Clearance(look.clearance, of.clearance, of.film_class, of.title)
    return Lower(of.clearance, of.film_class)


def _clearance_ends(begins: int, known: Known) -> int:
    return begins + known.look.clearance_seconds * SECOND


def _titles_from(on: OnAir, known: Known) -> int:
    """Return when words in the lower third may come: behind the clearance."""
    return _clearance_ends(on.film[1], known) if on.playing.clearance else 0


def _strap(on: OnAir, at: int, known: Known) -> Strap:
    now = f"{known.look.now}: {on.programme}"
    follows = known.plan.next(on.programme, max(at, on.programme_since))
    if follows is None:
        return Strap(now)
    when = hour(follows.at, known.zone)
    return Strap(now, f"{known.look.next} {when}: {follows.programme}")


def _title(on: OnAir) -> Lower | None:
    playing = on.playing
    if not playing.title or playing.title == playing.programme:
        return None
    return Lower(playing.title, playing.artist)


def _alert(on: OnAir, at: int, known: Known) -> Iterator[Seen]:
    playing = on.playing
    drill = playing.title.startswith(DRILL)
    message = known.messages.get(playing.item_key)
    if message is None or message.level is Level.AWAS:
        heading = message.label if message else playing.title.removeprefix(f"{DRILL}: ")
        yield Seen(None, Screen(heading, message.words if message else "", drill))
    elif (at - on.since) % BAND_EVERY < BAND_SHOWN:
        colour = COLOURS[message.level]
        yield Seen(None, Band(colour, message.label, message.words, drill))


def _for(part: Part, thing: Thing, at: int, begins: int, seconds: int) -> Iterator[Seen]:
    """Show a thing for a while, rising and falling."""
    if opacity := risen(at, begins, begins + seconds * SECOND):
        yield Seen(part, thing, opacity)


def risen(at: int, begins: int, ends: int) -> int:
    """Return how much is seen of what comes and goes, 0 … 255."""
    within = min(at - begins + PICTURE, ends - at)
    return max(0, min(255, 255 * within // FADE))


def hour(at: int, zone: ZoneInfo) -> str:
    """Return hours and minutes, asked for with every picture."""
    return _hour(at // MINUTE, zone)


@lru_cache(maxsize=64)
def _hour(minute: int, zone: ZoneInfo) -> str:
    """`minute` counts from 1970; every zone is whole minutes off."""
    return f"{from_utc_us(minute * MINUTE).astimezone(zone):%H.%M}"
