"""Reads a channel's program bus, over every life of the air, and remembers what it carried."""

import contextlib
import socket
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import numpy as np

from station.audio import BLOCK, RATE, Block, from_utc_us
from station.bus import LIVE_RUNG, Metadata, PacketReader
from tests.on_air.live_station import CLOCK

TICK_US = BLOCK * 1_000_000 // RATE


@dataclass(frozen=True, slots=True)
class HeardBlock:
    """One packet, and when it came."""

    came: datetime
    utc_us: int
    is_programme: bool
    sound: Block

    @property
    def at(self) -> datetime:
        return from_utc_us(self.utc_us)


@dataclass
class BusListener:
    """One subscriber that comes back whenever the air does."""

    path: Path
    blocks: list[HeardBlock] = field(default_factory=list)
    metadata: list[tuple[datetime, Metadata]] = field(default_factory=list)
    lost: int = 0
    """Blocks the air says this subscriber was too slow for."""
    _stop: Event = field(default_factory=Event)

    def start(self) -> "BusListener":
        self._thread = Thread(target=self._run, name="bus listener")
        self._thread.start()
        return self

    def finish(self) -> None:
        self._stop.set()
        self._thread.join(5)

    def since(self, instant: datetime) -> list[HeardBlock]:
        """Return the blocks that came after an instant."""
        return [block for block in list(self.blocks) if block.came >= instant]

    def stretches(self) -> list[tuple[datetime, Block]]:
        """Return sound without gaps, each stretch with the station time of its first sample."""
        breaks = [
            n + 1
            for n, (one, two) in enumerate(pairwise(self.blocks))
            if two.utc_us - one.utc_us != TICK_US
        ]
        edges = [0, *breaks, len(self.blocks)]
        return [
            (self.blocks[a].at, np.concatenate([block.sound for block in self.blocks[a:b]]))
            for a, b in pairwise(edges)
            if a < b
        ]

    def _run(self) -> None:
        while not self._stop.wait(0.02):
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as bus:
                bus.settimeout(0.5)
                bus.connect(str(self.path))
                self._follow(bus)

    def _follow(self, bus: socket.socket) -> None:
        reader = PacketReader()
        while data := self._more(bus):
            for packet in reader.feed(data):
                self.lost += packet.lost
                live = bool(packet.flags & LIVE_RUNG)
                self.blocks.append(HeardBlock(CLOCK.now(), packet.utc_us, live, packet.sound))
                began = from_utc_us(packet.utc_us)
                self.metadata += [(began, one) for one in packet.metadata]

    def _more(self, bus: socket.socket) -> bytes:
        """Return what comes next, however long it takes; nothing at the end."""
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                return bus.recv(1 << 17)
        return b""
