"""Takes up what the last life of the air has left: what was on, what was ordered, what is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playout import restart
from playout.asrun import Note
from playout.engine import Engine
from playout.orders import Orders
from playout.pulse import Pulse
from station.journal import Fact
from station.rundown import Rundown


@dataclass(frozen=True, slots=True)
class LastLife:
    """What it has left behind."""

    facts: Sequence[Fact] = ()
    """The newest of its journal, oldest first."""
    sign: Pulse | None = None
    """How far it has come."""
    orders: Orders = field(default_factory=Orders)
    """What operators have ordered and was not done."""


def take_up(left: LastLife, engine: Engine, rundown: Rundown | None, note: Note) -> None:
    """Begin a life where the last one would be by now; `note` takes the ends of what is lost."""
    facts, sign, now = left.facts, left.sign, engine.timeline.origin
    of_plan = None if rundown is None else restart.resume(rundown, facts, sign, now)
    goes_on = [] if of_plan is None else [of_plan]
    goes_on += restart.ordered(left.orders.under_way, rundown, facts, sign, now)
    engine.resume(goes_on, "" if rundown is None else restart.reached(rundown, facts))
    for fact in restart.losses(facts, sign, now, {one.airing for one in goes_on}):
        note(fact)
    if rundown is not None:
        engine.start_with(rundown, restart.finished(facts), restart.heard(facts, sign))
    lived = None if sign is None else sign.at
    engine.take_up(left.orders.still(now, restart.begun(facts), lived))
