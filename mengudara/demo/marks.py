"""Marks on the demo's music: where intros end, weights, dayparts, and what waits in reserve."""

from datetime import time

from sqlalchemy.orm import Session

from media_library.store import CartStore
from mengudara.demo.gendhing import first_gong
from mengudara.demo.week import Shelf
from station.audio import RATE
from station.daypart import Daypart

WEIGHTS = {"Lancaran Pasar Ceria": 3, "Lancaran Sepeda Sore": 2}
"""Twice or three times as often as the others."""
DAYPARTS = {
    "Suling Selepas Magrib": (Daypart(time(17), time(6)),),
    "Gambang Hari Libur": (Daypart(time.min, time.min, (5, 6)),),
}
"""When they may be chosen at all."""
EVERGREEN = ("Siter Rintik Malam",)
"""Chosen where nothing else may be."""


def store(session: Session, shelf: Shelf) -> None:
    """Write the marks of the music; the caller commits."""
    carts = CartStore(session)
    for cart_id, piece in shelf.numbered():
        carts.update(
            cart_id,
            intro=round(first_gong(piece) * RATE),
            weight=WEIGHTS.get(piece.title, 1),
            dayparts=DAYPARTS.get(piece.title, ()),
            evergreen=piece.title in EVERGREEN,
        )
