"""What FFmpeg finds in a transport stream with sound and pictures."""

import io

import av
import numpy as np
import pytest

from station.audio import BLOCK
from station.pictures import black, planes
from station.video import Shape
from streaming.mpegts import PACKET, WRAP
from streaming.pictures.encoding import LadderEncoder
from streaming.pictures.rungs import GOP, rungs_of
from streaming.pictures.transport_stream import START, Muxer
from streaming.pictures.units import SOUND, Unit
from tests.numbered_clips import bars

SHAPE = Shape(320, 180)
BLOCKS = 2 * GOP


@pytest.fixture(scope="module")
def units():
    encoder = LadderEncoder(SHAPE, rungs_of(SHAPE), preset="ultrafast")
    found = []
    for number in range(BLOCKS):
        picture = black(SHAPE)
        planes(picture, SHAPE)[0][:] = bars(number, 320, 180)
        found += encoder.encode(np.zeros((BLOCK, 2), np.float32), picture)
    return [*found, *encoder.close()]


def halves(units):
    """Return what is shown before the second key picture, and from it on."""
    begin = [unit.shown for unit in units if unit.track and unit.key][1]
    return [[unit for unit in units if (unit.shown >= begin) is later] for later in (False, True)]


def times(stream, kind):
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        chosen = next(each for each in container.streams if each.type == kind)
        return [packet.pts for packet in container.demux(chosen) if packet.size]


def test_every_unit_comes_out_at_its_time(units):
    stream = Muxer().stretch(units)
    for kind, track in (("video", 1), ("audio", SOUND)):
        expected = sorted(START + unit.shown for unit in units if unit.track == track)
        assert sorted(times(stream, kind)) == expected


def test_two_stretches_in_a_row_are_one_stream(units):
    muxer = Muxer()
    whole = b"".join(muxer.stretch(half) for half in halves(units))
    assert len(whole) % PACKET == 0
    counters: dict[int, int] = {}
    for at in range(0, len(whole), PACKET):
        assert whole[at] == 0x47
        pid = (whole[at + 1] & 0x1F) << 8 | whole[at + 2]
        counter = whole[at + 3] & 15
        assert counter == (counters.get(pid, counter - 1) + 1) & 15
        counters[pid] = counter
    with av.open(io.BytesIO(whole), format="mpegts") as container:
        assert len(list(container.decode(video=0))) == BLOCKS


def test_each_stretch_can_be_decoded_by_itself(units):
    with av.open(io.BytesIO(Muxer().stretch(halves(units)[1])), format="mpegts") as container:
        assert len(list(container.decode(video=0))) == GOP


def test_the_rung_of_sound_has_no_pictures(units):
    stream = Muxer(pictures=False).stretch([unit for unit in units if unit.track == SOUND])
    with av.open(io.BytesIO(stream), format="mpegts") as container:
        assert [each.type for each in container.streams] == ["audio"]
        assert len(list(container.decode(audio=0))) > 40


def test_times_run_on_over_the_end_of_the_clock():
    late = [Unit(SOUND, True, WRAP - START - 10, WRAP - START - 10, b"\xff\xf1" + b"x" * 30)]
    assert len(Muxer(pictures=False).stretch(late)) == 3 * PACKET
