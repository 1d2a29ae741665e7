"""Which programmes a day holds, as listeners are shown them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.grid import occurrences
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One programme of the day."""

    begins: datetime
    ends: datetime
    title: str


def programmes(
    session: Session, channel: str, begins: datetime, ends: datetime, *, zone: ZoneInfo
) -> list[GuideEntry]:
    """Return the programmes that touch the span, in order."""
    names = {programme.id: programme.name for programme in ProgrammeStore(session).all(channel)}
    grid = GridStore(session)
    found = occurrences(grid.slots(channel), grid.exceptions(channel), begins, ends, zone=zone)
    return [
        GuideEntry(occurrence.begins, occurrence.ends, names[occurrence.slot.programme_id])
        for occurrence in found
        if occurrence.slot.programme_id in names
    ]
