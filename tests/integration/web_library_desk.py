"""Recordings for the tests of the desk's pages."""

from datetime import datetime
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.store import CartStore, Peaks
from station.kinds import Kind

SECOND = 48_000


def add_cart(
    sessions: sessionmaker[Session],
    media: Path,
    now: datetime,
    title: str = "Banjir",
    kind: Kind = Kind.PSA,
    seconds: int = 10,
    **about: object,
) -> Cart:
    """Store a cart, its last second for the segue, whose file holds a thousand known bytes."""
    sha256 = f"{abs(hash((title, kind))):064x}"[-64:]
    path = media / f"{sha256}.mp3"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(range(250)) * 4)
    cart = Cart(
        id=0,
        kind=kind,
        title=title,
        path=path.name,
        sha256=sha256,
        original_name=f"{title}.mp3",
        frames=seconds * SECOND,
        cue_in=0,
        cue_out=seconds * SECOND,
        segue=(seconds - 1) * SECOND,
        added_at=now,
        **about,  # type: ignore[arg-type]
    )
    with sessions.begin() as session:
        return CartStore(session).add(cart, Peaks(20, np.arange(200, dtype=np.uint8).tobytes()))


def add_songs(
    sessions: sessionmaker[Session], media: Path, now: datetime, count: int, **about: object
) -> None:
    """Store songs as long as songs are: a plan of days is made of them."""
    for number in range(count):
        title = f"Lagu {number}"
        add_cart(sessions, media, now, title, Kind.MUSIC, 180 + number, **about)
