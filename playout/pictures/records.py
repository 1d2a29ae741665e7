"""What the air and a picture child say to each other: slots one way, pictures the other."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_ORDER = struct.Struct("<HI")
_RECORD = struct.Struct("<HHII")
NO_SLOT = 0xFFFF
FOREVER = 0xFFFF_FFFF


class Order(NamedTuple):
    """To the child: a slot it may write into, NO_SLOT where it is only told how far the air is."""

    slot: int
    place: int
    """Number of the picture that belongs to what is heard."""

    def pack(self) -> bytes:
        return _ORDER.pack(*self)


class Record(NamedTuple):
    """From the child: what stands in `slot` is to be seen from `number` on."""

    slot: int
    """NO_SLOT at the end of the file."""
    number: int
    """Counted in 40 ms from the first sample of the file's sound."""
    until: int = FOREVER
    """Number from which the next picture is to be seen, FOREVER where there is none."""
    thinned: int = 0
    """How much the decoder leaves out for lack of time: `thinning.Step`."""

    @property
    def is_end(self) -> bool:
        return self.slot == NO_SLOT


def pack(record: Record) -> bytes:
    return _RECORD.pack(record.slot, record.thinned, record.number, record.until)


class OrderReader:
    """Turns bytes into orders."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Order]:
        whole = self._rest + data
        end = len(whole) // _ORDER.size * _ORDER.size
        self._rest = whole[end:]
        for slot, place in _ORDER.iter_unpack(whole[:end]):
            yield Order(slot, place)


class RecordReader:
    """Turns bytes into records."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Record]:
        whole = self._rest + data
        end = len(whole) // _RECORD.size * _RECORD.size
        self._rest = whole[end:]
        for slot, thinned, number, until in _RECORD.iter_unpack(whole[:end]):
            yield Record(slot, number, until, thinned)
