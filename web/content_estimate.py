"""How much a programme's content holds: recordings that match, and how long they last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from media_library.cart import Cart
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
    carts, performers, frames = store.reservoir(kinds, tags, day)
    return Estimate(carts, performers, span_of(frames))


def of_carts(carts: Sequence[Cart]) -> Estimate:
    """Count fixed items, each as often as it stands in the list."""
    length = sum((cart.length for cart in carts), timedelta())
    return Estimate(len(carts), len({cart.artist for cart in carts if cart.artist}), length)
