"""What every rule of the planner has at hand: the inputs, the tape, the library, the count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from media_library.cart import Playable
from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.clear import Clears
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.items import made
from scheduler.planner.obeying import Law
from scheduler.planner.plan import Note
from scheduler.planner.policy import windowed, with_policy
from scheduler.planner.progress import Progress
from scheduler.planner.rotation import RotationView
from scheduler.planner.stretches import Stretch
from scheduler.planner.substitutes import Substitutes
from scheduler.planner.tape import Tape
from scheduler.rules import lines
from scheduler.rules.line import Airtime
from station.broadcast_day import local_date
from station.kinds import Kind
from station.rundown import Item, Reason, Start, Why

_WORTH_TELLING_MS = 60_000
_NAMED = {Why.FIXED, Why.SPOT_TIME, Why.SPOT_SPREAD, Why.INSERTED, Why.MOVED}
"""Who names a recording decides when it airs, whatever its dayparts."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The next fixed point in time."""

    frame: int
    """Where, in frames since 1970."""
    hard: bool
    """Whether what is on the air is cut there."""
    returns: bool = False
    """Whether the programme goes on behind it, as it does after a spot."""
    latest: int | None = None
    """For a goal that is not hard: where what is on the air is cut at last; None: nowhere."""

    @property
    def cuts(self) -> int | None:
        """Return the frame that nothing laid before the goal may cross."""
        return self.frame if self.hard else self.latest


@dataclass(frozen=True, slots=True)
class Laying:
    """The state of one planning."""

    inputs: PlanInputs
    tape: Tape
    view: RotationView
    progress: Progress
    substitutes: Substitutes
    clears: Clears
    law: Law

    @property
    def day(self) -> date:
        """Return the local day of the next item."""
        return local_date(instant_at(self.tape.at), self.inputs.zone)

    def begin(self, kind: Kind, start: Start) -> int:
        """Return the frame at which an item of a kind would begin at the end of the tape."""
        return self.tape.at if start is Start.HARD else self.tape.begin_of(kind)

    def barred(self, cart: Playable, key: str = "") -> bool:
        """Whether a recording at the end of the tape would be heard where it may not be.

        `key`: of the demand it airs for; empty: of none.
        """
        if self.kept_clear(cart):
            return True
        law = self.law
        return law.touches(cart) and law.forbids_cart(cart, self.tape.begin_of(cart.kind), key)

    def line(self, cart: Playable, key: str = "", campaign_id: int | None = None) -> Airtime:
        """Return a recording at the end of the tape as the rules see it."""
        order = None if campaign_id is None else self.law.orders.get(campaign_id)
        return lines.of_cart(cart, key, self.tape.begin_of(cart.kind), order)

    def kept_clear(self, cart: Playable) -> bool:
        """Whether a recording at the end of the tape would be heard in a clear span."""
        if cart.kind not in self.clears.kinds:
            return False
        begins = self.tape.begin_of(cart.kind)
        ends = begins + cart.cue_out - cart.cue_in
        return self.clears.bars(cart.kind, begins, ends) is not None

    def item(
        self,
        stretch: Stretch,
        cart: Playable,
        key: str,
        why: Why,
        *,
        about: Mapping[str, str],
        start: Start = Start.SOFT,
        cue_in: int | None = None,
    ) -> Item:
        """Return an airing of a recording at the end of the tape, on behalf of a stretch."""
        programme = stretch.programme
        named = {} if programme is None else {"programme": programme.name}
        item = made(
            cart,
            key,
            self.begin(cart.kind, start),
            reason=Reason(why, {**named, **about}),
            target_lufs=self.inputs.target_lufs,
            start=start,
            programme="" if programme is None else programme.name,
            rating="SU" if programme is None else programme.rating,
            cue_in=cue_in,
        )
        return with_policy(windowed(item, stretch), programme)

    def lay(self, item: Item, goal: Goal | None) -> Item:
        """Put an item on the tape, faded where a hard goal cuts it; return it as it airs."""
        began = frame_at(item.begins)
        laid = self.tape.add(item, None if goal is None else goal.cuts)
        self.view.note(laid.cart_id, began)
        self.progress.use(laid.key)
        if laid.reason.code in _NAMED:
            self._tell_daypart(laid, began)
        self.law.note(lines.of_item(laid, self.law.orders, {}))
        cut_ms = int(laid.reason.about.get("trimmed_ms", "0"))
        if cut_ms > _WORTH_TELLING_MS:
            about = {"key": laid.key, "title": laid.title, "seconds": str(cut_ms // 1000)}
            self.tape.remark(Note.TRIMMED_HARD, about, at=began)
        return laid

    def _tell_daypart(self, item: Item, frame: int) -> None:
        """Remark where somebody named a recording for a time outside of its dayparts."""
        cart = self.view.get(item.cart_id, self.day)
        if cart is not None and not self.view.in_daypart(cart, frame):
            about = {"title": item.title, "key": item.key}
            self.tape.remark(Note.OUTSIDE_DAYPART, about, at=frame)
