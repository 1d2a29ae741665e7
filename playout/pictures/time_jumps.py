"""Evens out the time stamps of containers that may jump, as FFmpeg does with what is heard.

A recording that was joined out of several begins its time anew at each join. Sound and pictures
jump together: whichever comes first behind the join tells how far.
"""

from fractions import Fraction
from typing import Any

from av.packet import Packet
from av.stream import Stream

_JUMP = Fraction(10)
"""Seconds: less than this is a hole, in which nothing was recorded."""
_BACK = Fraction(1, 10)
"""Seconds by which time may go back without having begun anew."""


class TimeJumps:
    """Takes the packets of sound and pictures in the order of the file."""

    def __init__(self) -> None:
        self._offset = Fraction(0)
        self._last: dict[int, Fraction] = {}
        """Of each track, when its last packet was decoded"""
        self._next: dict[int, Fraction] = {}
        """Of each track, when the next one should be"""

    def even_out(self, packet: "Packet[Any]", stream: Stream) -> None:
        """Shift a packet to where it belongs."""
        base = stream.time_base
        if packet.dts is None or base is None:
            return
        at = packet.dts * base + self._offset
        expected = self._next.get(stream.index)
        if expected is not None and self._jumped(at, expected, self._last[stream.index]):
            self._offset -= at - expected
            at = expected
        self._last[stream.index] = at
        self._next[stream.index] = at + (packet.duration or 0) * base
        if self._offset:
            shift = round(self._offset / base)
            packet.dts += shift
            if packet.pts is not None:
                packet.pts += shift

    @staticmethod
    def _jumped(at: Fraction, expected: Fraction, last: Fraction) -> bool:
        return abs(at - expected) > _JUMP or at + _BACK < last
