"""The demo station's other grids: Ramadan, which comes by its date, and an election, by hand."""

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo.week import CHANNEL, DAILY, LIVELY, SOFT, music
from scheduler.calendar.hijri import RAMADAN, HijriCalendar, HijriMonth
from scheduler.stores import GridStore, ProgrammeStore, SeasonStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Category, Live, Programme
from scheduler.week.season import Cover, Season
from station.rundown import Start

_DAY = timedelta(days=1)
UNTIL_ELECTION = timedelta(days=120)
CAMPAIGNING = timedelta(days=21)


def store(session: Session, today: date, hijri: HijriCalendar) -> None:
    """Write both seasons with their slots; the caller commits."""
    fast = ramadan(today, hijri)
    if fast is not None:
        _season(
            session,
            fast,
            {
                ("03:00", 75): music("Sahur Bersama", Category.CULTURE, *SOFT),
                ("17:03", 57): music("Menjelang Buka", Category.CULTURE, *SOFT),
            },
        )
    talk = music("Ruang Pemilih", Category.EDUCATION, *LIVELY, live=Live(), hosts=("Moderator",))
    _season(session, election(today, fast), {("20:00", 60): talk})


def ramadan(today: date, hijri: HijriCalendar) -> Season | None:
    """Return the present Ramadan or the next; None where the months are not known."""
    known = hijri.on(today)
    for year in () if known is None else (known.year, known.year + 1):
        month = HijriMonth(year, RAMADAN)
        first, last = hijri.first_day(month), hijri.first_day(month.moved(1)) - _DAY
        if last >= today:
            return Season(CHANNEL, "Ramadan", first, last, active=True, cover=Cover.OVER)
    return None


def election(today: date, fast: Season | None) -> Season:
    """Return some weeks that do not meet Ramadan, switched off."""
    first = today + UNTIL_ELECTION
    found = Season(CHANNEL, "Pemilihan", first, first + CAMPAIGNING, cover=Cover.OVER)
    if fast is None or not found.meets(fast):
        return found
    first = fast.last_day + 8 * _DAY
    return Season(CHANNEL, "Pemilihan", first, first + CAMPAIGNING, cover=Cover.OVER)


def _season(session: Session, season: Season, programmes: dict[tuple[str, int], Programme]) -> None:
    stored = SeasonStore(session).save(season)
    for (at, minutes), programme in programmes.items():
        slot = GridSlot(
            CHANNEL,
            ProgrammeStore(session).save(programme).id,
            season.first_day,
            time.fromisoformat(at),
            timedelta(minutes=minutes),
            DAILY,
            Start.HARD,
            season_id=stored.id,
        )
        GridStore(session).save(slot)
