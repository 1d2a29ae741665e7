"""The shape of a recording, cut down to what fits on a page."""

from itertools import pairwise

from pydantic import BaseModel

from media_library.cart import Cart
from media_library.store import CartStore, Peaks
from station import pressure
from station.audio import RATE
from web.desk import Desk

COLUMNS = 240


class Waveform(BaseModel):
    """Loudest sample of each column, 0 to 255, from cue-in to cue-out; empty when unknown."""

    columns: list[int]
    segue: float
    """Where the next item may start, as a part of the whole."""


def peaks_of(cart_id: int, carts: CartStore, desk: Desk) -> Peaks | None:
    """Return what is drawn of a recording; None while the machine is needed for the air."""
    if pressure.highest(desk.paths.run, desk.clock.now()) >= pressure.Level.WAVEFORMS:
        return None
    return carts.peaks(cart_id)


def waveform(cart: Cart, peaks: Peaks | None) -> Waveform:
    segue = (cart.segue - cart.cue_in) / (cart.cue_out - cart.cue_in)
    if peaks is None:
        return Waveform(columns=[], segue=segue)
    begin = cart.cue_in * peaks.per_second // RATE
    used = peaks.values[begin : max(begin + 1, cart.cue_out * peaks.per_second // RATE)]
    edges = [len(used) * n // COLUMNS for n in range(COLUMNS + 1)]
    columns = [max(used[left : max(left + 1, right)], default=0) for left, right in pairwise(edges)]
    return Waveform(columns=columns, segue=segue)
