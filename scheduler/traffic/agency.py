"""An agency: who orders announcements, how many of them a day may air, whom to call."""

from dataclasses import dataclass

from scheduler.problem import Problem, ScheduleInvalid

MAX_CAP = 1000


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency."""

    name: str
    """As it stands on the proof."""
    cap_per_day: int | None = None
    """At most so many plays a day of all its orders on a channel; None: no limit."""
    contact: str = ""
    """Whom to call."""
    names: tuple[str, ...] = ()
    """What else it is known by, folded: names merged into it."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if self.cap_per_day is not None and not 1 <= self.cap_per_day <= MAX_CAP:
            raise ScheduleInvalid(Problem.CAP_IMPOSSIBLE, "cap_per_day", self.cap_per_day)
