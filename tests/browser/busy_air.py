"""An air on which everything happens at once: fates, fixed points, presenters, alarms."""

from dataclasses import replace
from datetime import timedelta

from station.kinds import Kind
from station.rundown import Item
from station.snapshot import (
    Alarm,
    Fate,
    FixedPoint,
    Health,
    LiveInput,
    LiveState,
    Snapshot,
    Upcoming,
)
from station.wall import Button, Wall
from tests.browser.doubles import NOON, snapshot, upcoming

NEWS_AT = NOON + timedelta(minutes=17, seconds=43)
"""11.00.00 in the station's zone."""


def coming() -> tuple[Upcoming, ...]:
    """Return five items: as planned, faded, dropped, a filler, and one on its second."""
    psa, song, ident, filler, news = upcoming(NOON + timedelta(seconds=83))
    late = timedelta(seconds=42)
    return (
        replace(psa, planned=psa.begins - late),
        replace(song, fate=Fate.FADED, cut_ms=100_000, planned=song.begins - late),
        replace(ident, fate=Fate.DROPPED, planned=ident.begins),
        replace(filler, fate=Fate.FILLED, kind=Kind.FILLER),
        replace(news, begins=NEWS_AT, planned=NEWS_AT, relay="ready"),
    )


def fixed_points() -> tuple[FixedPoint, ...]:
    """Return the news, for which two items give way, and one with time left before it."""
    later = NEWS_AT + timedelta(hours=1)
    return (
        FixedPoint("item-4", NEWS_AT, "Warta Siang", -70_000, "item-1", ("item-2",)),
        FixedPoint("item-9", later, "Azan Zuhur", 42_000, filled_ms=42_000),
    )


def presenters() -> tuple[LiveInput, ...]:
    until = NOON + timedelta(minutes=30)
    return (
        LiveInput("s1", "sinta", "Sinta", "icecast", LiveState.READY, -14.0, 900, True, until),
        LiveInput("s2", "", "Studio B", "line", LiveState.SILENT, -72.0, 1200, mute=True),
    )


def alarms() -> tuple[Alarm, ...]:
    return (
        Alarm("preflight", NOON - timedelta(minutes=2), "Warta Siang", "item-4"),
        Alarm("overload", NOON - timedelta(seconds=30)),
    )


def busy() -> Snapshot:
    health = Health(
        ticks=5000,
        started_at=NOON - timedelta(hours=3),
        shed=("meters", "waveforms"),
        memory_bytes=212_000_000,
        threads=14,
        descriptors=61,
        children=3,
    )
    return replace(
        snapshot(),
        upcoming=coming(),
        marks=fixed_points(),
        live=presenters(),
        alarms=alarms(),
        health=health,
    )


def messages() -> Wall:
    """Return a wall with two emergency messages."""
    return Wall(
        emergency=(_message("tsunami", "Peringatan <tsunami>"), _message("banjir", "Banjir"))
    )


def _message(button: str, label: str) -> Button:
    frames = 48_000 * 20
    item = Item(
        key=button,
        cart_id=1,
        kind=Kind.PSA,
        title=label,
        path="aa/pesan.ogg",
        begins=NOON,
        cue_in=0,
        cue_out=frames,
        segue=frames,
    )
    return Button(button, label, item)
