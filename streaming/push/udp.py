"""A push of television as datagrams to one receiver or a multicast group, at the pace of its clock.

Nobody confirms a datagram, so it is never up: "sending" says that the system took them all.
"""

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from station.clock import Clock
from station.config import Push
from station.outputs import OutputState
from streaming.mpegts import PACKET, WRAP, clock_of
from streaming.pictures.units import TICKS_PER_SECOND
from streaming.push.leaf import Leaf
from streaming.ring import Ring
from streaming.standing import Standing

TOGETHER = 7
"""Packets in a datagram: the most that fit into an Ethernet frame."""
TTL = 4
"""Routers a multicast datagram may pass, unless the address says otherwise."""
LOOK_SECONDS = 0.5
LEAD_SECONDS = 1.0
"""What is sent at least of the time before."""
RESERVE = timedelta(seconds=1)
"""How long the first packet is held back, for stretches do not come as evenly as they are sent."""
OFF = timedelta(seconds=4)
"""A clock of the stream that differs by more from what was expected counts anew."""


class UdpPush(Leaf):
    """A leaf on a transport stream; begins at a key picture."""

    def __init__(self, settings: Push, ring: Ring, standing: Standing, *, clock: Clock) -> None:
        super().__init__(settings.name, standing)
        self.settings = settings
        self._ring = ring
        self._clock = clock
        self._pace = Pace()

    def _run_once(self) -> None:
        with closing(connected(self.settings.url.get_secret_value())) as line:
            self._follow(line)

    def _follow(self, line: socket.socket) -> None:
        index = self._ring.live_point(LEAD_SECONDS)
        while not self._stop.is_set():
            if self._ring.wait(index, LOOK_SECONDS):
                chunk = self._ring.read(index, 1)[0]
                index = chunk.index + 1
                self._send(line, chunk.data)

    def _send(self, line: socket.socket, data: bytes) -> None:
        """Send a stretch, each picture at its time."""
        for ticks, packets in by_clock(data):
            wait = self._pace.until(ticks, self._clock.now())
            if self._stop.wait(max(0.0, wait.total_seconds())):
                return
            for datagram in datagrams(packets):
                line.send(datagram)
            self.standing.sent(len(packets))
        self._well(OutputState.SENDING)


class Pace:
    """Says when what a stream's clock says is due. Pure."""

    def __init__(self) -> None:
        self._first: tuple[int, datetime] | None = None

    def until(self, ticks: int, now: datetime) -> timedelta:
        """Return how long to wait before what comes at a time of the stream's clock."""
        if self._first is not None:
            first, begun = self._first
            passed = timedelta(seconds=(ticks - first) % WRAP / TICKS_PER_SECOND)
            if abs(begun + passed - now) <= OFF:
                return begun + passed - now
        self._first = ticks, now + RESERVE
        return RESERVE


def by_clock(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield what a stretch holds, cut before each packet that carries the clock."""
    at = [place for place in range(0, len(data), PACKET) if clock_of(data, place) is not None]
    for begin, end in zip(at, [*at[1:], len(data)], strict=True):
        ticks = clock_of(data, begin)
        assert ticks is not None
        yield ticks, data[0 if begin == at[0] else begin : end]


def datagrams(packets: bytes) -> Iterator[bytes]:
    for at in range(0, len(packets), TOGETHER * PACKET):
        yield packets[at : at + TOGETHER * PACKET]


def connected(address: str) -> socket.socket:
    """Return a socket that sends to an address; raises OSError."""
    parts = urlsplit(address)
    family, kind, protocol, _, receiver = socket.getaddrinfo(
        parts.hostname, parts.port, type=socket.SOCK_DGRAM
    )[0]
    line = socket.socket(family, kind, protocol)
    try:
        ttl = parse_qs(parts.query).get("ttl", [""])[-1]
        hops = min(int(ttl), 255) if ttl.isdecimal() else TTL
        line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, hops)
        line.connect(receiver)
    except OSError:
        line.close()
        raise
    return line
