"""Whether corrections and clarifications were heard in time."""

from collections.abc import Iterator
from datetime import timedelta

from scheduler.rules.fault import Fault
from scheduler.rules.line import Air
from scheduler.rules.terms import CorrectedWithin


def overdue(terms: CorrectedWithin, air: Air) -> Iterator[Fault]:
    """Yield what was not heard in time, once its time has passed."""
    within = timedelta(hours=terms.hours)
    for due in air.dues:
        limit = due.reported_at + within
        heard = [
            line.begins
            for line in air.lines
            if line.campaign_id == due.campaign_id and line.begins >= due.reported_at
        ]
        first = min(heard, default=None)
        late = (air.ends if first is None else first) - limit
        if air.begins <= limit <= air.ends and late > timedelta(0):
            about = {"subject": due.title, "hours": f"{terms.hours:g}"}
            yield Fault(limit, late, about=about)
