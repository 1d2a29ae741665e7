"""The live process in threads of this one, an air that listens, and programs that connect."""

import base64
import contextlib
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np

from station import ffmpeg
from station.audio import RATE
from station.config import Config, LineIn
from station.paths import StatePaths
from station.presenters import Presenter, key_sha256, publish
from streaming.live.process import run
from tests.unit.streaming.live_air import Heard, LiveAir
from tests.unit.streaming.stream_process import children
from tests.waiting import LIMIT_SECONDS, until

SRI = Presenter("sri", "Sri", key_sha256("sesame"), ("radio",), always=True)
BUDI = Presenter("budi", "Budi", key_sha256("mellon"), ("radio",))
EXE = ffmpeg.binary()
TONE = ("-f", "lavfi", "-i", "sine=1000:sample_rate=48000,volume=4")


class LiveHouse:
    """Starts with its `with` block and ends with it."""

    def __init__(self, port: int, *, lines: tuple[LineIn, ...] = (), **settings: object) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="live")
        self.paths = StatePaths(Path(self.home.name))
        self.paths.create()
        self.port = port
        self.publish(SRI, BUDI)
        self.config = Config(live={"port": port, **settings}, line_in=lines)
        self.air = LiveAir(self.paths.live_socket("radio"))
        self._before = set(children(os.getpid()))
        self._stop = Event()
        self._thread = Thread(target=self._run, name="live process")

    def _run(self) -> None:
        run(self.config, self.paths, self._stop)

    def publish(self, *presenters: Presenter) -> None:
        publish(self.paths.presenters, presenters)

    def __enter__(self) -> "LiveHouse":
        self.air.__enter__()
        self._thread.start()
        until(self._listens)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.air.__exit__()
        self.home.cleanup()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _listens(self) -> bool:
        if not self.config.live.enabled:
            return True
        with socket.create_connection(("127.0.0.1", self.port), 30):
            return self.paths.microphone_socket.exists()

    def decoders(self) -> list[int]:
        """Return the children that make raw sound of what comes in."""
        found = []
        for pid in set(children(os.getpid())) - self._before:
            with contextlib.suppress(OSError):
                if b"f32le\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return found

    def kill_decoder(self) -> None:
        (decoder,) = self.decoders()
        os.kill(decoder, signal.SIGKILL)

    def sounding(self, seconds: float = 1.0, *, beside: int = 0) -> Heard:
        """Wait for a new input with so much sound."""

        def found() -> Heard | None:
            enough = [each for each in self.air.inputs[beside:] if each.frames >= seconds * RATE]
            return enough[-1] if enough else None

        return until(found, f"{seconds:g} s of sound of a new input")

    @contextlib.contextmanager
    def source(
        self,
        *encoding: str,
        user: str = "sri",
        key: str = "sesame",
        mount: str = "/radio",
        options: tuple[str, ...] = (),
        tone: tuple[str, ...] = TONE,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """FFmpeg as a presenter's program."""
        address = f"icecast://{user}:{key}@127.0.0.1:{self.port}{mount}"
        sent = encoding or MP3
        command = [EXE, "-loglevel", "error", "-re", *tone, *sent, *options, address]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
            try:
                yield child
            finally:
                child.kill()

    def ask(self, request: bytes, *, half_close: bool = False) -> bytes:
        """Send bytes to the door and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), 60) as connection:
            connection.sendall(request)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while data := connection.recv(65536):
                    answer += data
            return answer

    def status(self, request: bytes) -> int:
        return int(self.ask(request).split(b" ", 2)[1])


MP3 = ("-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3", "-content_type", "audio/mpeg")
ENCODINGS = {
    "mp3": MP3,
    "aac": ("-c:a", "aac", "-f", "adts", "-content_type", "audio/aac"),
    "vorbis": ("-c:a", "libvorbis", "-page_duration", "200000", "-f", "ogg", "-content_type",
               "application/ogg", "-flush_packets", "1"),
    "opus": ("-c:a", "libopus", "-page_duration", "200000", "-f", "ogg", "-content_type",
             "audio/ogg", "-flush_packets", "1"),
    "flac": ("-c:a", "flac", "-page_duration", "200000", "-f", "ogg", "-content_type",
             "application/ogg", "-flush_packets", "1"),
    "webm": ("-c:a", "libopus", "-cluster_time_limit", "200", "-live", "1", "-f", "webm",
             "-content_type", "audio/webm", "-flush_packets", "1"),
}  # fmt: skip


def authorization(user: str = "sri", key: str = "sesame") -> bytes:
    coded = base64.b64encode(f"{user}:{key}".encode())
    return b"Authorization: Basic " + coded + b"\r\n"


def put(mount: str = "/radio", *, auth: bytes | None = None, more: bytes = b"") -> bytes:
    allowed = authorization() if auth is None else auth
    return b"PUT %s HTTP/1.1\r\nHost: x\r\n%s%s\r\n" % (mount.encode(), allowed, more)


def encoded(*options: str, seconds: float = 2.0, tone: tuple[str, ...] = TONE) -> bytes:
    """Return a tone in some encoding, whole."""
    command = [EXE, "-loglevel", "error", *tone, "-t", str(seconds), *options, "pipe:1"]
    return subprocess.run(command, capture_output=True, check=True, timeout=LIMIT_SECONDS).stdout


def is_tone(sound: np.ndarray, hertz: float = 1000.0) -> bool:
    """Whether the loudest frequency of the left side is that of the tone."""
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
    loudest = float(spectrum.argmax()) * RATE / len(sound)
    return abs(loudest - hertz) < 5 and float(np.abs(sound).max()) > 0.1
