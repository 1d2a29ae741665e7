"""Reads and writes what is known of the pictures of recordings."""

from fractions import Fraction

from sqlalchemy.orm import Session

from media_library.film import Film
from media_library.tables import CartFilmRow

WAITING = "waiting"


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
                preview=WAITING,
            )
        )
        self._session.flush()

    def get(self, cart_id: int) -> Film | None:
        """Return the pictures of a cart, None when it has none or they were never measured."""
        row = self._session.get(CartFilmRow, cart_id)
        return None if row is None else _film(row)


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
    )
