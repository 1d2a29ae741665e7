"""What recordings are called, in one query: for matching lists that name them in other words."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from media_library.name import Name
from media_library.tables import CartRow
from station.kinds import LIBRARY_KINDS


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
