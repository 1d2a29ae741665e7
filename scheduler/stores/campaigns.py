"""Reads and writes campaigns, and counts what became of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.airing import Airing, AiringStatus, DayCount, PlannedItem
from scheduler.campaign import AtTimes, Campaign, Plays, Portions, Spread
from scheduler.play import ordered_on
from scheduler.problem import NotInSchedule
from scheduler.stores.airings import AiringStore
from scheduler.stores.published import PublishedStore
from scheduler.tables import CampaignRow
from station.broadcast_day import local_date

PLAYS: TypeAdapter[AtTimes | Spread | Portions] = TypeAdapter(Plays)
_HEARD = (AiringStatus.OK, AiringStatus.ON_AIR)


class CampaignStore:
    """One session's view of the campaigns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[Campaign]:
        """Return every campaign, the newest flight first."""
        rows = self._session.scalars(
            select(CampaignRow)
            .where(CampaignRow.channel == channel)
            .order_by(CampaignRow.first_day.desc(), CampaignRow.id.desc())
        )
        return [_campaign(row) for row in rows]

    def airing_between(self, channel: str, first_day: date, last_day: date) -> list[Campaign]:
        """Return the active campaigns whose flight touches these local days."""
        rows = self._session.scalars(
            select(CampaignRow)
            .where(
                CampaignRow.channel == channel,
                CampaignRow.active,
                CampaignRow.first_day <= last_day,
                CampaignRow.last_day >= first_day,
            )
            .order_by(CampaignRow.id)
        )
        return [_campaign(row) for row in rows]

    def get(self, campaign_id: int) -> Campaign:
        """Return a campaign; raises NotInSchedule."""
        return _campaign(self._row(campaign_id))

    def save(self, campaign: Campaign, now: datetime) -> Campaign:
        """Add a campaign without a number, change one that has it; return it as stored."""
        row = self._row(campaign.id) if campaign.id else CampaignRow(channel=campaign.channel)
        plays = PLAYS.dump_python(campaign.plays, mode="json")
        if not campaign.id or row.plays != plays:
            row.effective_at = now.replace(microsecond=0)
        row.title = campaign.title.strip()
        row.agency = campaign.agency.strip()
        row.letter_number = campaign.letter_number.strip()
        row.cart_ids = list(campaign.cart_ids)
        row.first_day = campaign.first_day
        row.last_day = campaign.last_day
        row.plays = plays
        row.weekdays = sorted(set(campaign.weekdays))
        row.active = campaign.active
        row.notes = campaign.notes
        self._session.add(row)
        self._session.flush()
        return _campaign(row)

    def remove(self, campaign_id: int) -> None:
        """Delete the order; what aired of it stays in the as-run."""
        self._session.delete(self._row(campaign_id))
        self._session.flush()

    def planned(self, campaign_id: int, now: datetime) -> list[PlannedItem]:
        """Return the plays still to come in the published rundown, in order."""
        return [
            item
            for item in PublishedStore(self._session).of_campaign(campaign_id)
            if item.begins > now
        ]

    def aired(self, campaign_id: int) -> list[Airing]:
        """Return every play that was heard, in order."""
        return AiringStore(self._session).of_campaign(campaign_id)

    def counts(self, campaign: Campaign, zone: ZoneInfo, now: datetime) -> list[DayCount]:
        """Return ordered, planned and aired plays of each day of the flight."""
        return counted(campaign, self.planned(campaign.id, now), self.aired(campaign.id), zone)

    def _row(self, campaign_id: int) -> CampaignRow:
        row = self._session.get(CampaignRow, campaign_id)
        if row is None:
            raise NotInSchedule("campaign", campaign_id)
        return row


def counted(
    campaign: Campaign, planned: Sequence[PlannedItem], aired: Sequence[Airing], zone: ZoneInfo
) -> list[DayCount]:
    """Count plays by the day they were ordered for, which a night window carries past midnight."""
    coming = [_day_of(item.item_key) or item.day for item in planned]
    heard = [
        (_day_of(airing.item_key) or local_date(airing.started_at, zone), airing.status in _HEARD)
        for airing in aired
        if airing.status is not AiringStatus.FAILED
    ]
    length = (campaign.last_day - campaign.first_day).days + 1
    days = [campaign.first_day + timedelta(days=number) for number in range(length)]
    return [
        DayCount(
            day,
            ordered=ordered_on(campaign, day),
            planned=coming.count(day),
            aired=heard.count((day, True)),
            cut=heard.count((day, False)),
        )
        for day in days
    ]


def _day_of(item_key: str) -> date | None:
    kind, _, rest = item_key.partition(":")
    if kind != "campaign":
        return None
    return datetime.strptime(rest.split(":")[1], "%Y%m%d").date()  # noqa: DTZ007 (a day only)


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        id=row.id,
        channel=row.channel,
        title=row.title,
        agency=row.agency,
        letter_number=row.letter_number,
        cart_ids=tuple(row.cart_ids),
        first_day=row.first_day,
        last_day=row.last_day,
        plays=PLAYS.validate_python(row.plays),
        weekdays=tuple(row.weekdays),
        active=row.active,
        notes=row.notes,
        effective_at=row.effective_at,
    )
