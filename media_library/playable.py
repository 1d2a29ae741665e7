"""Reads what planning needs of the carts; a stock read once is only brought up to date."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Engine, Text, cast, func, select
from sqlalchemy.orm import Session

from media_library import revisions
from media_library.cart import Mood, Playable
from media_library.stock import Stock
from media_library.tables import CartRow, CartTagRow
from station.daypart import Daypart
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import FilmClass, Rating

PARTS: TypeAdapter[tuple[Daypart, ...]] = TypeAdapter(tuple[Daypart, ...])
_BETWEEN = "\n"
"""Between tags that are read as one text: no tag holds it."""
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
    session.flush()
    tags = _tags(session, wanted)
    kinds = {kind.value: kind for kind in Kind}
    ratings = {rating.value: rating for rating in Rating}
    classes = {each.value: each for each in FilmClass}
    rows = session.connection().execute(select(*_COLUMNS).where(*wanted).order_by(CartRow.id))
    for row in rows:
        number, kind, *others, intro, quiet, rating, parts, evergreen = row[:-7]
        weight, tempo, mood, has_sound, clearance, film_class, sign_path = row[-7:]
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
                has_sound,
                clearance,
                classes[film_class],
                sign_path,
            )
        )


def _tags(session: Session, wanted: Iterable[ColumnElement[bool]]) -> dict[int, tuple[str, ...]]:
    """Return the tags of each cart that has any; equal ones share one tuple."""
    carts = select(CartRow.id).where(*wanted)
    query = (
        select(CartTagRow.cart_id, func.aggregate_strings(CartTagRow.tag, _BETWEEN))
        .where(CartTagRow.cart_id.in_(carts))
        .group_by(CartTagRow.cart_id)
    )
    known: dict[str, tuple[str, ...]] = {}
    found = {}
    for cart_id, text in session.connection().execute(query):
        tags = known.get(text)
        if tags is None:
            tags = known[text] = tuple(sorted(text.split(_BETWEEN)))
        found[cart_id] = tags
    return found


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[Daypart, ...]:
    return PARTS.validate_json(text)
