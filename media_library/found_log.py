"""The log of changes of what searches find: what was counted before is brought up to date by it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from media_library.tables import CartChangeRow

KEPT = 2_000
"""Revisions that the log goes back."""
MOST = 1_000
"""Revisions that are looked through; a count that is older is counted again."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What searches and counts look at in a recording."""

    kind: str
    archived: bool
    search: str
    """Folded text."""
    tags: tuple[str, ...]
    film: bool = False
    """Whether it has pictures."""


@dataclass(frozen=True, slots=True)
class Change:
    """One recording, before and behind a change."""

    revision: int
    before: Findable | None
    """None: it is new."""
    after: Findable

    def sides(self) -> Iterator[tuple[int, Findable]]:
        """Yield what it takes away from counts, and what it adds."""
        if self.before is not None:
            yield -1, self.before
        yield 1, self.after


def note(session: Session, change: Change) -> None:
    """Write a change down, if it is one for those who search, and forget the oldest."""
    if change.before == change.after:
        return
    row = {
        "revision": change.revision,
        "before": None if change.before is None else asdict(change.before),
        "after": asdict(change.after),
    }
    session.execute(insert(CartChangeRow), [row])
    session.execute(delete(CartChangeRow).where(CartChangeRow.revision <= change.revision - KEPT))


def since(session: Session, revision: int, newest: int) -> Sequence[Change] | None:
    """Return the changes behind a revision in their order; None where they are not all known."""
    if revision == newest:
        return ()
    if not newest - MOST <= revision <= newest:
        return None
    columns = (CartChangeRow.revision, CartChangeRow.before, CartChangeRow.after)
    query = select(*columns).where(CartChangeRow.revision > revision)
    rows = session.execute(query.order_by(CartChangeRow.revision))
    return [
        Change(number, before and _read(before), _read(after)) for number, before, after in rows
    ]


def _read(told: dict[str, Any]) -> Findable:
    return Findable(**told | {"tags": tuple(told["tags"])})
