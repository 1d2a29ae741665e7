"""What a day is: weekday and pasaran, Hijri date, holidays, themes, days of the station's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.calendar.hijri import HijriCalendar, HijriDate
from scheduler.calendar.national import national
from scheduler.calendar.occasion import Occasion, OccasionKind, OwnDay, corrected
from scheduler.calendar.pasaran import pasaran, weton
from scheduler.calendar.thematic import thematic

_HIJRI_DAYS = {
    (1, 10): ("Asyura", "Ashura"),
    (8, 15): ("Nisfu Syakban", "Mid-Shaban"),
    (9, 1): ("Awal Ramadan", "First day of Ramadan"),
    (9, 17): ("Nuzululquran", "Nuzul al-Quran"),
    (12, 9): ("Hari Arafah", "Day of Arafah"),
}
_ORDER = tuple(OccasionKind)


@dataclass(frozen=True, slots=True)
class CalendarSources:
    """Everything that days are read from."""

    hijri: HijriCalendar
    """Hijri dates as the station counts them."""
    own: Sequence[OwnDay] = ()
    """The station's entries."""
    places: tuple[str, ...] = ()
    """City and name of the station: days of other cities are left out."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One local day."""

    day: date
    """The day."""
    pasaran: str
    """Of the daylight; the next one begins at sunset."""
    weton: str
    """Weekday and pasaran in Indonesian."""
    hijri: HijriDate | None
    """Of the daylight."""
    occasions: tuple[Occasion, ...]
    """Holidays first."""

    @property
    def free(self) -> bool:
        """Whether offices are closed for an occasion."""
        closed = (OccasionKind.HOLIDAY, OccasionKind.CUTI_BERSAMA)
        return any(occasion.kind in closed for occasion in self.occasions)


def about(day: date, sources: CalendarSources) -> CalendarDay:
    """Return what a day is."""
    return between(day, day, sources)[0]


def between(first_day: date, last_day: date, sources: CalendarSources) -> list[CalendarDay]:
    """Return what each day of a span is."""
    found = list(occasions_between(first_day, last_day, sources))
    return [_day(day, sources, found) for day in _days(first_day, last_day)]


def occasions_between(
    first_day: date, last_day: date, sources: CalendarSources
) -> Iterator[Occasion]:
    """Yield every occasion that touches a span, corrected by the station's entries."""
    came_along = [
        *national(first_day, last_day),
        *thematic(first_day, last_day, sources.places),
        *_hijri(first_day, last_day, sources.hijri),
    ]
    yield from _each_once(corrected(came_along, sources.own))
    for entry in sources.own:
        if not entry.removes:
            yield from entry.occasions(first_day, last_day)


def _each_once(found: Iterable[Occasion]) -> Iterator[Occasion]:
    """Leave a theme out on a day that is a holiday of the same name."""
    seen: set[tuple[date, str]] = set()
    for occasion in found:
        name = (occasion.first_day, occasion.name_id)
        if name not in seen:
            yield occasion
        seen.add(name)


def _hijri(first_day: date, last_day: date, calendar: HijriCalendar) -> Iterator[Occasion]:
    for day in _days(first_day, last_day):
        found = calendar.on(day)
        names = _HIJRI_DAYS.get((found.month, found.day)) if found else None
        if names is not None:
            yield Occasion(OccasionKind.HIJRI, day, day, *names)


def _day(day: date, sources: CalendarSources, found: Sequence[Occasion]) -> CalendarDay:
    ours = {
        (occasion.kind, occasion.name_id): occasion
        for occasion in found
        if occasion.first_day <= day <= occasion.last_day
    }
    ordered = sorted(ours.values(), key=lambda one: (_ORDER.index(one.kind), one.name_id))
    return CalendarDay(day, pasaran(day), weton(day), sources.hijri.on(day), tuple(ordered))


def _days(first_day: date, last_day: date) -> Iterator[date]:
    for number in range((last_day - first_day).days + 1):
        yield first_day + timedelta(days=number)
