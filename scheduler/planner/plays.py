"""What was played when: by recording, performer, title and tag, in time and in plays."""

from collections.abc import Collection, Iterator, Mapping

from media_library.cart import Playable
from media_library.stock import Stock
from scheduler.planner.airtime import HOUR, MINUTE
from scheduler.week.programme import Rotation
from station.kinds import Kind

NEVER = 0
_FAR = 8 * 24 * HOUR
"""Behind this no separation reaches: what is older counts for the turn of its recording alone."""


class Plays:
    """Counts plays of each kind, and knows the last one of everything that is kept apart."""

    def __init__(self, stock: Stock, last_aired: Mapping[int, int]) -> None:
        """`last_aired`: frames, by recording."""
        self._stock = stock
        self.last: dict[int, int] = {}
        """When each recording began last."""
        self._heavy: dict[int, Playable] = {}
        for cart_id, frame in last_aired.items():
            cart = stock.get(cart_id)
            if cart is not None:
                self._play(cart, frame)
        self._counts: dict[Kind, int] = {}
        self._before: dict[Kind, Playable] = {}
        self._frames: dict[tuple[str, str], int] = {}
        self._numbers: dict[tuple[Kind, str, str], int] = {}
        self._newest = NEVER
        self._begin()

    def note(self, cart: Playable, frame: int) -> bool:
        """Remember a play; whether it is later than what was known of the recording."""
        if frame > self._newest:
            self._newest = frame
            self._counts[cart.kind] = self._counts.get(cart.kind, 0) + 1
            self._before[cart.kind] = cart
        number = self._counts.get(cart.kind, 0)
        artist, title = self._stock.names(cart)
        for name in (("artist", artist), ("title", title), *(("tag", tag) for tag in cart.tags)):
            if frame >= self._frames.get(name, NEVER):
                self._frames[name] = frame
                self._numbers[cart.kind, *name] = number
        if frame <= self.last.get(cart.id, NEVER):
            return False
        self._play(cart, frame)
        return True

    def of_kinds(self, kinds: Collection[Kind]) -> Iterator[Playable]:
        """Yield what has been played of some kinds."""
        found = (self._stock.get(cart_id) for cart_id in self.last)
        return (cart for cart in found if cart is not None and cart.kind in kinds)

    def heavy(self) -> Iterator[Playable]:
        """Yield what has been played of those whose turn comes more often than others'."""
        return iter(self._heavy.values())

    def before(self, kind: Kind) -> Playable | None:
        """Return the recording of a kind that was played last."""
        return self._before.get(kind)

    def artist_last(self, cart: Playable) -> int:
        return self._last("artist", self._stock.names(cart)[0])

    def title_last(self, cart: Playable) -> int:
        return self._last("title", self._stock.names(cart)[1])

    def tag_last(self, tag: str) -> int:
        return self._last("tag", tag)

    def apart(self, cart: Playable, rotation: Rotation, frame: int) -> tuple[bool, bool]:
        """Return whether a recording is far enough from others of its performer, and its title."""
        artist, title = self._stock.names(cart)
        gap = (rotation.artist_separation_min, rotation.artist_separation_plays)
        artist_apart = not artist or self._apart(cart.kind, ("artist", artist), frame, gap)
        gap = (rotation.title_separation_min, rotation.title_separation_plays)
        return artist_apart, self._apart(cart.kind, ("title", title), frame, gap)

    def tags_apart(self, cart: Playable, rotation: Rotation, frame: int) -> bool:
        gap = (rotation.tag_separation_min, rotation.tag_separation_plays)
        return not rotation.apart_tags or all(
            self._apart(cart.kind, ("tag", tag), frame, gap)
            for tag in cart.tags
            if tag in rotation.apart_tags
        )

    def _apart(self, kind: Kind, name: tuple[str, str], frame: int, gap: tuple[int, int]) -> bool:
        minutes, plays = gap
        if frame - self._frames.get(name, NEVER) < minutes * MINUTE:
            return False
        number = self._numbers.get((kind, *name)) if plays else None
        return number is None or self._counts.get(kind, 0) - number >= plays

    def _last(self, what: str, name: str) -> int:
        return self._frames.get((what, name), NEVER)

    def _play(self, cart: Playable, frame: int) -> None:
        self.last[cart.id] = frame
        if cart.weight > 1:
            self._heavy[cart.id] = cart

    def _begin(self) -> None:
        """Note the plays of the last days, in their order."""
        since = max(self.last.values(), default=NEVER) - _FAR
        recent = sorted((frame, id) for id, frame in self.last.items() if frame > since)
        for frame, cart_id in recent:
            cart = self._stock.get(cart_id)
            if cart is not None:
                self.note(cart, frame)
