"""Lays what is wanted besides the programme: spots and wishes, on their second or at a junction."""

from collections.abc import Callable, Collection
from dataclasses import replace

from media_library.cart import Playable
from scheduler.planner.airtime import MINUTE, SECOND
from scheduler.planner.clear import put_off
from scheduler.planner.demand import Demand, aired_as
from scheduler.planner.fitting import SHORTEST
from scheduler.planner.fixed import FixedItems
from scheduler.planner.items import made, with_about
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.planner.policy import demanded
from scheduler.planner.station_ids import StationIds
from scheduler.planner.stretches import Stretch
from scheduler.planner.templated import TemplateItems
from scheduler.planner.waiting import Waiting
from scheduler.rules.findings import Deed, finding
from scheduler.rules.rule import Breach
from station.rundown import Start

_AHEAD = 90 * SECOND
"""How early a soft demand may be between short items: half of a usual one."""
_AHEAD_LONG = 30 * MINUTE


class DemandItems:
    """Knows which demand has its turn, whether it may air here, and what became of the others."""

    def __init__(
        self,
        laying: Laying,
        waiting: Waiting,
        fixed: FixedItems,
        templates: TemplateItems,
        station_ids: StationIds,
    ) -> None:
        self._laying = laying
        self._tape = laying.tape
        self._waiting = waiting
        self._fixed = fixed
        self._templates = templates
        self._station_ids = station_ids
        self._breaches: dict[str, Breach] = {}
        self._wanted_next: list[Demand] = []

    @property
    def left(self) -> tuple[int, int]:
        """How many wait for their time, and how many to follow the last item."""
        return len(self._waiting.left), len(self._wanted_next)

    def follow(self, key: str) -> None:
        """Let what is wanted behind an item come next."""
        self._wanted_next += self._waiting.behind(key)

    def lay_hard(self) -> bool:
        """Lay the hard demand whose frame has come; one that finds the air taken follows softly."""
        demand = self._waiting.next_hard
        if demand is None or demand.target > self._tape.at:
            return False
        late = self._tape.at - demand.target
        cart = self._cart_of(demand)
        if cart is not None and self._laying.barred(cart, demand.key):
            self._defer(demand, cart)
            return False
        if cart is not None:
            if late:
                seconds = {"seconds": f"{late / SECOND:.1f}", "key": demand.key}
                self._tape.remark(Note.PUT_OFF, {**demand.about, **seconds})
            self._lay_demand(demand, cart, Start.SOFT if late else Start.HARD, None)
        return True

    def _defer(self, demand: Demand, cart: Playable) -> None:
        """Let a hard demand that came late wait until it is not heard where it may not be."""
        at, length = self._tape.at, cart.cue_out - cart.cue_in
        free = self._laying.clears.free_from(cart.kind, at, length)
        self._waiting.soften(demand, put_off(demand, free))
        self._tape.remark(Note.KEPT_CLEAR, {**demand.about, "key": demand.key})

    def lay_wanted_next(self, goal: Goal | None) -> bool:
        """Lay what is wanted directly behind the last item."""
        while self._wanted_next:
            demand = self._wanted_next.pop(0)
            cart = self._cart_of(demand)
            if cart is not None:
                if demand.must_air:
                    self._lay_demand(demand, cart, Start.SOFT, None)
                    return True
                room = None if goal is None or not goal.hard else goal.frame - self._tape.at
                if self._laying.barred(cart, demand.key):
                    room = 0
                if room is None or room * 2 >= cart.segue - cart.cue_in:
                    self._lay_demand(demand, cart, Start.SOFT, goal)
                    return True
                self._waiting.release(demand)
        return False

    def lay_soft(self, stretch: Stretch, goal: Goal | None) -> bool:
        """Lay the soft demand that is due at this junction and fits before the next hard start."""
        limit = None
        if goal is not None and goal.hard:
            limit = self._station_ids.before(goal).frame
        room = self._templates.in_break(stretch)
        if room is None:
            ahead, fits = self._ahead(stretch), self._outside_break(stretch, limit)
        else:
            ahead, fits = self._templates.early_in_break(stretch), self._inside_break(room, limit)
        hopeless = self._hopeless()
        demand = self._waiting.due(self._tape.at, ahead, fits, hopeless)
        if demand is None:
            if room is not None:
                self._templates.close_break(stretch)
            return False
        cart = self._cart_of(demand)
        if cart is not None:
            self._lay_demand(demand, cart, Start.SOFT, None)
        return True

    def _hopeless(self) -> Collection[str]:
        """Return the keys of what a quota was found to leave out here: it is not asked again."""
        return self._laying.law.hopeless(self._laying.day)

    def _outside_break(self, stretch: Stretch, limit: int | None) -> Callable[[Demand], bool]:
        return lambda demand: (
            not self._templates.holds_back(stretch, demand) and self._fits(demand, limit)
        )

    def _inside_break(self, room: int, limit: int | None) -> Callable[[Demand], bool]:
        return lambda demand: self._length(demand) <= room and self._fits(demand, limit)

    def _length(self, demand: Demand) -> int:
        cart = self._laying.view.get(demand.cart_id, self._laying.day)
        return 0 if cart is None else cart.segue - cart.cue_in

    def _fits(self, demand: Demand, limit: int | None) -> bool:
        cart = self._recording(demand)
        if cart is not None and (
            self._laying.barred(cart, demand.key) or self._refused(demand, cart)
        ):
            return False
        if cart is None or limit is None:
            return True
        left = limit - self._tape.begin_of(cart.kind) - (cart.segue - cart.cue_in)
        return left == 0 or left >= SHORTEST

    def _ahead(self, stretch: Stretch) -> int:
        """Return how early a soft demand may be: half of what would come before it."""
        found = self._fixed.next(stretch)
        if found is None:
            return _AHEAD
        return min((found[1].segue - found[1].cue_in) // 2, _AHEAD_LONG)

    def _recording(self, demand: Demand) -> Playable | None:
        cart = self._laying.view.get(demand.cart_id, self._laying.day)
        return cart and aired_as(demand, cart)

    def _cart_of(self, demand: Demand) -> Playable | None:
        laying = self._laying
        cart = self._recording(demand)
        if cart is None:
            other = laying.substitutes.version(demand.campaign_id, demand.cart_id)
            cart = other and aired_as(demand, other)
        if cart is None:
            self._drop(demand)
            about = {**demand.about, "cart": str(demand.cart_id), "key": demand.key}
            self._tape.remark(Note.CART_MISSING, about)
        elif self._refused(demand, cart):
            self._drop(demand)
            self._tell_refused(demand)
            return None
        return cart

    def _refused(self, demand: Demand, cart: Playable) -> bool:
        """Whether a rule that blocks is against a demand at this junction."""
        laying = self._laying
        breach = laying.law.forbids(laying.line(cart, demand.key, demand.campaign_id))
        if breach is not None:
            self._breaches[demand.key] = breach
        return breach is not None

    def _drop(self, demand: Demand) -> None:
        self._waiting.drop(demand)
        self._laying.law.release(demand.key)

    def _tell_refused(self, demand: Demand) -> None:
        breach = self._breaches[demand.key]
        self._tape.findings.append(finding(breach, Deed.LEFT_OUT, demand.about))

    def _lay_demand(self, demand: Demand, cart: Playable, start: Start, goal: Goal | None) -> None:
        crowded = self._waiting.crowded(demand, self._tape.at)
        self._waiting.take(demand, self._tape.at)
        late = demand.hard and start is Start.SOFT
        reason = with_about(demand.reason, {"rule": "put_off"}) if late else demand.reason
        if crowded:
            about = {**demand.about, "topic": demand.topic, "key": demand.key}
            self._tape.remark(Note.TOPIC_CLOSE, about)
        if start is not Start.HARD and _in_window(demand, self._tape.at):
            start = Start.WINDOW
        item = made(
            cart,
            demand.key,
            self._laying.begin(cart.kind, start),
            reason=reason,
            target_lufs=self._laying.inputs.target_lufs,
            start=start,
            campaign_id=demand.campaign_id,
        )
        item = replace(item, must_air=demand.must_air)
        self._laying.lay(demanded(item, demand), goal)

    def drop_overdue(self) -> None:
        """Remark on what found no place in its time."""
        for demand in self._waiting.overdue(self._tape.at):
            self._drop(demand)
            if demand.key in self._breaches:
                self._tell_refused(demand)
                continue
            about = {**demand.about, "key": demand.key}
            self._tape.remark(Note.SPOT_NOT_PLACED, about, at=demand.target)


def _in_window(demand: Demand, frame: int) -> bool:
    return demand.closes is not None and demand.earliest <= frame <= demand.closes
