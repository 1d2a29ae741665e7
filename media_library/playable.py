"""Reads what planning needs of the carts; a stock read once is only brought up to date."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Engine, Text, cast, select
from sqlalchemy.orm import Session

from media_library import revisions
from media_library.cart import Mood, Playable
from media_library.stock import Stock
from media_library.tables import CartRow, CartTagRow
from station.daypart import Daypart
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import Rating

PARTS: TypeAdapter[tuple[Daypart, ...]] = TypeAdapter(tuple[Daypart, ...])
_STOCKS: WeakKeyDictionary[Engine, Stock] = WeakKeyDictionary()
"""The last stock read from each database of this process."""
_COLUMNS = [
    cast(CartRow.dayparts, Text) if name == "dayparts" else getattr(CartRow, name)
    for name in Playable._fields
    if name != "tags"
]


def of_kinds(session: Session, kinds: Collection[Kind]) -> list[Playable]:
    """Return all carts of these kinds that are not archived, in the order of their numbers."""
    wanted = CartRow.kind.in_([str(kind) for kind in kinds])
    return list(_read(session, wanted, CartRow.archived.is_(False)))


def stock(session: Session) -> Stock:
    """Return everything that may be planned.

    What a session sees of its own changes is not kept: they may be taken back.
    """
    engine = session.get_bind().engine
    known = _STOCKS.get(engine)
    newest = revisions.newest(session)
    if known is not None and known.revision == newest:
        return known
    if known is not None and known.revision < newest:
        found = _brought_up(session, known, newest)
    else:
        found = Stock(of_kinds(session, LIBRARY_KINDS), newest)
    if not revisions.changed_here(session):
        _STOCKS[engine] = found
    return found


def _brought_up(session: Session, known: Stock, newest: int) -> Stock:
    since = CartRow.revision > known.revision
    carts = list(_read(session, since, CartRow.archived.is_(False)))
    gone = session.scalars(select(CartRow.id).where(since, CartRow.archived.is_(True)))
    return known.changed(carts, list(gone), newest)


def _read(session: Session, *wanted: ColumnElement[bool]) -> Iterator[Playable]:
    tags = _tags(session, wanted)
    kinds = {kind.value: kind for kind in Kind}
    ratings = {rating.value: rating for rating in Rating}
    rows = session.execute(select(*_COLUMNS).where(*wanted).order_by(CartRow.id))
    for row in rows:
        number, kind, *others, intro, quiet, rating, parts, evergreen, weight, tempo, mood = row
        yield Playable._make(
            (
                number,
                kinds[kind],
                *others,
                tags.get(number, ()),
                intro,
                quiet,
                ratings[rating],
                () if parts == "[]" else _parts(parts),
                evergreen,
                weight,
                tempo,
                Mood(mood) if mood else None,
            )
        )


def _tags(session: Session, wanted: Iterable[ColumnElement[bool]]) -> dict[int, tuple[str, ...]]:
    """Return the tags of each cart that has any; equal ones share one tuple."""
    query = (
        select(CartTagRow.cart_id, CartTagRow.tag)
        .join(CartRow, CartRow.id == CartTagRow.cart_id)
        .where(*wanted)
        .order_by(CartTagRow.cart_id, CartTagRow.tag)
    )
    known: dict[tuple[Any, ...], tuple[str, ...]] = {}
    found = {}
    for cart_id, rows in groupby(session.execute(query), key=lambda row: row[0]):
        tags = tuple(tag for _, tag in rows)
        found[cart_id] = known.setdefault(tags, tags)
    return found


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[Daypart, ...]:
    return PARTS.validate_json(text)
