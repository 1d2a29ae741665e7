"""Whole days of random schedules and faults: always on the air, always accounted for."""

import itertools
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.audio import BLOCK, RATE, frames_in
from station.control import Hold, Insert, Skip
from station.journal import Act
from station.kinds import Kind
from station.ladder import Rung
from tests.unit.playout.fakes import EIGHT, Studio, Tone, item, one_after_the_other, seconds

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
ORDERS = st.sampled_from([Skip(), Hold(), Hold(on=False), "now", "next", "adopt", "stall"])


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(suppress_health_check=list(HealthCheck))
@given(
    lengths=st.lists(st.integers(1, 4_000_000), min_size=1, max_size=12),
    faults=st.lists(FAULTS, min_size=12, max_size=12),
    hards=st.lists(st.integers(1, 120_000_000), max_size=3, unique=True),
    orders=st.lists(st.tuples(st.integers(1, 2000), ORDERS), max_size=8),
    beds=st.booleans(),
)
def test_whatever_happens_something_is_on_and_the_record_is_whole(
    lengths, faults, hards, orders, beds
):
    studio = Studio()
    counter = Counter()
    studio.engine._sinks[:] = [counter]
    songs = one_after_the_other(
        *(item(f"song{n}", frames / RATE, tail=n % 3) for n, frames in enumerate(lengths))
    )
    news = [item(f"news{us}", 5, EIGHT + seconds(us / 1e6), hard=True) for us in hards]
    plan = sorted([*songs, *news], key=lambda each: each.begins)
    for each, fault in zip(plan, faults, strict=False):
        misbehave(studio, each, fault)
    fillers = [item("bed", 9, kind=Kind.FILLER, tail=1)] if beds else []
    studio.adopt(*plan, fillers=fillers, version=1)
    for number, (ticks, order) in enumerate(orders):
        studio.play(ticks * 0.04)
        give(studio, order, number, plan, fillers, counter)
    studio.play(60)
    assert_covered(studio.facts, studio.engine.air_time)
    assert counter.frames == counter.ticks * BLOCK
    for fact in studio.facts:
        if fact.act in ENDS and fact.airing:
            begun = [f for f in studio.facts if f.airing == fact.airing and f.act in BEGINS]
            assert begun or fact.frames == 0
            heard_for = sum(
                (
                    end - start
                    for start, end, on in spans(_until(studio.facts, fact), fact.at)
                    if on.airing == fact.airing
                ),
                seconds(0),
            )
            assert fact.frames <= frames_in(heard_for) + RATE
    studio.engine.close()
    assert studio.closed_all()


def _until(facts, fact):
    return facts[: facts.index(fact)]


def misbehave(studio, each, fault):
    tones = {
        "absent": Tone(0.0, 0, fault="no sound"),
        "short": Tone(0.1, (each.cue_out - each.cue_in) // 2),
        "starves": Tone(0.1, each.cue_out, starves_after=(each.cue_out - each.cue_in) // 3),
        "slow": Tone(0.1, each.cue_out - each.cue_in, opens_after=60),
    }
    if fault in tones:
        studio.shelf.faults[each.key] = tones[fault]


def give(studio, order, number, plan, fillers, counter):
    if order == "adopt":
        kept = [each for n, each in enumerate(plan) if n % 3]
        studio.adopt(*kept, fillers=fillers, version=number + 2)
    elif order == "stall":
        studio.clock.jump(seconds(3))
        studio.engine._keep_pace()
        counter.last = studio.engine._ticks - 1
    elif isinstance(order, str):
        spot = item(f"spot{number}", 4, kind=Kind.PSA)
        studio.order(Insert(replace(spot), order))
    else:
        studio.order(order)
