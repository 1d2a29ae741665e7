"""Keeps what was counted of the library, and brings it up to date by what changed since."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from media_library import found_log, revisions
from media_library.found_log import Change

_MOST = 256
_KEPT: WeakKeyDictionary[Engine, dict[Hashable, tuple[int, Any]]] = WeakKeyDictionary()
"""For each database of this process, by what is counted: the revision it was counted at or brought
up to, and the count."""

Counted = TypeVar("Counted")


def kept(
    session: Session,
    what: Hashable,
    count: Callable[[], Counted],
    follow: Callable[[Counted, Sequence[Change]], Counted],
) -> Counted:
    """Return what `count` returns; once counted, `follow` makes it of the last count and of what
    changed since.

    What a session sees of its own changes is not kept: they may be taken back.
    """
    if revisions.changed_here(session):
        return count()
    newest = revisions.newest(session)
    counts = _KEPT.setdefault(session.get_bind().engine, {})
    if what not in counts:
        return _counted(session, newest, counts, what, count)
    revision, found = counts[what]
    if revision == newest:
        return found  # type: ignore[no-any-return]
    changes = found_log.since(session, revision, newest)
    if changes is None:
        return _counted(session, newest, counts, what, count)
    if changes:
        # another transaction may have ended since the newest revision was asked for
        newest, found = max(newest, changes[-1].revision), follow(found, changes)
    counts[what] = newest, found
    return found  # type: ignore[no-any-return]


def _counted(
    session: Session,
    newest: int,
    counts: dict[Hashable, tuple[int, Any]],
    what: Hashable,
    count: Callable[[], Counted],
) -> Counted:
    """Count, and keep it unless something changed in between: nobody could tell what it holds."""
    found = count()
    if revisions.newest(session) == newest:
        if len(counts) >= _MOST:
            counts.clear()
        counts[what] = newest, found
    return found
