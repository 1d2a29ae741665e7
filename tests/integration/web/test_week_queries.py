"""The week asks the database as often however many items stand on it."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from scheduler.stores import GridStore, ProgrammeStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation
from station.config import Config
from web.week import airtimes, cancelled

MONDAY = date(2026, 11, 23)
BEGINS = datetime(2026, 11, 22, 17, tzinfo=UTC)


def test_a_week_takes_as_many_queries_however_many_items_it_has(sqlite_engine: Engine):
    with Session(sqlite_engine) as session, session.begin():
        programme = ProgrammeStore(session).save(Programme("radio", "Acara", Rotation()))
        slots = [_add(session, programme.id, minute) for minute in range(2)]
        GridStore(session).cancel(slots[0].id, MONDAY)
    few, items = _asked(sqlite_engine)
    with Session(sqlite_engine) as session, session.begin():
        slots = [_add(session, programme.id, minute) for minute in range(2, 40)]
        for slot in slots[:20]:
            GridStore(session).cancel(slot.id, MONDAY)
    many, more = _asked(sqlite_engine)
    assert (items, more) == (2 * 7, 40 * 7)
    assert many == few


def _add(session: Session, programme_id: int, minute: int) -> GridSlot:
    slot = GridSlot(
        "radio", programme_id, MONDAY, time(6, minute), timedelta(minutes=1), "FREQ=DAILY"
    )
    return GridStore(session).save(slot)


def _asked(engine: Engine) -> tuple[int, int]:
    """Return how many queries a week takes, and how many items it has, airing or cancelled."""
    seen: list[object] = []

    def note(*about: object) -> None:
        seen.append(about[2])

    event.listen(engine, "before_cursor_execute", note)
    with Session(engine) as session:
        found = airtimes(session, Config(), "radio", BEGINS, BEGINS + timedelta(days=7))
        away = cancelled(session, "radio", MONDAY, 7)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen), len(found) + len(away)
