"""Which local days a report of the rules is about: a day or a month, as the address has it."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from station.broadcast_day import local_date
from web.deps import Now, TheDesk

_YEARS = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """A local day, or all days of a month."""

    first: date
    last: date
    month: bool

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}" if self.month else f"{self.first}"

    def beside(self, step: int) -> str:
        """Return the name of the day or month before or behind this one."""
        if not self.month:
            return f"{self.first + timedelta(days=step)}"
        return f"{(self.first if step < 0 else self.last) + timedelta(days=step):%Y-%m}"

    def address(self, path: str, channel: str, span: str) -> str:
        return f"{path}?{urlencode({'channel': channel, 'span': span})}"


def _span(desk: TheDesk, now: Now, span: Annotated[str, Query(max_length=10)] = "") -> RuleSpan:
    today = local_date(now, desk.config.zone)
    day, month = _read(span, today)
    if abs(day - today) > _YEARS:
        day = today
    if not month:
        return RuleSpan(day, day, month=False)
    length = calendar.monthrange(day.year, day.month)[1]
    return RuleSpan(day.replace(day=1), day.replace(day=length), month=True)


def _read(text: str, today: date) -> tuple[date, bool]:
    """Return the day that `2026-11-23` or `2026-11` names, and whether it is a month."""
    month = len(text) == len("2026-11")
    try:
        return date.fromisoformat(f"{text}-01" if month else text), month
    except ValueError:
        return today, False


TheRuleSpan = Annotated[RuleSpan, Depends(_span)]
