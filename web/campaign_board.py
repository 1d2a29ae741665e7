"""How announcements stand: one card each, with what was ordered, aired, is owed and comes next."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.airing import Airing, DayCount, PlannedItem
from scheduler.stores import CampaignStore, OwedStore
from scheduler.stores.campaigns import counted
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.make_good import last_chance
from station.broadcast_day import local_date


class Stage(enum.StrEnum):
    """Where an announcement stands in its life."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    STOPPED = "stopped"
    ENDED = "ended"


class Phase(enum.StrEnum):
    """Where a phase of a crisis sequence stands."""

    CLOSED = "closed"
    """The one before it has not aired."""
    OPEN = "open"
    AIRED = "aired"


@dataclass(frozen=True, slots=True)
class Duty:
    """What must have aired by a time."""

    due_at: datetime
    """UTC."""
    aired_at: datetime | None
    """When it first aired whole, UTC."""
    overdue: bool
    """Whether its time has passed and it has not aired."""
    late: bool
    """Whether it aired, but too late."""


@dataclass(frozen=True, slots=True)
class Card:
    """One announcement at a glance."""

    campaign: Campaign
    stage: Stage
    days: Sequence[DayCount]
    """Ordered, planned and aired of each day of the flight."""
    planned: Sequence[PlannedItem]
    """Plays still to come in the published rundown."""
    airings: Sequence[Airing]
    """Every play that was heard, cut ones too."""
    today: date
    """Local day on which this was looked at."""
    now: datetime
    """When this was looked at, UTC."""
    owed: int = 0
    """Plays that were missed and may still be made good before the flight ends."""
    first_aired: datetime | None = None
    """When it was first heard whole, UTC."""
    phase: Phase | None = None
    """Of a crisis sequence: whether it may air."""

    @property
    def ordered(self) -> int:
        """Plays of the whole flight."""
        return sum(day.ordered for day in self.days)

    @property
    def aired(self) -> int:
        return sum(day.aired for day in self.days)

    @property
    def cut(self) -> int:
        return sum(day.cut for day in self.days)

    @property
    def made_good(self) -> int:
        return sum(day.made_good for day in self.days)

    @property
    def next(self) -> PlannedItem | None:
        return self.planned[0] if self.planned else None

    @property
    def shortfall(self) -> int:
        """Plays that were due on past days, were not heard whole and are not made good any more."""
        past = (day for day in self.days if day.day < self.today)
        missing = sum(max(0, day.ordered - day.aired) for day in past)
        return max(0, missing - self.owed)

    @property
    def duty(self) -> Duty | None:
        """Return by when it must air, None where no such duty is on it."""
        due, aired = self.campaign.due_at, self.first_aired
        if due is None:
            return None
        overdue = aired is None and self.now > due
        return Duty(due, aired, overdue, late=aired is not None and aired > due)


def stage_of(campaign: Campaign, today: date) -> Stage:
    if campaign.last_day < today:
        return Stage.ENDED
    if not campaign.active:
        return Stage.STOPPED
    return Stage.UPCOMING if campaign.first_day > today else Stage.RUNNING


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of several orders beyond their own rows."""

    owed: Mapping[int, int]
    """Plays that may still be made good, by the number of the order."""
    first_aired: Mapping[int, datetime]
    """When each was first heard whole, UTC."""
    opened: Mapping[int, datetime | None]
    """Since when each phase of a crisis sequence may air; None: not yet."""


def standing(
    campaigns: Sequence[Campaign], session: Session, zone: ZoneInfo, now: datetime
) -> Standing:
    """Return how orders of one channel stand, in a fixed number of queries."""
    store = OwedStore(session)
    if not campaigns:
        return Standing({}, {}, {})
    channel, today = campaigns[0].channel, local_date(now, zone)
    running = [one for one in campaigns if stage_of(one, today) is Stage.RUNNING]
    owed: dict[int, int] = {}
    for one in store.missed(channel, running, zone, now=now):
        number = one.play.campaign.id
        owed[number] = owed.get(number, 0) + (last_chance(one, zone) > now)
    aired = store.first_aired([one.id for one in campaigns])
    return Standing(owed, aired, store.opened(channel, campaigns))


def card_of(
    campaign: Campaign,
    store: CampaignStore,
    zone: ZoneInfo,
    now: datetime,
    stands: Standing | None = None,
) -> Card:
    """Return the card of an order; `stands` when it is known already."""
    planned, airings = store.planned(campaign.id, now), store.aired(campaign.id)
    today = local_date(now, zone)
    stands = stands or standing([campaign], store.session, zone, now)
    return Card(
        campaign=campaign,
        stage=stage_of(campaign, today),
        days=counted(replace(campaign, active=True), planned, airings, zone),
        planned=planned,
        airings=airings,
        today=today,
        now=now,
        owed=stands.owed.get(campaign.id, 0),
        first_aired=stands.first_aired.get(campaign.id),
        phase=_phase(campaign, stands),
    )


def board(
    campaigns: Iterable[Campaign], store: CampaignStore, zone: ZoneInfo, now: datetime
) -> dict[Stage, list[Card]]:
    """Return the cards by stage: running by their next airing, the others by their days."""
    campaigns = list(campaigns)
    stands = standing(campaigns, store.session, zone, now)
    cards = [card_of(campaign, store, zone, now, stands) for campaign in campaigns]
    found = {stage: [card for card in cards if card.stage is stage] for stage in Stage}
    found[Stage.RUNNING].sort(key=lambda card: card.next.begins if card.next else now)
    found[Stage.UPCOMING].sort(key=lambda card: card.campaign.first_day)
    return found


def duties(cards: Iterable[Card]) -> list[Card]:
    """Return what must be on the air by a time and is not yet, the most pressing first."""
    due = [card for card in cards if card.duty is not None and card.duty.aired_at is None]
    due = [card for card in due if card.stage is not Stage.STOPPED]
    return sorted(due, key=lambda card: card.campaign.due_at or card.now)


def _phase(campaign: Campaign, stands: Standing) -> Phase | None:
    if not campaign.sequence:
        return None
    if campaign.id in stands.first_aired:
        return Phase.AIRED
    return (
        Phase.CLOSED if stands.opened.get(campaign.id, campaign.first_day) is None else Phase.OPEN
    )
