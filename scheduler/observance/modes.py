"""Days on which events are observed otherwise: as text, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.planner.event import Event, EventKind, EventMode
from scheduler.problem import Problem, ScheduleInvalid

AZANS = "azan"
"""Names every azan at once, with the drum that goes before one."""
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class ModeRule:
    """How some events are observed on some days; of several rules the last counts."""

    channel: str
    """Channel slug."""
    names: tuple[str, ...]
    """Names of events, or `azan` for all of them; empty: every event of prayer."""
    first_day: date
    """Local day."""
    last_day: date
    """Local day, included."""
    mode: EventMode
    """How they are observed."""
    text: str = ""
    """Running text in place of the usual; empty: the usual."""
    reason: str = ""
    """For people: who asked for it."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)
        if (self.last_day - self.first_day).days >= LONGEST_DAYS:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "last_day", self.last_day)

    def concerns(self, event: Event) -> bool:
        if not self.first_day <= event.day <= self.last_day:
            return False
        if not self.names:
            return event.kind not in (EventKind.ANTHEM, EventKind.NATIONAL_SONG)
        azan = event.kind in (EventKind.AZAN, EventKind.IFTAR)
        of_magrib = event.kind is EventKind.IFTAR and "azan-magrib" in self.names
        return event.name in self.names or of_magrib or (azan and AZANS in self.names)


def with_modes(event: Event, rules: Iterable[ModeRule]) -> Event:
    """Return an event as it is observed on its day."""
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.concerns(event):
            event = replace(event, mode=rule.mode, text=rule.text or event.text)
    return event
