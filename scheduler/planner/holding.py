"""Lays the items of a held version where they were, as long as nothing newer wants the air."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import replace

from media_library.cart import Playable
from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.demand import Demand
from scheduler.planner.inputs import Held
from scheduler.planner.items import with_about
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.rules.findings import Deed, finding
from station.rating import Rating, stricter
from station.rundown import Item, Reason, Start, Why

_CHOSEN = frozenset({Why.ROTATION, Why.NO_PROGRAMME, Why.FILL})
"""What gives way to something inserted, rather than push what follows."""
_OWN_TIME = frozenset({Start.HARD, Start.WAIT, Start.WINDOW})


class Holding:
    """The items of the version that are still to be laid."""

    def __init__(
        self, laying: Laying, held: Held, demands: Collection[Demand], openings: Iterable[int]
    ) -> None:
        """`openings`: frames at which the grid begins something hard; those behind count."""
        self._laying = laying
        self._tape = laying.tape
        self._until = frame_at(held.until)
        wanted = {demand.key for demand in demands}
        self._coming = [item for item in held.version.items if self._is_held(item, wanted)]
        self._own_times = [item for item in self._coming if item.start in _OWN_TIME]
        self._own_frames = [frame_at(item.begins) for item in self._own_times]
        self._behind = min((at for at in openings if at >= self._until), default=None)
        for item in self._coming:
            laying.progress.use(item.key)

    def covers(self, frame: int) -> bool:
        """Whether the held version has the word at a frame."""
        return frame < self._until and self._next() is not None

    def until(self) -> int:
        """Return the frame at which the grid has the word again."""
        return self._until

    def opens_now(self) -> bool:
        """Whether an item with a time of its own is due, before which nothing may slip in."""
        item = self._next()
        return item is not None and item.start in _OWN_TIME and self._is_due(item)

    def goal(self, demand: Demand | None) -> Goal | None:
        """Return the next fixed point: of the held version, of a wish, or of the grid behind."""
        at = self._tape.at
        goals = [Goal(self._behind, hard=True)] if self._behind is not None else []
        index = bisect_right(self._own_frames, at)
        if index < len(self._own_times):
            frame, item = self._own_frames[index], self._own_times[index]
            hard = item.start is Start.HARD
            goals.append(Goal(frame, hard=hard, latest=None if hard else frame + item.late))
        if demand is not None:
            goals.append(Goal(max(demand.target, at), hard=True, returns=True))
        return min(goals, key=lambda goal: goal.frame, default=None)

    def lay(self, goal: Goal | None) -> bool:
        """Lay the next item; False where something else must fill the time before a fixed point."""
        item = self._next()
        if item is None or not self._is_due(item):
            return False
        self._coming.remove(item)
        cart = self._laying.view.get(item.cart_id, self._laying.day)
        if cart is None:
            about = {"programme": item.programme or "–", "cart": str(item.cart_id), "key": item.key}
            self._tape.remark(Note.CART_MISSING, about)
            return True
        if self._unlawful(item, cart):
            return True
        placed = self._placed(item, cart)
        if self._hardly_fits(placed, goal):
            return False
        self._laying.lay(placed, goal)
        return True

    def _hardly_fits(self, item: Item, goal: Goal | None) -> bool:
        """Whether something that was chosen would lose more than half of itself here."""
        if goal is None or goal.cuts is None or item.reason.code not in _CHOSEN:
            return False
        return (goal.cuts - frame_at(item.begins)) * 2 < item.frames

    def _is_held(self, item: Item, wanted: Collection[str]) -> bool:
        """Whether the version has the say on an item: orders and events are planned anew."""
        ordered = item.campaign_id is not None or item.reason.code is Why.EVENT
        return not ordered and item.key not in wanted and self._laying.progress.open(item.key)

    def _unlawful(self, item: Item, cart: Playable) -> bool:
        """Whether a rule that blocks is against an item now; tells that it is left out."""
        line = self._laying.line(cart, item.key, item.campaign_id)
        rated = replace(line, rating=str(stricter(Rating(item.rating), cart.rating)))
        breach = self._laying.law.forbids(rated)
        if breach is not None:
            self._tape.findings.append(finding(breach, Deed.LEFT_OUT))
        return breach is not None

    def _next(self) -> Item | None:
        """Return what comes next; what was chosen and whose place is taken gives way."""
        while self._coming and self._is_over(self._coming[0]):
            self._coming.pop(0)
        return self._coming[0] if self._coming else None

    def _is_over(self, item: Item) -> bool:
        begins = frame_at(item.begins)
        if item.start in _OWN_TIME or item.reason.code not in _CHOSEN:
            return item.ends <= self._laying.inputs.begins
        return begins + item.frames // 2 < self._tape.at

    def _is_due(self, item: Item) -> bool:
        if item.start not in _OWN_TIME:
            return True
        return self._tape.at >= frame_at(item.begins) - item.early

    def _placed(self, item: Item, cart: Playable) -> Item:
        """Return the item as it was if it can begin where it did, else whole at the tape's end."""
        begins = frame_at(item.begins)
        late = item.start in _OWN_TIME and self._tape.at > begins
        start = Start.SOFT if late and item.start is Start.HARD else item.start
        at = self._laying.begin(item.kind, start)
        if at == begins and cart.path == item.path:
            return item
        moved = replace(item, begins=instant_at(at), start=start, path=cart.path)
        if "continues" in item.reason.about:
            return moved
        about = {key: text for key, text in item.reason.about.items() if key != "trimmed_ms"}
        reason = Reason(item.reason.code, about)
        reason = with_about(reason, {"rule": "put_off"}) if late else reason
        return replace(moved, reason=reason, cue_out=cart.cue_out, segue=cart.segue, fade_out=0)
