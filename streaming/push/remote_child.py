"""The child that sends one push over the network. This module starts child processes.

Nothing here waits: what the child does not take stays, and its pipes are read when somebody looks.
"""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

from station import ffmpeg
from station.config import Push
from station.errors import StationError

READ = 1 << 14
WORDS = 2_000
GRACE_SECONDS = 1.0
ASK_LOOKS = 5
"""Looks from one reading of the system's table of connections, which may be long, to the next."""
_TOTAL = re.compile(rb"total_size=(\d+)")
_SOCKET = re.compile(r"socket:\[(\d+)\]")


class PushEnded(StationError):
    """The child has ended; `str()` says why as far as it told."""


class RemoteChild:
    """Belongs to one thread."""

    def __init__(self, push: Push, exe: str) -> None:
        address = push.url.get_secret_value()
        if push.kind == "srt":
            command, first = ffmpeg.push_srt(exe, address), b""
        else:
            command = [sys.executable, "-m", "streaming.push.rtmp_child"]
            first = f"{address}\n".encode()
        self._address = address
        self._rest = memoryview(first)
        self._total = self._unacknowledged = 0
        self._looks = 0
        self._said = b""
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

    @property
    def confirmed(self) -> int:
        """Bytes that went out and were, over TCP, acknowledged by the other end's system."""
        return max(0, self._total - self._unacknowledged)

    def give(self, data: bytes) -> None:
        """Take on data to send; only when `ready`."""
        self._rest = memoryview(data)

    def look(self) -> None:
        """Hand over what is taken, read what is told; raises PushEnded."""
        stdin, stdout, stderr = (pipe.fileno() for pipe in self._pipes)
        self._said = (self._said + _read(stderr))[-WORDS:]
        if found := _TOTAL.findall(_read(stdout)):
            self._total = int(found[-1])
        if self._looks % ASK_LOOKS == 0:
            self._unacknowledged = unacknowledged(self.pid)
        self._looks += 1
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

    def _last_words(self) -> str:
        """Return the last line it wrote, without the address and its key."""
        lines = self._said.decode(errors="replace").replace(self._address, "…").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return said[-1][:200] if said else f"ended with {self._child.returncode}"


def unacknowledged(pid: int) -> int:
    """Return the bytes that a process has sent over TCP and the other end has not confirmed."""
    try:
        ends = [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
        rows = [
            row.split()
            for table in ("tcp", "tcp6")
            for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        ]
    except OSError:
        return 0
    own = {found[1] for end in ends if (found := _SOCKET.fullmatch(end))}
    return sum(int(row[4].split(":")[0], 16) for row in rows if row[9] in own)


def _read(descriptor: int) -> bytes:
    data = b""
    with contextlib.suppress(BlockingIOError):
        while more := os.read(descriptor, READ):
            data += more
    return data
