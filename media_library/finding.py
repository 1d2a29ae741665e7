"""Finds a page of the library: how many recordings fit, and which of them stand on it.

Only numbers are walked over, and the indexes of the orders hold all that is asked for, so that
the rows of no other page are read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from media_library.fold import fold
from media_library.found_log import Change, Findable
from media_library.tables import CartFilmRow, CartRow, CartTagRow
from station.kinds import Kind

Order = Literal["added", "title", "artist", "length"]

MOST = 200
"""Recordings on one page."""

FAR = 2_000
"""So many recordings ahead of a page make it deep in the list."""

_KEYS: dict[Order, tuple[InstrumentedAttribute[Any], ...]] = {
    "added": (CartRow.id,),
    "title": (CartRow.title_key, CartRow.id),
    "artist": (CartRow.artist_key, CartRow.title_key, CartRow.id),
    "length": (CartRow.length, CartRow.id),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for; two that ask for the same are equal."""

    words: tuple[str, ...]
    """Folded; each is somewhere in title, artist, album or name."""
    kind: Kind | None
    tag: str
    archived: bool
    film: bool = False
    """Only what has pictures."""

    @classmethod
    def of(
        cls, text: str, kind: Kind | None, tag: str, archived: bool, film: bool = False
    ) -> "Wanted":
        words = tuple(dict.fromkeys(fold(text).split()))
        return cls(words, kind, " ".join(tag.replace("\0", "").lower().split()), archived, film)

    def clauses(self, *, far: bool = False) -> list[ColumnElement[bool]]:
        """Return what holds of each; `far`: a page deep in the list is looked for.

        PostgreSQL then walks along the order and asks of each whether it carries the tag; else it
        would sort all that do.
        """
        clauses: list[ColumnElement[bool]] = [CartRow.archived.is_(self.archived)]
        if self.kind is not None:
            clauses.append(CartRow.kind == str(self.kind))
        clauses += [CartRow.search.contains(word, autoescape=True) for word in self.words]
        if self.tag:
            tagged = select(CartTagRow.cart_id).where(CartTagRow.tag == self.tag)
            carries = CartRow.id.in_(tagged)
            clauses.append(carries.is_(True) if far else carries)
        if self.film:
            clauses.append(CartRow.id.in_(select(CartFilmRow.cart_id)))
        return clauses

    def fits(self, found: Findable) -> bool:
        """Whether a recording is one of them, as `clauses` would say."""
        return (
            found.archived == self.archived
            and self.kind in (None, found.kind)
            and all(word in found.search for word in self.words)
            and (not self.tag or self.tag in found.tags)
            and (not self.film or found.film)
        )

    def follow(self, total: int, changes: Sequence[Change]) -> int:
        """Return how many there are after changes, of how many there were."""
        sides = (side for change in changes for side in change.sides())
        return total + sum(sign for sign, found in sides if self.fits(found))


def count(session: Session, wanted: Wanted) -> int:
    query = select(func.count()).select_from(CartRow).where(*wanted.clauses())
    return session.scalar(query) or 0


def numbers(
    session: Session, wanted: Wanted, order: Order, total: int, *, limit: int, offset: int
) -> Sequence[int]:
    """Return the carts of one page; those at the end are looked for from the end."""
    left = total - offset
    limit = min(limit, MOST, left)
    if limit <= 0:
        return ()
    from_end = offset > left - limit
    skipped = left - limit if from_end else offset
    keys = [key.desc() if from_end != (order == "added") else key.asc() for key in _KEYS[order]]
    clauses = wanted.clauses(far=skipped > FAR)
    page = select(CartRow.id).where(*clauses).order_by(*keys).limit(limit).offset(skipped)
    found = session.scalars(page).all()
    return found[::-1] if from_end else found


def reservoir(
    session: Session, kinds: Collection[Kind], tags: Collection[str], day: date
) -> tuple[int, int, int]:
    """Return how many carts a rotation may choose from on a local day, of how many performers,
    and their frames on the air."""
    query = select(
        func.count(),
        func.count(func.nullif(CartRow.artist, "").distinct()),
        func.sum(CartRow.length),
    ).where(
        CartRow.archived.is_(False),
        CartRow.kind.in_([str(kind) for kind in kinds]),
        or_(CartRow.valid_from.is_(None), CartRow.valid_from <= day),
        or_(CartRow.valid_until.is_(None), CartRow.valid_until >= day),
    )
    if tags:
        tagged = select(CartTagRow.cart_id).where(CartTagRow.tag.in_(tags))
        query = query.where(CartRow.id.in_(tagged))
    carts, performers, frames = session.execute(query).one()
    return carts, performers, int(frames or 0)
