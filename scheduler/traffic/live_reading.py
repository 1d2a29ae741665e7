"""A live reading: a script that a presenter read on the air, as he says."""

from dataclasses import dataclass
from datetime import date, datetime

from station.kinds import Kind


@dataclass(frozen=True, slots=True)
class LiveReading:
    """One reading that was ticked."""

    channel: str
    """Channel slug."""
    campaign_id: int
    """The order it counts for."""
    item_key: str
    """Key of the play."""
    day: date
    """Local day it counts for."""
    title: str
    """What the order was called."""
    kind: Kind
    """COMMERCIAL where it is paid, else PSA."""
    planned: datetime
    """When it was due, UTC."""
    read_at: datetime
    """When it was ticked, UTC."""
    seconds: int
    """What it counts for, as declared."""
    by: str
    """Login of the presenter."""
    id: int = 0
    """0 until it is stored."""
