"""Datagrams at the pace of the stream's own clock, to a receiver of this machine."""

import socket
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from station.clock import SystemClock
from station.config import Push
from station.outputs import OutputState
from streaming.mpegts import PACKET, WRAP
from streaming.pictures.rungs import GOP
from streaming.pictures.units import TICKS_PER_SECOND
from streaming.push.udp import RESERVE, Pace, UdpPush, by_clock, connected, datagrams
from streaming.standing import Standing
from tests.unit.streaming.streams import START_US
from tests.unit.streaming.test_transport import House
from tests.waiting import until

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def stretch():
    house = House()
    house.live(GOP + 2, START_US)
    return house.chunks()[0].data


def test_a_stretch_is_sent_picture_by_picture_and_whole(stretch):
    parts = list(by_clock(stretch))
    assert b"".join(packets for _, packets in parts) == stretch
    steps = {after - before for (before, _), (after, _) in pairwise(parts)}
    assert (len(parts), steps) == (GOP, {TICKS_PER_SECOND // 25})
    assert max(len(each) for each in datagrams(stretch)) == 7 * PACKET


def test_the_first_packet_is_held_back_and_the_others_keep_their_distance():
    pace = Pace()
    assert pace.until(1_000, NOON) == RESERVE
    assert pace.until(1_000 + TICKS_PER_SECOND, NOON + RESERVE) == SECOND
    assert pace.until(1_000 + TICKS_PER_SECOND, NOON + RESERVE + 2 * SECOND) == -SECOND


def test_a_clock_that_wraps_goes_on_and_one_that_jumps_counts_anew():
    pace = Pace()
    pace.until(WRAP - TICKS_PER_SECOND, NOON)
    assert pace.until(0, NOON + RESERVE) == SECOND
    assert pace.until(500 * TICKS_PER_SECOND, NOON + RESERVE + SECOND) == RESERVE


@pytest.mark.parametrize(("query", "hops"), [("", 4), ("?ttl=1", 1), ("?ttl=999", 255)])
def test_a_group_is_sent_to_no_farther_than_asked_for(query, hops):
    with connected(f"udp://239.255.0.1:5000{query}") as line:
        assert line.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL) == hops
        assert line.getpeername() == ("239.255.0.1", 5000)


def test_a_receiver_gets_the_stream_from_a_key_picture_on():
    house = House()
    house.live(GOP + 2, START_US)
    ring = house.streams.rings["720p"]
    clock = SystemClock()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        url = f"udp://127.0.0.1:{receiver.getsockname()[1]}"
        standing = Standing(clock, "push:hotel", kind="udp", channel="tv")
        push = UdpPush(Push(name="hotel", url=url), ring, standing, clock=clock)
        sent = ring.read(0)[0].data
        push.start()
        receiver.settimeout(60)
        assert receiver.recv(2_000) == next(datagrams(next(by_clock(sent))[1]))
        until(lambda: standing.state is OutputState.SENDING)
        push.stop()
        push.join(30)
    assert standing.output().bytes_out == len(sent)


def test_a_receiver_that_is_not_there_is_told():
    house = House()
    house.live(GOP + 2, START_US)
    clock = SystemClock()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"udp://127.0.0.1:{taken.getsockname()[1]}"
    standing = Standing(clock, "push:hotel", kind="udp", channel="tv")
    push = UdpPush(Push(name="hotel", url=url), house.streams.rings["720p"], standing, clock=clock)
    push.start()
    until(lambda: standing.state is OutputState.BACKOFF)
    assert standing.output().last_error == "Connection refused"
    push.stop()
    push.join(30)
