"""The station ID: once an hour, near the full hour.

No law names the interval; once an hour within five minutes of the full hour is the habit.
"""

from datetime import timedelta

from media_library.cart import Playable
from scheduler.planner.airtime import MINUTE, SECOND, frame_at, instant_at
from scheduler.planner.fitting import SHORTEST
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.stretches import Stretch
from scheduler.week.programme import Rotation
from station.broadcast_day import hour_floor
from station.kinds import Kind
from station.rundown import Start, Why

NEAR = 5 * MINUTE
"""How far from the full hour it may air."""
EARLY = 90 * SECOND
"""How early it may be when an item ends there: half of a usual item."""
_STATION_IDS = Rotation(kinds=(Kind.STATION_ID,), artist_separation_min=0, title_separation_min=0)


class StationIds:
    """Says when the station ID is due, and lays it."""

    def __init__(self, laying: Laying) -> None:
        self._laying = laying

    def before(self, goal: Goal) -> Goal:
        """Move a hard goal near the hour forward, so that the station ID airs just before it."""
        if not goal.hard:
            return goal
        hour = self.hour_near(goal.frame)
        if goal.frame - hour < -EARLY:
            return goal
        cart = self._cart(hour)
        if cart is None:
            return goal
        begins = goal.frame - _length(cart)
        if not -EARLY <= begins - hour <= NEAR or hour != self.hour_near(begins):
            return goal
        if begins - self._laying.tape.at < SHORTEST and begins != self._laying.tape.at:
            return goal
        return Goal(begins, hard=True, returns=goal.returns)

    def lay(self, stretch: Stretch, goal: Goal | None) -> bool:
        """Lay the station ID at this junction, if it is due here and nowhere better."""
        at = self._laying.tape.at
        hour = self.hour_near(at)
        if not -EARLY <= at - hour <= NEAR:
            return False
        cart = self._cart(hour)
        if cart is None or not self._fits(cart, hour, goal):
            return False
        return self._laid(stretch, cart, hour)

    def lay_before(self, stretch: Stretch, start: Start) -> bool:
        """Lay the station ID before an occurrence that may begin a little later for it."""
        at = self._laying.tape.at
        hour = self.hour_near(at)
        if start not in (Start.WAIT, Start.WINDOW) or not -EARLY <= at - hour <= NEAR:
            return False
        cart = self._cart(hour)
        ends = self._laying.tape.begin_of(Kind.STATION_ID) + (0 if cart is None else _length(cart))
        if cart is None or stretch.closes is None or ends > stretch.closes:
            return False
        return self._laid(stretch, cart, hour)

    def _laid(self, stretch: Stretch, cart: Playable, hour: int) -> bool:
        item = self._laying.item(stretch, cart, _key(hour), Why.ROTATION, about={"hour": "1"})
        self._laying.lay(item, None)
        return True

    def cart(self) -> Playable | None:
        """Return the station ID whose turn it is, due or not."""
        laying = self._laying
        carts = laying.view.candidates(_STATION_IDS, laying.tape.at, most=1).carts
        return carts[0] if carts else None

    def settle(self) -> None:
        """Note that the station ID of the hour near this junction airs."""
        at = self._laying.tape.at
        hour = self.hour_near(at)
        if abs(at - hour) <= NEAR:
            self._laying.progress.use(_key(hour))

    def _fits(self, cart: Playable, hour: int, goal: Goal | None) -> bool:
        if goal is None or not goal.hard:
            return True
        ends = self._laying.tape.begin_of(Kind.STATION_ID) + _length(cart)
        if self.hour_near(goal.frame) == hour and self.before(goal) is not goal:
            return ends == goal.frame
        return ends + SHORTEST <= goal.frame

    def _cart(self, hour: int) -> Playable | None:
        if not self._laying.progress.open(_key(hour)):
            return None
        return self.cart()

    def hour_near(self, frame: int) -> int:
        """Return the full local hour nearest to a frame."""
        floor = hour_floor(instant_at(frame) + timedelta(minutes=30), self._laying.inputs.zone)
        return frame_at(floor)


def _key(hour: int) -> str:
    return f"station_id:{instant_at(hour):%Y%m%dT%H%M}"


def _length(cart: Playable) -> int:
    return cart.segue - cart.cue_in
