"""When an announcement would air, were it saved: the plan is made for it and thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.planner.inputs import PlanInputs
from scheduler.planner.plan import Plan
from scheduler.planning import Planning
from scheduler.publishing import current
from scheduler.stores import OwedStore
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play import Play, ordered_on, plays_on
from station.broadcast_day import local_date
from station.rundown import Item
from web.desk import Desk

DAYS = 7
"""So many days with plays are shown."""
_LONGEST = 366
_WORTH_TELLING = timedelta(seconds=5)
"""An item that moves by less is where it was."""
_NOT_STORED = 2_000_000_000
"""Stands where the database would put a number."""


@dataclass(frozen=True, slots=True)
class PlayAhead:
    """One play that is to come."""

    at: datetime
    """Planned start, or the time it is aimed at."""
    item: Item | None
    """Its place in the plan; None beyond the plan, or where it found none."""
    after: Item | None
    """What airs before it."""
    placed: bool
    """False when the plan reaches this far and has no place for it."""


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day of the preview."""

    day: date
    ordered: int
    plays: Sequence[PlayAhead]


@dataclass(frozen=True, slots=True)
class Preview:
    """The next days of an announcement."""

    days: Sequence[DayAhead]
    total: int
    """Plays ordered over the whole flight."""
    until: datetime | None
    """How far the plan reaches; later times are aims."""
    displaced: Sequence[Item] = ()
    """What is published and would not air."""
    moved: int = 0
    """How many published items would air at another time."""
    furthest: timedelta = timedelta(0)
    """How far the one that moves most would move."""
    closed: bool = False
    """Whether it waits for another phase of its crisis sequence."""

    @property
    def unplaced(self) -> int:
        return sum(not play.placed for day in self.days for play in day.plays)


def preview(
    campaign: Campaign, before: Campaign | None, session: Session, desk: Desk, now: datetime
) -> Preview:
    """Plan with the announcement as it would be saved; nothing is stored or published."""
    wished = _as_saved(campaign, before, now)
    planning = Planning(desk.config, desk.paths, desk.sessions, desk.clock)
    made = planning.draft(session, campaign.channel, lambda inputs: _with(wished, inputs))
    ahead = laid_out(wished, made, desk.config.zone, now)
    published = current(desk.paths.rundown(campaign.channel))
    opened = OwedStore(session).opened(campaign.channel, [wished])
    ahead = replace(ahead, closed=wished.id in opened and opened[wished.id] is None)
    return ahead if published is None else with_displaced(ahead, published.items, made, now)


def _with(wished: Campaign, inputs: PlanInputs) -> PlanInputs:
    others = [other for other in inputs.campaigns if other.id != wished.id]
    return replace(inputs, campaigns=[*others, wished])


def _as_saved(campaign: Campaign, before: Campaign | None, now: datetime) -> Campaign:
    """Return the campaign as the store would give it back."""
    changed = before is None or before.plays != campaign.plays
    effective_at = now.replace(microsecond=0) if changed else campaign.effective_at
    return replace(campaign, id=campaign.id or _NOT_STORED, effective_at=effective_at)


def laid_out(campaign: Campaign, made: Plan, zone: ZoneInfo, now: datetime) -> Preview:
    """Return what the plan does with the campaign's plays."""
    places = _places(made)
    until = made.items[-1].ends if made.items else None
    first = max(campaign.first_day, local_date(now, zone))
    length = min((campaign.last_day - first).days + 1, _LONGEST)
    flight = [first + timedelta(days=number) for number in range(length)]
    airing = [day for day in flight if ordered_on(campaign, day)]
    days = []
    for day in airing[:DAYS]:
        ahead = [
            _ahead(play, places, until) for play in plays_on(campaign, day, zone)
            if play.latest > now
        ]  # fmt: skip
        days.append(DayAhead(day, ordered_on(campaign, day), sorted(ahead, key=_at)))
    return Preview(
        days=[day for day in days if day.plays],
        total=sum(ordered_on(campaign, day) for day in flight),
        until=until,
    )


def with_displaced(ahead: Preview, published: Sequence[Item], made: Plan, now: datetime) -> Preview:
    """Return the preview with what it does to the rundown that is published."""
    coming = {item.key: item for item in made.items}
    until = made.items[-1].begins if made.items else now
    told = [item for item in published if now < item.begins < until]
    stays = [item for item in told if item.key in coming]
    shifts = [abs(coming[item.key].begins - item.begins) for item in stays]
    moved = [shift for shift in shifts if shift >= _WORTH_TELLING]
    return replace(
        ahead,
        displaced=[item for item in told if item.key not in coming],
        moved=len(moved),
        furthest=max(moved, default=timedelta(0)),
    )


def _places(made: Plan) -> Mapping[str, tuple[Item, Item | None]]:
    """Return each item of the plan by its key, with the one before it."""
    before = (None, *made.items)
    return {item.key: (item, last) for item, last in zip(made.items, before, strict=False)}


def _ahead(
    play: Play, places: Mapping[str, tuple[Item, Item | None]], until: datetime | None
) -> PlayAhead:
    if play.key in places:
        item, after = places[play.key]
        return PlayAhead(item.begins, item, after, placed=True)
    within = until is not None and play.latest < until and not play.campaign.live_read
    return PlayAhead(play.target, None, None, placed=not within)


def _at(play: PlayAhead) -> datetime:
    return play.at
