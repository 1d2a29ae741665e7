"""Writes the demo station's whole schedule, each part behind what it needs."""

from datetime import datetime

from sqlalchemy.orm import Session

from mengudara.demo import days, hours, ideas, marks, orders, seasons, week
from mengudara.demo.week import Shelf
from scheduler.stores import CalendarStore
from station.broadcast_day import local_date
from station.config import Config


def store(session: Session, shelf: Shelf, config: Config, now: datetime) -> None:
    """Write everything; the caller commits."""
    today = local_date(now, config.zone)
    marks.store(session, shelf)
    week.store(session, shelf, hours.store(session), today)
    seasons.store(session, today, CalendarStore(session).sources(config).hijri)
    orders.store(session, shelf, today, now)
    days.store(session, shelf, today, now)
    ideas.store(session, today, now, config.zone)
