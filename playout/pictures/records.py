"""What the air and a picture child say to each other: slots one way, pictures the other."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

SLOT = struct.Struct("<H")
"""To the child: a slot it may write into."""
_RECORD = struct.Struct("<HHII")
NO_SLOT = 0xFFFF
FOREVER = 0xFFFF_FFFF


class Record(NamedTuple):
    """From the child: what stands in `slot` is to be seen from `number` on."""

    slot: int
    """NO_SLOT at the end of the file."""
    number: int
    """Counted in 40 ms from the first sample of the file's sound."""
    until: int = FOREVER
    """Number from which the next picture is to be seen, FOREVER where there is none."""

    @property
    def is_end(self) -> bool:
        return self.slot == NO_SLOT


def pack(record: Record) -> bytes:
    return _RECORD.pack(record.slot, 0, record.number, record.until)


class RecordReader:
    """Turns bytes into records."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Record]:
        whole = self._rest + data
        end = len(whole) // _RECORD.size * _RECORD.size
        self._rest = whole[end:]
        for slot, _, number, until in _RECORD.iter_unpack(whole[:end]):
            yield Record(slot, number, until)
