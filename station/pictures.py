"""The picture ring: shared memory from which pictures are read where they were written.

One file a channel, made by its air in a folder of memory. Behind a header stands one stamp per
slot and then the slots, each one planar 4:2:0 picture. A picture is named by a ticket: the slot
and the stamp it had when it was shown. The air changes the stamp before it lets a slot be written
again, so a reader who comes too late sees that, and can never hold up the air: nothing is locked
and nobody signs in or out.
"""

import mmap
import os
import secrets
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.errors import StationError
from station.video import Shape

Picture = NDArray[np.uint8]
"""One planar 4:2:0 picture as bytes: the whole Y plane, then U, then V."""

FORMAT = 1
MAGIC = b"MGPR"
MOST_SLOTS = 500
_HEADER = struct.Struct("<4sIIII")
"""magic, format, width, height, slots"""
_STAMPS_AT = 64
_PAGE = 4096
_SLOT_BITS = 16
_STAMP_BITS = 40


class RingBroken(StationError):
    """The file is not a picture ring."""


def ticket(slot: int, stamp: int) -> int:
    return stamp << _SLOT_BITS | slot


def slot_of(ticket: int) -> int:
    return ticket & ((1 << _SLOT_BITS) - 1)


class PictureRing:
    """The mapped ring. Whoever holds it may look; only the air changes stamps."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        """Map an existing ring; raises RingBroken, or OSError when it is not there."""
        with path.open("r+b" if writable else "rb") as file:
            self._inode = os.fstat(file.fileno()).st_ino
            access = mmap.ACCESS_WRITE if writable else mmap.ACCESS_READ
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=access)
            except ValueError as error:
                raise RingBroken(f"{path} is empty") from error
        self.path = path
        self.shape, self.slots = _read_header(self._map, path)
        self._stamps = np.frombuffer(self._map, "<u8", self.slots, _STAMPS_AT)
        self._pictures = [
            np.frombuffer(self._map, np.uint8, self.shape.size, _begin(self.shape, slot))
            for slot in range(self.slots)
        ]

    @classmethod
    def create(cls, path: Path, shape: Shape, slots: int) -> "PictureRing":
        """Make a ring, black throughout, in the place of any other; raises ValueError, or OSError
        where there is no room for it.

        Stamps begin anywhere, so that a ticket of one ring is not taken for one of another.
        """
        if not 0 < slots <= MOST_SLOTS:
            raise ValueError(f"{slots} slots: between 1 and {MOST_SLOTS}")
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o640), "wb") as file:
            file.write(_HEADER.pack(MAGIC, FORMAT, shape.width, shape.height, slots))
            os.posix_fallocate(file.fileno(), 0, _begin(shape, slots))
        os.replace(fresh, path)
        ring = cls(path, writable=True)
        ring._stamps[:] = secrets.randbits(_STAMP_BITS)
        for slot in range(slots):
            ring.picture(slot)[:] = black(shape)
        return ring

    def picture(self, slot: int) -> Picture:
        """Return the bytes of a slot, in place."""
        return self._pictures[slot]

    def stamp(self, slot: int) -> int:
        return int(self._stamps[slot])

    def restamp(self, slot: int) -> None:
        """Make every ticket for the slot void."""
        self._stamps[slot] += 1

    def ticket(self, slot: int) -> int:
        """Return the name of what stands in the slot now."""
        return ticket(slot, self.stamp(slot))

    @property
    def is_replaced(self) -> bool:
        """Return whether another ring, or none, stands in its place by now."""
        try:
            return os.stat(self.path).st_ino != self._inode
        except FileNotFoundError:
            return True

    def holds(self, ticket: int) -> bool:
        """Return whether the picture of a ticket still stands; ask again behind reading it."""
        slot = slot_of(ticket)
        return 0 <= slot < self.slots and self.ticket(slot) == ticket


def planes(picture: Picture, shape: Shape) -> tuple[Picture, Picture, Picture]:
    """Return the three planes of a picture as two-dimensional views: rows by columns."""
    luma = shape.width * shape.height
    half = (shape.height // 2, shape.width // 2)
    chroma = luma // 4
    return (
        picture[:luma].reshape(shape.height, shape.width),
        picture[luma : luma + chroma].reshape(half),
        picture[luma + chroma :].reshape(half),
    )


def black(shape: Shape) -> Picture:
    """Return a black picture: 16 in Y, 128 in U and V (ITU-R BT.709, narrow range)."""
    whole = np.full(shape.size, 128, np.uint8)
    whole[: shape.width * shape.height] = 16
    return whole


def _stride(shape: Shape) -> int:
    """Return the bytes from one slot to the next: whole pages."""
    return -(-shape.size // _PAGE) * _PAGE


def _begin(shape: Shape, slot: int) -> int:
    """Return the offset of a slot in the file."""
    first = -(-(_STAMPS_AT + 8 * MOST_SLOTS) // _PAGE) * _PAGE
    return first + slot * _stride(shape)


def _read_header(mapped: mmap.mmap, path: Path) -> tuple[Shape, int]:
    if len(mapped) < _HEADER.size:
        raise RingBroken(f"{path} is too short")
    magic, form, width, height, slots = _HEADER.unpack_from(mapped)
    if magic != MAGIC or form != FORMAT:
        raise RingBroken(f"{path} is not a picture ring of this version")
    shape = Shape(width, height)
    if not 0 < slots <= MOST_SLOTS or len(mapped) < _begin(shape, slots):
        raise RingBroken(f"{path} is cut short")
    return shape, slots
