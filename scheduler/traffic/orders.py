"""What the orders want of a span: their plays as demands, what is owed, and what is left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from media_library.fold import fold
from scheduler.planner.airtime import frame_at
from scheduler.planner.demand import Chance, Demand
from scheduler.planner.plan import Finding, Note
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.traffic.make_good import Missed, chances, last_chance
from scheduler.traffic.play import LEAST_APART, Play, plays_on
from scheduler.traffic.play_key import again, parsed
from scheduler.traffic.shares import Day, Shares, within
from station.audio import frames_in
from station.broadcast_day import days_between
from station.rundown import Prefer, Reason, Start, Why

MADE_GOOD_AFTER = timedelta(minutes=5)
"""How soon a play that was missed may air again."""
MADE_GOOD_APART = timedelta(minutes=30)
"""Several plays of one order that are made good are so far apart, while there is time."""
_DAY = timedelta(days=1)
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the orders want."""

    demands: Sequence[Demand] = ()
    """Every play that may start in the span."""
    findings: Sequence[Finding] = ()
    """What is left out before anything is laid, and why."""
    shares: Shares = field(default_factory=Shares)
    """Who asked for how much."""
    campaigns: Mapping[int, Campaign] = field(default_factory=dict)
    """The orders by their numbers."""
    owed: Collection[str] = ()
    """Keys of the plays that were missed: they keep nothing apart."""
    zone: ZoneInfo = _UTC
    """Where days are cut."""


def wanted(
    campaigns: Sequence[Campaign],
    begins: datetime,
    ends: datetime,
    zone: ZoneInfo,
    *,
    owed: Iterable[Missed] = (),
    caps: Mapping[int, int] | None = None,
    unopened: Collection[int] = (),
) -> Wanted:
    """Return what the orders want of a span; night windows of the day before too.

    `caps`: the limits of agencies; `unopened`: phases whose phase before has not aired.
    """
    limits = {f"agency:{number}": cap for number, cap in (caps or {}).items()}
    on_air = [one for one in campaigns if not one.live_read and one.id not in unopened]
    owed = [one for one in owed if one.play.campaign.id in {each.id for each in on_air}]
    roots = {one.play.key for one in owed}
    demands: list[Demand] = []
    findings = [_unopened(one, begins) for one in campaigns if one.id in unopened and one.active]
    asked: Counter[Day] = Counter()
    for day in days_between(begins - _DAY, ends, zone):
        plays = [play for one in on_air for play in plays_on(one, day, zone)]
        kept, over = within(plays, limits)
        asked.update((play.campaign.orderer, day) for play in kept)
        coming = [play for play in kept if _touches(play, begins, ends) and play.key not in roots]
        demands += [_of_play(play, zone) for play in coming]
        findings += [_over(play, limits) for play in over if begins <= play.target < ends]
    demands += [_of_missed(one, ends, zone) for one in owed]
    missed = Counter((one.play.campaign.orderer, one.play.day) for one in owed)
    known = {campaign.id: campaign for campaign in campaigns}
    return Wanted(demands, findings, Shares(asked, limits, missed), known, roots, zone)


def of_campaigns(
    campaigns: Sequence[Campaign], begins: datetime, ends: datetime, zone: ZoneInfo
) -> Iterator[Demand]:
    """Yield the plays of orders whose agencies have no limits, and of which none was missed."""
    yield from wanted(campaigns, begins, ends, zone).demands


def still_owed(owed: Iterable[Missed], ahead: Collection[str]) -> list[Missed]:
    """Return what is owed but for the plays that the air still has ahead of it."""
    coming = {play.root for key in ahead if (play := parsed(key)) is not None}
    return [one for one in owed if one.play.key not in coming]


def _touches(play: Play, begins: datetime, ends: datetime) -> bool:
    return play.target < ends and play.latest >= begins


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
        about["of"] = str(sum(portion.count for portion in campaign.plays.portions))
        opens, closes = (at.astimezone(zone) for at in (play.earliest, play.latest))
        about["window"] = f"{opens:%H:%M}-{closes:%H:%M}"
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
        must_air=campaign.must_air,
        least_gap=frames_in(play.least_gap),
        rank=campaign.rank,
        orderer=campaign.orderer,
        day=play.day,
        topic=fold(campaign.topic),
        topic_gap=frames_in(timedelta(minutes=campaign.topic_gap_min)),
        paid=campaign.paid,
    )


def _of_missed(one: Missed, ends: datetime, zone: ZoneInfo) -> Demand:
    """Return the demand that makes a missed play good, at a junction in what is left of a flight.

    Its times follow from when it was missed, not from now: planned again they are the same.
    """
    plain = _of_play(one.play, zone)
    campaign = one.play.campaign
    ordered = timedelta(0)
    if not isinstance(campaign.plays, AtTimes):
        ordered = timedelta(minutes=campaign.plays.min_gap_min)
    spans = [
        Chance(frame_at(each.opens), frame_at(each.closes), each.day)
        for each in chances(one, ends, zone)
    ]
    about = {**plain.about, "again": str(one.play.day)}
    return Demand(
        key=again(one.play.key, one.attempt),
        cart_id=plain.cart_id,
        target=frame_at(one.since + MADE_GOOD_AFTER),
        earliest=frame_at(one.since),
        latest=frame_at(last_chance(one, zone)),
        hard=False,
        reason=Reason(plain.reason.code, about),
        campaign_id=plain.campaign_id,
        gap=frames_in(max(ordered, MADE_GOOD_APART)),
        about=about,
        must_air=plain.must_air,
        least_gap=frames_in(max(ordered, LEAST_APART)),
        rank=plain.rank,
        orderer=plain.orderer,
        day=plain.day,
        topic=plain.topic,
        topic_gap=plain.topic_gap,
        paid=plain.paid,
        again=True,
        chances=tuple(spans),
    )


def _over(play: Play, limits: Mapping[str, int]) -> Finding:
    campaign = play.campaign
    about = {"campaign": campaign.title, "agency": campaign.agency, "key": play.key}
    return Finding(Note.OVER_CAP, play.target, {**about, "cap": str(limits[campaign.orderer])})


def _unopened(campaign: Campaign, begins: datetime) -> Finding:
    about = {"campaign": campaign.title, "agency": campaign.agency, "phase": str(campaign.phase)}
    return Finding(Note.PHASE_CLOSED, begins, {**about, "sequence": campaign.sequence})
