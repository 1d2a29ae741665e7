"""Going through the first steps of a station, and what they have stored."""

from datetime import date, time, timedelta

from scheduler.stores import (
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    ScheduleSettingStore,
)
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation

STATION = {"name": "Radio Suara Pekalongan", "town": "Kota Pekalongan", "hours": "24"}
WEEK = {"week": "music-and-information"}


def send(visitor, step, **fields):
    answer = visitor.post(f"/schedule/start/{step}", **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(visitor, step, **fields):
    answer = visitor.post(f"/schedule/start/{step}?lang=en", **fields)
    assert answer.status_code == 422, answer.text
    return answer.text


def progress(sessions):
    with sessions() as session:
        return ScheduleSettingStore(session).progress("radio")


def observances(sessions):
    with sessions() as session:
        return ScheduleSettingStore(session).observances("radio")


def grid(sessions):
    with sessions() as session:
        programmes = ProgrammeStore(session).all("radio")
        return (
            programmes,
            HourTemplateStore(session).all("radio"),
            GridStore(session).slots("radio"),
        )


def add_slot(sessions):
    with sessions.begin() as session:
        own = ProgrammeStore(session).save(Programme("radio", "Acara lama", Rotation()))
        slot = GridSlot("radio", own.id, date(2026, 11, 16), time(8), timedelta(hours=2),
                        "FREQ=DAILY")  # fmt: skip
        return GridStore(session).save(slot)
