"""A throw-away station for measuring: a state folder, a published rundown, real processes.

Starts processes: the air and the streaming process as `mengudara up` would.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from station.bus import Packet, PacketReader
from station.clock import SystemClock
from station.paths import HOME_VARIABLE, StatePaths
from station.rundown import Item, Rundown, newest_version, publish

CHANNEL = "radio"
CLOCK = SystemClock()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class BenchStation:
    """The processes and addresses of one throw-away station."""

    paths: StatePaths
    stream_port: int
    web_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *words: str, module: str = "mengudara") -> subprocess.Popen[bytes]:
        """Start `mengudara WORDS`, or another module; its log goes to the state folder."""
        first = words[0] if words else module
        name = first if first not in self.processes else " ".join(words)
        environment = {
            **os.environ,
            **self.environment,
            HOME_VARIABLE: str(self.paths.home),
        }
        with (self.paths.home / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes[name] = process
        return process

    def kill(self, name: str) -> None:
        """End a process at once, as a power cut would."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def publish(
        self,
        items: Sequence[Item],
        begins: datetime,
        fillers: Sequence[Item] = (),
        channel: str = CHANNEL,
    ) -> None:
        folder = self.paths.rundown(channel)
        ends = max((item.ends for item in items), default=begins) + timedelta(days=2)
        version = newest_version(folder) + 1
        publish(
            folder,
            Rundown(channel, version, begins, begins, ends, tuple(items), tuple(fillers)),
        )

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.stream_port}{path}"

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


@contextmanager
def bench_station(
    extra: str = "",
    renditions: str = '["mp3"]',
    *,
    channels: Sequence[str] = (CHANNEL,),
    streams: str = "",
) -> Iterator[BenchStation]:
    """Yield a station with ports of its own; everything is removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="mengudara-bench-"))
    station = BenchStation(StatePaths(home), free_port(), free_port())
    station.paths.create()
    aired = "".join(
        f'[[channels]]\nslug = "{slug}"\nrenditions = {renditions}\n' for slug in channels
    )
    station.paths.config.write_text(
        f'name = "Bench"\n{extra}\n[web]\nport = {station.web_port}\n'
        f"[streams]\nport = {station.stream_port}\n{streams}\n"
        f"[live]\nport = {free_port()}\n{aired}"
    )
    try:
        yield station
    finally:
        station.stop()
        shutil.rmtree(home, ignore_errors=True)


def wait_for(claim: Callable[[], bool], seconds: float, what: str) -> None:
    """Return when the claim holds; raises TimeoutError naming what was waited for."""
    ends = CLOCK.now() + timedelta(seconds=seconds)
    pause = Event()
    while not claim():
        if CLOCK.now() > ends:
            raise TimeoutError(f"{what} did not come in {seconds:g} s")
        pause.wait(0.02)


def answers(url: str) -> bool:
    """Tell whether a GET gets a 2xx answer."""
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status < 300)
    except (URLError, OSError):
        return False


def bus_packets(paths: StatePaths, seconds: float) -> Iterator[tuple[Packet, datetime]]:
    """Yield packets of the program bus with the time each arrived, for so long.

    When the air dies the next life is followed.
    """
    ends = CLOCK.now() + timedelta(seconds=seconds)
    while CLOCK.now() < ends:
        with _bus(paths) as connection, suppress(ConnectionResetError):
            yield from _until(ends, connection)


def _until(ends: datetime, connection: socket.socket) -> Iterator[tuple[Packet, datetime]]:
    reader = PacketReader()
    while CLOCK.now() < ends:
        data = connection.recv(1 << 16)
        arrived = CLOCK.now()
        if not data:
            return
        for packet in reader.feed(data):
            yield packet, arrived


def _bus(paths: StatePaths) -> socket.socket:
    """Return a connection to the bus, waiting for the air to open it."""
    connected: list[socket.socket] = []

    def connect() -> bool:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(5)
        try:
            connection.connect(str(paths.bus_socket(CHANNEL)))
        except OSError:
            connection.close()
            return False
        connected.append(connection)
        return True

    wait_for(connect, 10, "the program bus")
    return connected[0]
