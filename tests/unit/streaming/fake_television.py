"""An air with pictures: each carries its number, and every 25th one comes with a short tone."""

from pathlib import Path

import numpy as np

from station.audio import BLOCK, RATE, Block
from station.bus import Hello, Metadata, Packet
from station.clock import Clock
from station.pictures import PictureRing, planes
from station.video import Shape
from tests.numbered_clips import BITS, bars
from tests.unit.streaming.fake_air import FakeAir

SLOTS = 60
NUMBERS = 1 << BITS
EVERY = 25
"""Pictures from one tone to the next."""
HERTZ = 2_000


class FakeTelevision(FakeAir):
    """Shows picture number n mod 1024 with block n; a tone fills the blocks of each 25th."""

    def __init__(self, bus: Path, ring: Path, shape: Shape, clock: Clock) -> None:
        super().__init__(bus, clock)
        self._shape = shape
        self._ring = PictureRing.create(ring, shape, SLOTS)

    def __exit__(self, *about: object) -> None:
        super().__exit__(*about)
        self._ring.path.unlink(missing_ok=True)

    def _hello(self) -> Hello:
        shape = self._shape
        return Hello("tv", width=shape.width, height=shape.height, pictures=str(self._ring.path))

    def _packet(self, tick: int, at_us: int, begins: tuple[Metadata, ...]) -> Packet:
        slot = tick % SLOTS
        self._ring.restamp(slot)
        luma = planes(self._ring.picture(slot), self._shape)[0]
        luma[:] = bars(tick % NUMBERS, self._shape.width, self._shape.height)
        ticket = self._ring.ticket(slot)
        return Packet(tick, at_us, self._block(tick), picture=ticket, metadata=begins)

    def _block(self, tick: int) -> Block:
        """Return a tone of one block with every 25th picture, silence with the others."""
        level = self.level if tick % NUMBERS % EVERY == 0 else 0.0
        wave = level * np.sin(2 * np.pi * HERTZ * np.arange(BLOCK) / RATE)
        return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)
