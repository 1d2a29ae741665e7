"""What recordings are called, in one query: for matching lists that name them in other words."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from media_library.tables import CartRow
from station.kinds import LIBRARY_KINDS


class Name(NamedTuple):
    """A recording as people and files call it."""

    id: int
    """Number in the library."""
    title: str
    """As shown."""
    artist: str
    """Performer, may be empty."""
    original_name: str
    """Name of the file it came from."""
    path: str
    """The file, relative to the media folder."""


def names(session: Session) -> list[Name]:
    """Return what may air and is not archived."""
    columns = (
        CartRow.id, CartRow.title, CartRow.artist, CartRow.original_name, CartRow.path,
    )  # fmt: skip
    kinds = [str(kind) for kind in LIBRARY_KINDS]
    rows = session.execute(
        select(*columns).where(CartRow.archived.is_(False), CartRow.kind.in_(kinds))
    )
    return [Name(*row) for row in rows]
