"""One disposable FFmpeg that makes sound of a live input. Adapter: starts child processes.

A thread empties its pipes and hands the sound on; where that is not taken, FFmpeg waits, and so
does whoever feeds it. When this process dies, however it dies, the pipes close and the child ends.
"""

import contextlib
import os
import select
import subprocess
from collections.abc import Callable
from threading import Thread

import numpy as np

from station.audio import BYTES_PER_FRAME, CHANNELS, Block
from station.errors import StationError

READ = 1 << 15
SAID_BYTES = 2_000
REST_SECONDS = 5.0
"""For the sound that a child still holds when it sees the end of its input."""
GRACE_SECONDS = 1.0


class DecoderGone(StationError):
    """The child has ended and takes nothing more."""


class Decoder:
    """`give` belongs to one thread; `kill` may be called from any."""

    def __init__(self, command: list[str], take: Callable[[Block], None], *, fed: bool) -> None:
        self._take = take
        self._said = b""
        self._rest = b""
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
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
        """The last line that FFmpeg wrote on standard error, or how it ended."""
        lines = self._said.decode(errors="replace").strip().splitlines()
        if lines:
            return lines[-1][:200]
        status = self._child.poll()
        return "" if not status else f"FFmpeg ended with {status}"

    @property
    def words(self) -> str:
        """All that is kept of what FFmpeg wrote on standard error."""
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
        with contextlib.suppress(ProcessLookupError):
            self._child.kill()

    def close(self) -> None:
        """Let the child see the end of its input and say the rest; then end it by force."""
        if self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
            self._thread.join(REST_SECONDS)
        for insist in (self._child.terminate, self._child.kill):
            if self._child.poll() is None:
                insist()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(GRACE_SECONDS)
        self._thread.join(GRACE_SECONDS)
        self._child.wait()

    def _empty(self) -> None:
        assert self._child.stdout is not None
        assert self._child.stderr is not None
        try:
            with self._child.stdout as sound, self._child.stderr as words:
                self._pump(sound.fileno(), words.fileno())
        finally:
            self.kill()
            self._child.wait()
            self._ended()

    def _pump(self, sound: int, words: int) -> None:
        poll = select.poll()
        poll.register(sound, select.POLLIN)
        poll.register(words, select.POLLIN)
        while True:
            ready = [descriptor for descriptor, _ in poll.poll()]
            if words in ready and not self._hear(words):
                poll.unregister(words)
            if sound in ready and not self._hand_on(os.read(sound, READ)):
                self._hear_the_rest(words)
                return

    def _hand_on(self, data: bytes) -> bool:
        whole = self._rest + data
        size = len(whole) - len(whole) % BYTES_PER_FRAME
        self._rest = whole[size:]
        if size:
            sound = np.frombuffer(whole[:size], "<f4").reshape(-1, CHANNELS)
            self._take(sound if np.isfinite(sound).all() else np.nan_to_num(sound))
        return bool(data)

    def _hear(self, words: int) -> int:
        said = os.read(words, READ)
        self._said = (self._said + said)[-SAID_BYTES:]
        return len(said)

    def _hear_the_rest(self, words: int) -> None:
        """Take what it said last; it has closed its sound and may not have ended yet."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(GRACE_SECONDS)
        os.set_blocking(words, False)
        with contextlib.suppress(BlockingIOError):
            self._hear(words)
