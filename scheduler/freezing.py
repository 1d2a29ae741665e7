"""Decides which published items stay exactly as they are when a channel is planned again."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from scheduler.airtime import instant_at
from scheduler.demand import Demand
from scheduler.drift import Followed
from scheduler.inputs import PlanInputs
from scheduler.override import Override
from station.rundown import Item, Rundown

KEPT_PAST = timedelta(hours=1)
"""How much of what has been is repeated in each rundown: the air may run late."""


def frozen(
    inputs: PlanInputs, demands: Collection[Demand], off_plan: Followed | None
) -> list[Item]:
    """Return what has begun, and what is locked up to the first item that must change."""
    if inputs.previous is None:
        return []
    touched = [at for at in _touched(inputs, inputs.previous, demands) if at > inputs.begins]
    until = min([inputs.begins + inputs.lock, *touched])
    return [
        item
        for item in (inputs.previous.items if off_plan is None else off_plan.items)
        if item.ends > inputs.begins - KEPT_PAST
        and (item.begins <= inputs.begins or item.begins < until)
    ]


def placed_by(item: Item) -> str:
    """Return the number of the override that put an item where it is, empty for none."""
    return item.reason.about.get("override", "")


def _touched(
    inputs: PlanInputs, previous: Rundown, demands: Collection[Demand]
) -> Iterator[datetime]:
    items = {item.key: item for item in previous.items}
    for override in inputs.overrides:
        yield from _by_override(override, items, previous.made_at)
    wanted = {demand.key for demand in demands}
    for item in previous.items:
        if item.campaign_id is not None and item.key not in wanted:
            yield item.begins
    for demand in demands:
        if demand.hard and demand.key not in items:
            yield instant_at(demand.target)


def _by_override(
    override: Override, items: dict[str, Item], made_at: datetime
) -> Iterator[datetime]:
    """Yield where the published items do not agree with an override yet."""
    item = items.get(override.key)
    done = item is not None and placed_by(item) == str(override.id)
    if override.undone_at is not None:
        if item is not None and done:
            yield item.begins
        elif item is None and override.undone_at >= made_at:
            yield override.at
    elif override.places and not done:
        before = items.get(override.after_key)
        yield before.ends if before is not None else override.at
        if item is not None:
            yield item.begins
    elif not override.places and item is not None:
        yield item.begins
