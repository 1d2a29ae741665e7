"""Counts the library by kind and by tag, and follows its changes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from media_library import tallies
from media_library.found_log import Change
from media_library.tables import CartRow, CartTagRow
from station.kinds import LIBRARY_KINDS, Kind


def by_tag(session: Session) -> Mapping[str, int]:
    """Return every tag with the number of carts that carry it, archived ones too."""
    return tallies.kept(session, "tags", lambda: _tags(session), _tags_after)


def by_kind(session: Session) -> Mapping[Kind, int]:
    """Return how many carts of each kind are not archived."""
    return tallies.kept(session, "kinds", lambda: _kinds(session), _kinds_after)


def _tags(session: Session) -> Mapping[str, int]:
    counted = select(CartTagRow.tag, func.count()).group_by(CartTagRow.tag)
    return _in_order({tag: count for tag, count in session.execute(counted)})  # noqa: C416 (rows)


def _tags_after(counts: Mapping[str, int], changes: Sequence[Change]) -> Mapping[str, int]:
    left = Counter(counts)
    for change in changes:
        for sign, found in change.sides():
            left.update(dict.fromkeys(found.tags, sign))
    return _in_order(left)


def _in_order(tags: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType({tag: count for tag, count in sorted(tags.items()) if count})


def _kinds(session: Session) -> Mapping[Kind, int]:
    counted = (
        select(CartRow.kind, func.count()).where(CartRow.archived.is_(False)).group_by(CartRow.kind)
    )
    found = {Kind(kind): count for kind, count in session.execute(counted)}
    return MappingProxyType({kind: found.get(kind, 0) for kind in LIBRARY_KINDS})


def _kinds_after(counts: Mapping[Kind, int], changes: Sequence[Change]) -> Mapping[Kind, int]:
    left = dict(counts)
    for change in changes:
        for sign, found in change.sides():
            if not found.archived and found.kind in left:
                left[Kind(found.kind)] += sign
    return MappingProxyType(left)
