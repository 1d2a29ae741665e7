"""Decides which published items stay exactly as they are when a channel is planned again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.drift import Followed
from scheduler.override import Override
from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.clear import Clears
from scheduler.planner.demand import Demand
from scheduler.planner.inputs import PlanInputs
from scheduler.traffic.play_key import parsed
from station.rundown import Item, Rundown, Start, Why

KEPT_PAST = timedelta(hours=1)
"""How much of what has been is repeated in each rundown: the air may run late."""


def frozen(
    inputs: PlanInputs,
    demands: Collection[Demand],
    off_plan: Followed | None,
    clears: Clears,
) -> list[Item]:
    """Return what has begun, and what is locked up to the first item that must change."""
    if inputs.previous is None:
        return []
    items = inputs.previous.items if off_plan is None else off_plan.items
    touched = [*_touched(inputs, inputs.previous, demands), *_departing(inputs, items)]
    touched += [item.begins for item in items if _out_of_place(item, demands, clears)]
    until = min([inputs.begins + inputs.lock, *(at for at in touched if at > inputs.begins)])
    kept = [
        item
        for item in items
        if item.ends > inputs.begins - KEPT_PAST
        and (item.begins <= inputs.begins or item.begins < until)
    ]
    if kept:
        kept[-1] = _whole_again(inputs, kept[-1])
    return kept


def _touched(
    inputs: PlanInputs, previous: Rundown, demands: Collection[Demand]
) -> Iterator[datetime]:
    items = {item.key: item for item in previous.items}
    for override in inputs.overrides:
        yield from _by_override(override, items, previous.made_at)
    wanted = {demand.key for demand in demands}
    for item in previous.items:
        if item.cart_id in inputs.failed:
            yield item.begins
        unwanted = item.campaign_id is not None and item.key not in wanted
        if unwanted and (item.must_air or _makes_good(item)):
            yield item.begins
    for demand in demands:
        before = items.get(demand.key)
        sooner = demand.must_air and before is not None and before.start is Start.HARD
        ordered = demand.campaign_id is not None and not demand.must_air
        if demand.hard and not ordered and (before is None or sooner):
            yield from _unless_there(before, instant_at(demand.target))


def _makes_good(item: Item) -> bool:
    """Whether it stands for a play that was missed, and would be one too many when it was not."""
    play = parsed(item.key)
    return play is not None and play.attempt > 0


def _unless_there(item: Item | None, at: datetime) -> Iterator[datetime]:
    if item is None or item.begins != at:
        yield at


def _out_of_place(item: Item, demands: Collection[Demand], clears: Clears) -> bool:
    """Whether the events of the day are not any more what an item was published for."""
    if item.reason.code is Why.EVENT:
        wanted = {demand.key: demand for demand in demands if demand.must_air}.get(item.key)
        if wanted is None or wanted.cart_id != item.cart_id:
            return True
        return item.start is Start.HARD and frame_at(item.begins) != wanted.target
    begins = frame_at(item.begins)
    return clears.bars(item.kind, begins, begins + item.cue_out - item.cue_in) is not None


def _by_override(
    override: Override, items: dict[str, Item], made_at: datetime
) -> Iterator[datetime]:
    """Yield where the published items do not agree with an override yet."""
    item = items.get(override.key)
    done = override.placed(item)
    if override.undone_at is not None:
        if item is not None and done:
            yield item.begins
        elif item is None and override.undone_since(made_at):
            yield override.at
    elif override.places and not done:
        before = items.get(override.after_key)
        yield before.ends if before is not None else override.at
        if item is not None:
            yield item.begins
    elif not override.places and item is not None:
        yield item.begins


def _departing(inputs: PlanInputs, items: Sequence[Item]) -> Iterator[datetime]:
    """Yield where what is to come first differs from the version that is restored."""
    if inputs.restored is None:
        return
    begun = [item.key for item in items if item.begins <= inputs.begins]
    before = _behind(inputs.restored, begun[-1:], inputs.begins)
    for item, other in zip(items[len(begun) :], before, strict=False):
        if _recording(item) != _recording(other):
            yield item.begins
            return


def _behind(version: Rundown, last: Collection[str], now: datetime) -> Sequence[Item]:
    """Return what a version has behind the item begun last, or behind now where it has not that."""
    for number, item in enumerate(version.items, 1):
        if item.key in last:
            return version.items[number:]
    return [item for item in version.items if item.begins > now]


def _recording(item: Item) -> tuple[object, ...]:
    return item.key, item.cart_id, item.cue_in, item.segue


def _whole_again(inputs: PlanInputs, item: Item) -> Item:
    """Return an item as it was before an undone wish cut it, if the air still has it whole."""
    made = [wish.made_at for wish in inputs.overrides if wish.undone_at and wish.made_at]
    if inputs.restored is None or item.begins > min([inputs.begins, *made]):
        return item
    for before in inputs.restored.items:
        same = _beginning(before) == _beginning(item)
        if same and before.segue > item.segue:
            return replace(before, begins=item.begins)
    return item


def _beginning(item: Item) -> tuple[object, ...]:
    return item.key, item.cart_id, item.cue_in
