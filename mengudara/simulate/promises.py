"""What became of the orders in a rehearsal: each fulfilled, or short with the reason."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.airing import Airing, AiringStatus
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play import Play, plays_on
from scheduler.traffic.play_key import parsed

UNKNOWN = "unknown"
"""Nothing says why a play is missing: that should not be."""
OUTAGE = "outage"
CUT = "cut"
LIVE_READ = "not_read"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One order over the days of the rehearsal."""

    campaign_id: int
    """Its number."""
    title: str
    """What it is about."""
    agency: str
    """Who ordered it."""
    ordered: int
    """Plays that it asks for on these days."""
    aired: int
    """Plays that were heard whole."""
    made_good: int
    """Of these: at another time than ordered."""
    owed: int
    """Plays that were missed and can still be made good behind the rehearsal."""
    short: int
    """Plays that were missed for ever."""
    why: dict[str, int] = field(default_factory=dict)
    """Why plays are owed or short, as codes."""

    @property
    def fulfilled(self) -> bool:
        return not self.short and not self.owed


@dataclass(frozen=True, slots=True)
class Known:
    """What tells why a play is missing."""

    remarks: Mapping[str, str] = field(default_factory=dict)
    """What the planner last remarked, by the key of the play."""
    closed: frozenset[str] = frozenset()
    """Titles of phases that were not opened."""
    outages: Sequence[tuple[datetime, datetime]] = ()
    """When the station was off the air, UTC."""


def told(
    order: Campaign,
    heard: Iterable[Airing],
    days: Sequence[date],
    known: Known,
    zone: ZoneInfo,
    ends: datetime,
) -> OrderTold:
    """Return what became of an order on local days of a rehearsal that ends at an instant.

    What may still air in its own time then is not asked for yet.
    """
    whole, part = _heard(heard)
    asked = [play for day in days for play in plays_on(order, day, zone)]
    plays = [play for play in asked if play.key in whole or play.latest < ends]
    missing = [play for play in plays if play.key not in whole]
    coming = missing if order.last_day > days[-1] else []
    why = Counter(_why(play, part, known) for play in missing)
    made_good = sum(1 for play in plays if whole.get(play.key))
    return OrderTold(
        order.id, order.title, order.agency, len(plays), len(plays) - len(missing), made_good,
        len(coming), len(missing) - len(coming), dict(sorted(why.items())),
    )  # fmt: skip


def _heard(heard: Iterable[Airing]) -> tuple[dict[str, int], set[str]]:
    """Return the plays that were heard whole with their attempts, and those heard in part."""
    whole: dict[str, int] = {}
    part: set[str] = set()
    for airing in heard:
        play = parsed(airing.item_key)
        if play is None:
            continue
        if airing.status in (AiringStatus.OK, AiringStatus.ON_AIR):
            whole[play.root] = min(play.attempt, whole.get(play.root, play.attempt))
        else:
            part.add(play.root)
    return whole, part


def _why(play: Play, part: set[str], known: Known) -> str:
    """Return the reason why a play is missing, the nearest first."""
    order = play.campaign
    if order.live_read:
        return LIVE_READ
    if play.key in known.remarks:
        return known.remarks[play.key]
    if order.title in known.closed:
        return "phase_closed"
    if any(begins - _DAY / 24 <= play.target < ends for begins, ends in known.outages):
        return OUTAGE
    if any(play.earliest < ends and begins < play.latest for begins, ends in known.outages):
        return OUTAGE
    return CUT if play.key in part else UNKNOWN
