"""The leaf that turns the units of a ladder into HLS."""

from collections.abc import Callable, Mapping, Sequence
from threading import Event

from station.audio import RATE
from streaming.hls.playlist import SOUND_CODEC, Variant
from streaming.hls.publisher import Publisher
from streaming.hls.window import Airing
from streaming.pictures.cutter import FIRST_STRETCHES, LadderCutter, Stretch, next_key
from streaming.pictures.rungs import OVERHEAD, SOUND_BITS, Rung
from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND, Unit
from streaming.television.unit_ring import Batch, Origin, UnitRing

SOUND_ONLY = "sound"
"""Name of the variant without pictures."""
SHORTEST = 13
"""Pictures, about half a second; what is shorter is not published."""

Filler = Callable[[], tuple[Origin, Stretch] | None]
"""What is published while the encoder gives nothing; None while there is none either."""


def variants(rungs: Sequence[Rung]) -> list[Variant]:
    """Return what players can choose from: each rung, and the sound alone."""
    sound = round(SOUND_BITS * OVERHEAD)
    return [
        *(
            Variant(
                each.name, each.bandwidth, each.average, f"{each.codec},{SOUND_CODEC}", each.shape
            )
            for each in rungs
        ),
        Variant(SOUND_ONLY, sound * 5 // 4, sound),
    ]


class LadderHls:
    """Follows the units, cuts them and publishes."""

    def __init__(
        self, ring: UnitRing, rungs: Sequence[Rung], publisher: Publisher, filler: Filler
    ) -> None:
        self.publisher = publisher
        self._ring = ring
        self._filler = filler
        self._muxers = {each.name: Muxer() for each in rungs}
        self._muxers[SOUND_ONLY] = Muxer(pictures=False)
        self._read_until = 0
        self._origin: Origin | None = None
        self._cutter = LadderCutter(0)
        self._shorts = FIRST_STRETCHES
        self._joins = True
        self._made_up = 0
        """Stretches made up in a row."""

    def run(self, stop: Event) -> None:
        self.publisher.run(stop, self.look)

    def look(self) -> None:
        """Publish whatever is complete, or the filler when nothing has come for too long."""
        for batch in self._ring.read(self._read_until):
            self._take(batch)
        if self.publisher.overdue:
            self._make_up()

    def _take(self, batch: Batch) -> None:
        if batch.origin is not self._origin:
            self._end()
            self._begin(batch.origin)
        elif batch.index > self._read_until:
            self._begin(batch.origin, next_key(batch.units))
        self._read_until = batch.index + 1
        for unit in batch.units:
            self._cutter.add(unit)
        for stretch in self._cutter.stretches():
            self._publish(batch.origin, stretch)

    def _end(self) -> None:
        """Publish what the life before left whole."""
        if self._origin is None:
            return
        rest = self._cutter.rest()
        if rest is not None and rest.pictures >= SHORTEST:
            self._publish(self._origin, rest)

    def _begin(self, origin: Origin, first: int = 0) -> None:
        """Go on with a life of the encoder, from one of its pictures on."""
        self._joins = self._origin is None
        self._origin = origin
        self._cutter = LadderCutter(len(origin.rungs), shorts=self._shorts, first=first)

    def _publish(self, origin: Origin, stretch: Stretch) -> None:
        timeline = origin.timeline
        begin = stretch.first_sample
        self.publisher.publish(
            self._contents(origin, stretch.units),
            samples=stretch.samples,
            utc_us=timeline.utc_us(begin),
            joins=self._joins and not self._made_up,
            airings=[
                Airing.of(metadata, timeline.utc_us(at))
                for at, metadata in timeline.began(begin, begin + stretch.samples)
                if metadata.title
            ],
        )
        self._joins, self._made_up = True, 0
        self._shorts = max(0, self._shorts - 1)

    def _make_up(self) -> None:
        found = self._filler()
        if found is None:
            self.publisher.stall("the encoder gives nothing")
            return
        origin, stretch = found
        later = self._made_up * stretch.samples * 90_000 // RATE
        contents = self._contents(origin, _delayed(stretch.units, later))
        joins = self._made_up > 0
        self._made_up += 1
        self.publisher.make_up(contents, samples=stretch.samples, joins=joins)

    def _contents(self, origin: Origin, units: Mapping[int, list[Unit]]) -> dict[str, bytes]:
        """Return the segments of all variants that were made."""
        sound = units[SOUND]
        contents = {
            rung.name: self._muxers[rung.name].stretch([*units[track], *sound])
            for track, rung in enumerate(origin.rungs, 1)
        }
        contents[SOUND_ONLY] = self._muxers[SOUND_ONLY].stretch(sound)
        return contents


def _delayed(units: Mapping[int, list[Unit]], ticks: int) -> dict[int, list[Unit]]:
    return {track: [unit.delayed(ticks) for unit in row] for track, row in units.items()}
