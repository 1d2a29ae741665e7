from dataclasses import replace

import pytest

from station.clock import SystemClock
from station.config import Channel
from station.outputs import OutputState
from streaming.mount import AT_ONCE, Mount
from streaming.renditions import MP3
from streaming.ring import Ring
from streaming.standing import Standing
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import grow


class Line:
    """A transport that takes everything at once, or nothing while it is `full`."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.full = False
        self.gone = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def get_write_buffer_size(self) -> int:
        return 1 if self.full else 0

    def is_closing(self) -> bool:
        return self.gone

    def abort(self) -> None:
        self.gone = True


class Station:
    """A mount whose ring grows by hand."""

    def __init__(self, depth: float = 60.0, burst: float = 2.0) -> None:
        self.ring = Ring(MP3, depth)
        standing = Standing(SystemClock(), "radio.mp3", kind="icy", channel="radio")
        standing.enter(OutputState.CONNECTING)
        self.mount = Mount(Channel(), self.ring, standing, burst=burst)
        self._number = 0

    def grow(self, chunks: int, *metadata) -> None:
        for _ in range(chunks):
            grow(self.ring, self._number, *metadata)
            self._number += 1
            self.mount.push()


@pytest.fixture
def station():
    return Station()


def test_a_new_listener_gets_its_burst_in_one_piece(station):
    station.grow(20)
    line = Line()
    station.mount.join(line, icy=False)
    (burst,) = line.written
    assert len(burst) == 4 * 8_064


def test_a_listener_of_an_empty_ring_waits_for_sound(station):
    line = Line()
    station.mount.join(line, icy=False)
    assert line.written == []
    station.grow(1)
    assert len(line.written) == 1


def test_all_listeners_are_handed_the_very_same_object(station):
    station.grow(8)
    lines = [Line() for _ in range(5)]
    for line in lines:
        station.mount.join(line, icy=False)
    station.grow(1)
    assert len({id(line.written[-1]) for line in lines}) == 1


def test_listeners_with_titles_share_their_bytes_too(station):
    station.grow(8, titled("song"))
    early = Line()
    station.mount.join(early, icy=True)
    station.grow(3)
    late = Line()
    station.mount.join(late, icy=True)
    station.grow(2, titled("next"))
    assert early.written[-1] is late.written[-1]
    assert early.written[-2] is late.written[-2]
    assert b"StreamTitle='next';" in early.written[-2]


def test_nothing_is_written_while_a_socket_is_full_and_all_of_it_later(station):
    station.grow(8)
    line = Line()
    listener = station.mount.join(line, icy=False)
    line.full = True
    station.grow(3)
    assert len(line.written) == 1
    line.full = False
    station.mount.serve(listener)
    assert b"".join(line.written[1:]) == b"".join(c.data for c in station.ring.read(8))


def test_a_listener_that_fell_out_of_the_ring_jumps_once_and_is_then_let_go():
    station = Station(depth=5.1)
    station.grow(8)
    line = Line()
    listener = station.mount.join(line, icy=False)
    for lapse in (1, 2):
        line.full = True
        station.grow(30)
        line.full = False
        station.mount.serve(listener)
        assert listener.lapses == lapse
        assert line.gone is (lapse == 2)
    assert station.mount.dropped == 1


def test_a_long_burst_is_given_in_handy_pieces():
    station = Station(burst=20.0)
    station.grow(60)
    line = Line()
    station.mount.join(line, icy=False)
    assert max(len(data) for data in line.written) == AT_ONCE * 8_064
    assert sum(len(data) for data in line.written) == 40 * 8_064


def test_pictures_have_no_titles_woven_in(station):
    station.ring.rendition = replace(MP3, metaint=0)
    station.grow(2, titled("song"))
    line = Line()
    station.mount.join(line, icy=True)
    assert b"".join(line.written) == b"".join(chunk.data for chunk in station.ring.read(0))


def test_who_leaves_within_two_seconds_is_not_counted(station):
    station.grow(8)
    short, faithful = Line(), Line()
    leaver = station.mount.join(short, icy=False)
    station.mount.join(faithful, icy=False)
    station.grow(2)
    station.mount.leave(leaver)
    station.grow(3)
    assert (station.mount.sessions, station.mount.peak) == (1, 2)
    assert station.mount.counted == 1
