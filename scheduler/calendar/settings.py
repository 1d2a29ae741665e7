"""How a station counts its days. One document for all its channels."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scheduler.calendar.hijri import MAX_OFFSET
from scheduler.calendar.reminders import LEAD_DAYS


class CalendarSettings(BaseModel):
    """What can be set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hijri_offset: Annotated[int, Field(ge=-MAX_OFFSET, le=MAX_OFFSET)] = 0
    """Days by which Hijri months begin later than Umm al-Qura says."""
    lead_days: Annotated[int, Field(ge=1, le=60)] = LEAD_DAYS
    """How long ahead the desk is reminded of what comes."""
    places: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    """Cities and regencies whose days are kept, beside the station's own city."""
