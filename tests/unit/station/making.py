"""Rundown items and rundowns with as little said as possible."""

from datetime import UTC, datetime

from station.audio import RATE
from station.kinds import Kind
from station.rundown import Item, Rundown

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def an_item(key="a", begins=NOON, seconds=10, **changes):
    fields = {
        "key": key,
        "cart_id": 1,
        "kind": Kind.MUSIC,
        "title": "Lagu",
        "path": "ab/lagu.flac",
        "begins": begins,
        "cue_in": 0,
        "cue_out": seconds * RATE,
        "segue": seconds * RATE,
    }
    return Item(**(fields | changes))


def a_rundown(*items, version=1):
    return Rundown("radio", version, NOON, NOON, NOON.replace(hour=13), items)
