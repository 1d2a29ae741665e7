"""When presenters may have the air: the occurrences of live programmes, without overlap."""

from datetime import timedelta

from scheduler.planner.airtime import instant_at
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.stretches import Stretch, cut
from station.rundown import LiveSlot

_AROUND = timedelta(days=1)
"""How far outside the plan is looked, so that a slot keeps its edges through every planning."""


def live_slots(inputs: PlanInputs) -> tuple[LiveSlot, ...]:
    """Return the live slots that touch the span of the plan, in order."""
    if not any(programme.live for programme in inputs.programmes):
        return ()
    programmes = {programme.id: programme for programme in inputs.programmes}
    begins, ends = inputs.begins - _AROUND, inputs.ends + _AROUND
    found = inputs.occurrences(begins, ends)
    stretches = cut(found, programmes, begins, ends, zone=inputs.zone).after(0)
    slots = [slot for stretch in stretches if (slot := _slot(stretch)) is not None]
    return tuple(slot for slot in slots if slot.ends > inputs.begins and slot.begins < inputs.ends)


def _slot(stretch: Stretch) -> LiveSlot | None:
    programme = stretch.programme
    if programme is None or programme.live is None:
        return None
    begins = instant_at(stretch.begins)
    return LiveSlot(
        key=stretch.key if stretch.opens else f"{stretch.key}@{begins:%Y%m%dT%H%M}",
        begins=begins,
        ends=instant_at(stretch.ends),
        programme=programme.name,
        presenters=programme.live.presenters,
        by_itself=programme.live.by_itself,
    )
