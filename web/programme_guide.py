"""Which programmes a day holds, as listeners are shown them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from station.config import Config
from web.week import airtimes, heard


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One programme of the day."""

    begins: datetime
    ends: datetime
    title: str


def programmes(
    session: Session, config: Config, channel: str, begins: datetime, ends: datetime
) -> list[GuideEntry]:
    """Return the programmes that touch the span, in order."""
    return [
        GuideEntry(each.occurrence.begins, each.occurrence.ends, each.programme.name)
        for each in heard(airtimes(session, config, channel, begins, ends))
    ]
