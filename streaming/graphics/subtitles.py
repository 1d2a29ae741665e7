"""Writes the captions of what is on into the picture, where the look of the channel wants it.

What is said is looked up for each block without waiting; files are read by the thread that draws,
those of what comes next and of what was on before with them: what begins, or comes back, says its
first words at once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

from station.audio import RATE
from station.bus import Metadata
from station.ladder import Rung
from station.rundown import Item
from station.video import Shape
from station.webvtt import MOST_LINES, Cue, during
from streaming.film_cues import FilmCues
from streaming.graphics import lettering
from streaming.graphics.lettering import BOLD
from streaming.graphics.things import Caption

AHEAD_MS = 4_000
"""What is said so much later is drawn now."""
KEPT = 16
"""Films whose captions are at hand."""
TOGETHER = 4
"""Captions that may overlap."""
LINES = 3
"""More are not written over a picture."""
_GROUND = (0, 0, 0, 190)
_INK = "#ffffff"


class Subtitles:
    """One thread reads and one asks; what they share is replaced whole."""

    def __init__(self, media: Path) -> None:
        self._cues = FilmCues(media).of
        self._known: dict[str, Sequence[Cue]] = {}

    def read(self, paths: Iterable[str], language: str) -> None:
        """Take up the captions of films, and of some before them. Blocks on the disk."""
        wanted = dict.fromkeys((*paths, *self._known))
        self._known = {path: self._cues(path, language) for path in islice(wanted, KEPT)}

    def knows(self, playing: Metadata) -> bool:
        """Return whether the captions of what is on are at hand; having none is known, too."""
        return playing.path in self._known

    def said(self, playing: Metadata, at: int) -> Caption | None:
        """Return what is said at a station time, in µs; never waits."""
        cues, ms = self._of(playing), _ms(playing, at)
        behind = bisect_right(cues, ms, key=lambda cue: cue.begins)
        now = [cue.text for cue in cues[max(0, behind - TOGETHER) : behind] if cue.ends > ms]
        return Caption("\n".join(now)) if now else None

    def coming(self, playing: Metadata, at: int) -> list[Caption]:
        """Return what is to be drawn by a station time, and soon behind it."""
        return _from(self._of(playing), _ms(playing, at))

    def first(self, item: Item) -> list[Caption]:
        """Return what is to be drawn when an item begins, and soon behind it."""
        return _from(self._known.get(item.path, ()), item.cue_in * 1_000 // RATE)

    def _of(self, playing: Metadata) -> Sequence[Cue]:
        return () if playing.rung is Rung.EMERGENCY else self._known.get(playing.path, ())


def drawn(thing: Caption, letter: int, shape: Shape) -> Image.Image:
    """Return the words, each line on its own dark ground, the lines under each other."""
    size, pad = letter * 6 // 5, letter // 3
    room = shape.width * 7 // 10
    lines = [
        line
        for text in thing.text.split("\n")[:MOST_LINES]
        for line in lettering.wrapped(text, size, room, 2, BOLD)
    ][:LINES]
    masks = [lettering.mask(line, size, BOLD) for line in lines]
    wide = max(mask.width for mask in masks) + 2 * pad
    image = Image.new("RGBA", (wide, sum(mask.height for mask in masks)), (0, 0, 0, 0))
    top = 0
    for mask in masks:
        left = (wide - mask.width) // 2
        ground = (left - pad, top, left + mask.width + pad - 1, top + mask.height - 1)
        ImageDraw.Draw(image).rectangle(ground, fill=_GROUND)
        image.paste(_INK, (left, top), mask)
        top += mask.height
    return image


def _from(cues: Sequence[Cue], ms: int) -> list[Caption]:
    return [Caption(cue.text) for cue in during(cues, ms, ms + AHEAD_MS)]


def _ms(playing: Metadata, at: int) -> int:
    return (at - playing.file_us) // 1_000
