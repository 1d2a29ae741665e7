"""Listeners: one that keeps bytes and titles as they come, and decoders for what they kept."""

import re
import socket
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread

import numpy as np

from station import ffmpeg
from station.audio import CHANNELS, RATE, Block
from tests.on_air.live_station import CLOCK


@dataclass
class IcyListener:
    """Connects like a player that understands ICY, and remembers everything."""

    port: int
    path: str
    sound: bytearray = field(default_factory=bytearray)
    titles: list[tuple[int, str]] = field(default_factory=list)
    """Byte of the sound at which a title came, and the title."""
    longest_wait: float = 0.0
    """Longest time without a byte, seconds."""
    disconnected: bool = False
    began: datetime | None = None
    stop: Event = field(default_factory=Event)

    def start(self) -> "IcyListener":
        self._thread = Thread(target=self._run, name=f"listener {self.path}")
        self._thread.start()
        return self

    def finish(self) -> None:
        self.stop.set()
        self._thread.join(20)

    def _run(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=15) as connection:
            request = f"GET {self.path} HTTP/1.1\r\nHost: test\r\nIcy-MetaData: 1\r\n\r\n"
            connection.sendall(request.encode())
            stream = connection.makefile("rb")
            every = 0
            while (line := stream.readline().strip()) != b"":
                if line.lower().startswith(b"icy-metaint:"):
                    every = int(line.partition(b":")[2])
            self.began = CLOCK.now()
            while not self.stop.is_set() and self._take(stream, every):
                pass

    def _take(self, stream, every: int) -> bool:
        wanted = every
        while wanted:
            before = CLOCK.now()
            data = stream.read1(wanted)
            self.longest_wait = max(self.longest_wait, (CLOCK.now() - before).total_seconds())
            if not data:
                self.disconnected = not self.stop.is_set()
                return False
            self.sound += data
            wanted -= len(data)
        size = stream.read(1)
        block = stream.read(size[0] * 16) if size else b""
        found = re.search(rb"StreamTitle='(.*?)';", block)
        if found:
            self.titles.append((len(self.sound), found[1].decode()))
        return True


def decode(data: bytes, form: str) -> Block:
    """Decode bytes of `mp3`, `aac` or `mpegts` to the station's PCM."""
    done = subprocess.run(
        [ffmpeg.binary(), "-hide_banner", "-loglevel", "error", "-f", form, "-i", "pipe:0",
         "-f", "f32le", "-ar", str(RATE), "-ac", str(CHANNELS), "pipe:1"],
        input=data, capture_output=True, check=True,
    )  # fmt: skip
    return np.frombuffer(done.stdout, "<f4").reshape(-1, CHANNELS)
