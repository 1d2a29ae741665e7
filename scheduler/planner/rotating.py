"""Lays what rotations choose, so that the next fixed point is met with little to cut."""

from dataclasses import replace

from media_library.cart import Playable
from scheduler.planner.airtime import MINUTE, SECOND
from scheduler.planner.choices import Choices
from scheduler.planner.fitting import SHORTEST, best_first
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.planner.rotation import CONSIDERED, EVERGREEN, FIRST_FEW, Candidates, choose
from scheduler.planner.stretches import Stretch
from scheduler.week.programme import Rotation
from station.kinds import Kind
from station.rundown import Start, Why

_JINGLES = Rotation(kinds=(Kind.JINGLE,), artist_separation_min=0, title_separation_min=15)
_SHORT = Rotation(kinds=(Kind.FILLER, Kind.JINGLE), artist_separation_min=0, title_separation_min=5)
_FEW_SHORT = 8
_KEPT_CLEAR = "kept_clear"
"""Instead of a rule: everything that the rotation has is advertising, near an azan."""
_FAR = 45 * MINUTE
"""With more time than this before the next point, only long recordings can meet it yet."""
_BLINK = 5 * SECOND
"""Less than this of a piece of music is worse than the air's own filler."""


class Rotating:
    """Chooses and lays one recording at a time; keeps what the last plan chose where it can."""

    def __init__(self, laying: Laying) -> None:
        self._laying = laying
        self._before = _before(laying.inputs)
        self._told: set[str] = set()

    def lay(
        self, stretch: Stretch, rotation: Rotation, why: Why, *, goal: Goal | None, start: Start
    ) -> None:
        """Lay one item of a rotation, or leave a hole when there is nothing to lay."""
        if goal is not None and self._little_is_left(goal):
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

    def _little_is_left(self, goal: Goal) -> bool:
        return goal.cuts is not None and 0 < goal.frame - self._laying.tape.at < SHORTEST

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
        number = _without_jingles(rotation, int(key.rpartition(":")[2]))
        kept = self._kept(key, rotation, goal)
        if kept is not None and self._laying.view.belongs(kept, rotation):
            self._lay_cart(stretch, kept, key, why, about={}, goal=goal, start=start)
            return
        used, found = self._found(stretch, rotation, number, self._most(key, goal))
        if self._reaches(found.carts, goal):
            used, found = self._found(stretch, rotation, number)
        if not found.carts:
            self._laying.tape.leave_hole(stretch.ends if goal is None else goal.frame)
            return
        if used is not rotation and why is Why.ROTATION:
            why = Why.FILL
        if used is not rotation:
            kept = self._kept(key, used, goal)
        cart = kept or self._chosen(key, found, goal)
        about = self._gave_way(cart, used, found)
        if cart.kind is Kind.FILLER and not self._laying.view.belongs(cart, used):
            why = Why.FILL
        self._lay_cart(stretch, cart, key, why, about=about, goal=goal, start=start)

    def _lay_cart(
        self,
        stretch: Stretch,
        cart: Playable,
        key: str,
        why: Why,
        *,
        about: dict[str, str],
        goal: Goal | None,
        start: Start,
    ) -> None:
        replaces = self._laying.substitutes.replaced(key, cart.id)
        if replaces:
            why, about = Why.SUBSTITUTE, {**about, "replaces": replaces}
        item = self._laying.item(stretch, cart, key, why, about=about, start=start)
        self._laying.lay(item, goal)

    def _gave_way(self, cart: Playable, used: Rotation, found: Candidates) -> dict[str, str]:
        """Return the rules that a choice breaks, in the order in which they give way."""
        if not self._laying.view.belongs(cart, used):
            return {}
        rules = list(self._laying.view.broken(cart, used, self._laying.tape.at))
        rules += [EVERGREEN] if cart.evergreen and found.evergreen else []
        return {"rule": ",".join(rules)} if rules else {}

    def _most(self, key: str, goal: Goal | None) -> int:
        """Return how many recordings to look at: with time ahead and no choice to keep, a few."""
        new = all(choices.of(key) is None for choices in self._before)
        return FIRST_FEW if self._is_far(goal) and new else CONSIDERED

    def _is_far(self, goal: Goal | None) -> bool:
        return goal is None or goal.frame - self._laying.tape.at > _FAR

    def _reaches(self, carts: list[Playable], goal: Goal | None) -> bool:
        """Whether recordings are so long that they might meet a point far ahead."""
        if goal is None or not self._is_far(goal):
            return False
        longest = max((cart.segue - cart.cue_in for cart in carts), default=0)
        return goal.frame - self._laying.tape.at <= 3 * longest

    def _found(
        self, stretch: Stretch, rotation: Rotation, number: int = 0, most: int = CONSIDERED
    ) -> tuple[Rotation, Candidates]:
        """Return the first rotation that yields anything: the programme's, the house's, any."""
        tries = [rotation, self._laying.inputs.house]
        tries += [
            Rotation((kind,), artist_separation_min=0, title_separation_min=0)
            for kind in self._laying.inputs.house_kinds
        ]
        for used in tries:
            found = self._candidates(used, number, most)
            if found.carts:
                return used, found
            told = found.relaxed == _KEPT_CLEAR
            if used is rotation and stretch.programme is not None and not told:
                self._tell_empty(stretch.key, stretch.programme.name)
        return rotation, found

    def _candidates(
        self, rotation: Rotation, number: int = 0, most: int = CONSIDERED
    ) -> Candidates:
        laying = self._laying
        found = laying.view.candidates(rotation, laying.tape.at, number, most)
        free = [cart for cart in found.carts if not laying.barred(cart)]
        if len(free) == len(found.carts):
            return found
        return replace(found, carts=free, relaxed=found.relaxed if free else _KEPT_CLEAR)

    def _chosen(self, key: str, found: Candidates, goal: Goal | None) -> Playable:
        near = not self._is_far(goal) or self._reaches(found.carts, goal)
        if goal is not None and near:
            carts = found.carts + self._short(found.carts)
            index = best_first(self._lengths(carts), goal.frame - self._laying.tape.at)
            if index is not None:
                return carts[index]
        known = {} if found.relaxed else {cart.id: cart for cart in found.carts}
        items = [choices.of(key) for choices in self._before]
        same = (known[item.cart_id] for item in items if item and item.cart_id in known)
        return next(same, None) or choose(found, self._seed(key))

    def _lengths(self, carts: list[Playable]) -> list[int]:
        """Return what each would take here, the wait for its own beginning included."""
        tape = self._laying.tape
        waits = {kind: tape.begin_of(kind) - tape.at for kind in {cart.kind for cart in carts}}
        return [waits[cart.kind] + cart.segue - cart.cue_in for cart in carts]

    def _kept(self, key: str, rotation: Rotation, goal: Goal | None) -> Playable | None:
        """Return what an earlier plan had at this very place, if nothing speaks against it."""
        frame = None if goal is None else goal.frame
        near = 0 if goal is None or goal.hard else SHORTEST
        for choices in self._before:
            item = choices.at(key, self._laying.begin, frame, near=near)
            cart = None if item is None else self._still_fit(item.cart_id, rotation)
            if cart is not None:
                return cart
        return None

    def _still_fit(self, cart_id: int, rotation: Rotation) -> Playable | None:
        view = self._laying.view
        cart = view.get(cart_id, self._laying.day)
        at = self._laying.tape.at
        if cart is None or cart.evergreen or not view.in_daypart(cart, at):
            return None
        if not view.allowed(cart, rotation, at):
            return None
        if self._laying.barred(cart):
            return None
        return cart if view.belongs(cart, rotation) or view.belongs(cart, _SHORT) else None

    def _short(self, carts: list[Playable]) -> list[Playable]:
        """Return fillers and jingles that help to meet a point, where the rotation has none."""
        known = {cart.id for cart in carts}
        short = self._candidates(_SHORT, most=2 * _FEW_SHORT)
        if short.relaxed:
            return []
        return [cart for cart in short.carts if cart.id not in known][:_FEW_SHORT]

    def _jingle(self, key: str, goal: Goal | None) -> Playable | None:
        found = self._candidates(_JINGLES, most=2 * _FEW_SHORT)
        if not found.carts or found.relaxed:
            return None
        cart = self._kept(key, _JINGLES, goal) or choose(found, self._seed(key))
        left = None if goal is None else goal.frame - self._laying.tape.begin_of(Kind.JINGLE)
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


def _without_jingles(rotation: Rotation, number: int) -> int:
    """Return the how-manieth item it is when jingles are not counted."""
    return number - number // (rotation.jingle_every + 1) if rotation.jingle_every else number


def _before(inputs: PlanInputs) -> list[Choices]:
    """Return the earlier versions whose choices are kept, those of the first before the others'."""
    last = inputs.previous if inputs.same_library else None
    return [Choices(version.items) for version in (inputs.restored, last) if version is not None]
