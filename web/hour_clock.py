"""The drawn clock of an hour template: one arc an element, as SVG paths."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.week.hour_template import HOUR_S, Place

SIZE = 320
_CENTRE = SIZE / 2
_OUTER, _INNER = 150, 84


@dataclass(frozen=True, slots=True)
class Arc:
    """One element on the dial."""

    place: Place
    path: str
    x: float
    """Where its number stands."""
    y: float


def arcs(places: Sequence[Place]) -> list[Arc]:
    """Return the arcs of what lies inside the hour, minute 0 at the top."""
    drawn = []
    for place in places:
        begins, ends = min(place.begins_s, HOUR_S), min(place.ends_s, HOUR_S)
        if begins >= ends:
            continue
        x, y = _point((begins + ends) / 2, (_OUTER + _INNER) / 2)
        drawn.append(Arc(place, _path(begins, ends), x, y))
    return drawn


def ticks() -> list[tuple[float, float, int]]:
    """Return where the minutes of the dial stand."""
    return [(*_point(minute * 60, _OUTER + 6), minute) for minute in range(0, 60, 15)]


def _path(begins: int, ends: int) -> str:
    if ends - begins >= HOUR_S:
        ends = begins + HOUR_S - 1  # a whole circle has no arc
    large = 1 if ends - begins > HOUR_S / 2 else 0
    (x1, y1), (x2, y2) = _point(begins, _OUTER), _point(ends, _OUTER)
    (x3, y3), (x4, y4) = _point(ends, _INNER), _point(begins, _INNER)
    return (
        f"M{x1} {y1}A{_OUTER} {_OUTER} 0 {large} 1 {x2} {y2}"
        f"L{x3} {y3}A{_INNER} {_INNER} 0 {large} 0 {x4} {y4}Z"
    )


def _point(second: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * second / HOUR_S
    return (
        round(_CENTRE + radius * math.sin(angle), 2),
        round(_CENTRE - radius * math.cos(angle), 2),
    )
