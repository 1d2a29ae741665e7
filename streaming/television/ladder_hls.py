"""The leaf that turns the units of a ladder into HLS."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Event

from station.audio import RATE
from station.languages import OWN
from streaming.hls.playlist import SOUND_CODEC, Variant
from streaming.hls.publisher import Publisher
from streaming.hls.window import Airing, captions_in
from streaming.pictures.cutter import FIRST_STRETCHES, Stretch
from streaming.pictures.rungs import OVERHEAD, SOUND_BITS, Rung
from streaming.pictures.transport_stream import Muxer
from streaming.pictures.units import SOUND, Unit
from streaming.television.captioning import Captioning, Cues, silent
from streaming.television.stretches import Found, Stretches
from streaming.television.unit_ring import Origin, UnitRing

SOUND_ONLY = "sound"
"""Name of the variant without pictures."""

Languages = Callable[[Iterable[str]], Iterable[str]]
"""In which languages there are captions, by paths of files that are on."""
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
        self,
        ring: UnitRing,
        rungs: Sequence[Rung],
        publisher: Publisher,
        filler: Filler,
        cues: Cues = lambda path, language: (),
        languages: Languages = lambda paths: (OWN,),
    ) -> None:
        """`cues`: the captions of a file by its path, in a language; `languages`: in which of
        them there are captions."""
        self.publisher = publisher
        self._captioning = Captioning(cues)
        self._languages = languages
        self._filler = filler
        self._muxers = {each.name: Muxer() for each in rungs}
        self._muxers[SOUND_ONLY] = Muxer(pictures=False)
        self._stretches = Stretches(ring, shorts=FIRST_STRETCHES)
        self._made_up = 0
        """Stretches made up in a row."""

    def run(self, stop: Event) -> None:
        self.publisher.run(stop, self.look)

    def look(self) -> None:
        """Publish whatever is complete, or the filler when nothing has come for too long."""
        for found in self._stretches.read():
            self._publish(found)
        if self.publisher.overdue:
            self._make_up()

    def _publish(self, found: Found) -> None:
        stretch, timeline = found.stretch, found.origin.timeline
        begin = stretch.first_sample
        began = timeline.began(begin, begin + stretch.samples)
        languages = self._languages([metadata.path for _, metadata in began])
        self.publisher.publish(
            {
                **self._contents(found.origin, stretch.units),
                **self._captioning.segments(found, languages),
            },
            samples=stretch.samples,
            utc_us=found.utc_us,
            joins=found.joins and not self._made_up,
            airings=[
                Airing.of(metadata, timeline.utc_us(at)) for at, metadata in began if metadata.title
            ],
        )
        self._made_up = 0

    def _make_up(self) -> None:
        found = self._filler()
        if found is None:
            self.publisher.stall("the encoder gives nothing")
            return
        origin, stretch = found
        later = self._made_up * stretch.samples * 90_000 // RATE
        contents = self._contents(origin, _delayed(stretch.units, later))
        for language in self._languages(()):
            contents[captions_in(language)] = silent(stretch, later)
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
