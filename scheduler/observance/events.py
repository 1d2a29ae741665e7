"""The events of a day: what a channel observes, at the times of that day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.observance.modes import ModeRule, with_modes
from scheduler.observance.settings import IMSAK_TEXT, Devotion, Observances
from scheduler.planner.event import Event, EventKind, EventMode
from scheduler.prayer.times import PrayerDay, Time
from station.broadcast_day import days_between, instant_of

WESTERN = ZoneInfo("Asia/Jakarta")
"""Whose 06.00 the anthem may be tied to."""
TITLES = {
    Time.SUBUH: "Subuh",
    Time.ZUHUR: "Zuhur",
    Time.ASAR: "Asar",
    Time.MAGRIB: "Magrib",
    Time.ISYA: "Isya",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Almanac:
    """What a day is, as far as events need it."""

    prayers: Callable[[date], PrayerDay | None]
    """The times of a day; None where the station has no place."""
    fasts: Callable[[date], bool]
    """Whether a day is one of Ramadan."""


def events_between(
    observances: Observances,
    almanac: Almanac,
    rules: Sequence[ModeRule],
    begins: datetime,
    ends: datetime,
    *,
    zone: ZoneInfo,
) -> list[Event]:
    """Return the events of every local day that a span touches, and of the day before."""
    days = days_between(begins - _DAY, ends, zone)
    found = [event for day in days for event in events_on(day, observances, almanac, zone)]
    return sorted(
        (with_modes(event, rules) for event in found), key=lambda event: (event.at, event.key)
    )


def events_on(
    day: date, observances: Observances, almanac: Almanac, zone: ZoneInfo
) -> Iterator[Event]:
    """Yield what is observed on a local day, before any rule of single days."""
    yield from _songs(day, observances, zone)
    prayers = almanac.prayers(day)
    if prayers is not None:
        yield from _azans(prayers, observances, fasting=almanac.fasts(day))
        if almanac.fasts(day) and observances.fast.active:
            yield from _fast(prayers, observances)
    for devotion in observances.devotions:
        yield from _devotion(day, devotion, prayers, zone)


def _songs(day: date, observances: Observances, zone: ZoneInfo) -> Iterator[Event]:
    songs, hours = observances.songs, observances.broadcast_day
    closes = day if not hours.whole and hours.ends > hours.begins else day + _DAY
    if songs.anthem:
        begins = songs.anthem_at if hours.whole else hours.begins
        at = instant_of(day, begins, WESTERN if hours.whole and songs.same_instant else zone)
        yield Event("anthem", "Indonesia Raya", day, at, EventKind.ANTHEM, cart_ids=songs.anthem)
    if songs.national:
        yield Event(
            "national-song",
            "Lagu wajib nasional",
            day,
            instant_of(closes, time.min if hours.whole else hours.ends, zone),
            EventKind.NATIONAL_SONG,
            cart_ids=songs.national,
            by_end=not hours.whole,
        )


def _azans(prayers: PrayerDay, observances: Observances, *, fasting: bool) -> Iterator[Event]:
    azan = observances.azan
    drum = fasting and observances.fast.active and observances.fast.drum
    for name in azan.prayers:
        if name not in prayers.at:
            continue
        own = azan.subuh_carts if name is Time.SUBUH else ()
        behind_drum = f"event:iftar:{prayers.day:%Y%m%d}" if drum and name is Time.MAGRIB else ""
        yield Event(
            f"azan-{name}",
            f"Azan {TITLES[name]}",
            prayers.day,
            prayers.at[name],
            EventKind.AZAN,
            mode=EventMode.TEXT_ONLY if name in azan.text_for else EventMode(azan.mode),
            cart_ids=own or azan.carts,
            clears=True,
            clear_before=timedelta(seconds=azan.before_s),
            clear_after=timedelta(seconds=azan.after_s),
            text=_filled(azan.text, azan=TITLES[name], kota=observances.location.name),
            follows=behind_drum,
        )


def _fast(prayers: PrayerDay, observances: Observances) -> Iterator[Event]:
    fast, day = observances.fast, prayers.day
    imsak, magrib = prayers.at.get(Time.IMSAK), prayers.at.get(Time.MAGRIB)
    if imsak is not None and fast.sahur:
        at = imsak - timedelta(minutes=fast.sahur_before_min)
        yield Event("sahur", "Sahur", day, at, EventKind.SAHUR, cart_ids=fast.sahur)
    if imsak is not None and fast.imsak:
        text = _filled(IMSAK_TEXT, kota=observances.location.name)
        yield Event("imsak", "Imsak", day, imsak, EventKind.IMSAK, cart_ids=fast.imsak, text=text)
    if magrib is not None and fast.drum:
        yield Event(
            "iftar",
            "Buka puasa",
            day,
            magrib,
            EventKind.IFTAR,
            mode=EventMode.TEXT_ONLY
            if Time.MAGRIB in observances.azan.text_for
            else EventMode.AUDIO,
            cart_ids=fast.drum,
            clears=True,
            clear_before=timedelta(seconds=observances.azan.before_s),
            clear_after=timedelta(seconds=observances.azan.after_s),
        )


def _devotion(
    day: date, devotion: Devotion, prayers: PrayerDay | None, zone: ZoneInfo
) -> Iterator[Event]:
    if devotion.sun is None:
        at = instant_of(day, devotion.wall, zone)
    elif prayers is not None and devotion.sun in prayers.at:
        at = prayers.at[devotion.sun] + timedelta(minutes=devotion.offset_min)
    else:
        return
    yield Event(
        devotion.name,
        devotion.title,
        day,
        at,
        EventKind.DEVOTION,
        mode=EventMode(devotion.mode),
        cart_ids=devotion.carts,
        clears=devotion.clear,
        clear_before=timedelta(seconds=devotion.before_s),
        clear_after=timedelta(seconds=devotion.after_s),
        text=devotion.text or devotion.title,
    )


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
