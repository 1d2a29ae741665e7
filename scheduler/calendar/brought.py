"""What the attachments of the days of a plan bring to the grid and to the campaigns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.calendar.attachment import (
    MOST_DAYS_BEFORE,
    Attachment,
    BringsCampaign,
    BringsPlaylist,
    BringsProgramme,
)
from scheduler.calendar.day import CalendarSources, between
from scheduler.traffic.campaign import Campaign
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Category, Fixed, Programme


@dataclass(frozen=True, slots=True)
class Brought:
    """Additions to a plan; slots and programmes have negative numbers, so they meet no others."""

    programmes: tuple[Programme, ...] = ()
    slots: tuple[GridSlot, ...] = ()
    campaign_days: tuple[tuple[int, date], ...] = ()
    """Campaigns by their number, and the local day each airs on."""


def brought(
    attachments: Sequence[Attachment],
    first_day: date,
    last_day: date,
    sources: CalendarSources,
) -> Brought:
    """Return what some local days bring."""
    airing = [attachment for attachment in attachments if attachment.active]
    if not airing:
        return Brought()
    ahead = last_day + timedelta(days=MOST_DAYS_BEFORE + 1)
    days = {one.day: one for one in between(first_day, ahead, sources)}
    found = [
        (attachment, first_day + timedelta(days=number))
        for attachment in airing
        for number in range((last_day - first_day).days + 1)
        if attachment.airs_on(first_day + timedelta(days=number), days)
    ]
    playlists = {one.id: one for one, _ in found if isinstance(one.brings, BringsPlaylist)}
    return Brought(
        tuple(_programme(one) for one in playlists.values()),
        tuple(slot for pair in found for slot in _slot(*pair)),
        tuple(
            (one.brings.campaign_id, day)
            for one, day in found
            if isinstance(one.brings, BringsCampaign)
        ),
    )


def _programme(attachment: Attachment) -> Programme:
    assert isinstance(attachment.brings, BringsPlaylist)
    content = Fixed(attachment.brings.cart_ids)
    return Programme(
        attachment.channel, attachment.name, content, Category.CULTURE, id=-attachment.id
    )


def _slot(attachment: Attachment, day: date) -> Iterable[GridSlot]:
    brings = attachment.brings
    if isinstance(brings, BringsCampaign):
        return
    yield GridSlot(
        attachment.channel,
        brings.programme_id if isinstance(brings, BringsProgramme) else -attachment.id,
        day,
        attachment.wall,
        attachment.duration,
        start=attachment.start,
        id=-attachment.id,
    )


def with_days(campaigns: Iterable[Campaign], days: Iterable[tuple[int, date]]) -> list[Campaign]:
    """Return campaigns that air on the days of the calendar too."""
    also: dict[int, set[date]] = {}
    for number, day in days:
        also.setdefault(number, set()).add(day)
    return [
        replace(campaign, also_on=frozenset(also[campaign.id])) if campaign.id in also else campaign
        for campaign in campaigns
    ]
