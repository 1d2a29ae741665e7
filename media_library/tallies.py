"""Keeps what was counted of the library until the library changes."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from media_library import revisions

_MOST = 256
_Kept = dict[str, tuple[int, dict[Hashable, Any]]]
_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
"""For each database of this process, by what is counted: its revision, and the counts."""

Counted = TypeVar("Counted")


def kept(
    session: Session, what: Hashable, count: Callable[[], Counted], of: str = revisions.ALL
) -> Counted:
    """Return what `count` returns, without asking again while what it is `of` is as it was.

    What a session sees of its own changes is not kept: they may be taken back.
    """
    if revisions.changed_here(session):
        return count()
    newest = revisions.newest(session, of)
    counts = _KEPT.setdefault(session.get_bind().engine, {})
    revision, known = counts.get(of, (-1, {}))
    if revision != newest or len(known) >= _MOST:
        known = {}
        counts[of] = newest, known
    if what not in known:
        known[what] = count()
    found: Counted = known[what]
    return found
