"""What an encoder child gives: access units, each with its track and its times."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from station.errors import StationError

TICKS_PER_SECOND = 90_000
"""The clock of all times (ISO/IEC 13818-1)."""
SOUND = 0
"""The track of the sound; pictures follow, one track a rung, the highest first."""
REPORT = 255
"""No track: how the child itself fares."""
LARGEST = 8_000_000

_HEAD = struct.Struct("<2sBBQQI")
_MAGIC = b"AU"
_KEY = 1


class UnitsBroken(StationError):
    """What came from the child is not a row of units."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One picture, or one frame of sound with its ADTS header."""

    track: int
    key: bool
    """Whether decoding can begin here."""
    shown: int
    """Presentation time, counted from the first block of this life of the encoder."""
    decoded: int
    """Decoding time; pictures may be decoded before the ones that are shown before them."""
    data: bytes
    """Pictures: H.264 in Annex B with its parameter sets before each key picture."""

    def delayed(self, ticks: int) -> "Unit":
        """Return it with later times."""
        return replace(self, shown=self.shown + ticks, decoded=self.decoded + ticks)


@dataclass(frozen=True, slots=True)
class Report:
    """What a child did since its last report."""

    blocks: int
    """Taken."""
    busy_us: int
    """Time it worked on them."""
    left_out: int
    """Pictures that were not encoded because it was late."""
    missed: int
    """Pictures that were overwritten before they were read."""

    @property
    def speed(self) -> float:
        """How many times faster than the clock it worked."""
        return self.blocks * 40_000 / max(self.busy_us, 1)


_REPORT = struct.Struct("<4I")


def pack_report(report: Report) -> bytes:
    body = _REPORT.pack(report.blocks, report.busy_us, report.left_out, report.missed)
    return pack(Unit(REPORT, False, 0, 0, body))


def report_of(unit: Unit) -> Report:
    """Return what a unit of the track REPORT says; raises UnitsBroken."""
    try:
        return Report(*_REPORT.unpack(unit.data))
    except struct.error as error:
        raise UnitsBroken(str(error)) from error


def pack(unit: Unit) -> bytes:
    flags = _KEY if unit.key else 0
    head = _HEAD.pack(_MAGIC, unit.track, flags, unit.shown, unit.decoded, len(unit.data))
    return head + unit.data


class UnitReader:
    """Turns bytes into units."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Unit]:
        """Yield what is whole; raises UnitsBroken."""
        self._buffer += data
        while len(self._buffer) >= _HEAD.size:
            magic, track, flags, shown, decoded, size = _HEAD.unpack_from(self._buffer)
            if magic != _MAGIC or size > LARGEST:
                raise UnitsBroken("lost the start of a unit")
            end = _HEAD.size + size
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_HEAD.size : end])
            del self._buffer[:end]
            yield Unit(track, bool(flags & _KEY), shown, decoded, body)
