"""The leaf that makes one transport stream without end of each rung.

Times in it are the station's own, over all lives of the encoder: who follows it sees no break, and
what is kept of it says when it was seen.
"""

import logging
from collections.abc import Iterator, Sequence
from threading import Event

from streaming.frames import Codec
from streaming.pictures.cutter import PICTURE_TICKS, Stretch
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import Rung
from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND
from streaming.renditions import Rendition
from streaming.ring import Mark, Piece, Ring
from streaming.television.stretches import Found, Stretches
from streaming.television.unit_ring import UnitRing

logger = logging.getLogger(__name__)

DEPTH_SECONDS = 30.0
LOOK_SECONDS = 0.5
_ALL = 1 << 62


def rendition(rung: Rung, *, own: bool) -> Rendition:
    """Return how a rung is offered; the channel's own size needs no name in its address."""
    suffix = ".ts" if own else f"-{rung.name}.ts"
    return Rendition(rung.name, suffix, "video/mp2t", Codec.TS, rung.average, 2, 0, 1, 0)


class TransportStreams:
    """A ring for each rung; whatever is behind a gap begins with a key picture."""

    def __init__(self, units: UnitRing, rungs: Sequence[Rung]) -> None:
        self.rings = {
            rung.name: Ring(rendition(rung, own=place == 0), DEPTH_SECONDS)
            for place, rung in enumerate(rungs)
        }
        self._muxers = {rung.name: Muxer() for rung in rungs}
        self._stretches = Stretches(units, shorts=_ALL)
        self._made = 0
        self._ends = 0
        """Time behind all that was made, in ticks of the station's clock."""

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                self.look()
            except Exception:
                logger.exception("transport stream failed", extra={"action": "transport_failed"})
            stop.wait(LOOK_SECONDS)

    def look(self) -> None:
        """Make whatever is complete."""
        for found in self._stretches.read():
            self._make(found)

    def _make(self, found: Found) -> None:
        stretch, made = found.stretch, {each.name for each in found.origin.rungs}
        begin, later = _begin(found.stretch), self._later(found)
        sound = [unit.delayed(later) for unit in stretch.units[SOUND] if unit.shown >= begin]
        marks = tuple(_marks(found))
        for track, rung in enumerate(found.origin.rungs, 1):
            pictures = [unit.delayed(later) for unit in stretch.units[track]]
            data = self._muxers[rung.name].stretch([*pictures, *sound])
            self.rings[rung.name].append(
                Piece(
                    (data,), found.origin.number, self._made, found.utc_us, marks,
                    samples=stretch.samples,
                )
            )  # fmt: skip
        for name in self.rings.keys() - made:
            self.rings[name].leave_out()
        self._made += 1

    def _later(self, found: Found) -> int:
        """Return what makes its times those of the station; never earlier than what went before."""
        begins = max(found.utc_us * 9 // 100, self._ends)
        self._ends = begins + found.stretch.pictures * PICTURE_TICKS
        return begins - _begin(found.stretch)


def _begin(stretch: Stretch) -> int:
    return LEAD + stretch.first * PICTURE_TICKS


def _marks(found: Found) -> Iterator[Mark]:
    """Yield what begins in it; all of it stands at its first byte, where decoding can begin."""
    timeline, begin = found.origin.timeline, found.stretch.first_sample
    for at, metadata in timeline.began(begin, begin + found.stretch.samples):
        yield Mark(0, timeline.utc_us(at), metadata)
