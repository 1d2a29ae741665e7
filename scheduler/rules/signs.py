"""The songs of the state, the station's own name, and silence around a call to prayer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.rules.fault import Fault
from scheduler.rules.line import PRAYER, Air, Airtime
from scheduler.rules.terms import Hourly, PrayerGap, SongAt, wall_of
from station.broadcast_day import hour_floor, instant_of

_HOUR = timedelta(hours=1)


def song_missing(terms: SongAt, air: Air, day: date) -> Fault | None:
    """Return where a song of the day is missing."""
    night = _night(terms, air, day)
    if night is None:
        return _missing_at(terms, air, _due(terms, day, air.zone))
    closes, opens = night
    place = _opening(air, opens) if terms.place == "first" else _closing(air, closes)
    if place is None or is_song(terms, place):
        return None
    at = place.begins if terms.place == "first" else place.ends
    return Fault(at, line=place, about={"place": terms.place})


def is_song(terms: SongAt, line: Airtime) -> bool:
    """Whether a line is the song that is meant."""
    said = [line.title.casefold(), *line.tags]
    if line.kind not in terms.kinds or _any(terms.without, said):
        return False
    return not terms.words or _any(terms.words, said)


def songs(terms: SongAt, air: Air) -> list[Airtime]:
    """Return every airing of the song, wanted or not."""
    return [line for line in air.lines if is_song(terms, line)]


def hours_without(terms: Hourly, air: Air, day: date) -> Iterator[Fault]:
    """Yield the full hours of a day near which nothing of the kind begins."""
    near = timedelta(minutes=terms.within_minutes)
    begins = [line.begins for line in air.lines if line.kind in terms.kinds]
    for hour in _full_hours(air, day):
        if not air.knows(hour - near, hour + near) or not _on_air(air, hour):
            continue
        if not any(abs(at - hour) <= near for at in begins):
            yield Fault(hour, about={"minutes": f"{terms.within_minutes:g}"})


def ads_in_prayer(terms: PrayerGap, air: Air, day: date) -> Iterator[Fault]:
    """Yield the advertising of a day that is inside a call to prayer or too close to it."""
    before, after = timedelta(seconds=terms.before_s), timedelta(seconds=terms.after_s)
    calls = [line for line in air.of_day(day) if line.purpose == PRAYER]
    ads = [line for line in air.lines if line.commercial or line.psa]
    for call in calls:
        opens, closes = call.begins - before, call.ends + after
        for ad in ads:
            part = ad.within(opens, closes)
            if part is not None:
                about = {"prayer": call.title, "before": f"{terms.before_s:g}"}
                yield Fault(part.begins, part.length, ad, {**about, "after": f"{terms.after_s:g}"})


def _due(terms: SongAt, day: date, zone: ZoneInfo) -> datetime:
    wall, days = wall_of(terms.at)
    there = ZoneInfo(terms.zone) if terms.zone else zone
    return instant_of(day + timedelta(days=days), wall, there)


def _missing_at(terms: SongAt, air: Air, due: datetime) -> Fault | None:
    opens = due - timedelta(seconds=terms.early_s)
    closes = due + timedelta(seconds=terms.late_s)
    if not air.knows(opens, closes + timedelta(microseconds=1)) or not _on_air(air, due):
        return None
    if any(opens <= song.begins <= closes for song in songs(terms, air)):
        return None
    return Fault(due, about={"time": terms.at})


def _night(terms: SongAt, air: Air, day: date) -> tuple[datetime, datetime] | None:
    """Return the silence of the night that opens the day, or closes it; None: there is none."""
    wall, _ = wall_of(terms.night)
    middle = day if terms.place == "first" else day + timedelta(days=1)
    at = instant_of(middle, wall, air.zone)
    if not air.knows(at, at) or _on_air(air, at):
        return None
    closes = max((line.ends for line in air.lines if line.ends <= at), default=air.begins)
    opens = min((line.begins for line in air.lines if line.begins > at), default=air.ends)
    long_enough = opens - closes >= timedelta(minutes=terms.closed_minutes)
    return (closes, opens) if long_enough else None


def _opening(air: Air, opens: datetime) -> Airtime | None:
    return next((line for line in air.lines if line.begins == opens), None)


def _closing(air: Air, closes: datetime) -> Airtime | None:
    return next((line for line in reversed(air.lines) if line.ends == closes), None)


def _on_air(air: Air, at: datetime) -> bool:
    return any(line.begins <= at < line.ends for line in air.lines)


def _full_hours(air: Air, day: date) -> Iterator[datetime]:
    at, end = instant_of(day, time.min, air.zone), instant_of(day + _HOUR * 24, time.min, air.zone)
    while at < end:
        yield at
        at = hour_floor(at + _HOUR, air.zone)


def _any(words: tuple[str, ...], said: list[str]) -> bool:
    return any(word.casefold() in text for word in words for text in said)
