"""What is on, and since when: followed by what the bus says. Pure."""

from dataclasses import dataclass, replace

from station.bus import Metadata
from station.ladder import Rung
from station.rating import Rating
from streaming.graphics.policy import FURNITURE, MAIN

NOTHING = Metadata(0, Rung.SILENCE)
AWAY = 900_000_000
"""A programme that was away for no longer, in microseconds, goes on; else it begins."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """A frozen view; all times are UTC in microseconds since 1970."""

    playing: Metadata = NOTHING
    """What is heard."""
    since: int = 0
    """When it began."""
    programme: str = ""
    """What it is part of; spots inside a programme change nothing."""
    programme_since: int = 0
    """When that began."""
    programme_rating: Rating = Rating.SU
    """Classification of what it consists of just now."""
    rating_since: int = 0
    """When that came into force, with the programme or inside it."""
    away: int = 0
    """Since when something of no programme is on, 0 while it is."""
    item: tuple[str, int] = ("", 0)
    """The last item of the plan and when it began: it may come back behind an interruption."""
    film: tuple[str, int] = ("", 0)
    """The last item with a clearance and when it began: that is shown once."""

    @property
    def rating(self) -> Rating:
        """What is shown: what stands inside a programme keeps its classification."""
        playing = self.playing
        if playing.kind in FURNITURE and playing.programme and playing.programme == self.programme:
            return self.programme_rating
        return _rating(playing.rating)

    def heard(self, playing: Metadata, at: int) -> "OnAir":
        """Return what is on when something began at an instant; told again, nothing changes."""
        if playing == replace(self.playing, offset=playing.offset):
            return self
        if playing.rung is Rung.EMERGENCY or not playing.item_key:
            return replace(self, playing=playing, since=at)
        at = self.item[1] if self.item[0] == playing.item_key else at
        on = replace(self, playing=playing, since=at, item=(playing.item_key, at))
        if playing.clearance and playing.item_key != on.film[0]:
            on = replace(on, film=(playing.item_key, at))
        return on._goes_on(playing, at) if playing.kind in MAIN else on

    def _goes_on(self, playing: Metadata, at: int) -> "OnAir":
        if not playing.programme:
            on = replace(self, away=self.away or at)
            return on if playing.rating == Rating.SU else on._rated(playing, at)
        on = replace(self, away=0)
        if playing.programme != self.programme or (self.away and at - self.away > AWAY):
            on = replace(on, programme=playing.programme, programme_since=at, rating_since=at)
        return on._rated(playing, at)

    def _rated(self, playing: Metadata, at: int) -> "OnAir":
        rating = _rating(playing.rating)
        if rating is self.programme_rating:
            return self
        return replace(self, programme_rating=rating, rating_since=at)


def _rating(name: str) -> Rating:
    """A classification that is not known is shown as the one for grown-ups."""
    try:
        return Rating(name)
    except ValueError:
        return Rating.D
