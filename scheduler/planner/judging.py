"""Holds a plan against the rules: what is used up when it begins, and what it breaks when made."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from scheduler.planner.event import Find
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.obeying import Law
from scheduler.planner.plan import Finding
from scheduler.rules import lines
from scheduler.rules.check import breaches
from scheduler.rules.findings import Deed, finding
from scheduler.rules.line import Air, Airtime, covered
from station.broadcast_day import day_bounds, local_date
from station.rundown import Item


def lawful(inputs: PlanInputs, kept: Sequence[Item]) -> Law:
    """Return the rules that block, with what aired today and what is kept counted."""
    law = Law(inputs.rules, inputs.zone, inputs.campaigns)
    aired = _aired(inputs, kept)
    for line in (*aired, *(lines.of_item(item, law.orders, {}) for item in kept)):
        law.note(line)
    if inputs.aired:
        today = local_date(inputs.begins, inputs.zone)
        since = inputs.begins - day_bounds(today, inputs.zone)[0]
        law.lost(today, max(timedelta(0), since - covered(inputs.aired)))
    return law


def judged(inputs: PlanInputs, items: Iterable[Item], find: Find) -> list[Finding]:
    """Return what of a plan, with what has aired of its first day, is against the rules."""
    if not inputs.rules.rules:
        return []
    planned = list(items)
    orders = {order.id: order for order in inputs.campaigns}
    day = local_date(inputs.begins, inputs.zone)
    carts = {item.cart_id: cart for item in planned if (cart := find(item.cart_id, day))}
    made = [lines.of_item(item, orders, carts) for item in planned]
    aired = _aired(inputs, planned)
    begins = day_bounds(day, inputs.zone)[0] if inputs.aired else inputs.begins
    air = Air([*aired, *made], begins, inputs.ends, inputs.zone, inputs.rules.medium)
    found = breaches(inputs.rules.rules, air)
    return [finding(each, Deed.KEPT) for each in found if each.at >= inputs.begins or not each.key]


def _aired(inputs: PlanInputs, kept: Iterable[Item]) -> list[Airtime]:
    """Return what aired today and is not among what is kept."""
    keys = {item.key for item in kept}
    return [line for line in inputs.aired if line.key not in keys]
