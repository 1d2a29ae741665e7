"""Reads and writes campaigns, and counts what became of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.airing import Airing, AiringStatus, DayCount, PlannedItem
from scheduler.problem import NotInSchedule
from scheduler.stores.agencies import AgencyStore
from scheduler.stores.airings import AiringStore
from scheduler.stores.live_readings import LiveReadingStore, as_airing
from scheduler.stores.published import PublishedStore
from scheduler.tables.campaigns import LiveReadingRow
from scheduler.tables.schedule import AiringRow, CampaignRow
from scheduler.traffic.campaign import AtTimes, Campaign, Plays, Portions, Spread
from scheduler.traffic.play import ordered_on
from scheduler.traffic.play_key import parsed
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Category
from station.broadcast_day import local_date

PLAYS: TypeAdapter[AtTimes | Spread | Portions] = TypeAdapter(Plays)
_HEARD = (AiringStatus.OK, AiringStatus.ON_AIR)


class CampaignStore:
    """One session's view of the campaigns."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def all(self, channel: str) -> list[Campaign]:
        """Return every campaign, the newest flight first."""
        rows = self.session.scalars(
            select(CampaignRow)
            .where(CampaignRow.channel == channel)
            .order_by(CampaignRow.first_day.desc(), CampaignRow.id.desc())
        )
        return [_campaign(row) for row in rows]

    def airing_between(self, channel: str, first_day: date, last_day: date) -> list[Campaign]:
        """Return the active campaigns whose flight touches these local days."""
        rows = self.session.scalars(
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

    def of_sequences(self, channel: str, names: Collection[str]) -> list[Campaign]:
        """Return every phase of these crisis sequences, stopped and ended ones too."""
        if not names:
            return []
        rows = self.session.scalars(
            select(CampaignRow)
            .where(CampaignRow.channel == channel, CampaignRow.sequence.in_(sorted(names)))
            .order_by(CampaignRow.sequence, CampaignRow.phase, CampaignRow.id)
        )
        return [_campaign(row) for row in rows]

    def save(self, campaign: Campaign, now: datetime) -> Campaign:
        """Add a campaign without a number, change one that has it; return it as stored."""
        row = self._row(campaign.id) if campaign.id else CampaignRow(channel=campaign.channel)
        plays = PLAYS.dump_python(campaign.plays, mode="json")
        ordered = not campaign.id or row.plays != plays
        if ordered:
            row.effective_at = now.replace(microsecond=0)
        if ordered or (campaign.active and not row.active):
            row.owed_from = now.replace(microsecond=0)
        agency = AgencyStore(self.session).named(campaign.agency)
        row.agency = campaign.agency.strip()
        row.agency_id = None if agency is None else agency.id
        _fill(row, campaign)
        row.plays = plays
        self.session.add(row)
        self.session.flush()
        return _campaign(row)

    def remove(self, campaign_id: int) -> None:
        """Delete the order; what aired of it stays in the as-run."""
        self.session.delete(self._row(campaign_id))
        self.session.flush()

    def planned(self, campaign_id: int, now: datetime) -> list[PlannedItem]:
        """Return the plays still to come in the published rundown, in order."""
        return [
            item
            for item in PublishedStore(self.session).of_campaign(campaign_id)
            if item.begins > now
        ]

    def aired(self, campaign_id: int) -> list[Airing]:
        """Return every play that was heard, in order; what was read live too."""
        read = LiveReadingStore(self.session).of_campaign(campaign_id)
        found = AiringStore(self.session).of_campaign(campaign_id)
        return sorted([*found, *map(as_airing, read)], key=lambda airing: airing.started_at)

    def heard_between(
        self, campaign_ids: Collection[int], begins: datetime, ends: datetime
    ) -> dict[int, int]:
        """Return how many plays of each order were heard whole, or read, in the half-open span."""
        heard = self.session.execute(
            select(AiringRow.campaign_id, func.count())
            .where(
                AiringRow.campaign_id.in_(campaign_ids),
                AiringRow.status.in_(_HEARD),
                AiringRow.over.is_(False),
                AiringRow.started_at >= begins,
                AiringRow.started_at < ends,
            )
            .group_by(AiringRow.campaign_id)
        )
        read = self.session.execute(
            select(LiveReadingRow.campaign_id, func.count())
            .where(
                LiveReadingRow.campaign_id.in_(campaign_ids),
                LiveReadingRow.read_at >= begins,
                LiveReadingRow.read_at < ends,
            )
            .group_by(LiveReadingRow.campaign_id)
        )
        found: Counter[int] = Counter()
        for number, count in (*heard, *read):
            found[number or 0] += count
        return dict(found)

    def counts(self, campaign: Campaign, zone: ZoneInfo, now: datetime) -> list[DayCount]:
        """Return ordered, planned and aired plays of each day of the flight."""
        return counted(campaign, self.planned(campaign.id, now), self.aired(campaign.id), zone)

    def _row(self, campaign_id: int) -> CampaignRow:
        row = self.session.get(CampaignRow, campaign_id)
        if row is None:
            raise NotInSchedule("campaign", campaign_id)
        return row


def counted(
    campaign: Campaign, planned: Sequence[PlannedItem], aired: Sequence[Airing], zone: ZoneInfo
) -> list[DayCount]:
    """Count plays by the day they were ordered for, which a night window carries past midnight.

    A play counts once, however often it was tried and whoever put it on.
    """
    tally = _Tally(planned, aired, zone)
    length = (campaign.last_day - campaign.first_day).days + 1
    days = [campaign.first_day + timedelta(days=number) for number in range(length)]
    return [tally.of(day, ordered_on(campaign, day)) for day in days]


class _Tally:
    """Counts plays by their days."""

    def __init__(
        self, planned: Sequence[PlannedItem], aired: Sequence[Airing], zone: ZoneInfo
    ) -> None:
        self._coming = Counter(_play(item.item_key, item.day)[0] for item in planned)
        whole: dict[tuple[date, str], int] = {}
        part: set[tuple[date, str]] = set()
        for airing in aired:
            day, name, attempt = _play(airing.item_key, local_date(airing.started_at, zone))
            name = name or airing.airing
            if airing.status in _HEARD:
                whole[day, name] = min(attempt, whole.get((day, name), attempt))
            elif airing.status is not AiringStatus.FAILED:
                part.add((day, name))
        self._whole = Counter(day for day, _ in whole)
        self._made_good = Counter(day for (day, _), attempt in whole.items() if attempt)
        self._cut = Counter(day for day, name in part if (day, name) not in whole)

    def of(self, day: date, ordered: int) -> DayCount:
        return DayCount(
            day,
            ordered=ordered,
            planned=self._coming[day],
            aired=self._whole[day],
            cut=self._cut[day],
            made_good=self._made_good[day],
        )


def _play(item_key: str, otherwise: date) -> tuple[date, str, int]:
    """Return the day a play counts for, its name there and the attempt."""
    play = parsed(item_key)
    return (otherwise, "", 0) if play is None else (play.day, play.root, play.attempt)


def _fill(row: CampaignRow, campaign: Campaign) -> None:
    row.title = campaign.title.strip()
    row.letter_number = campaign.letter_number.strip()
    row.cart_ids = list(campaign.cart_ids)
    row.weights = list(campaign.weights)
    row.first_day = campaign.first_day
    row.last_day = campaign.last_day
    row.weekdays = sorted(set(campaign.weekdays))
    row.active = campaign.active
    row.notes = campaign.notes
    row.topic = campaign.topic.strip()
    row.topic_gap_min = campaign.topic_gap_min
    row.priority = int(campaign.priority)
    row.paid = campaign.paid
    row.category = campaign.category
    row.purpose = campaign.purpose
    row.reported_at = campaign.reported_at
    row.due_hours = campaign.due_hours
    row.hoaxed_cart_id = campaign.hoaxed_cart_id
    row.sequence = campaign.sequence.strip()
    row.phase = campaign.phase
    row.participant = campaign.participant.strip()
    row.live_read = campaign.live_read
    row.script = campaign.script
    row.declared_s = campaign.declared_s
    row.running_text = campaign.running_text.strip()


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        id=row.id,
        channel=row.channel,
        title=row.title,
        agency=row.agency,
        agency_id=row.agency_id,
        letter_number=row.letter_number,
        cart_ids=tuple(row.cart_ids),
        weights=tuple(row.weights),
        first_day=row.first_day,
        last_day=row.last_day,
        plays=PLAYS.validate_python(row.plays),
        weekdays=tuple(row.weekdays),
        active=row.active,
        notes=row.notes,
        effective_at=row.effective_at,
        owed_from=row.owed_from,
        topic=row.topic,
        topic_gap_min=row.topic_gap_min,
        priority=Priority(row.priority),
        paid=row.paid,
        category=Category(row.category),
        purpose=Purpose(row.purpose),
        reported_at=row.reported_at,
        due_hours=row.due_hours,
        hoaxed_cart_id=row.hoaxed_cart_id,
        sequence=row.sequence,
        phase=row.phase,
        participant=row.participant,
        live_read=row.live_read,
        script=row.script,
        declared_s=row.declared_s,
        running_text=row.running_text,
    )
