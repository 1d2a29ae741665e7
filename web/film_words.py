"""What is known of the pictures of a recording, in the words of the station."""

from dataclasses import dataclass
from fractions import Fraction

from media_library.film import Film, Span
from media_library.film_store import House
from station.audio import RATE
from web.i18n import N_, Language
from web.times import Times

_NOTABLE = RATE // 2
"""Frames: sound and pictures that end so far apart are worth a word."""
_WIDE, _NARROW = Fraction(16, 9), Fraction(4, 3)
_SHAPES = ((_WIDE, N_("widescreen 16:9")), (_NARROW, N_("4:3, seen between black sides")))
_PORTRAIT = N_("upright, seen between wide black sides")
_HOUSE = {
    House.MADE: N_("Its pictures are hard to decode: a copy in the channel's format airs."),
    House.FAILED: N_(
        "Its pictures are hard to decode, and no copy in the channel's format could be made: "
        "watch its first airing."
    ),
}
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class FilmWords:
    """Tells of films in one language."""

    language: Language
    times: Times

    def size(self, film: Film) -> str:
        """1.280 × 720, widescreen 16:9"""
        width, height = film.shown
        if not width or not height:
            return "–"
        pixels = f"{self.times.number(width)} × {self.times.number(height)}"
        shape = self._shape(Fraction(width, height))
        return f"{pixels}, {shape}" if shape else pixels

    def rate(self, film: Film) -> str:
        if film.pictures <= 1:
            return self.language.gettext(N_("a single picture"))
        rate = self.times.number(round(film.rate, 2))
        text = (
            N_("%(rate)s pictures a second")
            if film.steady
            else N_("about %(rate)s pictures a second, unevenly spaced")
        )
        return self.language.gettext(text, rate=rate)

    def scan(self, film: Film) -> str:
        return self.language.gettext(
            N_("in two halves (interlaced)") if film.interlaced else N_("whole (progressive)")
        )

    def sound(self, film: Film) -> str:
        if not film.sound:
            return self.language.gettext(N_("none: it airs in silence"))
        if film.sound_tracks > 1:
            text = N_("%(count)s tracks: the first one airs")
            return self.language.gettext(text, count=self.times.number(film.sound_tracks))
        return self.language.gettext(N_("one track"))

    def house(self, house: House) -> str:
        """Return what becomes of a film that is hard to decode; empty for any other."""
        return self.language.gettext(_HOUSE[house]) if house in _HOUSE else ""

    def findings(self, film: Film) -> list[str]:
        """Return what an editor should look at before it airs."""
        told = [self._stretches(N_("Black: %(spans)s."), film.black)]
        told.append(self._stretches(N_("The picture stands still: %(spans)s."), film.frozen))
        told.append(self._stretches(N_("Nothing is heard: %(spans)s."), film.silent))
        told.append(self._ends_apart(film))
        return [sentence for sentence in told if sentence]

    def _shape(self, aspect: Fraction) -> str:
        if aspect < 1:
            return self.language.gettext(_PORTRAIT)
        near = (text for shape, text in _SHAPES if abs(aspect / shape - 1) < Fraction(1, 50))
        return self.language.gettext(next(near, ""))

    def _stretches(self, text: str, spans: tuple[Span, ...]) -> str:
        if not spans:
            return ""
        listed = [f"{self._at(begin)}–{self._at(end)}" for begin, end in spans[:_MOST_LISTED]]
        more = ["…"] if len(spans) > _MOST_LISTED else []
        return self.language.gettext(text, spans=", ".join(listed + more))

    def _ends_apart(self, film: Film) -> str:
        apart = film.span - film.sound
        if not film.sound or film.pictures <= 1 or abs(apart) < _NOTABLE:
            return ""
        text = (
            N_("The sound ends %(seconds)s s before the pictures; silence follows.")
            if apart > 0
            else N_("The pictures end %(seconds)s s before the sound; the last one stays.")
        )
        return self.language.gettext(text, seconds=self.times.number(round(abs(apart) / RATE, 1)))

    def _at(self, frame: int) -> str:
        """04.07,5: a place in the film to a tenth of a second."""
        tenths = frame * 10 // RATE
        comma = "," if self.times.colon == "." else "."
        return f"{self.times.length(tenths * 100)}{comma}{tenths % 10}"
