"""An air in a thread: a program bus that sends a tone in real time, and titles when told."""

import contextlib
import socket
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import numpy as np

from station.audio import BLOCK, RATE, TICK, Block, utc_us
from station.bus import Hello, Metadata, Packet, pack, pack_hello
from station.clock import Clock
from station.ladder import Rung


def titled(title: str, artist: str = "", **more: object) -> Metadata:
    return Metadata(0, Rung.SCHEDULE, title, artist, **more)


class FakeAir:
    """Sends `level` × a sine of `hertz` to everyone who connects, on absolute deadlines."""

    def __init__(self, path: Path, clock: Clock, hertz: float = 1000.0) -> None:
        self.level = 0.25
        self.hertz = hertz
        self.playing = titled("Bengawan Solo", "Gesang")
        self.began: list[tuple[int, Metadata]] = []
        self._path = path
        self._clock = clock
        self._stop = Event()
        self._silent = Event()
        self._thread = Thread(target=self._run, name="fake air")

    def __enter__(self) -> "FakeAir":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def play(self, metadata: Metadata) -> None:
        """Begin an item with the next block."""
        self.playing = metadata

    def hush(self, silent: bool = True) -> None:
        """Keep the connections and send nothing, as a stopped process would."""
        if silent:
            self._silent.set()
        else:
            self._silent.clear()

    def _run(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as server, contextlib.ExitStack() as stack:
            server.bind(str(self._path))
            server.listen()
            server.setblocking(False)
            self._serve(server, stack)
        self._path.unlink(missing_ok=True)

    def _serve(self, server: socket.socket, stack: contextlib.ExitStack) -> None:
        told: dict[socket.socket, Metadata] = {}
        start = self._clock.now()
        tick = 0
        while not self._stop.is_set():
            with contextlib.suppress(BlockingIOError):
                connection = stack.enter_context(server.accept()[0])
                connection.sendall(pack_hello(self._hello()))
                told[connection] = titled("nothing yet")
            at = start + tick * TICK
            for connection in [] if self._silent.is_set() else list(told):
                begins = (self.playing,) if told[connection] != self.playing else ()
                told[connection] = self.playing
                packet = self._packet(tick, utc_us(at), begins)
                try:
                    connection.sendall(pack(packet))
                except OSError:
                    del told[connection]
            tick += 1
            self._clock.sleep_until(start + tick * TICK)

    def _hello(self) -> Hello:
        return Hello("radio")

    def _packet(self, tick: int, at_us: int, begins: tuple[Metadata, ...]) -> Packet:
        return Packet(tick, at_us, self._block(tick), metadata=begins)

    def _block(self, tick: int) -> Block:
        time = (np.arange(BLOCK) + tick * BLOCK) / RATE
        wave = self.level * np.sin(2 * np.pi * self.hertz * time)
        return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)
