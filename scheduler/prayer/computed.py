"""Computes the times of a day for a place, by the criteria that hold on it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from scheduler.prayer.criteria import Criteria, criteria_on
from scheduler.prayer.sun import crossing, declination, shadow_altitude, transit
from scheduler.prayer.times import Place, Time

_MINUTE = timedelta(minutes=1)
_RISING = (Time.SUBUH, Time.TERBIT, Time.DUHA)


def computed(day: date, place: Place, criteria: Criteria | None = None) -> Mapping[Time, datetime]:
    """Return the times of a local day in UTC, whole minutes, on the safe side of the sun."""
    criteria = criteria or criteria_on(day)
    found: dict[Time, datetime] = {}
    for time in Time:
        at = _sun(day, place, criteria, time)
        if at is not None:
            found[time] = _rounded(at, time) + criteria.minutes[time] * _MINUTE
    _raise(found, criteria.height_minutes(place.altitude_m))
    if Time.SUBUH in found:
        found[Time.IMSAK] = found[Time.SUBUH] - criteria.imsak.before_subuh_min * _MINUTE
    return {time: found[time] for time in Time if time in found}


def _sun(day: date, place: Place, criteria: Criteria, time: Time) -> datetime | None:
    """Return the bare astronomical instant."""
    if time is Time.ZUHUR:
        return transit(day, place.longitude)
    if time in criteria.shadow:
        altitude = _shadow(day, place, criteria.shadow[time])
    elif time in criteria.altitude_deg:
        altitude = criteria.altitude_deg[time]
    else:
        return None
    return crossing(day, place.latitude, place.longitude, altitude, rising=time in _RISING)


def _shadow(day: date, place: Place, factor: float) -> float:
    noon = transit(day, place.longitude)
    return shadow_altitude(place.latitude, declination(noon), factor)


def _rounded(at: datetime, time: Time) -> datetime:
    """Round to the minute: sunrise, which ends a time, to the earlier; the others to the later."""
    floor = at.replace(second=0, microsecond=0)
    return floor if time is Time.TERBIT or floor == at else floor + _MINUTE


def _raise(found: dict[Time, datetime], minutes: int) -> None:
    """Correct for the height: the sun sets later and rises earlier there."""
    if Time.MAGRIB in found:
        found[Time.MAGRIB] += minutes * _MINUTE
    if Time.TERBIT in found:
        found[Time.TERBIT] -= minutes * _MINUTE
