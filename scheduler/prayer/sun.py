"""Where the sun is: transit and the instants at which it crosses an altitude.

After Meeus, *Astronomical Algorithms* (2nd ed., 1998), chapter 25, low accuracy: 0.01 degree,
which is less than three seconds of time in the tropics.
"""

from datetime import UTC, date, datetime, time, timedelta
from math import acos, asin, atan, atan2, cos, degrees, radians, sin, tan

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_CENTURY = timedelta(days=36_525)
_ROUNDS = 3
"""So often an instant is found anew with the sun where it is at that instant."""


def declination(at: datetime) -> float:
    """Return the sun's declination in degrees."""
    longitude, obliquity = _ecliptic(at)
    return degrees(asin(sin(obliquity) * sin(longitude)))


def transit(day: date, longitude: float) -> datetime:
    """Return when the sun is highest on a day, east longitude in degrees."""
    mean = datetime.combine(day, time(12), UTC) - timedelta(hours=longitude / 15)
    at = mean
    for _ in range(_ROUNDS):
        at = mean - _equation_of_time(at)
    return at


def crossing(
    day: date, latitude: float, longitude: float, altitude: float, *, rising: bool
) -> datetime | None:
    """Return when the sun passes an altitude in degrees; None where it does not on that day."""
    noon = at = transit(day, longitude)
    for _ in range(_ROUNDS):
        angle = _hour_angle(latitude, declination(at), altitude)
        if angle is None:
            return None
        span = timedelta(hours=angle / 15)
        at = noon - span if rising else noon + span
        noon = transit(day, longitude) + _equation_drift(noon, at)
    return at


def shadow_altitude(latitude: float, declination: float, factor: float) -> float:
    """Return the altitude at which a shadow is `factor` lengths longer than at noon."""
    return degrees(atan(1 / (factor + tan(radians(abs(latitude - declination))))))


def _hour_angle(latitude: float, declination: float, altitude: float) -> float | None:
    phi, delta = radians(latitude), radians(declination)
    cosine = (sin(radians(altitude)) - sin(phi) * sin(delta)) / (cos(phi) * cos(delta))
    return degrees(acos(cosine)) if -1 <= cosine <= 1 else None


def _equation_drift(noon: datetime, at: datetime) -> timedelta:
    """Return how much the sun runs ahead between noon and an instant of the same day."""
    return _equation_of_time(noon) - _equation_of_time(at)


def _equation_of_time(at: datetime) -> timedelta:
    """Return apparent minus mean solar time."""
    centuries = (at - _J2000) / _CENTURY
    longitude, obliquity = _ecliptic(at)
    ascension = degrees(atan2(cos(obliquity) * sin(longitude), cos(longitude)))
    mean = 280.46646 + 36_000.76983 * centuries + 0.0003032 * centuries**2
    apart = (mean - 0.0057183 - ascension + 180) % 360 - 180
    return timedelta(hours=apart / 15)


def _ecliptic(at: datetime) -> tuple[float, float]:
    """Return the sun's apparent longitude and the obliquity of the ecliptic, in radians."""
    t = (at - _J2000) / _CENTURY
    mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t**2
    anomaly = radians(357.52911 + 35_999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * t)
    longitude = radians(mean + centre - 0.00569 - 0.00478 * sin(node))
    obliquity = radians(23.439291 - 0.0130042 * t + 0.00256 * cos(node))
    return longitude, obliquity
