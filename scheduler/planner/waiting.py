"""The demands that wait for their place: hard ones for their second, soft ones for a junction."""

from bisect import insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import takewhile

from media_library.fold import fold
from scheduler.planner.airtime import MINUTE, frame_at, instant_at
from scheduler.planner.demand import Demand
from scheduler.traffic.orders import Wanted
from scheduler.traffic.play_key import campaign_of, parsed
from scheduler.traffic.purpose import Priority
from station.audio import frames_in
from station.broadcast_day import local_date
from station.rundown import Prefer

_WIDEST = 60 * MINUTE
"""No demand may be earlier than this."""
ANCHOR_PATIENCE = 20 * MINUTE
"""How long a wish `after this item` waits for the item before it airs without it."""


class Waiting:
    """Demands not placed yet, and when each campaign and each topic last aired."""

    def __init__(
        self,
        demands: Iterable[Demand],
        past: Mapping[str, datetime],
        gone: Collection[str],
        orders: Wanted | None = None,
    ) -> None:
        """`orders` knows the campaigns that the keys of the past name."""
        ordered = sorted(demands, key=lambda demand: (demand.target, demand.rank, demand.key))
        self._hard = [demand for demand in ordered if demand.hard]
        self._soft = [demand for demand in ordered if not demand.hard]
        self._left = Counter((demand.campaign_id, demand.latest) for demand in self._soft)
        self._gone = set(gone)
        self._orders = orders or Wanted()
        self._last: dict[int, int] = {}
        self._topics: dict[str, tuple[int, int]] = {}
        for key, at in past.items():
            self._remember(key, campaign_of(key), frame_at(at))

    @property
    def next_hard(self) -> Demand | None:
        return self._hard[0] if self._hard else None

    @property
    def left(self) -> list[Demand]:
        return self._hard + self._soft

    def take(self, demand: Demand, frame: int) -> None:
        """Note that a demand is placed at `frame`."""
        self.drop(demand)
        self._remember(demand.key, demand.campaign_id, frame, demand)

    def drop(self, demand: Demand) -> None:
        (self._hard if demand.hard else self._soft).remove(demand)
        if not demand.hard:
            self._left[demand.campaign_id, demand.latest] -= 1

    def soften(self, demand: Demand, softly: Demand) -> None:
        """Put a soft demand in the place of a hard one."""
        self.drop(demand)
        insort(self._soft, softly, key=lambda one: (one.target, one.rank, one.key))
        self._left[softly.campaign_id, softly.latest] += 1

    def release(self, demand: Demand) -> None:
        """Let a wish for the place behind an item air at any junction: there was no room."""
        self._gone.add(demand.after_key)

    def behind(self, key: str) -> list[Demand]:
        """Return what is wanted directly behind an item."""
        return [demand for demand in self._soft if demand.after_key == key]

    def due(
        self,
        frame: int,
        ahead: int,
        fits: Callable[[Demand], bool],
        hopeless: Collection[str] = (),
    ) -> Demand | None:
        """Return the soft demand for a junction at `frame` that comes first.

        `ahead`: how early it may be; `hopeless`: keys of what is not even looked at. The more
        urgent come first, what makes a missed play good after the others, and of equals the one
        whose orderer has had less of what it asked for.
        """
        coming = takewhile(lambda demand: demand.target <= frame + _WIDEST, self._soft)
        ready = [
            demand
            for demand in coming
            if demand.earliest <= frame <= demand.latest and demand.key not in hopeless
            if demand.target - frame <= _earliness(demand, ahead) and self._ready(demand, frame)
        ]
        return next((demand for demand in sorted(ready, key=self._worth) if fits(demand)), None)

    def crowded(self, demand: Demand, frame: int) -> bool:
        """Whether a spot of the same topic is nearer than both want."""
        found = self._topics.get(demand.topic)
        return found is not None and abs(frame - found[0]) < max(demand.topic_gap, found[1])

    def next_window(self, frame: int) -> Demand | None:
        """Return the demand whose window closes first behind a frame."""
        open_ones = (demand for demand in self._soft if (demand.closes or 0) > frame)
        return min(open_ones, key=lambda demand: demand.closes or 0, default=None)

    def overdue(self, frame: int) -> list[Demand]:
        """Return the soft demands whose time has passed."""
        return [demand for demand in self._soft if demand.latest < frame]

    def _ready(self, demand: Demand, frame: int) -> bool:
        if not demand.fits_at(frame):
            return False
        if demand.after_key and demand.after_key not in self._gone:
            return frame > demand.target + ANCHOR_PATIENCE
        if not self._far_enough(demand, frame) or not self._has_room(demand, frame):
            return False
        yields = demand.rank is not Priority.URGENT and not demand.is_pressed(frame)
        return not yields or not (self.crowded(demand, frame) or self._soon(demand, frame))

    def _far_enough(self, demand: Demand, frame: int) -> bool:
        """Whether the last play of the same campaign is far enough away."""
        last = self._last.get(demand.campaign_id) if demand.campaign_id is not None else None
        return last is None or abs(frame - last) >= self._apart(demand, frame)

    def _apart(self, demand: Demand, frame: int) -> int:
        """Return how far apart plays are: less than evenly where too many are left for the time."""
        left = self._left[demand.campaign_id, demand.latest]
        room = (demand.latest - frame) // max(1, left)
        return max(demand.least_gap, min(demand.gap, room))

    def _has_room(self, demand: Demand, frame: int) -> bool:
        """Whether the limit of the orderer leaves room for what is made good here."""
        days = {one.day for one in demand.chances if one.opens <= frame <= one.closes}
        return not days or any(self._orders.shares.has_room(demand.orderer, day) for day in days)

    def _soon(self, demand: Demand, frame: int) -> bool:
        """Whether a spot of the topic airs on its second soon behind a frame."""
        if not demand.topic:
            return False
        near = takewhile(lambda other: other.target < frame + demand.topic_gap, self._hard)
        return any(other.topic == demand.topic and other.target >= frame for other in near)

    def _worth(self, demand: Demand) -> tuple[object, ...]:
        share = self._orders.shares.of(demand.orderer, demand.day)
        waits = demand.closes is None
        return demand.rank, demand.again, waits, share, demand.target, demand.key

    def _remember(
        self, key: str, campaign_id: int | None, frame: int, demand: Demand | None = None
    ) -> None:
        """Note what aired; of what was planned before, its key tells the order."""
        play = parsed(key)
        if campaign_id is None or (demand is None and play and play.root in self._orders.owed):
            return
        self._last[campaign_id] = max(frame, self._last.get(campaign_id, frame))
        campaign = self._orders.campaigns.get(campaign_id)
        if campaign is None:
            return
        topic = fold(campaign.topic)
        if topic:
            last, _ = self._topics.get(topic, (frame, 0))
            gap = frames_in(timedelta(minutes=campaign.topic_gap_min))
            self._topics[topic] = (max(frame, last), gap)
        if play is not None and play.attempt:
            day = _day_at(demand, frame) or local_date(instant_at(frame), self._orders.zone)
            self._orders.shares.note(campaign.orderer, day, again=True)
        elif play is not None:
            self._orders.shares.note(campaign.orderer, play.day)


def _day_at(demand: Demand | None, frame: int) -> date | None:
    """Return the local day whose limit a demand takes room of, where it is not its own."""
    spans = () if demand is None else demand.chances
    return next((one.day for one in spans if one.opens <= frame <= one.closes), None)


def _earliness(demand: Demand, ahead: int) -> int:
    """Return how early a demand may be at a junction, when `ahead` is half of what would follow."""
    if demand.closes is None:
        return ahead
    if demand.prefer is Prefer.OVER:
        return 0
    return demand.target - demand.earliest if demand.prefer is Prefer.UNDER else ahead
