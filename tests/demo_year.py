"""What is asked of the demo year, of a week of it or of all: asserted alike in every test of it."""

from datetime import date, datetime, time, timedelta

from mengudara.demo_year import days
from mengudara.demo_year.create import CONFIG
from mengudara.demo_year.week import CHANNEL
from mengudara.simulate.faults import Incident
from mengudara.simulate.promises import UNKNOWN
from mengudara.simulate.report import BROKEN
from mengudara.simulate.stage import Script, rehearse
from station.broadcast_day import instant_of

DAY = timedelta(days=1)


def rehearsed(paths, first: date, count: int, *incidents: Incident):
    begins = instant_of(first, time(), days.ZONE)
    ends = instant_of(first + count * DAY, time(), days.ZONE)
    return rehearse(Script(CHANNEL, begins, ends, incidents), CONFIG, paths)


def at(day: date, clock: str) -> datetime:
    return instant_of(day, time.fromisoformat(clock), days.ZONE)


def check(report) -> None:
    """Nothing forbidden was heard, every order is kept or says why not, no separation is hidden."""
    assert [(one.rule, one.at, one.item_title) for one in report.forbidden] == []
    assert [one for one in report.remarks if one.what in BROKEN] == []
    assert report.nearer == ()
    for order in report.orders:
        assert order.ordered == order.aired + order.owed + order.short
        assert order.owed + order.short == sum(order.why.values())
        assert UNKNOWN not in order.why, order
    assert report.wrong_ticks == 0


def why(report, title: str) -> dict[str, int]:
    """Return why plays of an order are missing."""
    [found] = [order for order in report.orders if order.title == title]
    return found.why
