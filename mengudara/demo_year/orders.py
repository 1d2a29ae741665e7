"""The orders of the demo year: announcements, commercials, an election, hoaxes and a crisis."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from mengudara.demo_year import days
from mengudara.demo_year.days import Span
from mengudara.demo_year.library import Shelves
from mengudara.demo_year.week import CHANNEL
from scheduler.stores import AgencyStore, CampaignStore
from scheduler.traffic.agency import Agency
from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.purpose import Priority, Purpose
from station.broadcast_day import instant_of
from station.rundown import Start

AGENCIES = (
    "Dinas Kesehatan", "Dinas Pendidikan", "Dinas Sosial", "Dinas Perhubungan", "Dinas Pertanian",
    "Dinas Lingkungan Hidup", "Disdukcapil", "BPBD", "Satpol PP", "PDAM", "RSUD", "Perpustakaan",
)  # fmt: skip
TOPICS = ("kesehatan", "sekolah", "bantuan", "lalu lintas", "panen", "sampah", "ktp", "bencana")
_DAY = timedelta(days=1)
_CAPPED = {"Dinas Kesehatan": 40, "PDAM": 12}
"""Plays a day that an agency may have: too few for what these two order."""
_SHOPS = 24


def store(session: Session, shelves: Shelves, now: datetime) -> None:
    """Write the orders; the caller commits."""
    for name, cap in _CAPPED.items():
        AgencyStore(session).save(Agency(name, cap_per_day=cap))
    for order in orders(shelves):
        CampaignStore(session).save(order, now)


def orders(shelves: Shelves) -> list[Campaign]:
    """Return every order of the year."""
    chance = random.Random(2027)
    return [
        *_announcements(shelves, chance),
        *_commercials(shelves, chance),
        *_sales(shelves),
        *_at_night(shelves),
        *_of_participants(shelves),
        *_duties(shelves),
        *_crisis(shelves),
    ]


def _announcements(shelves: Shelves, chance: random.Random) -> Iterator[Campaign]:
    """Yield one announcement a week of most agencies, and the emergency number all the year."""
    spots, first = shelves.of("psa"), days.YEAR.first
    number = 0
    while first < days.YEAR.last:
        for place in range(4):
            agency = AGENCIES[(number * 5 + place) % len(AGENCIES)]
            yield Campaign(
                CHANNEL, f"{TOPICS[number % len(TOPICS)].capitalize()} {number + 1}",
                (spots[number % len(spots)], spots[(number + 1) % len(spots)]),
                first, min(days.YEAR.last, first + chance.randrange(13, 35) * _DAY),
                _plays(number, chance), agency, f"005/{number + 1:03d}/2027",
                topic=TOPICS[number % len(TOPICS)], priority=Priority(1 + number % 3),
                weights=(2, 1) if number % 2 else (),
            )  # fmt: skip
            number += 1
        first += 7 * _DAY
    hours = tuple(time(hour, 30) for hour in range(24))
    yield Campaign(
        CHANNEL, "Call Center 112", spots[:2], days.YEAR.first, days.YEAR.last,
        AtTimes(hours, Start.SOFT), "BPBD", priority=Priority.HIGH, topic="bencana",
    )  # fmt: skip


def _plays(number: int, chance: random.Random) -> AtTimes | Spread | Portions:
    """Return plays of every form in turn."""
    match number % 6:
        case 0:
            return Spread(chance.randrange(3, 9), time(5), time(22), min_gap_min=45)
        case 1:
            return Portions((Portion(2, time(6), time(10)), Portion(3, time(16), time(21))))
        case 2:
            return Portions((Portion(10, time(6), time(20)),), Per.WEEK)
        case 3:
            return AtTimes((time(8, 15), time(13, 45), time(20, 5)), Start.HARD)
        case 4:
            times = (time(9, 30), time(17, 10))
            return AtTimes(times, Start.WINDOW, early_min=4, late_min=6)
        case _:
            return Spread(4, time(22), time(2))


def _commercials(shelves: Shelves, chance: random.Random) -> Iterator[Campaign]:
    """Yield what the shops order from quarter to quarter, some of it at hard times."""
    spots = shelves.of("commercial")
    for number in range(_SHOPS):
        first = days.YEAR.first + chance.randrange(0, 330) * _DAY
        plays: AtTimes | Spread = Spread(chance.randrange(4, 10), time(5), time(23), 20)
        if number % 8 == 3:
            plays = AtTimes((time(11, 59), time(17, 59)), Start.SOFT)
        yield _shop(
            f"Toko {number + 1}", spots[number % 40 : number % 40 + 2],
            Span(first, min(days.YEAR.last, first + chance.randrange(30, 120) * _DAY)), plays,
            priority=Priority(2 + number % 2),
        )  # fmt: skip


def _sales(shelves: Shelves) -> Iterator[Campaign]:
    """Yield more than 15 % of a day of commercials, with announcements beside them."""
    spots, free = shelves.of("commercial")[60:], shelves.of("psa_long")
    for turn, span in enumerate(days.SALES):
        for number in range(36):
            yield _shop(
                f"Obral {turn + 1}.{number + 1}", (spots[number],), span,
                Spread(6, time(4), time(23)), priority=Priority(1 + number % 3),
            )  # fmt: skip
        for number in range(18):
            yield Campaign(
                CHANNEL, f"Belanja bijak {turn + 1}.{number + 1}", (free[number],), span.first,
                span.last, Spread(5, time(4), time(23)), "Dinas Perdagangan",
            )  # fmt: skip


def _at_night(shelves: Shelves) -> Iterator[Campaign]:
    """Yield what may air at night only, and what may not air at all."""
    span = Span(date(2027, 5, 3), date(2027, 6, 30))
    adult = shelves.of("commercial_adult")
    yield _shop("Jamu dewasa", adult, span, Spread(6, time(18), time(4)))
    yield _shop("Rokok", shelves.of("commercial_cigarettes"), span, Spread(3, time(21), time(4)))


def _of_participants(shelves: Shelves) -> Iterator[Campaign]:
    """Yield the spots of three participants: one orders too many, one for too long."""
    spots = shelves.of("election")
    late = Span(days.WINDOW.first, days.QUIET.last)
    plan = ((days.WINDOW, 10), (days.WINDOW, 12), (late, 9))
    for number, (span, count) in enumerate(plan):
        name = f"Pasangan {number + 1}"
        yield Campaign(
            CHANNEL, f"Kampanye {name}", spots[number * 2 : number * 2 + 2], span.first, span.last,
            Spread(count, time(5), time(22), 20), "KPU", paid=True, purpose=Purpose.ELECTION,
            participant=name,
        )  # fmt: skip


def _duties(shelves: Shelves) -> Iterator[Campaign]:
    """Yield two clarifications and a correction, each reported in the middle of a day."""
    spots = shelves.of("psa")[-10:]
    hoaxed = shelves.of("commercial")[-1]
    plan = (
        (date(2027, 1, 20), Purpose.HOAX), (date(2027, 6, 9), Purpose.CORRECTION),
        (date(2027, 10, 13), Purpose.HOAX),
    )  # fmt: skip
    for number, (day, purpose) in enumerate(plan):
        yield Campaign(
            CHANNEL, f"Klarifikasi {number + 1}", (spots[number],), day, day + 3 * _DAY,
            Spread(4, time(6), time(22)), "Diskominfo", purpose=purpose,
            reported_at=instant_of(day, time(4, 30), days.ZONE),
            hoaxed_cart_id=hoaxed if purpose is Purpose.HOAX else None,
        )  # fmt: skip


def _crisis(shelves: Shelves) -> Iterator[Campaign]:
    """Yield the three phases of one crisis."""
    spots = shelves.of("psa")[-3:]
    first = date(2027, 11, 8)
    for number, title in enumerate(("Permohonan maaf", "Penjelasan", "Perbaikan"), 1):
        day = first + 2 * number * _DAY
        yield Campaign(
            CHANNEL, title, (spots[number - 1],), day, day + 4 * _DAY, Spread(5, time(6), time(21)),
            "PDAM", purpose=Purpose.CRISIS, sequence="Air keruh", phase=number,
        )  # fmt: skip


def _shop(
    title: str,
    spots: tuple[int, ...],
    span: Span,
    plays: AtTimes | Spread,
    priority: Priority = Priority.NORMAL,
) -> Campaign:
    return Campaign(
        CHANNEL, title, spots, span.first, span.last, plays, title, paid=True, priority=priority,
        topic_gap_min=0,
    )  # fmt: skip
