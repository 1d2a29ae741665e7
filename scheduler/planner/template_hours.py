"""Which hour of which stretch is under which template, and where its elements lie in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.planner.airtime import HOUR, SECOND, frame_at, instant_at
from scheduler.planner.laying import Laying
from scheduler.planner.stretches import Stretch, Stretches
from scheduler.week.hour_template import HourTemplate, Place, open_hour_at
from scheduler.week.programme import Templated
from station.broadcast_day import hour_floor


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of one stretch under its template."""

    template: HourTemplate
    begins: int
    """Frame of the full hour."""
    stretch: Stretch

    def key(self, place: Place) -> str:
        return f"{self.stretch.key}:t{instant_at(self.begins):%d%H%M}e{place.number}"

    def begins_at(self, place: Place) -> int:
        return self.begins + place.begins_s * SECOND

    def ends_at(self, place: Place) -> int:
        return self.begins + place.ends_s * SECOND

    def cuts(self) -> Iterator[Place]:
        """Yield the elements with a time of their own."""
        return (place for place in self.template.places if place.element.at_s is not None)


class TemplateHours:
    """The hours of one planning that templates make."""

    def __init__(self, laying: Laying, stretches: Stretches) -> None:
        self._laying = laying
        self._stretches = stretches
        self._templates = {template.id: template for template in laying.inputs.templates}

    def at(self, stretch: Stretch, frame: int) -> Hour | None:
        """Return the hour that a frame of a stretch lies in; None: it has no template."""
        if not self._templates or frame >= stretch.ends:
            return None
        zone = self._laying.inputs.zone
        at = instant_at(frame)
        found: int | None = None
        if isinstance(stretch.content, Templated):
            ids = stretch.content.template_ids
            found = ids[at.astimezone(zone).hour % len(ids)]
        elif stretch.programme is None:
            found = self._laying.inputs.open_hours.get(open_hour_at(at, zone))
        template = self._templates.get(found) if found is not None else None
        if template is None:
            return None
        return Hour(template, frame_at(hour_floor(at, zone)), stretch)

    def coming(self, stretch: Stretch) -> Iterator[Hour]:
        """Yield the hour under a template here and the one behind it, where they have one."""
        at = self._laying.tape.at
        first = self.at(stretch, at)
        if first is not None:
            yield first
        full = frame_at(hour_floor(instant_at(at), self._laying.inputs.zone)) + HOUR
        edge = min(full, stretch.ends)
        second = self.at(self._stretches.at(edge), edge)
        if second is not None:
            yield second
