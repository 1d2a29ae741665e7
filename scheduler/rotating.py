"""Lays what rotations choose, so that the next fixed point is met with little to cut."""

from media_library.cart import Playable
from scheduler.airtime import SECOND, frame_at
from scheduler.fitting import SHORTEST, best_first
from scheduler.laying import Goal, Laying
from scheduler.plan import Note
from scheduler.programme import Rotation
from scheduler.rotation import Candidates, choose
from scheduler.stretches import Stretch
from station.rundown import Kind, Start, Why

_JINGLES = Rotation(kinds=(Kind.JINGLE,), artist_separation_min=0, title_separation_min=15)
_SHORT = Rotation(kinds=(Kind.FILLER, Kind.JINGLE), artist_separation_min=0, title_separation_min=5)
_FEW_SHORT = 8
_BLINK = 5 * SECOND
"""Less than this of a piece of music is worse than the air's own filler."""


class Rotating:
    """Chooses and lays one recording at a time; keeps what the last plan chose where it can."""

    def __init__(self, laying: Laying) -> None:
        self._laying = laying
        previous = laying.inputs.previous
        keep = previous is not None and laying.inputs.same_library
        self._before = {item.key: item for item in previous.items} if previous and keep else {}
        self._starts = {frame_at(item.begins) for item in self._before.values()}
        self._horizon = max(self._starts, default=0)
        self._told: set[str] = set()

    def lay(
        self, stretch: Stretch, rotation: Rotation, why: Why, *, goal: Goal | None, start: Start
    ) -> None:
        """Lay one item of a rotation, or leave a hole when there is nothing to lay."""
        if goal is not None and goal.hard and goal.frame - self._laying.tape.at < SHORTEST:
            self._close(stretch, goal, start)
            return
        key, number = self._laying.progress.next(stretch.key)
        every = rotation.jingle_every + 1
        if rotation.jingle_every and number % every == every - 1:
            cart = self._jingle(key, goal)
            if cart is not None:
                item = self._laying.item(stretch, cart, key, why, about={}, start=start)
                self._laying.lay(item, goal)
                return
        self._lay_chosen(stretch, rotation, key, why, goal=goal, start=start)

    def _lay_chosen(
        self,
        stretch: Stretch,
        rotation: Rotation,
        key: str,
        why: Why,
        *,
        goal: Goal | None,
        start: Start,
    ) -> None:
        used, found = self._found(stretch, rotation)
        if not found.carts:
            self._laying.tape.leave_hole(stretch.ends if goal is None else goal.frame)
            return
        if used is not rotation and why is Why.ROTATION:
            why = Why.FILL
        cart, about = self._chosen(key, used, found, goal)
        if cart.kind is Kind.FILLER and Kind.FILLER not in used.kinds:
            why = Why.FILL
        item = self._laying.item(stretch, cart, key, why, about=about, start=start)
        self._laying.lay(item, goal)

    def _found(self, stretch: Stretch, rotation: Rotation) -> tuple[Rotation, Candidates]:
        """Return the first rotation that yields anything: the programme's, the house's, any."""
        tries = [rotation, self._laying.inputs.house]
        tries += [
            Rotation((kind,), artist_separation_min=0, title_separation_min=0)
            for kind in self._laying.inputs.house_kinds
        ]
        for used in tries:
            found = self._candidates(used)
            if found.carts:
                return used, found
            if used is rotation and stretch.programme is not None:
                self._tell_empty(stretch.key, stretch.programme.name)
        return rotation, found

    def _candidates(self, rotation: Rotation) -> Candidates:
        laying = self._laying
        return laying.view.candidates(rotation, laying.tape.at, laying.day)

    def _chosen(
        self, key: str, rotation: Rotation, found: Candidates, goal: Goal | None
    ) -> tuple[Playable, dict[str, str]]:
        """Return a recording and what its reason should say."""
        kept = self._kept(key, rotation, goal)
        if kept is not None:
            return kept, {}
        about = {"rule": found.relaxed} if found.relaxed else {}
        if goal is not None:
            carts = found.carts + self._short(found.carts)
            room = goal.frame - self._laying.tape.at
            index = best_first([cart.segue - cart.cue_in for cart in carts], room)
            if index is not None:
                return carts[index], about if index < len(found.carts) else {}
        before = self._before.get(key)
        for cart in found.carts:
            if before is not None and before.cart_id == cart.id and not found.relaxed:
                return cart, about
        return choose(found, self._seed(key)), about

    def _kept(self, key: str, rotation: Rotation, goal: Goal | None) -> Playable | None:
        """Return what the last plan had at this very place, if nothing speaks against it."""
        before = self._before.get(key)
        at = self._laying.tape.at
        if before is None or frame_at(before.begins) != at or "rule" in before.reason.about:
            return None
        if goal is not None and goal.frame <= self._horizon and goal.frame not in self._starts:
            return None
        cart = self._laying.view.get(before.cart_id, self._laying.day)
        if cart is None or not self._laying.view.allowed(cart.id, rotation, at):
            return None
        known = self._laying.view.belongs(cart, rotation) or self._laying.view.belongs(cart, _SHORT)
        return cart if known else None

    def _short(self, carts: list[Playable]) -> list[Playable]:
        """Return fillers and jingles that help to meet a point, where the rotation has none."""
        known = {cart.id for cart in carts}
        short = self._candidates(_SHORT)
        if short.relaxed:
            return []
        return [cart for cart in short.carts if cart.id not in known][:_FEW_SHORT]

    def _jingle(self, key: str, goal: Goal | None) -> Playable | None:
        found = self._candidates(_JINGLES)
        if not found.carts or found.relaxed:
            return None
        cart = self._kept(key, _JINGLES, goal) or choose(found, self._seed(key))
        left = None if goal is None else goal.frame - self._laying.tape.at
        fits = left is None or left - (cart.segue - cart.cue_in) >= SHORTEST
        return cart if fits else None

    def _close(self, stretch: Stretch, goal: Goal, start: Start) -> None:
        """Fill the last seconds before a hard start."""
        tape = self._laying.tape
        if start is Start.SOFT and tape.stretch_last(goal.frame):
            return
        room = goal.frame - tape.at
        short = self._candidates(_SHORT).carts
        long_enough = [cart for cart in short if cart.segue - cart.cue_in >= room]
        best = min(long_enough, key=lambda cart: cart.segue - cart.cue_in, default=None)
        best = best or max(short, key=lambda cart: cart.segue - cart.cue_in, default=None)
        if best is None and room >= _BLINK:
            _, found = self._found(stretch, self._laying.inputs.house)
            best = found.carts[0] if found.carts else None
        if best is None or room < SECOND:
            tape.leave_hole(goal.frame)
            return
        key, _ = self._laying.progress.next(stretch.key)
        self._laying.lay(
            self._laying.item(stretch, best, key, Why.FILL, about={}, start=start), goal
        )

    def _tell_empty(self, key: str, programme: str) -> None:
        if key not in self._told:
            self._told.add(key)
            self._laying.tape.remark(Note.PROGRAMME_EMPTY, {"programme": programme})

    def _seed(self, key: str) -> str:
        return f"{self._laying.inputs.seed}:{self._laying.inputs.channel}:{key}"
