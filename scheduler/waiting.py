"""The demands that wait for their place: hard ones for their second, soft ones for a junction."""

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from scheduler.airtime import MINUTE, frame_at
from scheduler.demand import Demand, campaign_of
from station.rundown import Prefer

_WIDEST = 60 * MINUTE
"""No demand may be earlier than this."""
ANCHOR_PATIENCE = 20 * MINUTE
"""How long a wish `after this item` waits for the item before it airs without it."""


class Waiting:
    """Demands not placed yet, and when each campaign last aired."""

    def __init__(
        self, demands: Iterable[Demand], past: Mapping[str, datetime], gone: Collection[str]
    ) -> None:
        ordered = sorted(demands, key=lambda demand: (demand.target, demand.key))
        self._hard = [demand for demand in ordered if demand.hard]
        self._soft = [demand for demand in ordered if not demand.hard]
        self._gone = set(gone)
        self._last: dict[int, int] = {}
        for key, at in past.items():
            self._remember(campaign_of(key), frame_at(at))

    @property
    def next_hard(self) -> Demand | None:
        return self._hard[0] if self._hard else None

    @property
    def left(self) -> list[Demand]:
        return self._hard + self._soft

    def take(self, demand: Demand, frame: int) -> None:
        """Note that a demand is placed at `frame`."""
        self.drop(demand)
        self._remember(demand.campaign_id, frame)

    def drop(self, demand: Demand) -> None:
        (self._hard if demand.hard else self._soft).remove(demand)

    def soften(self, demand: Demand, softly: Demand) -> None:
        """Put a soft demand in the place of a hard one."""
        self.drop(demand)
        insort(self._soft, softly, key=lambda one: (one.target, one.key))

    def release(self, demand: Demand) -> None:
        """Let a wish for the place behind an item air at any junction: there was no room."""
        self._gone.add(demand.after_key)

    def behind(self, key: str) -> list[Demand]:
        """Return what is wanted directly behind an item."""
        return [demand for demand in self._soft if demand.after_key == key]

    def due(self, frame: int, ahead: int, fits: Callable[[Demand], bool]) -> Demand | None:
        """Return the first soft demand for a junction at `frame`; `ahead`: how early it may be."""
        for demand in self._soft:
            if demand.target > frame + _WIDEST:
                return None
            early = demand.target - frame
            if early <= _earliness(demand, ahead) and self._ready(demand, frame) and fits(demand):
                return demand
        return None

    def next_window(self, frame: int) -> Demand | None:
        """Return the demand whose window closes first behind a frame."""
        open_ones = (demand for demand in self._soft if (demand.closes or 0) > frame)
        return min(open_ones, key=lambda demand: demand.closes or 0, default=None)

    def overdue(self, frame: int) -> list[Demand]:
        """Return the soft demands whose time has passed."""
        return [demand for demand in self._soft if demand.latest < frame]

    def _ready(self, demand: Demand, frame: int) -> bool:
        if not demand.earliest <= frame <= demand.latest:
            return False
        if demand.after_key and demand.after_key not in self._gone:
            return frame > demand.target + ANCHOR_PATIENCE
        last = self._last.get(demand.campaign_id) if demand.campaign_id is not None else None
        return last is None or abs(frame - last) >= demand.gap

    def _remember(self, campaign_id: int | None, frame: int) -> None:
        if campaign_id is not None:
            self._last[campaign_id] = max(frame, self._last.get(campaign_id, frame))


def _earliness(demand: Demand, ahead: int) -> int:
    """Return how early a demand may be at a junction, when `ahead` is half of what would follow."""
    if demand.closes is None:
        return ahead
    if demand.prefer is Prefer.OVER:
        return 0
    return demand.target - demand.earliest if demand.prefer is Prefer.UNDER else ahead
