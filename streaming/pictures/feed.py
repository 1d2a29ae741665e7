"""What a picture encoder's child is given on its standard input: one order a block."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from station.audio import BYTES_PER_FRAME, CHANNELS, RATE, Block
from station.bus import NO_PICTURE
from station.errors import StationError
from streaming.graphics.placed import OVERLAY, Overlay

_HEAD = struct.Struct("<4sqqIIi")
"""magic, UTC µs, picture ticket, blocks waiting, sound bytes, overlay bytes or −1"""
_MAGIC = b"MGF1"
_MOST_SOUND = RATE * BYTES_PER_FRAME
_MOST_OVERLAY = 1 << 20


class FeedBroken(StationError):
    """What came is not a row of orders."""


@dataclass(frozen=True, slots=True)
class Order:
    """One block to encode."""

    sound: Block
    utc_us: int
    """UTC of its first sample, microseconds since 1970."""
    picture: int = NO_PICTURE
    """Ticket of what is seen with it; without one, what was seen stays."""
    waiting: int = 0
    """How many blocks wait behind it."""
    overlay: Overlay | None = None
    """What stands over the picture from here on; None: what stood before."""


def pack(order: Order) -> bytes:
    sound = np.ascontiguousarray(order.sound, "<f4").tobytes()
    overlay = b"" if order.overlay is None else OVERLAY.dump_json(order.overlay)
    head = _HEAD.pack(
        _MAGIC, order.utc_us, order.picture, order.waiting,
        len(sound), -1 if order.overlay is None else len(overlay),
    )  # fmt: skip
    return head + sound + overlay


class OrderReader:
    """Turns bytes into orders."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Order]:
        """Yield what is whole; raises FeedBroken."""
        self._buffer += data
        while (order := self._next()) is not None:
            yield order

    def _next(self) -> Order | None:
        if len(self._buffer) < _HEAD.size:
            return None
        magic, at, picture, waiting, sound_size, drawn_size = _HEAD.unpack_from(self._buffer)
        if magic != _MAGIC or sound_size > _MOST_SOUND or drawn_size > _MOST_OVERLAY:
            raise FeedBroken("lost the start of an order")
        middle = _HEAD.size + sound_size
        end = middle + max(drawn_size, 0)
        if len(self._buffer) < end:
            return None
        sound = np.frombuffer(bytes(self._buffer[_HEAD.size : middle]), "<f4")
        overlay = (
            OVERLAY.validate_json(bytes(self._buffer[middle:end])) if drawn_size >= 0 else None
        )
        del self._buffer[:end]
        return Order(sound.reshape(-1, CHANNELS), at, picture, waiting, overlay)
