"""Makes the captions of each stretch: WebVTT segments, empty where nothing is said."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from station.bus import Metadata
from station.ladder import Rung
from station.webvtt import Cue, document, during, escaped, stamp
from streaming.hls.window import captions_in
from streaming.mpegts import WRAP
from streaming.pictures.cutter import PICTURE_TICKS, Stretch
from streaming.pictures.encoding import LEAD
from streaming.pictures.transport_stream import START
from streaming.television.stretches import Found

SHORTEST_MS = 40
"""What is seen for less than a picture is left out."""

Cues = Callable[[str, str], Sequence[Cue]]
"""The captions of a file by its path, in a language."""

Playing = tuple[int, Metadata]
"""Since when something is on, UTC in µs."""


class Captioning:
    """Follows what is on from stretch to stretch."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._playing = Metadata(0, Rung.SILENCE)

    def segments(self, found: Found, languages: Iterable[str]) -> dict[str, bytes]:
        """Return what is said in a stretch, in the times of its pictures, by rendition.

        Words that go on behind it are cut here and go on in the next one: whatever takes their
        film off the air takes them along.
        """
        on, first = self._on(found), _first(found.stretch)
        return {
            captions_in(each): _segment(first, sorted(self._said(found.utc_us, on, each)))
            for each in languages
        }

    def _said(self, begins: int, on: Sequence[Playing], language: str) -> Iterator[Cue]:
        for (at, playing), (over, _) in pairwise(on):
            cues = self._cues(playing.path, language)
            first, last = ((each - playing.file_us) // 1_000 for each in (at, over))
            for cue in during(cues, first, last):
                later = (playing.file_us - begins) // 1_000
                from_ms, to_ms = max(cue.begins, first) + later, min(cue.ends, last) + later
                if to_ms - from_ms >= SHORTEST_MS:
                    yield Cue(max(0, from_ms), to_ms, cue.text)

    def _on(self, found: Found) -> list[Playing]:
        """Return what is on in a stretch and since when, and its end."""
        timeline, first = found.origin.timeline, found.stretch.first_sample
        last = first + found.stretch.samples
        every = timeline.began(0, last)
        before = [metadata for at, metadata in every if at <= first]
        playing = before[-1] if before else self._playing
        on = [(found.utc_us, playing)]
        on += [(timeline.utc_us(at), metadata) for at, metadata in every if at > first]
        self._playing = on[-1][1]
        return [*on, (timeline.utc_us(last), self._playing)]


def silent(stretch: Stretch, later: int = 0) -> bytes:
    """Return the captions of a stretch in which nothing is said; `later` in ticks."""
    return _segment(_first(stretch) + later, ())


def _segment(first: int, said: Sequence[Cue]) -> bytes:
    """Return a segment whose times count from a picture, `first` ticks behind the life's begin."""
    head = f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:{(START + first) % WRAP}"
    blocks = (f"{stamp(each.begins)} --> {stamp(each.ends)}\n{escaped(each)}" for each in said)
    return document(blocks, head)


def _first(stretch: Stretch) -> int:
    return LEAD + stretch.first * PICTURE_TICKS
