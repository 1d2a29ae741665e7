"""A streaming process of its own, listeners, and what they heard."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np

from station import ffmpeg
from station.clock import SystemClock
from station.outputs import OUTPUTS, Output
from station.paths import StatePaths
from tests.waiting import LIMIT_SECONDS, until

CLOCK = SystemClock()


class StreamProcess:
    """Starts, kills and starts again what `mengudara stream` runs."""

    def __init__(self, home: Path, port: int, settings: str = "") -> None:
        self.paths = StatePaths(home)
        self.paths.create()
        self.port = port
        self.log = home / "stream.log"
        self.configure(settings)
        self._child: subprocess.Popen[bytes] | None = None

    def configure(self, settings: str) -> None:
        self.paths.config.write_text(f"[streams]\nport = {self.port}\n{settings}\n")

    def __enter__(self) -> "StreamProcess":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.paths.graphics("tv"), ignore_errors=True)

    @property
    def pid(self) -> int:
        return self._child.pid

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.unit.streaming.stream_child"]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen([*command, str(self.paths.home)], stderr=log)
        until(lambda: self.get("/healthz"))

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        self._child.terminate()
        return self._child.wait(120)

    def kill(self) -> None:
        self._child.kill()
        self._child.wait()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read()

    def output(self, name: str) -> Output | None:
        return next(
            (o for o in OUTPUTS.validate_json(self.get("/outputs.json")) if o.name == name), None
        )

    def encoders(self) -> list[int]:
        return children(self.pid)

    def kill_encoder(self) -> None:
        (encoder,) = self.encoders()
        os.kill(encoder, signal.SIGKILL)

    @contextlib.contextmanager
    def listener(self, path: str, *, titles: bool = False) -> Iterator["Ear"]:
        ear = Ear(self.port, path, titles=titles)
        try:
            yield ear
        finally:
            ear.close()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(each) for task in tasks for each in task.read_text().split()]


class Ear:
    """A listener that remembers what came."""

    def __init__(self, port: int, path: str, *, titles: bool) -> None:
        self.ended = False
        self._parts: list[bytes] = []
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        wish = "Icy-MetaData: 1\r\n" if titles else ""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{wish}\r\n".encode())
        self._thread = Thread(target=self._listen, name="ear")
        self._thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._socket.recv(1 << 16):
                self._parts.append(data)
        self.ended = True

    @property
    def head(self) -> str:
        return b"".join(self._parts).partition(b"\r\n\r\n")[0].decode()

    @property
    def body(self) -> bytes:
        return b"".join(self._parts).partition(b"\r\n\r\n")[2]

    def hear(self, seconds: float, bytes_per_second: float = 16_000) -> None:
        """Wait until so much more has been received."""
        wanted = len(self.body) + seconds * bytes_per_second
        until(lambda: self.ended or len(self.body) >= wanted)


def decoded(data: bytes, demuxer: str) -> np.ndarray:
    """Decode by FFmpeg; return the left side at 48 kHz. Complaints of the decoder are errors."""
    command = [ffmpeg.binary(), "-v", "error", "-f", demuxer, "-i", "pipe:0"]
    done = subprocess.run(
        [*command, "-af", "pan=mono|c0=c0", "-f", "f32le", "-ar", "48000", "pipe:1"],
        input=data,
        capture_output=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    complaints = [
        each for each in done.stderr.decode().splitlines() if "Header missing" not in each
    ]
    assert complaints == []
    return np.frombuffer(done.stdout, np.float32)


def loudness(sound: np.ndarray, step: float = 0.1) -> np.ndarray:
    """Return the RMS level of each `step` seconds in dBFS."""
    size = int(48_000 * step)
    blocks = sound[: len(sound) // size * size].reshape(-1, size)
    return 20 * np.log10(np.sqrt((blocks**2).mean(axis=1)) + 1e-9)
