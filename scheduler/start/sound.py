"""What a first week needs of the library, and how much of it is there."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from media_library.cart import Cart
from scheduler.rules.book import RuleBook
from scheduler.rules.line import Airtime
from scheduler.rules.rule import Rule
from scheduler.rules.signs import is_song
from scheduler.rules.terms import Hourly, PsaShare, SongAt, Terms
from station.kinds import Kind

AZAN_TAG = "azan"
AZAN_WORDS = ("azan", "adzan")
COMFORTABLE = 100
"""So many songs make a day in which few are heard twice before the evening."""
_SONG_MINUTES = 4


class Need(enum.StrEnum):
    """What a station wants to have, in the order in which a listener would miss it."""

    MUSIC = "music"
    STATION_ID = "station_id"
    JINGLE = "jingle"
    ANTHEM = "anthem"
    """Indonesia Raya, with its words."""
    NATIONAL_SONG = "national_song"
    AZAN = "azan"
    PSA = "psa"


class State(enum.StrEnum):
    """Whether there is enough."""

    ENOUGH = "enough"
    FEW = "few"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Supply:
    """How much of one need is there."""

    need: Need
    count: int

    @property
    def state(self) -> State:
        if not self.count:
            return State.MISSING
        few = self.need is Need.MUSIC and self.count < COMFORTABLE
        return State.FEW if few else State.ENOUGH

    @property
    def repeat_minutes(self) -> int:
        """Return after about how long a song returns; 0 where that says nothing."""
        return self.count * _SONG_MINUTES if self.need is Need.MUSIC else 0


@dataclass(frozen=True, slots=True)
class Songs:
    """The songs of the state in the library."""

    anthem: tuple[Cart, ...]
    """Recordings that count as Indonesia Raya."""
    national: tuple[Cart, ...]
    """Recordings that count as a national song."""


def songs_of(carts: Iterable[Cart], book: RuleBook) -> Songs:
    """Return which recordings count, as the rules in force say."""
    found = list(carts)
    terms = [rule.terms for rule in book.of(SongAt)]
    places = {each.place: each for each in terms if isinstance(each, SongAt)}
    return Songs(
        tuple(cart for cart in found if _counts(cart, places.get("first"))),
        tuple(cart for cart in found if _counts(cart, places.get("last"))),
    )


def rules_of(book: RuleBook) -> dict[Need, Rule]:
    """Return the rule in force that asks for each need; one that nobody asks for has none."""
    found: dict[Need, Rule] = {}
    for rule in book.rules:
        need = _need_of(rule.terms)
        if need is not None:
            found.setdefault(need, rule)
    return found


def is_azan(cart: Cart) -> bool:
    """Whether a recording is a call to prayer, by its tags or its title."""
    words = cart.title.casefold().split()
    return AZAN_TAG in cart.tags or any(word in AZAN_WORDS for word in words)


def supplies(counts: Mapping[Kind, int], songs: Songs, azans: Iterable[Cart]) -> list[Supply]:
    """Return every need with how much of it is there."""
    return [
        Supply(Need.MUSIC, counts.get(Kind.MUSIC, 0)),
        Supply(Need.STATION_ID, counts.get(Kind.STATION_ID, 0)),
        Supply(Need.JINGLE, counts.get(Kind.JINGLE, 0)),
        Supply(Need.ANTHEM, len(songs.anthem)),
        Supply(Need.NATIONAL_SONG, len(songs.national)),
        Supply(Need.AZAN, sum(1 for _ in azans)),
        Supply(Need.PSA, counts.get(Kind.PSA, 0)),
    ]


def _need_of(terms: Terms) -> Need | None:
    match terms:
        case SongAt(place="first"):
            return Need.ANTHEM
        case SongAt(place="last"):
            return Need.NATIONAL_SONG
        case Hourly(kinds=kinds) if Kind.STATION_ID in kinds:
            return Need.STATION_ID
        case PsaShare():
            return Need.PSA
        case _:
            return None


def _counts(cart: Cart, terms: SongAt | None) -> bool:
    if terms is None:
        return False
    line = Airtime(
        "", cart.added_at, cart.added_at, cart.kind, cart.title, tags=frozenset(cart.tags)
    )
    return is_song(terms, line)
