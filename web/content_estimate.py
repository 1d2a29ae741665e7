"""How much a programme's content holds: recordings that match, and how long they last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from media_library.cart import Cart, Playable
from media_library.store import CartStore
from station.audio import span_of
from station.kinds import Kind


@dataclass(frozen=True, slots=True)
class Estimate:
    """What may be planned on a day."""

    carts: int
    artists: int
    length: timedelta


def of_rotation(
    store: CartStore, kinds: Sequence[Kind], tags: Sequence[str], day: date
) -> Estimate:
    """Count what a rotation may choose from on a local day."""
    wanted = set(tags)
    found = [
        cart
        for cart in (store.playable(kinds) if kinds else [])
        if _valid(cart, day) and (not wanted or wanted & set(cart.tags))
    ]
    length = span_of(sum(cart.segue - cart.cue_in for cart in found))
    return Estimate(len(found), len({cart.artist for cart in found if cart.artist}), length)


def of_carts(carts: Sequence[Cart]) -> Estimate:
    """Count fixed items, each as often as it stands in the list."""
    length = sum((cart.length for cart in carts), timedelta())
    return Estimate(len(carts), len({cart.artist for cart in carts if cart.artist}), length)


def _valid(cart: Playable, day: date) -> bool:
    begun = cart.valid_from is None or cart.valid_from <= day
    return begun and (cart.valid_until is None or day <= cart.valid_until)
