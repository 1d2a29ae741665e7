"""The bounded queue before an encoder's standard input."""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from station.bus import Metadata
from streaming.feeder import Fed
from streaming.timeline import Timeline

LIMIT = 100
"""Blocks: four seconds, so that a restart of a hanging encoder loses little."""


Packed = Callable[[Fed, int, bool], bytes | memoryview]
"""Also given how many blocks wait behind it, and whether it is an encoder's first one."""


def _sound_alone(fed: Fed, _waiting: int, _first: bool) -> bytes | memoryview:
    return fed.sound.data


class EncoderInput:
    """Takes blocks without waiting; what no encoder takes for four seconds is dropped.

    The queue outlives the encoder: blocks that arrive while there is none go into the next one.
    """

    def __init__(self, limit: int = LIMIT, packed: Packed = _sound_alone) -> None:
        """`packed` gives a block the form in which the encoder takes it."""
        self.dropped = 0
        self._limit = limit
        self._packed = packed
        self._lock = Lock()
        self._queue: deque[Fed] = deque()
        self._rest = memoryview(b"")
        self._fd: int | None = None
        self._timeline = Timeline()
        self._playing: Metadata | None = None

    def put(self, fed: Fed) -> None:
        with self._lock:
            if len(self._queue) >= self._limit:
                self._note(self._queue.popleft())
                self.dropped += 1
            self._queue.append(fed)
            self._flush()

    def attach(self, fd: int, timeline: Timeline) -> None:
        """Feed an encoder through a non-blocking pipe, noting in `timeline` what it was given."""
        with self._lock:
            self._fd, self._timeline, self._rest = fd, timeline, memoryview(b"")
            self._flush()

    def detach(self) -> None:
        with self._lock:
            self._fd = None

    def flush(self) -> None:
        """Try again what the pipe did not take."""
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        try:
            while self._fd is not None and (self._rest or self._queue):
                if not self._rest:
                    self._next()
                self._rest = self._rest[os.write(self._fd, self._rest) :]
        except BlockingIOError:
            pass
        except OSError:
            self._fd = None

    def _next(self) -> None:
        """Begin a block. An encoder's first one also tells it what is already on."""
        fed = self._queue.popleft()
        begun = self._playing
        self._note(fed)
        metadata = fed.metadata
        if self._timeline.fed == 0 and begun and not (metadata and metadata[0].offset == 0):
            metadata = (begun, *metadata)
        first = self._timeline.fed == 0
        self._timeline.add(len(fed.sound), fed.utc_us, metadata)
        self._rest = memoryview(self._packed(fed, len(self._queue), first)).cast("B")

    def _note(self, fed: Fed) -> None:
        if fed.metadata:
            self._playing = replace(fed.metadata[-1], offset=0)
