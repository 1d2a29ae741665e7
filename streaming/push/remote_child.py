"""The child that sends one push over the network. This module starts child processes.

Nothing here waits: what the child does not take stays, and its pipes are read when somebody looks.
"""

import contextlib
import os
import re
import subprocess
import sys

from station import ffmpeg
from station.config import Push
from station.errors import StationError
from streaming.push import libsrt
from streaming.push.confirmation import Confirmation, parse

READ = 1 << 14
WORDS = 2_000
GRACE_SECONDS = 1.0
_TOTAL = re.compile(rb"total_size=(\d+)")


class PushEnded(StationError):
    """The child has ended; `str()` says why as far as it told."""


class RemoteChild:
    """Belongs to one thread."""

    def __init__(self, push: Push, exe: str) -> None:
        address = push.url.get_secret_value()
        self.confirms = push.kind == "rtmp" or libsrt.speaks(address)
        """Whether it knows what reaches the other end."""
        self.told: Confirmation | None = None
        """The last it told."""
        first = b""
        if self.confirms:
            command = [sys.executable, "-m", f"streaming.push.{push.kind}_child"]
            first = f"{address}\n".encode()
        else:
            command = ffmpeg.push_srt(exe, address)
        self._address = address
        self._rest = memoryview(first)
        self._heard = self._said = b""
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._child.stdin
        assert self._child.stdout
        assert self._child.stderr
        self._pipes = (self._child.stdin, self._child.stdout, self._child.stderr)
        for pipe in self._pipes:
            os.set_blocking(pipe.fileno(), False)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def ready(self) -> bool:
        """Whether everything given was taken."""
        return not self._rest

    def give(self, data: bytes) -> None:
        """Take on data to send; only when `ready`."""
        self._rest = memoryview(data)

    def look(self) -> None:
        """Hand over what is taken, read what is told; raises PushEnded."""
        stdin, stdout, stderr = (pipe.fileno() for pipe in self._pipes)
        self._said = (self._said + _read(stderr))[-WORDS:]
        self._hear(_read(stdout))
        try:
            while self._rest:
                self._rest = self._rest[os.write(stdin, self._rest) :]
        except BlockingIOError:
            pass
        except OSError:
            self._child.kill()
            self._child.wait()
            self._said = (self._said + _read(stderr))[-WORDS:]
        if self._child.poll() is not None:
            raise PushEnded(self._last_words())

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._pipes[0].close()
        try:
            self._child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for pipe in self._pipes[1:]:
            pipe.close()

    def _hear(self, data: bytes) -> None:
        *lines, self._heard = (self._heard + data).split(b"\n")
        if self.confirms and lines:
            self.told = parse(lines[-1].decode())
        elif found := _TOTAL.findall(b"\n".join(lines)):
            total = int(found[-1])
            self.told = Confirmation(total, total, total)

    def _last_words(self) -> str:
        """Return the last line it wrote, without the address and its key."""
        lines = self._said.decode(errors="replace").replace(self._address, "…").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return said[-1][:200] if said else f"ended with {self._child.returncode}"


def _read(descriptor: int) -> bytes:
    data = b""
    with contextlib.suppress(BlockingIOError):
        while more := os.read(descriptor, READ):
            data += more
    return data
