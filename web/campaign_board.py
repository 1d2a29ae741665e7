"""How announcements stand: one card each, with what was ordered, aired and comes next."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.airing import Airing, DayCount, PlannedItem
from scheduler.campaign import Campaign
from scheduler.stores import CampaignStore
from scheduler.stores.campaigns import counted
from station.broadcast_day import local_date


class Stage(enum.StrEnum):
    """Where an announcement stands in its life."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    STOPPED = "stopped"
    ENDED = "ended"


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
    def next(self) -> PlannedItem | None:
        return self.planned[0] if self.planned else None

    @property
    def shortfall(self) -> int:
        """Plays that were due on past days and were not heard whole."""
        past = (day for day in self.days if day.day < self.today)
        return sum(max(0, day.ordered - day.aired) for day in past)


def stage_of(campaign: Campaign, today: date) -> Stage:
    if campaign.last_day < today:
        return Stage.ENDED
    if not campaign.active:
        return Stage.STOPPED
    return Stage.UPCOMING if campaign.first_day > today else Stage.RUNNING


def card_of(campaign: Campaign, store: CampaignStore, zone: ZoneInfo, now: datetime) -> Card:
    planned, airings = store.planned(campaign.id, now), store.aired(campaign.id)
    today = local_date(now, zone)
    return Card(
        campaign=campaign,
        stage=stage_of(campaign, today),
        days=counted(replace(campaign, active=True), planned, airings, zone),
        planned=planned,
        airings=airings,
        today=today,
    )


def board(
    campaigns: Iterable[Campaign], store: CampaignStore, zone: ZoneInfo, now: datetime
) -> dict[Stage, list[Card]]:
    """Return the cards by stage: running by their next airing, the others by their days."""
    cards = [card_of(campaign, store, zone, now) for campaign in campaigns]
    found = {stage: [card for card in cards if card.stage is stage] for stage in Stage}
    found[Stage.RUNNING].sort(key=lambda card: card.next.begins if card.next else now)
    found[Stage.UPCOMING].sort(key=lambda card: card.campaign.first_day)
    return found
