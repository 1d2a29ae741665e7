"""Lays the fixed items of a programme, in their order."""

from dataclasses import replace

from media_library.cart import Playable
from scheduler.planner.airtime import MINUTE, SECOND, frame_at
from scheduler.planner.items import ends_at, with_about
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.planner.stretches import Stretch
from scheduler.rules.findings import Deed, finding
from scheduler.week.programme import Fixed
from station.rundown import Item, Start, Why

_LONG = 5 * MINUTE
"""An item of this length is split around a hard spot; a shorter one waits until behind it."""
_REMNANT = MINUTE
"""The smallest part of a split item."""
_TOLERATED = 10 * SECOND
"""So much may be cut off an item rather than be put elsewhere."""


class FixedItems:
    """Knows which fixed items have been laid, and what is left of one that a spot split."""

    def __init__(self, laying: Laying) -> None:
        self._laying = laying
        self._rests: dict[str, tuple[int, int]] = {}
        for item in laying.tape.items:
            self._remember(item)

    def next(self, stretch: Stretch) -> tuple[str, Playable] | None:
        """Return key and recording of what comes next; remarks on what is missing on the way."""
        if stretch.programme is None or not isinstance(stretch.content, Fixed):
            return None
        for number, cart_id in enumerate(stretch.content.cart_ids):
            key = f"{stretch.key}:f{number}"
            if not self._open(key):
                continue
            cart = self._laying.view.get(cart_id, self._laying.day)
            cart = cart or self._laying.substitutes.of(key, cart_id)
            if cart is not None and self._may(stretch, key, cart):
                return key, cart
            self._laying.progress.use(key)
            if cart is not None:
                continue
            about = {"programme": stretch.programme.name, "cart": str(cart_id), "key": key}
            self._laying.tape.remark(Note.CART_MISSING, about)
        return None

    def lay(self, stretch: Stretch, goal: Goal | None, start: Start) -> bool:
        """Lay the next fixed item; False when none is left, or none is worth starting here."""
        found = self.next(stretch)
        if found is None:
            return False
        key, cart = found
        if self._laying.kept_clear(cart):
            return False
        item = self._item(stretch, key, cart, start)
        goal = self._in_hours(item, cart, goal)
        if goal is None or goal.cuts is None or ends_at(item) - goal.cuts <= _TOLERATED:
            self._finish(key, item, goal)
            return True
        room = goal.cuts - frame_at(item.begins)
        if goal.returns:
            return self._lay_before_spot(key, item, goal, room)
        return self._lay_before_programme(key, item, goal, room)

    def _may(self, stretch: Stretch, key: str, cart: Playable) -> bool:
        """Whether a recording may begin here; tells what is left out."""
        if key in self._rests:
            return True
        breach = self._laying.law.closed(self._laying.line(cart, key))
        if breach is not None and stretch.programme is not None:
            about = {"programme": stretch.programme.name}
            self._laying.tape.findings.append(finding(breach, Deed.LEFT_OUT, about))
        return breach is None

    def _in_hours(self, item: Item, cart: Playable, goal: Goal | None) -> Goal | None:
        """Return the goal, or where the hours of a recording end before it."""
        closes = self._laying.law.closes(self._laying.line(cart, item.key))
        if closes is None or ends_at(item) <= frame_at(closes):
            return goal
        at = frame_at(closes)
        if goal is not None and goal.cuts is not None and goal.cuts <= at:
            return goal
        breach = self._laying.law.forbids(self._laying.line(cart, item.key))
        if breach is not None:
            about = {"programme": item.programme}
            self._laying.tape.findings.append(finding(breach, Deed.CUT, about))
        return Goal(at, hard=True)

    def _open(self, key: str) -> bool:
        rest = self._rests.get(key)
        if rest is not None:
            return not self._laying.progress.removed(f"{key}+{rest[0]}")
        return self._laying.progress.open(key)

    def _item(self, stretch: Stretch, key: str, cart: Playable, start: Start) -> Item:
        part, cue_in = self._rests.get(key, (0, None))
        about = {"part": str(part + 1)} if part else {}
        if stretch.episode:
            about["episode"] = stretch.episode
        replaces = self._laying.substitutes.title(key)
        if replaces:
            about["replaces"] = replaces
        return self._laying.item(
            stretch,
            cart,
            f"{key}+{part}" if part else key,
            Why.SUBSTITUTE if replaces else Why.FIXED,
            about=about,
            start=start,
            cue_in=None if replaces else cue_in,
        )

    def _finish(self, key: str, item: Item, goal: Goal | None) -> None:
        self._rests.pop(key, None)
        self._laying.progress.use(key)
        self._laying.lay(item, goal)

    def _lay_before_spot(self, key: str, item: Item, goal: Goal, room: int) -> bool:
        if item.frames < _LONG or room < _REMNANT or item.frames - room < _REMNANT:
            return False
        marked = replace(item, reason=with_about(item.reason, {"continues": key}))
        self._laying.progress.use(key)
        self._remember(self._laying.lay(marked, goal))
        return True

    def _lay_before_programme(self, key: str, item: Item, goal: Goal, room: int) -> bool:
        if item.start is Start.HARD or room * 2 >= item.frames:
            self._finish(key, item, goal)
            return True
        self._rests.pop(key, None)
        self._laying.progress.use(key)
        about = {"programme": item.programme, "key": key, "title": item.title}
        self._laying.tape.remark(Note.LEFT_OUT, about)
        return False

    def _remember(self, item: Item) -> None:
        """Note what is left of a split item, or that its last part has been laid."""
        whole = item.reason.about.get("continues")
        if whole is None:
            self._rests.pop(item.key.partition("+")[0], None)
            return
        part = int(item.key.partition("+")[2] or 0)
        self._rests[whole] = (part + 1, item.cue_out)
