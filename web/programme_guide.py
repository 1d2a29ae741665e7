"""Which programmes a day holds, as listeners are shown them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """One programme of the day."""

    begins: datetime
    ends: datetime
    title: str
    description: str = ""


def programmes(
    session: Session, channel: str, begins: datetime, ends: datetime
) -> list[GuideEntry]:
    """Return the programmes that touch the span, in order."""
    return []
