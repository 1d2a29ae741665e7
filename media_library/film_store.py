"""Reads and writes what is known of the pictures of recordings."""

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from media_library.film import Film
from media_library.tables import CartFilmRow, CartRow

MOST_TRIES = 3
"""So often previews are begun; then the film is shown without."""


class Preview(enum.StrEnum):
    """Where the previews of a film stand."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class House(enum.StrEnum):
    """Where the copy of a film in the house's format stands."""

    WAITING = "waiting"
    NOT_NEEDED = "none"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A film of which something is to be made."""

    cart_id: int
    path: str
    """The file, relative to the media folder."""
    sha256: str
    film: Film


class FilmStore:
    """One session's view of the films of the library. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, cart_id: int, film: Film) -> None:
        """Store the pictures of a cart; its previews are to be made."""
        self._session.add(
            CartFilmRow(
                cart_id=cart_id,
                pictures=film.pictures,
                span=film.span,
                sound=film.sound,
                width=film.width,
                height=film.height,
                pixel_aspect=str(film.pixel_aspect),
                turned=film.turned,
                rate=film.rate,
                steady=film.steady,
                interlaced=film.interlaced,
                sound_tracks=film.sound_tracks,
                black=[list(span) for span in film.black],
                frozen=[list(span) for span in film.frozen],
                silent=[list(span) for span in film.silent],
                preview=Preview.WAITING,
            )
        )
        self._session.flush()

    def get(self, cart_id: int) -> Film | None:
        """Return the pictures of a cart, None when it has none or they were never measured."""
        row = self._session.get(CartFilmRow, cart_id)
        return None if row is None else _film(row)

    def preview(self, cart_id: int) -> Preview | None:
        """Return where the previews of a cart stand, None where it has no pictures."""
        row = self._session.get(CartFilmRow, cart_id)
        return None if row is None else Preview(row.preview)

    def thumbnails(self, cart_ids: Collection[int]) -> dict[int, int]:
        """Return how many thumbnails the films among these carts have, none left out."""
        query = select(CartFilmRow.cart_id, CartFilmRow.thumbnails)
        rows = self._session.execute(query.where(CartFilmRow.cart_id.in_(cart_ids)))
        return {cart_id: count for cart_id, count in rows}  # noqa: C416 (rows, not pairs)

    def named(self, stems: Sequence[str]) -> tuple[int, str] | None:
        """Return number and path of the newest film that arrived under one of some names."""
        for stem in stems:
            query = select(CartRow.id, CartRow.path, CartRow.original_name).where(
                CartRow.original_name.istartswith(f"{stem}.", autoescape=True),
                CartRow.has_picture.is_(True),
                CartRow.archived.is_(False),
            )
            for cart_id, path, name in self._session.execute(query.order_by(CartRow.id.desc())):
                if PurePath(name).stem.casefold() == stem.casefold():
                    return cart_id, path
        return None

    def next_waiting(self) -> Waiting | None:
        """Return the newest film that waits for its previews, those that failed last."""
        return self._waiting(CartFilmRow.preview == str(Preview.WAITING))

    def next_without_house(self) -> Waiting | None:
        """Return the newest film of which nobody knows yet whether a copy is to be made."""
        return self._waiting(CartFilmRow.house == str(House.WAITING))

    def _waiting(self, *wanted: ColumnElement[bool]) -> Waiting | None:
        query = (
            select(CartFilmRow, CartRow.path, CartRow.sha256)
            .join(CartRow, CartRow.id == CartFilmRow.cart_id)
            .where(*wanted)
            .order_by(CartFilmRow.tries, CartFilmRow.cart_id.desc())
            .limit(1)
        )
        found = self._session.execute(query).first()
        if found is None:
            return None
        row, path, sha256 = found
        return Waiting(row.cart_id, path, sha256, _film(row))

    def house(self, cart_id: int) -> House | None:
        """Return where the copy in the house's format stands, None where there are no pictures."""
        row = self._session.get(CartFilmRow, cart_id)
        return None if row is None else House(row.house)

    def housed(self, cart_id: int, house: House) -> None:
        row = self._session.get(CartFilmRow, cart_id)
        if row is not None:
            row.house = house

    def previewed(self, cart_id: int, thumbnails: int) -> None:
        """Note that previews were made, or, without a thumbnail, that they could not be."""
        row = self._session.get(CartFilmRow, cart_id)
        if row is None:
            return
        row.tries += 1
        row.thumbnails = thumbnails
        if thumbnails:
            row.preview = Preview.MADE
        elif row.tries >= MOST_TRIES:
            row.preview = Preview.FAILED

    def mute(self) -> frozenset[int]:
        """Return the numbers of all films without sound: no radio may choose them."""
        return frozenset(
            self._session.scalars(select(CartFilmRow.cart_id).where(CartFilmRow.sound == 0))
        )

    def hashes(self) -> dict[int, str]:
        """Return the hashes of the files of all films, by the numbers of the carts."""
        query = select(CartRow.id, CartRow.sha256).join(
            CartFilmRow, CartFilmRow.cart_id == CartRow.id
        )
        return {cart_id: sha256 for cart_id, sha256 in self._session.execute(query)}  # noqa: C416 (rows, not pairs)

    def house_copies(self) -> dict[int, str]:
        """Return the hashes of all films of which there should be a copy, by cart."""
        query = select(CartRow.id, CartRow.sha256).join(
            CartFilmRow, CartFilmRow.cart_id == CartRow.id
        )
        rows = self._session.execute(query.where(CartFilmRow.house == str(House.MADE)))
        return {cart_id: sha256 for cart_id, sha256 in rows}  # noqa: C416 (rows, not pairs)

    def spans(self) -> dict[int, tuple[int, int]]:
        """Return how many pictures every film has and the frame at which the last one ends."""
        query = select(CartFilmRow.cart_id, CartFilmRow.pictures, CartFilmRow.span)
        return {row.cart_id: (row.pictures, row.span) for row in self._session.execute(query)}

    def lost(self, cart_ids: Collection[int]) -> None:
        """Note that previews which were made are gone: they are made again."""
        made = (CartFilmRow.cart_id.in_(cart_ids), CartFilmRow.preview == str(Preview.MADE))
        again = {"preview": str(Preview.WAITING), "tries": 0, "thumbnails": 0}
        self._session.execute(update(CartFilmRow).where(*made).values(again))


def _film(row: CartFilmRow) -> Film:
    return Film(
        pictures=row.pictures,
        span=row.span,
        sound=row.sound,
        width=row.width,
        height=row.height,
        pixel_aspect=Fraction(row.pixel_aspect),
        turned=row.turned,
        rate=row.rate,
        steady=row.steady,
        interlaced=row.interlaced,
        sound_tracks=row.sound_tracks,
        black=tuple((begin, end) for begin, end in row.black),
        frozen=tuple((begin, end) for begin, end in row.frozen),
        silent=tuple((begin, end) for begin, end in row.silent),
    )
