"""Reads agendas that offices keep: iCal, and tables of CSV. Pure.

Every entry has a name of its own, so that the same file read again changes what has changed and
adds nothing twice: iCal's UID, with the start where it repeats; in tables, day, time and title.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from media_library.fold import fold
from station.broadcast_day import instant_of
from station.errors import StationError

LARGEST = 900_000
MOST = 1_000
"""Entries of one file at most; a repetition counts each time."""
USUAL = timedelta(hours=1)
"""How long an entry lasts that does not say."""
_DAY = timedelta(days=1)
_Event = Mapping[str, Any]


class AgendaUnreadable(StationError):
    """The file is no agenda, or too large; `line` is 0 for the file as a whole."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {why}" if line else why)
        self.why = why
        self.line = line


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """Something that will happen."""

    uid: str
    """Names it through every reading."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    title: str
    """What."""
    all_day: bool = False
    """Whether it has no time of its own."""
    place: str = ""
    """Where."""
    notes: str = ""
    """What else stands there."""
    cancelled: bool = False
    """Whether it is called off."""
    id: int = 0
    """0 until it is stored."""


def read(
    name: str, data: bytes, zone: ZoneInfo, begins: datetime, ends: datetime
) -> list[AgendaEntry]:
    """Return the entries of a span in order; raises AgendaUnreadable."""
    if len(data) > LARGEST:
        raise AgendaUnreadable("too_large")
    is_calendar = name.casefold().endswith((".ics", ".ical")) or b"BEGIN:VCALENDAR" in data[:500]
    found = _calendar(data, zone, begins, ends) if is_calendar else _table(data, zone)
    kept: dict[str, AgendaEntry] = {}
    for entry in found:
        if entry.ends > begins and entry.begins < ends:
            kept[entry.uid] = entry
        if len(kept) > MOST:
            raise AgendaUnreadable("too_long")
    return sorted(kept.values(), key=lambda entry: (entry.begins, entry.uid))


def _calendar(
    data: bytes, zone: ZoneInfo, begins: datetime, ends: datetime
) -> Iterator[AgendaEntry]:
    try:
        events = Calendar.from_ical(data).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as error:
        raise AgendaUnreadable("not_a_calendar") from error
    for event in events:
        if event.get("DTSTART") is not None:
            yield from _of(event, zone, begins, ends)


def _of(event: _Event, zone: ZoneInfo, begins: datetime, ends: datetime) -> list[AgendaEntry]:
    """Return what one event comes to; raises AgendaUnreadable."""
    try:
        return list(_occurrences(event, zone, begins, ends))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError) as error:
        raise AgendaUnreadable("entry_unreadable") from error


def _occurrences(
    event: _Event, zone: ZoneInfo, begins: datetime, ends: datetime
) -> Iterator[AgendaEntry]:
    start = event["DTSTART"].dt
    first, length = _instant(start, zone), _length(event, start, zone)
    uid = str(event.get("UID", "")) or _made_up(first, str(event.get("SUMMARY", "")))
    changed = event.get("RECURRENCE-ID")
    if changed is not None:
        yield _entry(event, f"{uid}@{_instant(changed.dt, zone):%Y%m%dT%H%M}", first, length)
    elif event.get("RRULE") is None:
        yield _entry(event, uid, first, length)
    else:
        for at in _repeated(event, start, zone, begins - length, ends):
            yield _entry(event, f"{uid}@{at:%Y%m%dT%H%M}", at, length)


def _repeated(
    event: _Event, start: date | datetime, zone: ZoneInfo, begins: datetime, ends: datetime
) -> Iterator[datetime]:
    """Yield the starts of a series in a span: by its wall time, whatever the clocks do."""
    local_zone = start.tzinfo if isinstance(start, datetime) and start.tzinfo else zone
    wall = _wall(start, zone)
    text = event["RRULE"].to_ical().decode()
    text = re.sub(r"UNTIL=(\d{8}T\d{6})Z", lambda found: f"UNTIL={found[1]}", text)
    rule = rrulestr(text, dtstart=wall)
    left_out = _exceptions(event, zone)
    around = (begins - _DAY).astimezone(local_zone), (ends + _DAY).astimezone(local_zone)
    for number, at in enumerate(rule.xafter(around[0].replace(tzinfo=None), inc=True)):
        if number > MOST or at > around[1].replace(tzinfo=None):
            return
        instant = at.replace(tzinfo=local_zone).astimezone(UTC)
        if instant not in left_out:
            yield instant


def _exceptions(event: _Event, zone: ZoneInfo) -> set[datetime]:
    found = event.get("EXDATE", [])
    lists = found if isinstance(found, list) else [found]
    return {_instant(each.dt, zone) for one in lists for each in one.dts}


def _wall(start: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(start, datetime):
        return datetime.combine(start, time())
    return start.replace(tzinfo=None)


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a start: floating times and whole days are the station's."""
    if not isinstance(at, datetime):
        return instant_of(at, time(), zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _length(event: _Event, start: date | datetime, zone: ZoneInfo) -> timedelta:
    if event.get("DTEND") is not None:
        found: timedelta = _instant(event["DTEND"].dt, zone) - _instant(start, zone)
    elif event.get("DURATION") is not None:
        found = event["DURATION"].dt
    else:
        found = USUAL if isinstance(start, datetime) else _DAY
    return max(found, timedelta(minutes=1))


def _entry(event: _Event, uid: str, begins: datetime, length: timedelta) -> AgendaEntry:
    return AgendaEntry(
        uid=uid[:200],
        begins=begins,
        ends=begins + length,
        title=_words(event, "SUMMARY", 300) or "–",
        all_day=not isinstance(event["DTSTART"].dt, datetime),
        place=_words(event, "LOCATION", 300),
        notes=_words(event, "DESCRIPTION", 2_000),
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )


def _words(event: _Event, name: str, most: int) -> str:
    return " ".join(str(event.get(name, "")).split())[:most]


_COLUMNS: Mapping[str, frozenset[str]] = {
    "day": frozenset({"date", "day", "tanggal", "hari tanggal", "tgl"}),
    "begins": frozenset({"time", "start", "begins", "jam", "waktu", "pukul", "mulai"}),
    "ends": frozenset({"end", "ends", "until", "selesai", "sampai", "jam selesai"}),
    "title": frozenset({"title", "event", "agenda", "acara", "kegiatan", "judul", "uraian"}),
    "place": frozenset({"place", "location", "tempat", "lokasi"}),
    "notes": frozenset({"notes", "description", "keterangan", "catatan"}),
    "uid": frozenset({"uid", "id", "nomor"}),
}


def _table(data: bytes, zone: ZoneInfo) -> Iterator[AgendaEntry]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise AgendaUnreadable("not_text")
    lines = text.splitlines()
    mark = max(";\t,", key="\n".join(lines[:20]).count)
    rows = list(csv.reader(lines, delimiter=mark))
    head = {
        place: name
        for place, cell in enumerate(rows[0] if rows else [])
        for name, words in _COLUMNS.items()
        if fold(cell) in words
    }
    if not {"day", "title"} <= set(head.values()):
        raise AgendaUnreadable("head_missing")
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            yield _row(number, cells, head, zone)


def _row(number: int, cells: Sequence[str], head: Mapping[int, str], zone: ZoneInfo) -> AgendaEntry:
    values = {name: cells[place].strip() for place, name in head.items() if place < len(cells)}
    day = _day(values.get("day", ""))
    if day is None:
        raise AgendaUnreadable("day_unreadable", number)
    title = " ".join(values.get("title", "").split())[:300]
    if not title:
        raise AgendaUnreadable("title_empty", number)
    wall, until = (_clock(values.get(name, ""), number) for name in ("begins", "ends"))
    begins = instant_of(day, wall or time(), zone)
    ends = begins + (USUAL if wall else _DAY)
    if wall and until:
        ends = instant_of(day if until > wall else day + _DAY, until, zone)
    return AgendaEntry(
        uid=(values.get("uid") or _made_up(begins, title))[:200],
        begins=begins,
        ends=ends,
        title=title,
        all_day=wall is None,
        place=values.get("place", "")[:300],
        notes=values.get("notes", "")[:2_000],
    )


def _made_up(begins: datetime, title: str) -> str:
    return hashlib.sha256(f"{begins.isoformat()} {fold(title)}".encode()).hexdigest()[:32]


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_COMMON = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s*(?:WIB|WITA|WIT))?$", re.IGNORECASE)


def _day(text: str) -> date | None:
    """Return 2026-11-22, or 22/11/2026 with the day first."""
    text = text.rpartition(",")[2].strip()
    iso, common = _ISO.match(text), _COMMON.match(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(common[3]), int(common[2]), int(common[1])) if common else None
    except ValueError:
        return None


def _clock(text: str, line: int) -> time | None:
    if not text:
        return None
    found = _CLOCK.match(text)
    try:
        if found:
            return time(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise AgendaUnreadable("time_unreadable", line)
