"""What agencies have ordered from the demo station, and what it owes its listeners by itself."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo.scripts import ANSWERS, COMMERCIALS, SPOTS, STATION
from mengudara.demo.week import CHANNEL, Shelf
from scheduler.stores import AgencyStore, CampaignStore
from scheduler.traffic.agency import Agency
from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.purpose import Priority, Purpose
from station.kinds import Kind
from station.rundown import Start

FLIGHT = timedelta(days=60)
CAPS = {"Dinas Kesehatan Kota Contoh": 30, "Toko Kopi Contoh": 12}
"""Plays a day that an agency may have at most."""
GREETING = (
    "Sampaikan salam dan kabar kampung Anda ke Radio Kota Contoh. Tulis nama kampung dan isi "
    "salam, lalu kirim ke nomor studio. Salam dibacakan dalam Sapa Warga setiap pukul 10.00."
)
_PLAYS = AtTimes | Spread | Portions


def store(session: Session, shelf: Shelf, today: date, now: datetime) -> None:
    """Write agencies and orders; the caller commits."""
    for name, cap in CAPS.items():
        AgencyStore(session).save(Agency(name, cap, "Bagian humas (contoh)"))
    for campaign in [*announcements(shelf, today), *others(shelf, today, now)]:
        CampaignStore(session).save(campaign, now)


def announcements(shelf: Shelf, today: date) -> list[Campaign]:
    """Return public announcements: on the second, a day, a week, in parts of the day."""
    every_hour = tuple(time(hour, 15) for hour in range(24))
    ident = tuple(time(hour, 45) for hour in range(24))
    by_week = (Portion(14, time(7), time(10)), Portion(7, time(16), time(20)))
    by_day = (Portion(2, time(6), time(9)), Portion(2, time(16), time(19)))
    call, short = "ILM: Call Center 112", "ILM: Call Center 112, pendek"
    calls = _order(shelf, today, "Call Center 112", AtTimes(every_hour, Start.HARD), call, short)
    posyandu = _order(shelf, today, "Hari Posyandu", Spread(8, time(6), time(20)),
                      "ILM: Hari Posyandu")  # fmt: skip
    fever = _order(shelf, today, "Cegah demam berdarah", Portions(by_day, min_gap_min=45),
                   "ILM: Cegah demam berdarah")  # fmt: skip
    river = _order(shelf, today, "Sungai bersih", Spread(6, time(5), time(22)),
                   "ILM: Sungai bersih")  # fmt: skip
    books = _order(shelf, today, "Perpustakaan keliling", Portions(by_week, Per.WEEK),
                   "ILM: Perpustakaan keliling")  # fmt: skip
    return [
        replace(calls, weights=(2, 1), priority=Priority.HIGH),
        replace(posyandu, topic="kesehatan"),
        replace(fever, topic="kesehatan", priority=Priority.HIGH),
        replace(river, topic="lingkungan", weekdays=(0, 1, 2, 3, 4, 5)),
        replace(books, topic="pendidikan", priority=Priority.SPARE),
        Campaign(
            CHANNEL,
            "Tanda pengenal tiap jam",
            shelf.of_kind(Kind.STATION_ID),
            today,
            today + FLIGHT,
            AtTimes(ident, Start.SOFT),
            STATION,
        ),
    ]


def others(shelf: Shelf, today: date, now: datetime) -> list[Campaign]:
    """Return a commercial, a correction, the clearing up of a hoax, and something to read."""
    coffee = _order(shelf, today, "Kopi Kota Contoh", Spread(6, time(6), time(21), 60),
                    "Iklan: Kopi Kota Contoh")  # fmt: skip
    correction, hoax = (script.title for script in ANSWERS)
    mistake = _order(shelf, today, "Ralat jam buka taman baca", Spread(2), correction)
    rumour = _order(shelf, today, "Klarifikasi: air tidak dimatikan", Spread(4), hoax)
    reported, tomorrow = now - timedelta(hours=1), today + timedelta(days=1)
    return [
        replace(coffee, paid=True),
        replace(mistake, purpose=Purpose.CORRECTION, reported_at=reported, last_day=tomorrow),
        replace(rumour, purpose=Purpose.HOAX, reported_at=reported, last_day=tomorrow),
        Campaign(
            CHANNEL,
            "Ajakan kirim salam",
            (),
            today,
            today + FLIGHT,
            Spread(1, time(10), time(11)),
            STATION,
            live_read=True,
            script=GREETING,
            declared_s=20,
        ),
    ]


def _order(shelf: Shelf, today: date, title: str, plays: _PLAYS, *spots: str) -> Campaign:
    agency = {script.title: script.agency for script in (*SPOTS, *COMMERCIALS, *ANSWERS)}
    return Campaign(
        channel=CHANNEL,
        title=title,
        cart_ids=shelf.titled(*spots),
        first_day=today,
        last_day=today + FLIGHT,
        plays=plays,
        agency=agency[spots[0]] or STATION,
        letter_number=f"CONTOH/{today.year}" if agency[spots[0]] else "",
    )
