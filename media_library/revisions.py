"""Counts the changes of the library, in the transaction that makes them."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from media_library.tables import LibraryRevisionRow

ALL = "all"
_CHANGED = "library_changed"


def count(session: Session, kinds: Collection[str]) -> int:
    """Count one change and return its revision; `kinds`: whose rotations choose otherwise now.

    The row of all changes stays locked until the transaction ends: revisions are in the order in
    which they become visible.
    """
    session.info[_CHANGED] = True
    counted = (
        update(LibraryRevisionRow)
        .where(LibraryRevisionRow.name == ALL)
        .values(revision=LibraryRevisionRow.revision + 1)
        .returning(LibraryRevisionRow.revision)
        .execution_options(synchronize_session=False)
    )
    revision = session.scalar(counted)
    if revision is None:
        revision = 1
        session.add(LibraryRevisionRow(name=ALL, revision=revision))
    for kind in kinds:
        session.merge(LibraryRevisionRow(name=str(kind), revision=revision))
    session.flush()
    return revision


def newest(session: Session) -> int:
    """Return the revision of the last change that this session sees."""
    query = select(LibraryRevisionRow.revision).where(LibraryRevisionRow.name == ALL)
    return session.scalar(query) or 0


def of_kinds(session: Session) -> dict[str, int]:
    rows = session.execute(select(LibraryRevisionRow.name, LibraryRevisionRow.revision))
    return {name: revision for name, revision in rows if name != ALL}


def changed_here(session: Session) -> bool:
    """Whether this session has changed carts: what it sees may never become true."""
    return bool(session.info.get(_CHANGED))
