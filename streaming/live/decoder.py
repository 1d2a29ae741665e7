"""One disposable child that makes sound of a live input. Adapter: starts child processes.

A thread empties its pipes and hands on what it makes; where that is not taken, the child waits, and
so does whoever feeds it: this process, or a second child that fetches what is to be decoded. When
this process dies, however it dies, the pipes close and the children end.
"""

import contextlib
import os
import select
import subprocess
from collections.abc import Callable
from threading import Thread
from typing import IO

import numpy as np

from station.audio import BYTES_PER_FRAME, CHANNELS, Block
from station.errors import StationError
from station.live import LiveBroken

READ = 1 << 15
SAID_BYTES = 2_000
REST_SECONDS = 5.0
"""For the sound that a child still holds when it sees the end of its input."""
GRACE_SECONDS = 1.0


class DecoderGone(StationError):
    """The child has ended and takes nothing more."""


class RawSound:
    """Makes blocks of the raw sound that FFmpeg writes."""

    def __init__(self, take: Callable[[Block], None]) -> None:
        self._take = take
        self._rest = b""

    def __call__(self, data: bytes) -> None:
        whole = self._rest + data
        size = len(whole) - len(whole) % BYTES_PER_FRAME
        self._rest = whole[size:]
        if size:
            sound = np.frombuffer(whole[:size], "<f4").reshape(-1, CHANNELS)
            self._take(sound if np.isfinite(sound).all() else np.nan_to_num(sound))


class Decoder:
    """`give` belongs to one thread; `kill` may be called from any."""

    def __init__(
        self,
        command: list[str],
        made: Callable[[bytes], None],
        *,
        fed: bool,
        fetched_by: list[str] | None = None,
    ) -> None:
        """`made` is given what the child writes; `fetched_by` is the command whose output it
        reads, where it is not `fed` and does not fetch by itself."""
        self._made = made
        self._said = b""
        self._fetcher = None if fetched_by is None else _started(fetched_by, subprocess.DEVNULL)
        source = None if self._fetcher is None else self._fetcher.stdout
        self._child = _started(command, subprocess.PIPE if fed else source or subprocess.DEVNULL)
        if source is not None:
            source.close()
        self._thread = Thread(target=self._empty, name=f"decoder {self.pid}", daemon=True)

    def start(self, ended: Callable[[], None]) -> None:
        """Begin to hand sound on; `ended` is called when there will be no more."""
        self._ended = ended
        self._thread.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def last_words(self) -> str:
        """The last line that was written on standard error, or how the child ended."""
        lines = self._said.decode(errors="replace").strip().splitlines()
        if lines:
            return lines[-1][:200]
        status = self._child.poll()
        return "" if not status else f"the decoder ended with {status}"

    @property
    def words(self) -> str:
        """All that is kept of what was written on standard error."""
        return self._said.decode(errors="replace")

    def give(self, data: bytes) -> None:
        """Hand over bytes, waiting while the child takes none; raises DecoderGone."""
        assert self._child.stdin is not None
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._child.stdin.fileno(), view) :]
        except OSError as error:
            raise DecoderGone(str(error)) from error

    def kill(self) -> None:
        for child in self._children:
            with contextlib.suppress(ProcessLookupError):
                child.kill()

    def close(self) -> None:
        """Let the child see the end of its input and say the rest; then end it by force."""
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
            self._thread.join(REST_SECONDS)
        for child in self._children:
            for insist in (child.terminate, child.kill):
                if child.poll() is None:
                    insist()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.wait(GRACE_SECONDS)
        self._thread.join(GRACE_SECONDS)
        for child in self._children:
            child.wait()

    @property
    def _children(self) -> list["subprocess.Popen[bytes]"]:
        return [self._child] if self._fetcher is None else [self._fetcher, self._child]

    def _empty(self) -> None:
        assert self._child.stdout is not None
        words = [child.stderr for child in self._children if child.stderr is not None]
        try:
            with contextlib.ExitStack() as stack:
                for pipe in (self._child.stdout, *words):
                    stack.enter_context(pipe)
                self._pump(self._child.stdout.fileno(), [pipe.fileno() for pipe in words])
        except LiveBroken as error:
            self._said = str(error).encode()
        finally:
            self.kill()
            for child in self._children:
                child.wait()
            self._ended()

    def _pump(self, made: int, words: list[int]) -> None:
        poll = select.poll()
        for descriptor in (made, *words):
            poll.register(descriptor, select.POLLIN)
        while True:
            ready = [descriptor for descriptor, _ in poll.poll()]
            for each in words:
                if each in ready and not self._hear(each):
                    poll.unregister(each)
            if made in ready and not self._hand_on(os.read(made, READ)):
                self._hear_the_rest(words)
                return

    def _hand_on(self, data: bytes) -> bool:
        if data:
            self._made(data)
        return bool(data)

    def _hear(self, words: int) -> int:
        said = os.read(words, READ)
        self._said = (self._said + said)[-SAID_BYTES:]
        return len(said)

    def _hear_the_rest(self, words: list[int]) -> None:
        """Take what was said last; who has closed its output may not have ended yet."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(GRACE_SECONDS)
        for each in reversed(words):
            os.set_blocking(each, False)
            with contextlib.suppress(BlockingIOError):
                self._hear(each)


def _started(command: list[str], given: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
