"""The program of a picture encoder: the program bus comes in, access units go out.

    python -m streaming.pictures.child WIDTH HEIGHT

Reads bus packets on standard input and takes each picture from the ring that the last hello
named; where a picture is gone, or there is none, the one before it stands. Ends with its input.
"""

import contextlib
import os
import sys
from pathlib import Path

import av.logging
import numpy as np

from station.audio import BLOCK, CHANNELS
from station.bus import PacketReader
from station.pictures import Picture, PictureRing, RingBroken, black, slot_of
from station.video import Shape
from streaming.pictures.encoding import LadderEncoder
from streaming.pictures.rungs import rungs_of
from streaming.pictures.units import pack

READ = 1 << 17


class LastPicture:
    """Keeps what was seen last, for blocks that bring nothing to be seen."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.missed = 0
        """Pictures that were overwritten before they were read."""
        self._seen = black(shape)
        self._ring: PictureRing | None = None

    def look(self, ring: str, ticket: int) -> Picture:
        """Return the picture of a ticket for the ring of that path, or the one before it."""
        if not ring or ticket < 0:
            return self._seen
        if not self._take(ticket):
            self._open(ring)
            if not self._take(ticket):
                self.missed += 1
        return self._seen

    def _take(self, ticket: int) -> bool:
        if self._ring is None or not self._ring.holds(ticket):
            return False
        fresh = self._ring.picture(slot_of(ticket)).copy()
        if self._ring.holds(ticket):
            self._seen = fresh
        return self._seen is fresh

    def _open(self, path: str) -> None:
        """Open the ring if it is another one than before."""
        if self._ring is not None and str(self._ring.path) == path and not self._ring.is_replaced:
            return
        self._ring = None
        with contextlib.suppress(OSError, RingBroken):
            ring = PictureRing(Path(path))
            self._ring = ring if ring.shape == self.shape else None


def run(bus: int, units: int, shape: Shape) -> None:
    """Encode until the bus ends; both are open descriptors."""
    reader = PacketReader()
    last = LastPicture(shape)
    encoder = LadderEncoder(shape, rungs_of(shape))
    while data := os.read(bus, READ):
        for packet in reader.feed(data):
            assert reader.hello is not None
            sound = packet.sound if len(packet.sound) == BLOCK else _silent()
            picture = last.look(reader.hello.pictures, packet.picture)
            for unit in encoder.encode(sound, picture):
                _write(units, pack(unit))
    for unit in encoder.close():
        _write(units, pack(unit))


def _silent() -> np.ndarray:
    return np.zeros((BLOCK, CHANNELS), np.float32)


def _write(to: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(to, rest) :]


def main(width: str, height: str) -> int:
    av.logging.set_level(av.logging.PANIC)
    try:
        run(0, 1, Shape(int(width), int(height)))
    except BrokenPipeError:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
