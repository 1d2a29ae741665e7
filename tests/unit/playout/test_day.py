"""Whole days of random schedules and faults: always on the air, always accounted for."""

import itertools
from random import Random

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playout.commands import Correction
from station.audio import BLOCK, RATE, frames_in
from station.commands import (
    Alert,
    AllClear,
    Clear,
    FadeOut,
    Forecast,
    GoLive,
    Hold,
    Insert,
    Kick,
    Press,
    Release,
    Replay,
    Skip,
    Take,
    Undo,
)
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from station.live import Door
from station.rundown import Anchor, Overrun, Secondary, Start
from station.wall import Button
from tests.unit.playout.fakes import EIGHT, Studio, Tone, item, seconds, slot

BEGINS = (Act.STARTED, Act.RESUMED, Act.FELL)
ENDS = (Act.ENDED, Act.INTERRUPTED, Act.FAILED)


class Counter:
    """A sink that keeps only counts."""

    def __init__(self):
        self.ticks = 0
        self.frames = 0
        self.last = -1

    def write(self, packet):
        assert packet.tick == self.last + 1
        assert packet.sound.shape[1] == 2
        assert np.isfinite(packet.sound[0]).all()
        self.last = packet.tick
        self.frames += len(packet.sound)
        self.ticks += 1


def spans(facts, ends):
    """Return (begin, end, rung) of everything that had the air, read from the facts alone."""
    found, on = [], None
    for fact in facts:
        if fact.act in BEGINS:
            if on is not None and on.rung < Rung.FILLER:
                found.append((on.at, fact.at, on))
            on = fact
        elif fact.act in ENDS and on is not None and fact.airing == on.airing:
            found.append((on.at, fact.at, on))
            on = None
    if on is not None:
        found.append((on.at, ends, on))
    return found


def assert_covered(facts, ends):
    """Assert that the facts cover the time without holes or overlaps."""
    covered = spans(facts, ends)
    assert covered[0][0] == EIGHT
    assert covered[-1][1] == ends
    for (_, before, _), (after, _, fact) in itertools.pairwise(covered):
        assert before == after, fact


def a_day(random, hours):
    """Return hours of songs, each with a hard news at the full hour and spots in between."""
    items = []
    at = EIGHT
    for hour in range(hours):
        news = item(
            f"news{hour}", 300, EIGHT + seconds(3600 * hour), hard=True, kind=Kind.PROGRAMME
        )
        items.append(news)
        at = news.ends
        while at < EIGHT + seconds(3600 * (hour + 1)):
            length = random.uniform(20, 280)
            kind = random.choice([Kind.MUSIC, Kind.MUSIC, Kind.PSA, Kind.JINGLE])
            song = item(
                f"{kind}{hour}-{len(items)}", length, at, kind=kind, tail=random.uniform(0, 6)
            )
            items.append(song)
            at = song.ends
    return items


def test_a_full_day_has_every_block_and_every_news_on_its_sample():
    studio = Studio(block=25 * BLOCK)
    counter = Counter()
    studio.engine._sinks[:] = [counter]
    beds = [item(f"bed{n}", 40, kind=Kind.FILLER, tail=2) for n in range(3)]
    day = a_day(Random(7), 24)
    studio.load(*day, fillers=beds)
    studio.play(24 * 3600)
    assert counter.ticks == 24 * 3600
    assert counter.frames == 24 * 3600 * RATE
    assert_covered(studio.facts, EIGHT + seconds(24 * 3600))
    news = [f for f in studio.facts if f.act is Act.STARTED and f.title.startswith("news")]
    assert [f.at for f in news] == [EIGHT + seconds(3600 * hour) for hour in range(24)]
    assert not [f for f in studio.facts if f.act in (Act.FAILED, Act.FELL)]
    assert len(studio.facts) > 300
    studio.engine.close()
    assert studio.closed_all()


FAULTS = st.sampled_from(["fine", "fine", "fine", "absent", "short", "starves", "slow"])
STARTS = st.sampled_from(
    ["soft", "soft", "soft", "wait", "window", "manual", "must_air", "fade", "drop", "relay"]
)
KINDS = st.sampled_from([Kind.MUSIC, Kind.MUSIC, Kind.PSA, Kind.STATION_ID, Kind.ANTHEM])
ORDERS = st.sampled_from(
    [
        Skip(), Hold(), Hold(on=False), Take(), FadeOut(500), Replay(), Clear(), Undo(), Undo(),
        Press("over"), Press("instead"), Release(), Alert("alarm", times=2, pause_ms=500),
        Alert("alarm", times=0), AllClear(), GoLive("sari"), GoLive(on=False), Kick("sari"),
        Forecast(), "now", "next", "at", "adopt", "stall", "step", "connect", "mute", "hang_up",
    ]
)  # fmt: skip


