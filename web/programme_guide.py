"""Which programmes a day holds, as listeners are shown them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.week import airtimes, heard


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
    return [
        GuideEntry(each.occurrence.begins, each.occurrence.ends, each.programme.name)
        for each in heard(airtimes(session, channel, begins, ends, zone))
    ]
