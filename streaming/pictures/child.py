"""The program of a picture encoder: blocks come in, access units go out.

    python -m streaming.pictures.child MAKING

Reads orders on standard input and takes each picture from the ring; where a picture is gone, or
there is none, the one before it stands, and after a while the slate. When it is late it leaves out
pictures, never sound. Ends with its input.
"""

import contextlib
import os
import sys
from datetime import timedelta
from pathlib import Path

import av.logging
import numpy as np

from station.audio import BLOCK, CHANNELS, Block
from station.bus import NO_PICTURE
from station.clock import Clock, SystemClock
from station.pictures import Picture, PictureRing, RingBroken, slot_of
from station.video import Shape
from streaming.graphics.blender import Blender
from streaming.graphics.placed import Overlay
from streaming.pictures import slate
from streaming.pictures.encoding import LadderEncoder
from streaming.pictures.feed import Order, OrderReader
from streaming.pictures.making import MAKING, Making
from streaming.pictures.units import Report, pack, pack_report

READ = 1 << 17
HOLD = 250
"""Blocks without a picture after which the slate is seen: ten seconds."""
LATE = 40
"""Blocks that wait, above which pictures are left out: 1.6 s."""
FIRST = 5
"""Pictures of a life that are never left out: from the first ones the encoder takes how far its
times of decoding lie before those of showing, and a gap among them would put some below zero."""
REPORT_BLOCKS = 25


class LastPicture:
    """Keeps what was seen last, for blocks that bring nothing to be seen."""

    def __init__(self, shape: Shape, slate: Picture, ring: str) -> None:
        """`slate` is seen first, and after a while without a picture; `ring` is a path."""
        self.shape = shape
        self.missed = 0
        """Pictures that were overwritten before they were read."""
        self._path = Path(ring)
        self._slate = self._seen = slate
        self._rooms = [np.empty(shape.size, np.uint8) for _ in range(2)]
        """The one that is not seen takes the next picture: memory that is new each time costs
        more than the copying."""
        self._without = 0
        self._ring: PictureRing | None = None

    def look(self, ticket: int) -> Picture:
        """Return the picture of a ticket, or what is seen in its place: until the next call."""
        if ticket == NO_PICTURE or not self._find(ticket):
            self.missed += ticket != NO_PICTURE
            self._without += 1
            if self._without == HOLD:
                self._seen = self._slate
        return self._seen

    def _find(self, ticket: int) -> bool:
        if self._take(ticket):
            return True
        self._open()
        return self._take(ticket)

    def _take(self, ticket: int) -> bool:
        if self._ring is None or not self._ring.holds(ticket):
            return False
        fresh = self._rooms[0]
        np.copyto(fresh, self._ring.picture(slot_of(ticket)))
        if not self._ring.holds(ticket):
            return False
        self._rooms.reverse()
        self._seen, self._without = fresh, 0
        return True

    def _open(self) -> None:
        """Open the ring if it is another one than before."""
        if self._ring is not None and not self._ring.is_replaced:
            return
        self._ring = None
        with contextlib.suppress(OSError, RingBroken):
            ring = PictureRing(self._path)
            self._ring = ring if ring.shape == self.shape else None


class Work:
    """Encodes order by order, and counts what it costs."""

    def __init__(self, making: Making, clock: Clock) -> None:
        shape = making.shape
        self._last = LastPicture(shape, slate.load(Path(making.slate), shape), making.pictures)
        self._encoder = LadderEncoder(
            shape, making.rungs, making.preset, every=making.every, threads=making.threads
        )
        self._drawn = np.empty(shape.size, np.uint8)
        self._blender = Blender(Path(making.graphics), shape)
        self._overlay: Overlay = ()
        self._clock = clock
        self._busy = timedelta()
        self._left_out = self._missed = 0

    def done(self, order: Order) -> bytes:
        """Return the units that an order brings, and from time to time a report."""
        begun = self._clock.now()
        sound = order.sound if len(order.sound) == BLOCK else _silent()
        picture = self._picture(order)
        units = b"".join(pack(unit) for unit in self._encoder.encode(sound, picture))
        self._busy += self._clock.now() - begun
        return units + (self._report() if self._encoder.blocks % REPORT_BLOCKS == 0 else b"")

    def _picture(self, order: Order) -> Picture | None:
        """Return what is seen with a block, None where nothing new is to be encoded."""
        seen = self._last.look(order.picture)
        if order.overlay is not None:
            self._overlay = order.overlay
        if not self._encoder.at_picture:
            return None
        if order.waiting > LATE and not self._encoder.at_key and self._encoder.blocks >= FIRST:
            self._left_out += 1
            return None
        if not self._overlay:
            return seen
        np.copyto(self._drawn, seen)
        try:
            self._blender.draw(self._drawn, self._overlay, order.utc_us)
        except Exception as error:
            sys.stderr.write(f"no graphics: {error!r}\n")
            return seen
        return self._drawn

    def rest(self) -> bytes:
        """Return what the encoders still hold."""
        return b"".join(pack(unit) for unit in self._encoder.close())

    def _report(self) -> bytes:
        busy_us = self._busy // timedelta(microseconds=1)
        missed = self._last.missed - self._missed
        report = Report(REPORT_BLOCKS, busy_us, self._left_out, missed)
        self._busy, self._left_out, self._missed = timedelta(), 0, self._last.missed
        return pack_report(report)


def run(orders: int, units: int, making: Making, clock: Clock) -> None:
    """Encode until the orders end; both are open descriptors."""
    reader = OrderReader()
    work = Work(making, clock)
    while data := os.read(orders, READ):
        for order in reader.feed(data):
            _write(units, work.done(order))
    _write(units, work.rest())


def _silent() -> Block:
    return np.zeros((BLOCK, CHANNELS), np.float32)


def _write(to: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(to, rest) :]


def main(making: str) -> int:
    av.logging.set_level(av.logging.PANIC)
    with contextlib.suppress(BrokenPipeError):
        run(0, 1, MAKING.validate_json(making), SystemClock())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