@settings(suppress_health_check=list(HealthCheck))
@given(
    lengths=st.lists(st.integers(1, 4_000_000), min_size=1, max_size=12),
    starts=st.lists(st.tuples(STARTS, KINDS), min_size=12, max_size=12),
    faults=st.lists(FAULTS, min_size=12, max_size=12),
    hards=st.lists(st.integers(1, 120_000_000), max_size=3, unique=True),
    orders=st.lists(st.tuples(st.integers(1, 700), ORDERS), max_size=14),
    slots=st.booleans(),
    beds=st.booleans(),
)
def test_whatever_happens_something_is_on_and_the_record_is_whole(
    lengths, starts, faults, hards, orders, slots, beds
):
    studio = Studio()
    counter = Counter()
    studio.engine._sinks[:] = [counter]
    plan = a_plan(lengths, starts, hards)
    for each, fault in zip(plan, faults, strict=False):
        misbehave(studio, each, fault)
    furnish(studio)
    more = {
        "fillers": [item("bed", 9, kind=Kind.FILLER, tail=1)] if beds else [],
        "live_slots": (slot(10, 50, "sari"), slot(55, 90, by_itself=False)) if slots else (),
        "secondary": [
            Secondary(item(f"voice{n}", 3, kind=Kind.JINGLE), each.key, anchor, RATE, -9.0)
            for n, (each, anchor) in enumerate(zip(plan, Anchor, strict=False))
        ],
    }
    studio.adopt(*plan, version=1, **more)
    for number, (ticks, order) in enumerate(orders):
        studio.play(ticks * 0.04)
        give(studio, order, number, plan, more, counter)
    studio.play(60)
    assert counter.frames == counter.ticks * BLOCK
    line = [fact for fact in studio.facts if not fact.over]
    assert_covered(line, studio.engine.air_time)
    assert_heard_no_longer_than_it_had_the_air(line)
    studio.engine.close()
    assert_all_ended(studio.facts)
    assert studio.closed_all()


def a_plan(lengths, starts, hards):
    made = []
    for n, (frames, (start, kind)) in enumerate(zip(lengths, starts, strict=False)):
        more = {"kind": kind, "programme": f"hour {n // 3}", "droppable": n % 2 == 0}
        more |= {
            "wait": {"start": Start.WAIT, "late": 9 * RATE},
            "window": {"start": Start.WINDOW, "early": 9 * RATE, "late": 9 * RATE},
            "manual": {"start": Start.MANUAL},
            "must_air": {"must_air": True},
            "fade": {"overrun": Overrun.FADE},
            "drop": {"overrun": Overrun.DROP},
            "relay": {"relay": "https://example.id/"},
        }.get(start, {})
        begins = made[-1].ends if made else EIGHT
        made.append(item(f"song{n}", frames / RATE, begins, tail=n % 3, **more))
    news = [item(f"news{us}", 5, EIGHT + seconds(us / 1e6), hard=True) for us in hards]
    return sorted([*made, *news], key=lambda each: each.begins)


def furnish(studio):
    studio.wall.buttons = {
        "over": Button("over", "Over", item("clap", 2), duck_db=-6.0),
        "instead": Button("instead", "Instead", item("anthem", 4), instead=True),
    }
    studio.wall.messages = {"alarm": Button("alarm", "Alarm", item("flood", 3))}
    studio.inputs.connect("relay", door=Door.RELAY, relay="https://example.id/")


def assert_heard_no_longer_than_it_had_the_air(facts):
    for index, fact in enumerate(facts):
        if fact.act in ENDS and fact.airing:
            before = facts[:index]
            begun = [f for f in before if f.airing == fact.airing and f.act in BEGINS]
            assert begun or fact.frames == 0
            had = [
                end - start for start, end, on in spans(before, fact.at) if on.airing == fact.airing
            ]
            assert fact.frames <= frames_in(sum(had, seconds(0))) + RATE


def assert_all_ended(facts):
    begun = {f.airing for f in facts if f.act in (Act.STARTED, Act.RESUMED) and f.airing}
    ended = [f.airing for f in facts if f.act in (Act.ENDED, Act.FAILED) and f.airing]
    assert begun <= set(ended)
    assert len(ended) == len(set(ended))


def misbehave(studio, each, fault):
    tones = {
        "absent": Tone(0.0, 0, fault="no sound"),
        "short": Tone(0.1, (each.cue_out - each.cue_in) // 2),
        "starves": Tone(0.1, each.cue_out, starves_after=(each.cue_out - each.cue_in) // 3),
        "slow": Tone(0.1, each.cue_out - each.cue_in, opens_after=60),
    }
    if fault in tones:
        studio.shelf.faults[each.key] = tones[fault]


def give(studio, order, number, plan, more, counter):
    sessions = {one.hello.session: one for one in studio.inputs.sessions}
    if order == "adopt":
        kept = [each for n, each in enumerate(plan) if n % 3]
        studio.adopt(*kept, version=number + 2, **more)
    elif order == "stall":
        studio.clock.jump(seconds(3))
        studio.engine._keep_pace()
        counter.last = studio.engine._ticks - 1
    elif order == "step":
        studio.engine.desk.submit(Correction(lambda: seconds(0)))
    elif order == "connect":
        studio.inputs.connect(f"sari{number}" if "sari" in sessions else "sari", "sari")
    elif order == "mute":
        for one in sessions.values():
            one.level, one.sound = -90.0, 0.0
    elif order == "hang_up":
        studio.inputs.sessions[:] = studio.inputs.sessions[:1]
    elif isinstance(order, str):
        spot = item(f"spot{number}", 4, studio.engine.air_time + seconds(5), kind=Kind.PSA)
        studio.order(Insert(spot, order))
    else:
        studio.order(order)
