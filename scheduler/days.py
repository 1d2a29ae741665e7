"""Gathers what the calendar and the events of the day add to a plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.calendar.brought import brought, with_days
from scheduler.observance.events import Almanac, events_between
from scheduler.observance.settings import Observances
from scheduler.planner.event import Event
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.planner import BEYOND
from scheduler.prayer.settled import settled
from scheduler.prayer.times import PrayerDay
from scheduler.problem import NotInSchedule
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    CampaignStore,
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from scheduler.traffic.campaign import Campaign
from station.broadcast_day import local_date
from station.config import Config

_DAY = timedelta(days=1)


def with_calendar(inputs: PlanInputs, session: Session, config: Config) -> PlanInputs:
    """Return the inputs of a planning with what its days bring and observe."""
    first = local_date(inputs.begins, inputs.zone) - _DAY
    last = local_date(inputs.ends + BEYOND, inputs.zone)
    attachments = AttachmentStore(session).all(inputs.channel)
    sources = CalendarStore(session).sources(config)
    found = brought(attachments, first, last, sources)
    wanted = {number for number, _ in found.campaign_days}
    campaigns = [*inputs.campaigns, *_others(session, inputs, wanted)]
    return replace(
        inputs,
        programmes=[*inputs.programmes, *found.programmes],
        slots=[*inputs.slots, *found.slots],
        campaigns=with_days(campaigns, found.campaign_days),
        events=events(session, config, inputs.channel, inputs.begins, inputs.ends + BEYOND),
    )


def events(
    session: Session, config: Config, channel: str, begins: datetime, ends: datetime
) -> list[Event]:
    """Return the events of the local days that a span touches, and of the day before."""
    observances = ScheduleSettingStore(session).observances(channel)
    zone = config.zone
    first = local_date(begins, zone) - _DAY
    almanac = almanac_of(session, config, observances, first, local_date(ends, zone))
    rules = EventModeStore(session).since(channel, first)
    return events_between(observances, almanac, rules, begins, ends, zone=zone)


def almanac_of(
    session: Session, config: Config, observances: Observances, first_day: date, last_day: date
) -> Almanac:
    """Return what is known of some days: times of prayer, and whether they are of Ramadan."""
    official = PrayerTableStore(session).between(first_day, last_day)
    place = observances.location.place
    hijri = CalendarStore(session).sources(config).hijri

    def prayers(day: date) -> PrayerDay | None:
        if not place.name:
            return None
        return settled(day, place, config.zone, official.get(day), observances.adjust)

    return Almanac(prayers, hijri.fasts)


def _others(session: Session, inputs: PlanInputs, wanted: Iterable[int]) -> list[Campaign]:
    """Return active campaigns that only the calendar brings; one that is gone is left out."""
    known = {campaign.id for campaign in inputs.campaigns}
    found: list[Campaign] = []
    for number in sorted(set(wanted) - known):
        try:
            campaign = CampaignStore(session).get(number)
        except NotInSchedule:
            continue
        if campaign.active and campaign.channel == inputs.channel:
            found.append(campaign)
    return found
