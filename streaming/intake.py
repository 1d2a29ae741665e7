"""The thread that reads a channel's program bus and keeps its encoders fed."""

import logging
import socket
import struct
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Protocol

from station.audio import BLOCK, BYTES_PER_FRAME, TICK
from station.bus import PacketReader, describe
from station.clock import Clock
from streaming.feeder import Fed, Feeder

logger = logging.getLogger(__name__)

RECEIVE = 1 << 17
RETRY = 2 * TICK
TOGETHER = 2
"""Blocks worth waking up for, unless the time to wait is over."""
_SHORTEST = timedelta(milliseconds=1)


class Sink(Protocol):
    """Takes blocks without ever waiting."""

    def put(self, fed: Fed) -> None: ...


class Intake:
    """Connects to the bus again and again; between two connections the slate is fed."""

    def __init__(
        self,
        path: Path,
        feeder: Feeder,
        sinks: Sequence[Sink],
        clock: Clock,
        *,
        together: int = TOGETHER,
    ) -> None:
        self.lost = 0
        """Blocks the bus left out because this process was slow."""
        self._path = path
        self._feeder = feeder
        self._sinks = sinks
        self._clock = clock
        self._enough = together * BLOCK * BYTES_PER_FRAME

    @property
    def connected(self) -> bool:
        return self._feeder.connected

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                self._follow(stop)
            except Exception as error:
                if self.connected or not isinstance(error, OSError):
                    message = "bus of %s is gone: %s"
                    logger.warning(message, self._path.stem, error, extra={"action": "bus_gone"})
            self._feeder.connected = False
            self._feed(self._feeder.tick(self._clock.now()))
            stop.wait(RETRY.total_seconds())

    def _follow(self, stop: Event) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bus:
            bus.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, self._enough)
            bus.connect(str(self._path))
            reader = PacketReader()
            while not stop.is_set():
                self._receive(bus, reader)
                self._feed(self._feeder.tick(self._clock.now()))

    def _receive(self, bus: socket.socket, reader: PacketReader) -> None:
        wait = max(self._feeder.due - self._clock.now(), _SHORTEST)
        timeout = struct.pack("ll", *divmod(wait // timedelta(microseconds=1), 1_000_000))
        bus.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
        try:
            data = bus.recv(RECEIVE)
        except BlockingIOError:
            return
        if not data:
            raise ConnectionResetError("end of file")
        for packet in reader.feed(data):
            self.lost += packet.lost
            self._feed(self._feeder.packet(packet, self._clock.now()))
        if not self.connected and reader.hello is not None:
            self._feeder.connected = True
            logger.info("bus: %s", describe(reader.hello), extra={"action": "bus_connected"})

    def _feed(self, blocks: list[Fed]) -> None:
        for block in blocks:
            for sink in self._sinks:
                sink.put(block)
