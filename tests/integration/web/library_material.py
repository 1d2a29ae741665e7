"""Recordings for the tests of the desk's pages."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.film import Film
from media_library.film_store import FilmStore
from media_library.previews import Previews
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


FILM = Film(
    pictures=250, span=10 * SECOND, sound=10 * SECOND, width=1280, height=720,
    pixel_aspect=Fraction(1), turned=0, rate=25.0, steady=True, interlaced=False,
    sound_tracks=1, black=(), frozen=(),
)  # fmt: skip


def add_film(
    sessions: sessionmaker[Session],
    media: Path,
    now: datetime,
    title: str = "Film",
    *,
    previewed: bool = True,
    **about: object,
) -> Cart:
    """Store a film of ten seconds; its thumbnails and small copy hold known bytes, no pictures."""
    film = replace(FILM, **about)  # type: ignore[arg-type]
    cart = add_cart(
        sessions, media, now, title, Kind.PROGRAMME, has_picture=True, has_sound=film.sound > 0
    )
    with sessions.begin() as session:
        FilmStore(session).add(cart.id, film)
        if previewed:
            FilmStore(session).previewed(cart.id, 2)
    if previewed:
        previews = Previews(media)
        previews.of(cart.sha256).mkdir(parents=True)
        previews.proxy(cart.sha256).write_bytes(bytes(range(250)) * 4)
        for number in (1, 2):
            previews.thumbnail(cart.sha256, number).write_bytes(b"picture")
    return cart


def form_of(cart: Cart, **typed: str) -> dict[str, str]:
    """Return the form of a cart as its page shows it, but for what is typed."""
    return {
        "title": cart.title,
        "kind": str(cart.kind),
        "cue_in": "0:00.000",
        "segue": "0:09.000",
        "cue_out": "0:10.000",
    } | typed
