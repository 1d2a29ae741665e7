"""A shelf as one plan goes through it: whose turn it is, and what may air on which day."""

import heapq
from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime

from media_library.cart import Playable
from media_library.stock import Shelf, Stock, cart_at
from scheduler.planner.plays import Plays
from station.daypart import Daypart, within

_Turn = tuple[int, int]
"""The frame at which a recording is due again, and its place on the shelf."""


class Pile:
    """A shelf as one plan goes through it: what was never played, and then what waited longest.

    A recording of weight n waits the n-th part of one time through the whole shelf, and then
    comes before what was never played.
    """

    def __init__(self, stock: Stock, shelf: Shelf, plays: Plays) -> None:
        self._stock = stock
        self._shelf = shelf
        self._plays = plays
        self._days: dict[date, dict[tuple[Daypart, ...], list[int]]] = {}
        self._first: dict[tuple[date, tuple[Daypart, ...]], int] = {}
        self._heavy = self._heap(cart for cart in plays.heavy() if cart.kind in shelf.key.kinds)
        self._light: list[_Turn] | None = None
        """Those of weight 1; nobody asks for them while there is what was never played."""

    @property
    def size(self) -> int:
        return self._shelf.size

    def on(self, day: date) -> dict[tuple[Daypart, ...], list[int]]:
        """Return the places of what may air on a day, by dayparts."""
        if day not in self._days:
            self._days[day] = self._shelf.on(day)
        return self._days[day]

    def note(self, cart: Playable, frame: int) -> None:
        """Remember that a recording was played."""
        heap = self._heap_of(cart)
        if heap is not None and self._shelf.key.holds(cart):
            heapq.heappush(heap, self._turn(cart, frame))

    def waiting(self, frame: int, local: datetime) -> Generator[Playable, None, None]:
        """Yield what may air at a local time, in the order of its turn."""
        looked: list[_Turn] = []
        try:
            while self._heavy and self._heavy[0][0] <= frame:
                yield from self._next(self._heavy, looked, local)
            yield from self._never_played(local)
            light = self._played()
            while light or self._heavy:
                nearer = min(filter(None, (light, self._heavy)), key=lambda heap: heap[0])
                yield from self._next(nearer, looked, local)
        finally:
            self._put_back(looked)

    def _put_back(self, looked: list[_Turn]) -> None:
        for turn in looked:
            cart = self._stock.get(cart_at(turn[1]))
            heap = None if cart is None else self._heap_of(cart)
            if heap is not None:
                heapq.heappush(heap, turn)

    def _played(self) -> list[_Turn]:
        if self._light is None:
            played = self._plays.of_kinds(self._shelf.key.kinds)
            self._light = self._heap(cart for cart in played if cart.weight == 1)
        return self._light

    def _heap(self, carts: Iterable[Playable]) -> list[_Turn]:
        last, holds = self._plays.last, self._shelf.key.holds
        heap = [self._turn(cart, last[cart.id]) for cart in carts if holds(cart)]
        heapq.heapify(heap)
        return heap

    def _never_played(self, local: datetime) -> Iterator[Playable]:
        day = local.date()
        groups = [
            self._places(day, parts) for parts in self.on(day) if not parts or within(parts, local)
        ]
        for place in groups[0] if len(groups) == 1 else heapq.merge(*groups):
            cart = self._stock.get(cart_at(place))
            if cart is not None:
                yield cart

    def _places(self, day: date, parts: tuple[Daypart, ...]) -> Iterator[int]:
        places = self.on(day)[parts]
        last = self._plays.last
        first = self._first.get((day, parts), 0)
        while first < len(places) and cart_at(places[first]) in last:
            first += 1
        self._first[day, parts] = first
        return (places[n] for n in range(first, len(places)) if cart_at(places[n]) not in last)

    def _next(self, heap: list[_Turn], looked: list[_Turn], local: datetime) -> Iterator[Playable]:
        """Yield the first of a heap, unless it was played again meanwhile or may not air."""
        turn = heapq.heappop(heap)
        cart = self._stock.get(cart_at(turn[1]))
        if cart is None or turn != self._turn(cart, self._plays.last[cart.id]):
            return
        looked.append(turn)
        if valid_on(cart, local.date()) and within(cart.dayparts, local):
            yield cart

    def _heap_of(self, cart: Playable) -> list[_Turn] | None:
        return self._light if cart.weight == 1 else self._heavy

    def _turn(self, cart: Playable, frame: int) -> _Turn:
        return frame + self._shelf.frames // cart.weight, self._shelf.key.place(cart.id)


def valid_on(cart: Playable, day: date) -> bool:
    return (cart.valid_from is None or cart.valid_from <= day) and (
        cart.valid_until is None or day <= cart.valid_until
    )
