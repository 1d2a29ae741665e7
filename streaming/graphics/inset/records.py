"""What an inset's child is told, and tells: how far the air is, which pictures lie ready."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

PLACE = struct.Struct("<I")
"""Number of the picture that is seen now."""
_RECORD = struct.Struct("<IHH")
SUFFIX = ".moving"
"""Of one picture's file."""


class Ready(NamedTuple):
    """A picture lies ready, to be seen from `number` on; without a width the film is over."""

    number: int
    width: int = 0
    height: int = 0

    @property
    def is_end(self) -> bool:
        return not self.width


def pack(ready: Ready) -> bytes:
    return _RECORD.pack(*ready)


class ReadyReader:
    """Turns bytes into records."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Ready]:
        whole = self._rest + data
        end = len(whole) // _RECORD.size * _RECORD.size
        self._rest = whole[end:]
        for number, width, height in _RECORD.iter_unpack(whole[:end]):
            yield Ready(number, width, height)


def file_name(prefix: str, number: int | str) -> str:
    """Return the name of a picture, or with `*` the pattern of all of them."""
    return f"{prefix}-{number}{SUFFIX}"
