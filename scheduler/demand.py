"""Demands: single recordings that want the air at a time of their own, whatever the programme.

The plays of campaigns and the insertions and moves of operators become demands; the planner
meets the hard ones on their second and the soft ones at the end of an item.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from scheduler.airtime import frame_at
from scheduler.campaign import AtTimes, Campaign
from scheduler.override import Override, Wish
from scheduler.play import Play, plays_on
from station.audio import frames_in
from station.broadcast_day import days_between
from station.rundown import Prefer, Reason, Start, Why

OVERRIDE_LATENESS = timedelta(hours=2)
"""How long after its time an operator's soft wish is still fulfilled."""
OVERRIDE_EARLINESS = timedelta(minutes=2)
"""How long before its time it may be, when an item ends there."""
MADE_GOOD_AFTER = timedelta(minutes=5)
MADE_GOOD_WITHIN = timedelta(hours=4)
"""How soon, and how late at most, a play that was cut airs again."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Demand:
    """One recording that wants the air."""

    key: str
    """Key of the item it becomes."""
    cart_id: int
    """The recording."""
    target: int
    """Frame since 1970 at which it should start."""
    earliest: int
    """Not before this frame."""
    latest: int
    """Not after this frame."""
    hard: bool
    """Whether it starts on its frame, cutting what is on the air."""
    reason: Reason
    """Why it is here."""
    campaign_id: int | None = None
    """The campaign it counts for."""
    gap: int = 0
    """Frames to the last play of the same campaign, at least."""
    after_key: str = ""
    """Directly behind this item, where there is one."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What a finding about it needs."""
    closes: int | None = None
    """Frame at which its window closes: what is on the air is cut there; None: no window."""
    prefer: Prefer = Prefer.CLOSEST
    """Which join its window takes."""
    must_air: bool = False
    """Whether it outranks a live presenter, and is never cut."""


def of_campaigns(
    campaigns: Iterable[Campaign],
    begins: datetime,
    ends: datetime,
    zone: ZoneInfo,
    cut: Mapping[str, datetime] = MappingProxyType({}),
) -> Iterator[Demand]:
    """Yield every play that may start in the span; night windows of the day before too.

    What was cut is made good: once more, soon after it was. `cut`: when, by the keys of items.
    """
    days = list(days_between(begins - _DAY, ends, zone))
    for campaign in campaigns:
        for day in days:
            for play in plays_on(campaign, day, zone):
                if play.target < ends and play.latest >= begins:
                    yield _of_play(play, zone)
                yield from _made_good(play, cut, zone)


def of_overrides(overrides: Iterable[Override], campaigns: Iterable[Campaign]) -> Iterator[Demand]:
    """Yield what operators want put somewhere; of several wishes for one item the last counts."""
    titles = {campaign.id: campaign.title for campaign in campaigns}
    last = {override.key: override for override in overrides if override.undone_at is None}
    for override in last.values():
        if override.places:
            yield _of_override(override, titles)


def _of_play(play: Play, zone: ZoneInfo) -> Demand:
    campaign = play.campaign
    about = {"campaign": campaign.title, "agency": campaign.agency}
    prefer = Prefer.CLOSEST
    if isinstance(campaign.plays, AtTimes):
        code = Why.SPOT_TIME
        about["time"] = f"{play.target.astimezone(zone):%H:%M:%S}"
        prefer = campaign.plays.prefer
    else:
        code = Why.SPOT_SPREAD
        about["number"] = str(play.number + 1)
        about["of"] = str(campaign.plays.per_day)
        about["window"] = f"{campaign.plays.opens:%H:%M}-{campaign.plays.closes:%H:%M}"
    return Demand(
        key=play.key,
        cart_id=play.cart_id,
        target=frame_at(play.target),
        earliest=frame_at(play.earliest),
        latest=frame_at(play.latest),
        hard=play.start is Start.HARD,
        reason=Reason(code, about),
        campaign_id=campaign.id,
        gap=frames_in(play.gap),
        about=about,
        closes=None if play.closes is None else frame_at(play.closes),
        prefer=prefer,
    )


def _made_good(play: Play, cut: Mapping[str, datetime], zone: ZoneInfo) -> Iterator[Demand]:
    key = play.key
    while key in cut:
        ended = cut[key]
        key = f"{key}:again"
        yield replace(
            _of_play(play, zone),
            key=key,
            target=frame_at(ended + MADE_GOOD_AFTER),
            earliest=frame_at(ended),
            latest=frame_at(ended + MADE_GOOD_WITHIN),
            hard=False,
            gap=0,
            closes=None,
        )


def _of_override(override: Override, titles: Mapping[int, str]) -> Demand:
    about = {"by": override.by, "override": str(override.id)}
    hard = override.start is Start.HARD
    campaign_id = campaign_of(override.item_key)
    if campaign_id is not None and campaign_id in titles:
        about["campaign"] = titles[campaign_id]
    return Demand(
        key=override.key,
        cart_id=override.cart_id,
        target=frame_at(override.at),
        earliest=frame_at(override.at) if hard else frame_at(override.at - OVERRIDE_EARLINESS),
        latest=frame_at(override.at + OVERRIDE_LATENESS),
        hard=hard,
        reason=Reason(Why.INSERTED if override.wish is Wish.INSERT else Why.MOVED, about),
        campaign_id=campaign_id,
        after_key=override.after_key,
        about=about,
    )


def campaign_of(item_key: str) -> int | None:
    """Return the campaign that an item's key names: a moved play counts for its order still."""
    kind, _, rest = item_key.partition(":")
    return int(rest.partition(":")[0]) if kind == "campaign" else None
