"""Keeps the time that commercials may have for those of the highest priority.

Where more is ordered than a day may have, what comes first in the day would else take it all.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scheduler.planner.airtime import instant_at
from scheduler.planner.demand import Demand, aired_as
from scheduler.planner.event import Find
from scheduler.planner.obeying import Law
from scheduler.rules import lines
from scheduler.traffic.shares import thinned
from station.broadcast_day import local_date
from station.rundown import Why

_BY_HAND = (Why.INSERTED, Why.MOVED)


def reserve(law: Law, demands: Iterable[Demand], find: Find, zone: ZoneInfo, begins: int) -> None:
    """Reserve the time of the commercials that a plan from `begins` on has room for.

    What makes a missed play good has no claim: it takes what is left.
    """
    days: dict[date, list[tuple[Demand, timedelta]]] = {}
    for demand in demands:
        day = local_date(instant_at(max(demand.target, begins)), zone)
        length = None if demand.again else _length(law, demand, find, day)
        if length is not None:
            days.setdefault(day, []).append((demand, length))
    for day, ones in days.items():
        _reserve_day(law, day, ones)


def _reserve_day(law: Law, day: date, ones: list[tuple[Demand, timedelta]]) -> None:
    room = law.room(day)
    if room is None:
        return
    lengths = {demand.key: length for demand, length in ones}
    for demand in _by_worth([demand for demand, _ in ones]):
        if lengths[demand.key] <= room:
            room -= lengths[demand.key]
            law.reserve(demand.key, day, lengths[demand.key])


def _length(law: Law, demand: Demand, find: Find, day: date) -> timedelta | None:
    """Return how long a demand airs as a commercial; None: it is none."""
    cart = find(demand.cart_id, day)
    if cart is None:
        return None
    order = law.orders.get(demand.campaign_id or 0)
    line = lines.of_cart(aired_as(demand, cart), demand.key, demand.target, order)
    return line.length if line.commercial else None


def _by_worth(demands: Iterable[Demand]) -> list[Demand]:
    """Return what is promised first: by hand, by priority, and then what was ordered first.

    Of one order the plays that stay are spread over its day.
    """
    orders: dict[int, list[Demand]] = {}
    for demand in sorted(demands, key=lambda demand: (demand.target, demand.key)):
        orders.setdefault(demand.campaign_id or 0, []).append(demand)
    placed = []
    for number, own in orders.items():
        for turn, place in enumerate(thinned(len(own))):
            demand = own[place]
            by_hand = demand.must_air or demand.reason.code in _BY_HAND
            placed.append(((not by_hand, demand.rank, number, turn), demand))
    placed.sort(key=lambda pair: pair[0])
    return [demand for _, demand in placed]
