"""Hour templates: the recipe of an hour of the clock, element by element.

Minute 0 is the full local hour. An element follows the one before it, unless it has a time of its
own in the hour; a programme that begins at half past begins with what the template has there.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.programme import Rotation
from station.rundown import Overrun, Start

HOUR_S = 3600
MOST_ELEMENTS = 60
_USUAL_S = {"station_id": 10, "cart": 30}
"""What an element without a length is drawn and expected with."""


class ElementForm(enum.StrEnum):
    """What an element is filled with."""

    ROTATION = "rotation"
    """Recordings that the planner chooses, until its length is filled."""
    CART = "cart"
    """One recording."""
    STATION_ID = "station_id"
    """A station ID in turn."""
    BREAK = "break"
    """Spots that wait for a place."""


@dataclass(frozen=True, slots=True)
class Element:
    """One part of an hour."""

    form: ElementForm
    """What fills it."""
    name: str = ""
    """For people."""
    length_s: int = 0
    """How long it lasts: of a break and of a recording at most and expected; 0: as long as it is,
    which only a recording and a station ID can be."""
    at_s: int | None = None
    """Seconds behind the full hour; None: it follows the element before it."""
    start: Start = Start.SOFT
    """SOFT at a join, HARD on the second, WAIT and WINDOW inside `early_s` and `late_s`."""
    early_s: int = 0
    """WINDOW: how long before its time it may begin."""
    late_s: int = 0
    """WAIT and WINDOW: how long behind its time it may begin; then it cuts."""
    rotation: Rotation | None = None
    """ROTATION: what is chosen from."""
    cart_id: int | None = None
    """CART: the recording."""
    most: int = 0
    """BREAK: most spots in it; 0: as many as have room."""
    overrun: Overrun = Overrun.SHIFT
    """What becomes of its last item when it is not over in time for what comes next."""

    def __post_init__(self) -> None:
        needs = {
            ElementForm.ROTATION: self.rotation is not None and self.length_s > 0,
            ElementForm.CART: self.cart_id is not None,
            ElementForm.STATION_ID: True,
            ElementForm.BREAK: self.length_s > 0,
        }
        in_hour = self.at_s is None or 0 <= self.at_s < HOUR_S
        if not needs[self.form] or not in_hour or not 0 <= self.length_s <= HOUR_S:
            raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", self.form)
        if not self._starts_well() or self.most < 0:
            raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", self.start)

    def _starts_well(self) -> bool:
        windowed = self.start in (Start.WAIT, Start.WINDOW)
        if self.start is Start.MANUAL or (self.start is not Start.SOFT and self.at_s is None):
            return False
        if windowed and self.form in (ElementForm.ROTATION, ElementForm.BREAK):
            return False
        widths = (self.early_s, self.late_s)
        return min(widths) >= 0 and max(widths) <= HOUR_S and (not windowed or max(widths) > 0)

    @property
    def expected_s(self) -> int:
        """Return how long it is drawn and expected."""
        return self.length_s or _USUAL_S.get(self.form, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """An element with its place in the hour."""

    number: int
    """Counted from 0."""
    element: Element
    """What airs."""
    begins_s: int
    """Expected, seconds behind the full hour."""
    ends_s: int
    """Expected."""


@dataclass(frozen=True, slots=True)
class HourTemplate:
    """The recipe of an hour."""

    channel: str
    """Channel slug."""
    name: str
    """As people call it."""
    elements: tuple[Element, ...]
    """In order; at least one."""
    notes: str = ""
    """For the people at the desk."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if not 1 <= len(self.elements) <= MOST_ELEMENTS:
            raise ScheduleInvalid(Problem.ELEMENT_IMPOSSIBLE, "elements", len(self.elements))
        times = [element.at_s for element in self.elements if element.at_s is not None]
        if sorted(set(times)) != times:
            raise ScheduleInvalid(Problem.ELEMENTS_OUT_OF_ORDER, "elements")

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where each element is expected."""
        return tuple(self._laid())

    @property
    def total_s(self) -> int:
        return sum(element.expected_s for element in self.elements)

    @property
    def ends_s(self) -> int:
        """Return where the last element is expected to end; beyond the hour: too much is asked."""
        return self.places[-1].ends_s

    @property
    def has_breaks(self) -> bool:
        return any(element.form is ElementForm.BREAK for element in self.elements)

    def _laid(self) -> Iterator[Place]:
        at = 0
        for number, element in enumerate(self.elements):
            begins = at if element.at_s is None else element.at_s
            at = begins + element.expected_s
            yield Place(number, element, begins, at)


@dataclass(frozen=True, slots=True)
class OpenHour:
    """The template of a weekly hour in which no programme airs."""

    channel: str
    """Channel slug."""
    weekday: int
    """0 Monday to 6 Sunday."""
    hour: int
    """Local hour, 0 to 23."""
    template_id: int
    """What fills it."""


def hour_key(day: date, hour: int) -> tuple[int, int]:
    """Return weekday and hour, as open hours are looked up."""
    return day.weekday(), hour


def open_hour_at(at: datetime, zone: ZoneInfo) -> tuple[int, int]:
    local = at.astimezone(zone)
    return local.weekday(), local.hour
