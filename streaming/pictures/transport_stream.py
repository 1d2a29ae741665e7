"""Wraps a stretch of access units into a transport stream that can be joined at its start."""

from collections.abc import Sequence

from streaming.mpegts import (
    AAC,
    H264,
    PICTURE_STREAM,
    SOUND_STREAM,
    WRAP,
    Track,
    numbered,
    packets,
    pes,
    tables,
)
from streaming.pictures.units import SOUND, Unit

PICTURE_PID, SOUND_PID = 0x100, 0x101
CLOCK_LEAD = 4_500
"""The decoder's clock runs 50 ms before what it decodes."""
START = 90_000
"""Time at which the first block of an encoder's life is put."""

_WITH_PICTURES = tables(Track(PICTURE_PID, H264), Track(SOUND_PID, AAC))
_SOUND_ONLY = tables(Track(SOUND_PID, AAC))


class Muxer:
    """Makes the stretches of one rung; its counters run on from stretch to stretch."""

    def __init__(self, *, pictures: bool = True) -> None:
        """`pictures` is false for the rung of sound alone."""
        self._tables = _WITH_PICTURES if pictures else _SOUND_ONLY
        self._clock_pid = PICTURE_PID if pictures else SOUND_PID
        self._stretches = 0
        self._packets = {PICTURE_PID: 0, SOUND_PID: 0}

    def stretch(self, units: Sequence[Unit]) -> bytes:
        """Return a whole stretch of one rung's units, in the order in which they are decoded."""
        parts = [numbered(table, self._stretches) for table in self._tables]
        self._stretches += 1
        for unit in sorted(units, key=lambda each: each.decoded):
            parts += self._packed(unit)
        return b"".join(parts)

    def _packed(self, unit: Unit) -> list[bytes]:
        pid, stream = PICTURE_PID, PICTURE_STREAM
        if unit.track == SOUND:
            pid, stream = SOUND_PID, SOUND_STREAM
        shown, decoded = ((START + at) % WRAP for at in (unit.shown, unit.decoded))
        clock = (decoded - CLOCK_LEAD) % WRAP if pid == self._clock_pid else None
        whole = pes(stream, unit.data, shown, decoded)
        key = unit.key and pid == self._clock_pid
        cut = packets(whole, pid, self._packets[pid], clock=clock, key=key)
        self._packets[pid] += len(cut)
        return cut
