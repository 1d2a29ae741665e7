"""The playable part of the library in memory: shelves that are sorted once and kept.

A stock never changes: `changed` answers with a new one that shares what stayed, so that several
plans may read it at the same time and a change of one recording costs nothing like the library.
"""

import zlib
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple, overload

from media_library.cart import Playable
from media_library.fold import fold
from station.daypart import Daypart
from station.kinds import Kind

_IDS = 40
"""Bits of a place that hold the number of the cart; chance is above them."""
_MASK = (1 << _IDS) - 1


class Dates(NamedTuple):
    """First and last day on which recordings may air, and in which dayparts."""

    dayparts: tuple[Daypart, ...]
    valid_from: date | None
    valid_until: date | None

    def hold(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class Trait(NamedTuple):
    """All that shelves ask of a recording; thousands have the same."""

    kind: Kind
    tags: tuple[str, ...]
    evergreen: bool
    dates: Dates


@dataclass(slots=True)
class Alike:
    """Recordings of one trait."""

    numbers: list[int] = field(default_factory=list)
    frames: int = 0
    """Time on the air of all of them together."""


class ShelfKey(NamedTuple):
    """Which recordings a shelf holds, and how chance orders them."""

    kinds: tuple[Kind, ...]
    tags: tuple[str, ...]
    """Any of these; empty: all."""
    evergreen: bool
    """The evergreens alone, or all the others."""
    seed: int

    def holds(self, cart: Playable | Trait) -> bool:
        return (
            cart.kind in self.kinds
            and cart.evergreen == self.evergreen
            and (not self.tags or any(tag in self.tags for tag in cart.tags))
        )

    def place(self, cart_id: int) -> int:
        """Return where chance puts a cart: sorts by it, and holds the cart's number."""
        return zlib.crc32(b"%d:%d" % (self.seed, cart_id)) << _IDS | cart_id


@dataclass(slots=True)
class Shelf:
    """Recordings by when they may air, each group in the order of chance."""

    key: ShelfKey
    groups: dict[Dates, list[int]] = field(default_factory=dict)
    """Places; see `ShelfKey.place`."""
    frames: int = 0
    """Time on the air of all of them together."""
    size: int = 0

    def on(self, day: date) -> dict[tuple[Daypart, ...], list[int]]:
        """Return what may air on a local day, by dayparts, in the order of chance."""
        found: dict[tuple[Daypart, ...], list[list[int]]] = {}
        for dates, places in self.groups.items():
            if dates.hold(day):
                found.setdefault(dates.dayparts, []).append(places)
        return {
            parts: lists[0] if len(lists) == 1 else sorted(chain(*lists))
            for parts, lists in found.items()
        }

    def fill(self, traits: Mapping[Trait, Alike]) -> None:
        """Put many carts on an empty shelf."""
        for trait, alike in traits.items():
            if self.key.holds(trait):
                places = self.groups.setdefault(trait.dates, [])
                places.extend(map(self.key.place, alike.numbers))
                self.frames += alike.frames
                self.size += len(alike.numbers)
        for places in self.groups.values():
            places.sort()

    def changed(self, gone: Iterable[Playable], come: Iterable[Playable]) -> "Shelf":
        """Return the shelf with some carts taken away and others put in."""
        old = [cart for cart in gone if self.key.holds(cart)]
        new = [cart for cart in come if self.key.holds(cart)]
        if not old and not new:
            return self
        touched = {_dates(cart) for cart in (*old, *new)}
        groups = {
            dates: list(places) if dates in touched else places
            for dates, places in self.groups.items()
        }
        shelf = Shelf(self.key, groups, self.frames, self.size)
        for cart in old:
            places = groups[_dates(cart)]
            del places[bisect_left(places, self.key.place(cart.id))]
            shelf._count(cart, -1)
        for cart in new:
            insort(groups.setdefault(_dates(cart), []), self.key.place(cart.id))
            shelf._count(cart, 1)
        return shelf

    def _count(self, cart: Playable, sign: int) -> None:
        self.size += sign
        self.frames += sign * (cart.segue - cart.cue_in)


class Stock(Sequence[Playable]):
    """Every recording that may be planned; those hidden are as if they were not there."""

    def __init__(self, carts: Iterable[Playable] = (), revision: int = 0) -> None:
        self.revision = revision
        """Of the library that was read."""
        self._carts = {cart.id: cart for cart in carts}
        self._names: dict[int, tuple[str, str]] = {}
        self._shelves: dict[ShelfKey, Shelf] = {}
        self._traits: dict[Trait, Alike] = {}
        """Of all the carts; empty until a shelf is filled."""
        self._hidden: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self._carts) - len(self._hidden)

    def __iter__(self) -> Iterator[Playable]:
        return (cart for cart in self._carts.values() if cart.id not in self._hidden)

    @overload
    def __getitem__(self, index: int) -> Playable: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Playable]: ...
    def __getitem__(self, index: int | slice) -> Playable | Sequence[Playable]:
        return list(self)[index]

    def get(self, cart_id: int) -> Playable | None:
        return None if cart_id in self._hidden else self._carts.get(cart_id)

    def names(self, cart: Playable) -> tuple[str, str]:
        """Return performer and title as separations compare them."""
        found = self._names.get(cart.id)
        if found is None:
            found = self._names[cart.id] = (fold(cart.artist), fold(cart.title))
        return found

    def shelf(self, key: ShelfKey) -> Shelf:
        """Return a shelf, filled at the first time of asking; it holds hidden carts too."""
        found = self._shelves.get(key)
        if found is None:
            found = Shelf(key)
            self._traits = self._traits or _traits(self._carts.values())
            found.fill(self._traits)
            self._shelves[key] = found
        return found

    def without(self, cart_ids: Collection[int]) -> "Stock":
        """Return the stock with some recordings hidden."""
        stock = self._shared()
        stock._hidden = self._hidden | {number for number in cart_ids if number in self._carts}
        return stock

    def changed(self, carts: Collection[Playable], gone: Iterable[int], revision: int) -> "Stock":
        """Return the stock with some recordings new or changed, and others gone."""
        stock = self._shared()
        stock.revision = revision
        touched = {*gone, *(cart.id for cart in carts)}
        old = [self._carts[number] for number in touched if number in self._carts]
        stock._carts, stock._traits = dict(self._carts), {}
        stock._names = {key: value for key, value in self._names.items() if key not in touched}
        for cart in old:
            del stock._carts[cart.id]
        stock._carts |= {cart.id: cart for cart in carts}
        stock._shelves = {
            key: shelf.changed(old, carts) for key, shelf in list(self._shelves.items())
        }
        return stock

    def _shared(self) -> "Stock":
        stock = Stock(revision=self.revision)
        stock._carts, stock._names, stock._shelves = self._carts, self._names, self._shelves
        stock._traits, stock._hidden = self._traits, self._hidden
        return stock


def cart_at(place: int) -> int:
    """Return the number of the cart at a place of a shelf."""
    return place & _MASK


def _dates(cart: Playable) -> Dates:
    return Dates(cart.dayparts, cart.valid_from, cart.valid_until)


def _traits(carts: Iterable[Playable]) -> dict[Trait, Alike]:
    found: dict[Trait, Alike] = {}
    for cart in carts:
        trait = Trait(cart.kind, cart.tags, cart.evergreen, _dates(cart))
        alike = found.get(trait)
        if alike is None:
            alike = found[trait] = Alike()
        alike.numbers.append(cart.id)
        alike.frames += cart.segue - cart.cue_in
    return found
