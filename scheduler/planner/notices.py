"""Running texts of orders: of corrections and clarifications, and where one asks for it. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.planner.inputs import PlanInputs
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.purpose import DUTIES, Priority, Purpose
from station.broadcast_day import day_bounds, local_date
from station.rundown import RunningText

LONGEST = 240
"""Letters of a notice; a player shows one line."""
_NAMES = {Purpose.CORRECTION: "Ralat", Purpose.HOAX: "Klarifikasi"}
_DAY = timedelta(days=1)


def notices(inputs: PlanInputs) -> tuple[RunningText, ...]:
    """Return what is shown on each local day that the plan touches, in order."""
    orders = [one for one in inputs.campaigns if one.active and _is_shown(one)]
    found = (text for order in orders for day in _days(inputs) for text in _on(order, day, inputs))
    shown = (text for text in found if text.ends > inputs.begins and text.begins < inputs.ends)
    return tuple(sorted(shown, key=lambda text: (text.begins, text.key)))


def _is_shown(order: Campaign) -> bool:
    """Return whether an order has a text: a paid one has none, for that would be advertising."""
    asks = order.purpose is Purpose.ANNOUNCEMENT and order.running_text and not order.paid
    return order.purpose in DUTIES or bool(asks)


def _days(inputs: PlanInputs) -> Iterator[date]:
    day, last = local_date(inputs.begins, inputs.zone), local_date(inputs.ends, inputs.zone)
    while day <= last:
        yield day
        day += _DAY


def _on(order: Campaign, day: date, inputs: PlanInputs) -> Iterator[RunningText]:
    """Yield the text of a day: from when the order was approved, where that was on it."""
    duty = order.purpose in DUTIES
    if not (order.first_day <= day <= order.last_day if duty else order.airs_on(day)):
        return
    begins, ends = day_bounds(day, inputs.zone)
    approved = order.owed_from or order.effective_at
    if approved is not None:
        begins = max(begins, approved)
    if begins < ends:
        key = f"notice:{order.id}:{day:%Y%m%d}"
        urgent = not duty and order.priority is Priority.URGENT
        yield RunningText(key, begins, ends, _words(order), order.title, urgent)


def _words(order: Campaign) -> str:
    words = " ".join((order.running_text or order.script or order.title).split())
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rsplit(' ', 1)[0]}…"
    name = _NAMES.get(order.purpose)
    return f"{name}: {words}" if name else words
