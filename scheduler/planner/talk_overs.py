"""Lays what sounds over the items: talk-overs of programmes, never over words or an anthem."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from media_library.cart import Playable
from scheduler.planner.airtime import SECOND, frame_at
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.items import handed_over_at, made
from scheduler.planner.plan import Finding, Note
from scheduler.planner.rotation import RotationView
from scheduler.week.programme import Fixed, Programme, Serial, TalkOver
from station.broadcast_day import local_date
from station.kinds import SPOTS, Kind
from station.rundown import Anchor, Item, Reason, Secondary, Start, Why

_WORDS = {*SPOTS, Kind.ANTHEM, Kind.PROGRAMME, Kind.STATION_ID}
"""What nothing may sound over."""
_MANY = 1000


@dataclass(frozen=True, slots=True)
class _Place:
    """An item that a wish is tied to, and where the talk-over would be."""

    wish: TalkOver
    programme: Programme
    parent: Item
    cart: Playable
    begins: int

    @property
    def ends(self) -> int:
        return self.begins + self.cart.cue_out - self.cart.cue_in


class TalkOvers:
    """Finds the place of every wish; one that would cover words is left out."""

    def __init__(self, inputs: PlanInputs, view: RotationView, items: Sequence[Item]) -> None:
        self._inputs = inputs
        self._view = view
        self._items = items
        self.findings: list[Finding] = []
        programmes = {programme.id: programme for programme in inputs.programmes}
        self._programmes = {
            slot.id: programmes[slot.programme_id]
            for slot in inputs.slots
            if slot.programme_id in programmes
        }

    def laid(self) -> tuple[Secondary, ...]:
        """Return what sounds over the items, in order, one at a time."""
        found: list[tuple[int, Secondary]] = []
        for index, item in enumerate(self._items):
            programme = self._programme(item)
            for number, wish in enumerate(programme.talk_overs if programme else ()):
                if programme is not None and _is_meant(item, wish, programme):
                    found += self._over(index, wish, programme, number)
        found.sort(key=lambda one: frame_at(one[1].item.begins))
        apart: list[tuple[int, Secondary]] = []
        for ends, secondary in found:
            if not apart or frame_at(secondary.item.begins) >= apart[-1][0]:
                apart.append((ends, secondary))
        return tuple(secondary for _, secondary in apart)

    def _programme(self, item: Item) -> Programme | None:
        kind, _, rest = item.key.partition(":")
        number = rest.partition(":")[0]
        if kind != "slot" or not number.isdigit():
            return None
        return self._programmes.get(int(number))

    def _over(
        self, index: int, wish: TalkOver, programme: Programme, number: int
    ) -> list[tuple[int, Secondary]]:
        parent = self._items[index]
        cart = self._cart(wish, parent)
        if cart is None:
            return []
        begins = self._begins(index, wish, cart)
        place = None if begins is None else _Place(wish, programme, parent, cart, begins)
        if place is None or self._covers_words(index, place):
            self._tell(wish, programme, parent)
            return []
        key = f"over:{number}:{parent.key}"
        return [(place.ends, _secondary(place, key, self._inputs.target_lufs))]

    def _cart(self, wish: TalkOver, parent: Item) -> Playable | None:
        day = local_date(parent.begins, self._inputs.zone)
        if wish.cart_id is not None:
            return self._view.get(wish.cart_id, day)
        carts = self._view.sample((wish.kind,), _MANY, day)
        return carts[zlib.crc32(parent.key.encode()) % len(carts)] if carts else None

    def _begins(self, index: int, wish: TalkOver, cart: Playable) -> int | None:
        """Return where it would begin; None where its anchor is not there or has no room."""
        parent = self._items[index]
        first, offset = frame_at(parent.begins), round(wish.offset_s * SECOND)
        if wish.anchor is Anchor.START:
            return first + offset
        if wish.anchor is Anchor.END:
            begins = self._hand_over(index) + offset
        elif parent.intro > parent.cue_in:
            ends = first + parent.intro - parent.cue_in + offset
            begins = ends - (cart.cue_out - cart.cue_in)
        else:
            return None
        return begins if begins >= first else None

    def _hand_over(self, index: int) -> int:
        parent = self._items[index]
        if index + 1 == len(self._items):
            return frame_at(parent.begins) + parent.frames
        after = self._items[index + 1]
        if after.start is Start.HARD:
            return frame_at(after.begins)
        return handed_over_at(parent, after.kind, self._inputs.transitions)

    def _covers_words(self, index: int, place: _Place) -> bool:
        """Whether any words would be heard at the same time, behind the item or before it."""
        before = reversed(self._items[: index + 1])
        near = chain(
            _until(before, lambda item: _ends(item) < place.begins),
            _until(self._items[index:], lambda item: frame_at(item.begins) > place.ends),
        )
        return any(
            (item.kind in _WORDS or item.reason.code is Why.EVENT)
            and frame_at(item.begins) < place.ends
            and place.begins < _ends(item)
            for item in near
        )

    def _tell(self, wish: TalkOver, programme: Programme, parent: Item) -> None:
        if not wish.every:
            about = {"programme": programme.name, "key": parent.key}
            self.findings.append(Finding(Note.TALK_OVER_LEFT_OUT, parent.begins, about))


def _is_meant(item: Item, wish: TalkOver, programme: Programme) -> bool:
    tail = item.key.rpartition(":")[2]
    if not wish.every:
        return tail == ("f0" if isinstance(programme.content, Fixed | Serial) else "0")
    number = tail.removeprefix("f")
    if item.kind is not Kind.MUSIC or not number.isdigit():
        return False
    return int(number) % wish.every == wish.every - 1


def _until(items: Iterable[Item], over: Callable[[Item], bool]) -> Iterator[Item]:
    return takewhile(lambda item: not over(item), items)


def _ends(item: Item) -> int:
    """Return the frame behind its last sound."""
    return frame_at(item.begins) + item.cue_out - item.cue_in


def _secondary(place: _Place, key: str, target_lufs: float) -> Secondary:
    item = made(
        place.cart,
        key,
        place.begins,
        reason=Reason(
            Why.TALK_OVER, {"programme": place.programme.name, "over": place.parent.title}
        ),
        target_lufs=target_lufs,
        programme=place.programme.name,
        rating=place.programme.rating,
    )
    return Secondary(
        item,
        place.parent.key,
        place.wish.anchor,
        round(place.wish.offset_s * SECOND),
        place.wish.duck_db,
    )
