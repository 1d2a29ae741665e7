"""A small imaginary station for the tests of this room."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from media_library.cart import Playable
from scheduler.planner.airtime import SECOND, frame_at
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.items import ends_at, handed_over_at
from scheduler.planner.plan import Plan
from scheduler.planner.planner import plan
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Fixed, Programme, Rotation
from station.kinds import Kind
from station.rundown import Item, Rundown, Start, Why

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Monday 12.00 WIB."""
_SPOTS = {Why.SPOT_TIME, Why.SPOT_SPREAD, Why.INSERTED, Why.MOVED}


def cart(
    number: int,
    seconds: float,
    *,
    kind: Kind = Kind.MUSIC,
    artist: str = "",
    title: str = "",
    tags: tuple[str, ...] = (),
    tail: float = 0.0,
) -> Playable:
    """Return a recording; `tail` seconds of it ring on under the next item."""
    cue_in = 480
    segue = cue_in + round(seconds * SECOND)
    return Playable(
        id=number,
        kind=kind,
        title=title or f"Lagu {number}",
        artist=artist,
        path=f"{number}.flac",
        cue_in=cue_in,
        cue_out=segue + round(tail * SECOND),
        segue=segue,
        loudness_lufs=-18.0,
        true_peak_db=-6.0,
        has_picture=False,
        valid_from=None,
        valid_until=None,
        tags=tags,
    )


def library(songs: int = 300, artists: int = 60, seed: int = 1) -> list[Playable]:
    """Return music of 150 to 330 s with jingles, fillers, station IDs and spots (900 and up)."""
    chance = random.Random(seed)
    music = [
        cart(
            number,
            round(chance.uniform(150, 330), 3),
            artist=f"Penyanyi {chance.randrange(artists)}",
            tail=2.5,
        )
        for number in range(1, songs + 1)
    ]
    first = 1_000_000
    extra = [cart(first + n, 8 + n, kind=Kind.JINGLE, title=f"Jingle {n}") for n in range(5)]
    extra += [cart(first + 10 + n, 6, kind=Kind.STATION_ID, title=f"ID {n}") for n in range(2)]
    extra += [cart(first + 20 + n, 40 + 15 * n, kind=Kind.FILLER) for n in range(6)]
    extra += [cart(first + 30 + n, 30, kind=Kind.PSA, title=f"ILM {n}") for n in range(9)]
    return music + extra


SPOT = 1_000_030
DAILY = "FREQ=DAILY"


def programme(number: int, content: Fixed | Rotation, name: str = "") -> Programme:
    return Programme("radio", name or f"Acara {number}", content, id=number)


def slot(
    number: int,
    programme_id: int,
    wall: str,
    minutes: float,
    *,
    rule: str = DAILY,
    start: Start = Start.HARD,
    day: date = MONDAY,
) -> GridSlot:
    return GridSlot(
        "radio",
        programme_id,
        day,
        time.fromisoformat(wall),
        timedelta(minutes=minutes),
        rule,
        start,
        id=number,
    )


def inputs(**changes: object) -> PlanInputs:
    """Return inputs for six hours from Monday noon, with what is given changed."""
    base = PlanInputs(
        channel="radio", begins=NOON, ends=NOON + timedelta(hours=6), zone=WIB, carts=library()
    )
    return replace(base, **changes)


def published(given: PlanInputs, answer: Plan, version: int = 1) -> Rundown:
    return Rundown(
        given.channel,
        version,
        given.begins,
        given.begins,
        given.ends,
        answer.items,
        answer.fillers,
        answer.secondary,
        answer.live_slots,
        answer.transitions,
    )


def later(given: PlanInputs, answer: Plan, span: timedelta, **changes: object) -> PlanInputs:
    """Return the inputs of the next planning, when what was planned has aired meanwhile."""
    now = given.begins + span
    begun = [item for item in answer.items if item.begins < now]
    return replace(
        given,
        begins=now,
        ends=given.ends + span,
        previous=published(given, answer),
        last_aired=dict(given.last_aired) | {item.cart_id: item.begins for item in begun},
        past=dict(given.past) | {item.key: item.begins for item in begun},
        **changes,
    )


def joined_at(given: PlanInputs, before: Item, after: Item) -> int:
    """Return the frame at which the air begins an item behind another one."""
    if after.start is Start.HARD:
        return ends_at(before)
    return handed_over_at(before, after.kind, given.transitions)


def check(given: PlanInputs, answer: Plan) -> None:
    """Assert what must hold for every plan."""
    Rundown("radio", 1, NOON, NOON, NOON, answer.items, answer.fillers)
    holes = {finding.at for finding in answer.findings if finding.note == "hole"}
    for before, after in pairwise(answer.items):
        if frame_at(after.begins) != joined_at(given, before, after):
            assert before.ends in holes, (before, after)
            assert after.begins > before.begins
    for item in answer.items:
        assert item.frames > 0
        assert item.cue_out >= item.segue
        assert item.reason.code in Why
        if item.fade_out:
            assert item.fade_out <= item.cue_out - item.cue_in
        if item.reason.code in _SPOTS:
            assert "trimmed_ms" not in item.reason.about


def at(wall: str, day: date = MONDAY) -> datetime:
    """Return the instant of a WIB wall time."""
    return datetime.combine(day, time.fromisoformat(wall), WIB).astimezone(UTC)


def starting(answer: Plan, instant: datetime) -> Item:
    """Return the item that begins at an instant."""
    [found] = [item for item in answer.items if item.begins == instant]
    return found


def planned(**changes: object) -> Plan:
    given = inputs(**changes)
    answer = plan(given)
    check(given, answer)
    return answer
