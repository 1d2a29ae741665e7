"""Chooses recordings from the library: least recently played first, apart from their likes.

When not all rules of a rotation can hold they give way in the order of `RELAXED`; where nothing
else may air at all, an evergreen does.
"""

import heapq
import random
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

from media_library.cart import Mood, Playable
from media_library.stock import ShelfKey, Stock, cart_at
from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.pile import Pile, valid_on
from scheduler.planner.plays import Plays
from scheduler.week.programme import Rotation
from station.daypart import within
from station.kinds import Kind

CHANNEL_TAG = "channel:"
"""Begins a tag that names a channel: what has one is chosen for the channels it names alone."""
CONSIDERED = 40
"""How many recordings are looked at for one place."""
_LOOKED_THROUGH = 3_000
"""No more of a large library are looked at for one place."""
FIRST_FEW = 12
"""Among how many of the least recently played chance decides."""
_MOODS = {mood: number for number, mood in enumerate(Mood)}

FLOW, TAG, ARTIST, TITLE = "flow", "tag_separation", "artist_separation", "title_separation"
RELAXED = (FLOW, TAG, ARTIST, TITLE)
"""The order in which rules give way; with each the ones before it do too."""
EVERGREEN = "evergreen"


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may air at one place, the best first."""

    carts: list[Playable]
    """Least recently played first."""
    relaxed: str
    """The last of `RELAXED` that could not hold, empty when all do."""
    pool: int
    """How many recordings the rotation has in all."""
    evergreen: bool = False
    """Whether nothing but evergreens may air here."""


class RotationView:
    """The library as rotations see it, with what was played last; `note` moves it on."""

    def __init__(
        self,
        carts: Iterable[Playable],
        last_aired: Mapping[int, datetime],
        seed: int,
        zone: tzinfo,
        channel: str = "",
    ) -> None:
        self._stock = carts if isinstance(carts, Stock) else Stock(carts)
        self._seed = seed
        self._zone = zone
        self._channel = channel
        self._plays = Plays(self._stock, {id: frame_at(at) for id, at in last_aired.items()})
        self._piles: dict[ShelfKey, Pile] = {}
        self._samples: dict[tuple[object, ...], list[Playable]] = {}
        self.forbids: Callable[[Playable, int], bool] = _never
        """Whether a rule that blocks is against a recording at a frame."""

    def get(self, cart_id: int, day: date) -> Playable | None:
        """Return a recording that may air on a local day."""
        cart = self._stock.get(cart_id)
        return cart if cart is not None and valid_on(cart, day) else None

    def note(self, cart_id: int, frame: int) -> None:
        """Remember that a recording starts at `frame`."""
        cart = self._stock.get(cart_id)
        if cart is None:
            return
        if self._plays.note(cart, frame):
            for pile in self._piles.values():
                pile.note(cart, frame)

    def allowed(self, cart: Playable, rotation: Rotation, frame: int) -> bool:
        """Whether a recording keeps every rule of a rotation."""
        return not self.broken(cart, rotation, frame)

    def broken(self, cart: Playable, rotation: Rotation, frame: int) -> tuple[str, ...]:
        """Return the rules that a recording would break at `frame`, in the order of `RELAXED`."""
        plays = self._plays
        steps = rotation.tempo_step or rotation.mood_step
        flows = not steps or _flows(cart, plays.before(cart.kind), rotation)
        tags_apart = not rotation.apart_tags or plays.tags_apart(cart, rotation, frame)
        artist_apart, title_apart = plays.apart(cart, rotation, frame)
        if flows and tags_apart and artist_apart and title_apart:
            return ()
        kept = (flows, tags_apart, artist_apart, title_apart)
        return tuple(rule for rule, keeps in zip(RELAXED, kept, strict=True) if not keeps)

    def in_daypart(self, cart: Playable, frame: int) -> bool:
        """Whether a recording may be chosen at the local time of a frame."""
        return not cart.dayparts or within(cart.dayparts, self._local(frame))

    def belongs(self, cart: Playable, rotation: Rotation) -> bool:
        return self._at_home(cart) and any(
            cart.kind in share.kinds
            and (not share.tags or not set(share.tags).isdisjoint(cart.tags))
            for share in rotation.shares
        )

    def last_of(self, cart: Playable) -> datetime | None:
        """Return when a recording was played last."""
        frame = self._plays.last.get(cart.id)
        return None if frame is None else instant_at(frame)

    def last_like(self, cart: Playable, rotation: Rotation, rule: str) -> int:
        """Return the frame of the last play that a rule keeps a recording apart from."""
        if rule == ARTIST:
            return self._plays.artist_last(cart)
        if rule == TITLE:
            return self._plays.title_last(cart)
        tags = set(cart.tags) & set(rotation.apart_tags)
        return max((self._plays.tag_last(tag) for tag in tags), default=0)

    def candidates(
        self, rotation: Rotation, frame: int, number: int = 0, most: int = CONSIDERED
    ) -> Candidates:
        """Return what may air at `frame`, as the item of this number; its pool comes first."""
        for evergreen in (False, True):
            for share in in_turn(rotation, number):
                found = self._from(share, frame, evergreen=evergreen, most=most)
                if found.carts:
                    return found
        return Candidates([], "", 0)

    def sample(self, kinds: Collection[Kind], count: int, day: date) -> list[Playable]:
        """Return some recordings of these kinds, the same whatever has been played."""
        asked = (tuple(kinds), count, day)
        if asked not in self._samples:
            groups = [
                self._pile(ShelfKey(tuple(kinds), (), evergreen, self._seed)).on(day).values()
                for evergreen in (False, True)
            ]
            places = heapq.merge(*(places for group in groups for places in group))
            found = (self._stock.get(cart_at(place)) for place in places)
            carts = (cart for cart in found if cart is not None and self._at_home(cart))
            self._samples[asked] = [cart for cart, _ in zip(carts, range(count), strict=False)]
        return self._samples[asked]

    def _from(self, rotation: Rotation, frame: int, *, evergreen: bool, most: int) -> Candidates:
        pile = self._pile(ShelfKey(rotation.kinds, rotation.tags, evergreen, self._seed))
        looked = 0
        by_rule: dict[str, list[Playable]] = {}
        with closing(pile.waiting(frame, self._local(frame))) as waiting:
            for cart in waiting:
                if not self._at_home(cart) or self.forbids(cart, frame):
                    continue
                looked += 1
                broken = self.broken(cart, rotation, frame)
                found = by_rule.setdefault(broken[-1] if broken else "", [])
                if len(found) < (CONSIDERED if broken else most):
                    found.append(cart)
                if len(by_rule.get("", ())) == most or looked >= _LOOKED_THROUGH:
                    break
        for rule in ("", *RELAXED):
            if rule in by_rule:
                carts = self._in_order(by_rule[rule], rule)
                return Candidates(carts, rule, pile.size, evergreen)
        return Candidates([], "", pile.size)

    def _at_home(self, cart: Playable) -> bool:
        """Whether a recording may be chosen for this channel; untagged ones are for all."""
        homes = [tag for tag in cart.tags if tag.startswith(CHANNEL_TAG)]
        return not homes or f"{CHANNEL_TAG}{self._channel}" in homes

    def _in_order(self, carts: list[Playable], rule: str) -> list[Playable]:
        """Return what breaks one rule with what breaks it least in front."""
        before = self._plays.before(carts[0].kind)
        if rule == FLOW and before is not None:
            return sorted(carts, key=lambda cart: _distance(cart, before))
        if rule == ARTIST:
            return sorted(carts, key=self._plays.artist_last)
        return sorted(carts, key=self._plays.title_last) if rule == TITLE else carts

    def _pile(self, key: ShelfKey) -> Pile:
        if key not in self._piles:
            self._piles[key] = Pile(self._stock, self._stock.shelf(key), self._plays)
        return self._piles[key]

    def _local(self, frame: int) -> datetime:
        return instant_at(frame).astimezone(self._zone)


def _never(_cart: Playable, _frame: int) -> bool:
    return False


def choose(found: Candidates, seed: str) -> Playable:
    """Let seeded chance decide among the least recently played; a relaxed rule leaves none."""
    if found.relaxed:
        return found.carts[0]
    few = max(1, min(FIRST_FEW, found.pool // 4))
    return random.Random(seed).choice(found.carts[:few])


def in_turn(rotation: Rotation, number: int) -> list[Rotation]:
    """Return the shares of a rotation for the item of a number: its own first, then the others."""
    if not rotation.pools:
        return [rotation]
    shares = list(rotation.shares)
    cycle = _cycle(tuple(pool.weight for pool in rotation.pools))
    own = cycle[number % len(cycle)]
    heavy_first = sorted(range(len(shares)), key=lambda n: (-rotation.pools[n].weight, n))
    return [shares[own], *(shares[n] for n in heavy_first if n != own)]


@lru_cache(maxsize=64)
def _cycle(weights: tuple[int, ...]) -> tuple[int, ...]:
    """Return whose turn it is, once through: each as often as it weighs, spread evenly."""
    credit = [0] * len(weights)
    turns = []
    for _ in range(sum(weights)):
        credit = [had + weight for had, weight in zip(credit, weights, strict=True)]
        turn = max(range(len(weights)), key=lambda n: (credit[n], -n))
        credit[turn] -= sum(weights)
        turns.append(turn)
    return tuple(turns)


def _flows(cart: Playable, before: Playable | None, rotation: Rotation) -> bool:
    """Whether tempo and mood step no further than the rotation wants; unknown ones do not count."""
    if before is None or not (rotation.tempo_step or rotation.mood_step):
        return True
    tempo, mood = _distances(cart, before)
    return (not rotation.tempo_step or tempo <= rotation.tempo_step) and (
        not rotation.mood_step or mood <= rotation.mood_step
    )


def _distances(cart: Playable, before: Playable) -> tuple[int, int]:
    tempo = 0 if cart.tempo is None or before.tempo is None else abs(cart.tempo - before.tempo)
    if cart.mood is None or before.mood is None:
        return tempo, 0
    return tempo, abs(_MOODS[cart.mood] - _MOODS[before.mood])


def _distance(cart: Playable, before: Playable) -> int:
    tempo, mood = _distances(cart, before)
    return tempo + 20 * mood
