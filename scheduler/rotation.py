"""Chooses recordings from the library: least recently played first, apart from their likes."""

import heapq
import random
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from media_library.cart import Playable
from media_library.fold import fold
from scheduler.airtime import MINUTE, frame_at
from scheduler.programme import Rotation
from station.kinds import Kind

CONSIDERED = 40
"""How many recordings are looked at for one place."""
_FIRST_FEW = 12
"""Among how many of the least recently played chance decides."""
_NEVER = 0


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may air at one place, the best first."""

    carts: list[Playable]
    """Least recently played first."""
    relaxed: str
    """The rule that could not hold, empty when all do: first `artist_separation` goes, then
    `title_separation`."""
    pool: int
    """How many recordings the rotation has in all."""


class RotationView:
    """The library as rotations see it, with what was played last; `note` moves it on."""

    def __init__(
        self, carts: Iterable[Playable], last_aired: Mapping[int, datetime], seed: int
    ) -> None:
        self._carts = {cart.id: cart for cart in carts}
        self._names = {
            id: (fold(cart.artist), fold(cart.title)) for id, cart in self._carts.items()
        }
        self._chance = {id: zlib.crc32(b"%d:%d" % (seed, id)) for id in self._carts}
        self._last: dict[int, int] = {}
        self._artists: dict[str, int] = {}
        self._titles: dict[str, int] = {}
        self._pools: dict[tuple[object, ...], list[tuple[int, int, int]]] = {}
        for cart_id, at in last_aired.items():
            self.note(cart_id, frame_at(at))

    def get(self, cart_id: int, day: date) -> Playable | None:
        """Return a recording that may air on a local day."""
        cart = self._carts.get(cart_id)
        return cart if cart is not None and _valid(cart, day) else None

    def note(self, cart_id: int, frame: int) -> None:
        """Remember that a recording starts at `frame`."""
        names = self._names.get(cart_id)
        if names is None:
            return
        artist, title = names
        self._last[cart_id] = max(frame, self._last.get(cart_id, _NEVER))
        self._artists[artist] = max(frame, self._artists.get(artist, _NEVER))
        self._titles[title] = max(frame, self._titles.get(title, _NEVER))

    def allowed(self, cart_id: int, rotation: Rotation, frame: int) -> bool:
        """Whether a recording keeps its distance to its own title and artist."""
        return self._title_apart(cart_id, rotation, frame) and self._artist_apart(
            cart_id, rotation, frame
        )

    def belongs(self, cart: Playable, rotation: Rotation) -> bool:
        return cart.kind in rotation.kinds and (
            not rotation.tags or not set(rotation.tags).isdisjoint(cart.tags)
        )

    def candidates(self, rotation: Rotation, frame: int, day: date) -> Candidates:
        """Return what may air at `frame`; when not all rules can hold, relaxed in their order."""
        pool = self._pool(rotation)
        found = self._first(pool, day, lambda id: self.allowed(id, rotation, frame))
        if found:
            return Candidates(found, "", len(pool))
        found = self._first(pool, day, lambda id: self._title_apart(id, rotation, frame))
        if found:
            found.sort(key=lambda cart: self._artists.get(self._names[cart.id][0], _NEVER))
            return Candidates(found, "artist_separation", len(pool))
        found = self._first(pool, day, lambda _: True)
        found.sort(key=lambda cart: self._titles.get(self._names[cart.id][1], _NEVER))
        return Candidates(found, "title_separation" if found else "", len(pool))

    def sample(self, kinds: Collection[Kind], count: int, day: date) -> list[Playable]:
        """Return some recordings of these kinds, the same whatever has been played."""
        carts = (cart for cart in self._carts.values() if cart.kind in kinds and _valid(cart, day))
        return heapq.nsmallest(count, carts, key=lambda cart: (self._chance[cart.id], cart.id))

    def _title_apart(self, cart_id: int, rotation: Rotation, frame: int) -> bool:
        last = self._titles.get(self._names[cart_id][1], _NEVER)
        return frame - last >= rotation.title_separation_min * MINUTE

    def _artist_apart(self, cart_id: int, rotation: Rotation, frame: int) -> bool:
        artist = self._names[cart_id][0]
        if not artist:
            return True
        return frame - self._artists.get(artist, _NEVER) >= rotation.artist_separation_min * MINUTE

    def _pool(self, rotation: Rotation) -> list[tuple[int, int, int]]:
        """Return the heap of (last start, chance, cart) of a rotation; entries may be stale."""
        key = (rotation.kinds, rotation.tags)
        if key not in self._pools:
            heap = [
                self._entry(cart.id)
                for cart in self._carts.values()
                if self.belongs(cart, rotation)
            ]
            heapq.heapify(heap)
            self._pools[key] = heap
        return self._pools[key]

    def _entry(self, cart_id: int) -> tuple[int, int, int]:
        return (self._last.get(cart_id, _NEVER), self._chance[cart_id], cart_id)

    def _first(
        self, heap: list[tuple[int, int, int]], day: date, fits: Callable[[int], bool]
    ) -> list[Playable]:
        """Return the first few of the pool that fit, least recently played first."""
        taken: list[tuple[int, int, int]] = []
        found: list[Playable] = []
        while heap and len(found) < CONSIDERED:
            entry = heap[0]
            fresh = self._entry(entry[2])
            if fresh != entry:
                heapq.heapreplace(heap, fresh)
                continue
            taken.append(heapq.heappop(heap))
            cart = self._carts[entry[2]]
            if _valid(cart, day) and fits(cart.id):
                found.append(cart)
        for entry in taken:
            heapq.heappush(heap, entry)
        return found


def choose(found: Candidates, seed: str) -> Playable:
    """Let seeded chance decide among the least recently played; a relaxed rule leaves none."""
    if found.relaxed:
        return found.carts[0]
    few = max(1, min(_FIRST_FEW, found.pool // 4))
    return random.Random(seed).choice(found.carts[:few])


def _valid(cart: Playable, day: date) -> bool:
    return (cart.valid_from is None or cart.valid_from <= day) and (
        cart.valid_until is None or day <= cart.valid_until
    )
