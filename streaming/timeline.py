"""Where the input of an encoder stands in station time, and what began in it."""

from bisect import bisect_right
from threading import Lock

from station.audio import RATE
from station.bus import Metadata

TOLERANCE_US = 1_000
KEEP_FRAMES = 60 * RATE


class Timeline:
    """Written by whoever feeds an encoder, read by whoever takes its output."""

    def __init__(self) -> None:
        self.fed = 0
        """Frames put in so far."""
        self._lock = Lock()
        self._anchors: list[tuple[int, int]] = []
        self._marks: list[tuple[int, Metadata]] = []

    def add(self, frames: int, utc_us: int, metadata: tuple[Metadata, ...] = ()) -> None:
        """Note that `frames` were put in, the first of which is heard at `utc_us`."""
        with self._lock:
            expected = self._at(self.fed) if self._anchors else None
            if expected is None or abs(expected - utc_us) > TOLERANCE_US:
                self._anchors.append((self.fed, utc_us))
            self._marks += [(self.fed + each.offset, each) for each in metadata]
            self.fed += frames
            self._forget(self.fed - KEEP_FRAMES)

    def utc_us(self, frame: int) -> int:
        """Return the station time of an input frame; before the first it is extrapolated."""
        with self._lock:
            return self._at(frame)

    def began(self, begin: int, end: int) -> list[tuple[int, Metadata]]:
        """Return what began from `begin` up to but not including `end`, each with its frame."""
        with self._lock:
            return [(at, each) for at, each in self._marks if begin <= at < end]

    def _at(self, frame: int) -> int:
        place = bisect_right(self._anchors, frame, key=lambda anchor: anchor[0])
        at, utc_us = self._anchors[max(place - 1, 0)]
        return utc_us + (frame - at) * 1_000_000 // RATE

    def _forget(self, before: int) -> None:
        while len(self._anchors) > 1 and self._anchors[1][0] <= before:
            del self._anchors[0]
        while self._marks and self._marks[0][0] < before:
            del self._marks[0]
