"""The demo station's week: programmes, their places on the grid, and the orders of agencies.

Chosen to show each thing the planner can do: rotations by tag, fixed content, one occurrence
cancelled and one moved, a start inside a window, a live programme, words over intros, a hymn,
news relayed from the station next door, spots on the second and spots spread over a window.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from media_library.cart import Cart
from media_library.store import CartStore
from mengudara.demo.gendhing import Piece, first_gong
from mengudara.demo.neighbour import ADDRESS
from mengudara.demo.pieces import HYMN, PIECES
from mengudara.demo.scripts import SPOTS, STATION
from scheduler.stores.campaigns import CampaignStore
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Category, Fixed, Live, Programme, Rotation, TalkOver
from station.audio import RATE
from station.kinds import Kind
from station.rundown import Overrun, Start

CHANNEL = "radio"
DAILY = "FREQ=DAILY"
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
NOT_SUNDAY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"
FLIGHT = timedelta(days=60)
RELAYED = ("02:00", "06:00", "08:00", "13:00", "17:00", "21:00")
"""When the news of the station next door is on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a programme stands in the week."""

    at: str
    minutes: int
    rule: str = DAILY
    start: Start = Start.HARD
    window: timedelta = timedelta(0)
    """How far to each side of its time it may begin."""


class Shelf:
    """Finds the demo's recordings by their titles."""

    def __init__(self, carts: list[Cart]) -> None:
        self._by_title = {cart.title: cart.id for cart in carts}
        self._carts = carts

    def titled(self, *titles: str) -> tuple[int, ...]:
        return tuple(self._by_title[title] for title in titles)

    def numbered(self) -> Iterator[tuple[int, Piece]]:
        """Yield the music with its number in the library."""
        for piece in PIECES:
            if piece.title in self._by_title:
                yield self._by_title[piece.title], piece

    def of_kind(self, kind: Kind) -> tuple[int, ...]:
        return tuple(cart.id for cart in self._carts if cart.kind is kind)


def programmes(shelf: Shelf) -> list[tuple[Programme, list[Place]]]:
    """Return every programme with its places."""
    health = shelf.titled(
        "Pembuka Kesehatan Kita", "Kesehatan Kita: Air minum", "Kesehatan Kita: Cuci tangan"
    )
    (voice,) = shelf.titled("Sapaan: Radio warga")
    news = shelf.titled("Pembuka Warta Kota", "Warta Kota, edisi percobaan")
    return [
        (
            _programme("Himne Pembuka", Fixed(shelf.titled(HYMN.title)), Category.SUPPORT),
            [Place("05:00", 2)],
        ),
        (
            _music("Gending Pagi", Category.CULTURE, "pagi"),
            [Place("05:02", 58, start=Start.SOFT), Place("06:03", 57, start=Start.SOFT)],
        ),
        (
            _programme("Warta Kota", Fixed(news), Category.NEWS),
            [Place(at, 5, NOT_SUNDAY) for at in ("07:00", "12:00", "18:00")],
        ),
        (
            replace(_programme("Warta Bersama", Fixed(news[-1:]), Category.NEWS), relay=ADDRESS),
            [Place(at, 3) for at in RELAYED],
        ),
        (
            _music("Selamat Bekerja", Category.ENTERTAINMENT, "riang"),
            [Place("07:05", 55), Place("08:03", 57)],
        ),
        (
            _programme("Kesehatan Kita", Fixed(health), Category.EDUCATION),
            [Place("09:00", 10, WORKDAYS)],
        ),
        (
            replace(
                _music("Radio Warga", Category.ENTERTAINMENT, "siang", "pagi"),
                talk_overs=(TalkOver(voice, every=2, offset_s=-0.5),),
            ),
            [Place("09:10", 50), Place("11:00", 60)],
        ),
        (
            replace(_music("Sapa Warga", Category.ENTERTAINMENT, "riang"), live=Live()),
            [Place("10:00", 60)],
        ),
        (
            _music("Siang Santai", Category.ENTERTAINMENT, "siang"),
            [Place("12:05", 55), Place("13:03", 117)],
        ),
        (
            replace(
                _music("Sore di Pesisir", Category.ENTERTAINMENT, "riang"), overrun=Overrun.DROP
            ),
            [Place("15:00", 120), Place("17:03", 57)],
        ),
        (
            _music("Panggung Suling", Category.CULTURE, "suling", "siteran"),
            [Place("19:00", 60, start=Start.SOFT)],
        ),
        (
            _music("Klasik Malam", Category.CULTURE, "klasik"),
            [
                Place("20:00", 60, start=Start.WINDOW, window=timedelta(minutes=3)),
                Place("21:03", 177),
            ],
        ),
        (
            _music("Teman Lembur", Category.CULTURE, "malam", "lembut"),
            [Place("00:00", 120), Place("02:03", 177)],
        ),
    ]


