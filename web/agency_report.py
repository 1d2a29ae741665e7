"""How fairly the agencies share the air: ordered, heard and missing plays of each in a month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.stores import AgencyStore, CampaignStore
from scheduler.traffic.agency import Agency
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play import ordered_on
from station.broadcast_day import day_bounds

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in a span of days."""

    agency: Agency
    orders: int
    """Orders it has ever given."""
    ordered: int
    """Plays it ordered for the days."""
    aired: int
    """Plays that were heard whole on them."""
    most: int
    """Most plays it ordered for one of the days."""

    @property
    def missing(self) -> int:
        return max(0, self.ordered - self.aired)

    @property
    def share(self) -> float | None:
        """Return how much of what it ordered was heard; None where it ordered nothing."""
        return self.aired / self.ordered if self.ordered else None

    @property
    def is_over(self) -> bool:
        """Whether it orders more on a day than its limit lets through."""
        cap = self.agency.cap_per_day
        return cap is not None and self.most > cap


def agency_lines(
    session: Session, channel: str, first: date, last: date, zone: ZoneInfo
) -> list[AgencyLine]:
    """Return every agency with its plays of the days, `last` included, by name."""
    orders = AgencyStore(session).orders()
    campaigns = CampaignStore(session).all(channel)
    begins, ends = day_bounds(first, zone)[0], day_bounds(last, zone)[1]
    heard = CampaignStore(session).heard_between([one.id for one in campaigns], begins, ends)
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    return [
        _line(agency, orders.get(agency.id, 0), campaigns, heard, days)
        for agency in AgencyStore(session).all()
    ]


def _line(
    agency: Agency,
    orders: int,
    campaigns: Iterable[Campaign],
    heard: Mapping[int, int],
    days: Sequence[date],
) -> AgencyLine:
    own = [one for one in campaigns if one.agency_id == agency.id]
    a_day = [sum(ordered_on(one, day) for one in own) for day in days]
    aired = sum(heard.get(one.id, 0) for one in own)
    return AgencyLine(agency, orders, sum(a_day), aired, max(a_day, default=0))
