"""Keeps what was counted of the library until the library changes."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from media_library import revisions

_MOST = 256
_KEPT: WeakKeyDictionary[Engine, tuple[int, dict[Hashable, Any]]] = WeakKeyDictionary()
"""The revision of each database of this process, and what was counted in it."""

Counted = TypeVar("Counted")


def kept(session: Session, what: Hashable, count: Callable[[], Counted]) -> Counted:
    """Return what `count` returns, without asking again while the library is as it was.

    What a session sees of its own changes is not kept: they may be taken back.
    """
    if revisions.changed_here(session):
        return count()
    engine, newest = session.get_bind().engine, revisions.newest(session)
    revision, known = _KEPT.get(engine, (-1, {}))
    if revision != newest or len(known) >= _MOST:
        known = {}
        _KEPT[engine] = newest, known
    if what not in known:
        known[what] = count()
    found: Counted = known[what]
    return found
