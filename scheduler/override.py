"""An override: an operator's change to the coming rundown, kept as the wish it was.

The planner applies overrides anew at each planning, so they survive it.
"""

import enum
from dataclasses import dataclass
from datetime import datetime

from station.rundown import Item, Start


class Wish(enum.StrEnum):
    """What the operator wants."""

    INSERT = "insert"
    """Air a recording that the plan does not have."""
    MOVE = "move"
    """Air an item at another place."""
    REMOVE = "remove"
    """Take an item out of the plan."""
    SKIP = "skip"
    """Leave a coming item out this time: as REMOVE on the air, told apart in reports."""


@dataclass(frozen=True, slots=True)
class Override:
    """One wish."""

    channel: str
    """Channel slug."""
    wish: Wish
    """What is wanted."""
    at: datetime
    """Where, UTC: the instant wanted, or where the item of `item_key` or `after_key` stood."""
    cart_id: int
    """What is inserted, moved or left out."""
    item_key: str = ""
    """The item concerned; empty for an insertion."""
    after_key: str = ""
    """Directly behind this item; empty, or when that item is gone: at `at`."""
    start: Start = Start.SOFT
    """HARD: on the second of `at`."""
    by: str = ""
    """Who wants it."""
    made_at: datetime | None = None
    """Since when, UTC."""
    expires_at: datetime | None = None
    """When it has no meaning any more, UTC."""
    undone_at: datetime | None = None
    """When it was taken back, UTC."""
    undone_by: str = ""
    """Who took it back."""
    id: int = 0
    """0 until it is stored."""

    @property
    def key(self) -> str:
        """Return the key of the item it puts on the air: a moved item keeps its own."""
        return self.item_key or f"override:{self.id}"

    @property
    def places(self) -> bool:
        """Whether it puts an item somewhere, rather than only taking one away."""
        return self.wish in (Wish.INSERT, Wish.MOVE)

    def placed(self, item: Item | None) -> bool:
        """Whether it put this item where it is."""
        return item is not None and item.reason.about.get("override") == str(self.id)

    def undone_since(self, instant: datetime) -> bool:
        """Whether it was taken back at an instant or later."""
        return self.undone_at is not None and self.undone_at >= instant