def campaigns(shelf: Shelf, today: date) -> list[Campaign]:
    """Return the orders: one on the second each hour, the others spread over the day."""
    every_hour = tuple(time(hour, 15) for hour in range(24))
    ident = tuple(time(hour, 45) for hour in range(24))
    agency = {script.title: script.agency for script in SPOTS}

    def order(title: str, plays: AtTimes | Spread, *spots: str, by: str = "") -> Campaign:
        return Campaign(
            channel=CHANNEL,
            title=title,
            cart_ids=shelf.titled(*spots) if spots else shelf.of_kind(Kind.STATION_ID),
            first_day=today,
            last_day=today + FLIGHT,
            plays=plays,
            agency=by or agency[spots[0]],
        )

    return [
        order(
            "Call Center 112",
            AtTimes(every_hour, Start.HARD),
            "ILM: Call Center 112",
            "ILM: Call Center 112, pendek",
        ),
        order("Hari Posyandu", Spread(8, time(6), time(20)), "ILM: Hari Posyandu"),
        order("Sungai bersih", Spread(6, time(5), time(22)), "ILM: Sungai bersih"),
        order("Cegah demam berdarah", Spread(12), "ILM: Cegah demam berdarah"),
        order("Perpustakaan keliling", Spread(4, time(8), time(18)), "ILM: Perpustakaan keliling"),
        order("Tanda pengenal tiap jam", AtTimes(ident, Start.SOFT), by=STATION),
    ]


def store(session: Session, shelf: Shelf, today: date, now: datetime) -> None:
    """Write the whole week; the caller commits."""
    for cart_id, piece in shelf.numbered():
        CartStore(session).update(cart_id, intro=round(first_gong(piece) * RATE))
    slots: dict[str, GridSlot] = {}
    grid = GridStore(session)
    for programme, places in programmes(shelf):
        stored = ProgrammeStore(session).save(programme)
        for place in places:
            slots[programme.name] = grid.save(_slot(stored.id, place, today))
    for campaign in campaigns(shelf, today):
        CampaignStore(session).save(campaign, now)
    _make_exceptions(grid, slots, today)


def _make_exceptions(grid: GridStore, slots: dict[str, GridSlot], today: date) -> None:
    """Cancel one Kesehatan Kita, and bring one Panggung Suling forward to the afternoon."""
    workday = next(day for day in _coming(today, 2) if day.weekday() < 5)
    grid.cancel(slots["Kesehatan Kita"].id, workday)
    tomorrow = today + timedelta(days=1)
    moved = slots["Panggung Suling"]
    grid.move(moved.id, tomorrow, to_day=tomorrow, to_wall=time(16), duration=None)


def _coming(today: date, first: int) -> list[date]:
    return [today + timedelta(days=first + number) for number in range(7)]


def _slot(programme_id: int, place: Place, today: date) -> GridSlot:
    return GridSlot(
        channel=CHANNEL,
        programme_id=programme_id,
        first_day=today - timedelta(days=1),
        wall=time.fromisoformat(place.at),
        duration=timedelta(minutes=place.minutes),
        rule=place.rule,
        start=place.start,
        early=place.window,
        late=place.window,
    )


def _music(name: str, category: Category, *tags: str) -> Programme:
    rotation = Rotation(tags=tags, artist_separation_min=6, title_separation_min=25, jingle_every=4)
    return _programme(name, rotation, category)


def _programme(name: str, content: Fixed | Rotation, category: Category) -> Programme:
    return Programme(channel=CHANNEL, name=name, content=content, category=category)
