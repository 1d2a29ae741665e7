"""Which stretch of the as-run a report shows, and which lines of it: as the address has it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Depends

from scheduler.airing import Outcome
from station.broadcast_day import instant_of, local_date
from station.kinds import Kind
from web.as_run_report import Filter
from web.deps import Now, TheDesk
from web.slot_form import read_day
from web.week import sensible_day, span_of_days

WHOLE_DAY = "all"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The stretch and the filter, as the address has them."""

    day: date
    hour: int | None
    """None: the whole day."""
    begins: datetime
    ends: datetime
    filter: Filter

    def address(self, path: str, channel: str, **changes: str) -> str:
        """Return the address of this report, some of it changed."""
        query = {
            "channel": channel,
            "day": self.day.isoformat(),
            "hour": WHOLE_DAY if self.hour is None else str(self.hour),
            "kind": self.filter.kind,
            "status": self.filter.outcome,
            "programme": self.filter.programme,
            "campaign": "" if self.filter.campaign_id is None else str(self.filter.campaign_id),
        } | changes
        return f"{path}?{urlencode({name: text for name, text in query.items() if text})}"


def _wanted(
    desk: TheDesk,
    now: Now,
    *,
    day: str = "",
    hour: str = "",
    kind: str = "",
    status: str = "",
    programme: str = "",
    campaign: str = "",
) -> Wanted:
    zone = desk.config.zone
    chosen = sensible_day(read_day(day), local_date(now, zone))
    if not day and not hour:
        hour = str(now.astimezone(zone).hour)
    begins, ends, number = _span(chosen, hour, zone)
    wanted = Filter(
        kind if kind in set(Kind) else "",
        status if status in set(Outcome) else "",
        programme[:200],
        int(campaign) if campaign.isdecimal() and len(campaign) < 10 else None,
    )
    return Wanted(chosen, number, begins, ends, wanted)


TheWanted = Annotated[Wanted, Depends(_wanted)]


def _span(day: date, hour: str, zone: ZoneInfo) -> tuple[datetime, datetime, int | None]:
    if hour.isdecimal() and int(hour) < 24:
        begins = instant_of(day, time(int(hour)), zone)
        return begins, begins + _HOUR, int(hour)
    return *span_of_days(day, 1, zone), None
