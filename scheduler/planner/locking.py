"""Says which changes fall inside the lock: they reach the air behind it, or by hand only."""

from collections.abc import Collection, Iterable, Iterator

from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.demand import Demand
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.plan import Finding, Note
from scheduler.week.grid import Occurrence
from station.rundown import Item


def locked_out(
    inputs: PlanInputs,
    kept: Collection[Item],
    demands: Iterable[Demand],
    found: Iterable[Occurrence],
) -> list[Finding]:
    """Return a finding for each order and occurrence that should begin where all is settled."""
    if inputs.previous is None or not kept or inputs.held is not None:
        return []
    until = min(inputs.begins + inputs.lock, max(item.ends for item in kept))
    return [*_orders(inputs, kept, demands, frame_at(until)), *_openings(inputs, kept, found)]


def _orders(
    inputs: PlanInputs, kept: Collection[Item], demands: Iterable[Demand], until: int
) -> Iterator[Finding]:
    keys = {item.key for item in kept} | inputs.past.keys()
    now = frame_at(inputs.begins)
    for demand in demands:
        ordered = demand.hard and demand.campaign_id is not None and not demand.must_air
        if ordered and demand.key not in keys and now < demand.target < until:
            about = {**demand.about, "key": demand.key}
            yield Finding(Note.LOCKED, instant_at(demand.target), about)


def _openings(
    inputs: PlanInputs, kept: Collection[Item], found: Iterable[Occurrence]
) -> Iterator[Finding]:
    """Yield what the grid begins inside a kept item that does not belong to it."""
    names = {programme.id: programme.name for programme in inputs.programmes}
    begun = {item.key.rpartition(":")[0] for item in kept}
    for occurrence in found:
        inside = inputs.begins < occurrence.begins < inputs.begins + inputs.lock
        if inside and occurrence.key not in begun and occurrence.cuts is not None:
            ends = max((item.ends for item in kept), default=inputs.begins)
            if occurrence.begins < ends:
                about = {"programme": names.get(occurrence.slot.programme_id, "–")}
                yield Finding(Note.LOCKED, occurrence.begins, about)
