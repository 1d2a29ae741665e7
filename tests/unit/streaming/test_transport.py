"""One transport stream without end of each rung, over all lives of the encoder."""

import pytest

from station.audio import RATE
from station.video import Shape
from streaming.mpegts import PACKET, WRAP, clock_of
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import GOP, rungs_of
from streaming.pictures.transport_stream import CLOCK_LEAD, START
from streaming.pictures.units import TICKS_PER_SECOND
from streaming.television.transport import TransportStreams
from streaming.television.unit_ring import Origin, UnitRing
from streaming.timeline import Timeline
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import START_US
from tests.unit.streaming.test_ladder_hls import units

RUNGS = rungs_of(Shape(1280, 720))


class House:
    """A leaf whose units are made by hand."""

    def __init__(self):
        self.units = UnitRing()
        self.streams = TransportStreams(self.units, RUNGS)
        self.lives = 0

    def live(self, pictures, at_us, rungs=RUNGS):
        """Let an encoder begin, and make so many pictures."""
        self.lives += 1
        timeline = Timeline()
        timeline.add(pictures * RATE // 25, at_us, (titled("Warta"),))
        self.units.append(
            Origin(self.lives, rungs, timeline), tuple(units(len(rungs), 0, pictures))
        )
        self.streams.look()

    def chunks(self, rung="720p"):
        return self.streams.rings[rung].read(0)


@pytest.fixture
def house():
    return House()


def clocks(chunk):
    found = (clock_of(chunk.data, at) for at in range(0, len(chunk.data), PACKET))
    return [each for each in found if each is not None]


def ticks(utc_us):
    return (START + utc_us * 9 // 100 - CLOCK_LEAD) % WRAP


def test_every_chunk_is_two_seconds_that_begin_with_a_key_picture(house):
    house.live(3 * GOP + 2, START_US)
    for rung in RUNGS:
        chunks = house.chunks(rung.name)
        assert [len(clocks(chunk)) for chunk in chunks] == [GOP] * 3
        assert all(chunk.data[PACKET + 1] & 0x1F == 0x10 for chunk in chunks), "tables come first"
    assert [chunk.piece.utc_us for chunk in house.chunks()] == [
        START_US,
        START_US + 2_000_000,
        START_US + 4_000_000,
    ]


def test_its_times_are_those_of_the_station_over_all_lives_of_the_encoder(house):
    later = START_US + 11_000_000
    house.live(2 * GOP + 2, START_US)
    house.live(2 * GOP + 2, later)
    first, _, third, _ = house.chunks()
    assert (clocks(first)[0], clocks(third)[0]) == (ticks(START_US), ticks(later))


def test_its_times_never_go_back_even_when_the_clock_seems_to(house):
    house.live(2 * GOP + 2, START_US)
    house.live(2 * GOP + 2, START_US + 1_000_000)
    _, second, third, _ = house.chunks()
    assert (clocks(third)[0] - clocks(second)[0]) % WRAP == 2 * TICKS_PER_SECOND


def test_its_packets_are_counted_on_from_life_to_life(house):
    house.live(2 * GOP + 2, START_US)
    house.live(2 * GOP + 2, START_US + 11_000_000)
    whole = b"".join(chunk.data for chunk in house.chunks())
    counted: dict[int, int] = {}
    for at in range(0, len(whole), PACKET):
        pid = (whole[at + 1] & 0x1F) << 8 | whole[at + 2]
        number = whole[at + 3] & 15
        assert number == (counted.get(pid, number - 1) + 1) & 15
        counted[pid] = number


def test_what_begins_is_told_with_its_time(house):
    house.live(GOP + 2, START_US)
    (chunk,) = house.chunks("360p")
    assert [(mark.utc_us, mark.metadata.title) for mark in chunk.piece.marks] == [
        (START_US, "Warta")
    ]


def test_a_rung_that_is_left_out_is_shed_until_it_comes_again(house):
    house.live(GOP + 2, START_US)
    house.live(GOP + 2, START_US + 5_000_000, RUNGS[:1])
    assert [house.streams.rings[rung.name].shed for rung in RUNGS] == [False, True, True]
    house.live(GOP + 2, START_US + 9_000_000)
    assert not house.streams.rings["360p"].shed
    assert len(house.chunks("720p")) == 3
    assert len(house.chunks("360p")) == 2


def test_the_time_before_a_life_belongs_to_the_one_before(house):
    """A decoder's lead would else be put over sound that was sent already."""
    house.live(GOP + 2, START_US)
    assert clocks(house.chunks()[0])[0] == ticks(START_US)
    assert LEAD > 0
