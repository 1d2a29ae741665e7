"""The demo station's week: programmes and their places on the grid.

Chosen to show each thing a programme can be: rotations by tag, fixed content, hour templates, a
serial, one occurrence cancelled and one moved, a start inside a window, live programmes, words
over intros, a hymn, and news relayed from the station next door.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TypedDict, Unpack

from sqlalchemy.orm import Session

from media_library.cart import Cart
from mengudara.demo.gendhing import Piece
from mengudara.demo.neighbour import ADDRESS
from mengudara.demo.pieces import HYMN, PIECES, SIGNATURES
from mengudara.demo.scripts import DRAMA, EPISODES
from scheduler.stores import EpisodeStore, GridStore, ProgrammeStore
from scheduler.week.episode import Episode
from scheduler.week.grid import GridSlot
from scheduler.week.programme import (
    AnyContent,
    Category,
    Fixed,
    Live,
    Programme,
    Rating,
    Rotation,
    Serial,
    Source,
    TalkOver,
    Templated,
)
from station.kinds import Kind
from station.rundown import Overrun, Start

CHANNEL = "radio"
DAILY = "FREQ=DAILY"
WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
NOT_SUNDAY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"
RELAYED = ("02:00", "06:05", "08:00", "13:00", "17:00", "21:00")
"""When the news of the station next door is on."""
SOFT, LIVELY = ("lembut", "malam"), ("riang", "siang")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a programme stands in the week."""

    at: str
    minutes: int
    rule: str = DAILY
    start: Start = Start.HARD
    window: timedelta = timedelta(0)
    """How far to each side of its time it may begin."""


class About(TypedDict, total=False):
    """What else a programme is told of itself."""

    rating: Rating
    hosts: tuple[str, ...]
    language: str
    source: Source
    relay: str
    live: Live
    overrun: Overrun
    talk_overs: tuple[TalkOver, ...]


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


Plan = list[tuple[Programme, list[Place]]]
"""Programmes with their places."""


def programmes(shelf: Shelf, hours: Mapping[str, int]) -> Plan:
    """Return every programme; `hours`: the numbers of the hour templates, day and night."""
    return [*_spoken(shelf), *_of_music(shelf, hours)]


def _spoken(shelf: Shelf) -> Plan:
    health = shelf.titled(
        "Pembuka Kesehatan Kita", "Kesehatan Kita: Air minum", "Kesehatan Kita: Cuci tangan"
    )
    news = shelf.titled("Pembuka Warta Kota", "Warta Kota, edisi percobaan")
    return [
        (_programme("Himne Pembuka", Fixed(shelf.titled(HYMN.title)), Category.SUPPORT),
         [Place("05:00", 2)]),
        (_programme("Warta Kota", Fixed(news), Category.NEWS, hosts=("Penyiar warta",)),
         [Place(at, 5, NOT_SUNDAY) for at in ("07:00", "12:00", "18:00")]),
        (_programme("Warta Bersama", Fixed(news[-1:]), Category.NEWS, relay=ADDRESS,
                    source=Source.RELAY),
         [Place(at, 3) for at in RELAYED]),
        (_programme("Kesehatan Kita", Fixed(health), Category.EDUCATION,
                    hosts=("Penyiar siang",), source=Source.CO_PRODUCTION),
         [Place("09:00", 10, WORKDAYS)]),
        (_programme(DRAMA, Serial(before=shelf.titled(SIGNATURES[-1].title)), Category.CULTURE,
                    rating=Rating.R, source=Source.COMMUNITY),
         [Place("18:30", 2)]),
    ]  # fmt: skip


def _of_music(shelf: Shelf, hours: Mapping[str, int]) -> Plan:
    (voice,) = shelf.titled("Sapaan: Radio warga")
    day, night = hours.values()
    talk_over = TalkOver(voice, every=2, offset_s=-0.5)
    window = timedelta(minutes=3)
    return [
        (music("Gending Pagi", Category.CULTURE, "pagi", hosts=("Penyiar pagi",), language="jv"),
         [Place("05:02", 63, start=Start.SOFT), Place("06:08", 52, start=Start.SOFT)]),
        (_programme("Selamat Bekerja", Templated((day,)), Category.ENTERTAINMENT,
                    hosts=("Penyiar pagi",)),
         [Place("07:05", 55), Place("08:03", 57)]),
        (music("Radio Warga", Category.ENTERTAINMENT, "siang", "pagi", talk_overs=(talk_over,),
               source=Source.COMMUNITY),
         [Place("09:10", 50), Place("11:00", 60)]),
        (music("Sapa Warga", Category.ENTERTAINMENT, "riang", live=Live(),
               hosts=("Penyiar siang",)),
         [Place("10:00", 60)]),
        (music("Siang Santai", Category.ENTERTAINMENT, "siang"),
         [Place("12:05", 55), Place("13:03", 117)]),
        (music("Dolanan Sore", Category.CULTURE, "riang", rating=Rating.P, language="jv"),
         [Place("15:00", 30)]),
        (music("Sore di Pesisir", Category.ENTERTAINMENT, "riang", overrun=Overrun.DROP,
               hosts=("Penyiar sore",)),
         [Place("15:30", 90), Place("17:03", 57)]),
        (music("Panggung Suling", Category.CULTURE, "suling", "siteran", language="jv"),
         [Place("19:00", 60, start=Start.SOFT)]),
        (music("Klasik Malam", Category.CULTURE, "klasik"),
         [Place("20:00", 60, start=Start.WINDOW, window=window), Place("21:03", 117)]),
        (music("Teman Begadang", Category.ENTERTAINMENT, "malam", rating=Rating.D),
         [Place("23:00", 60, start=Start.SOFT)]),
        (_programme("Teman Lembur", Templated((night,)), Category.CULTURE, rating=Rating.R),
         [Place("00:00", 120, start=Start.SOFT), Place("02:03", 177)]),
    ]  # fmt: skip


def store(session: Session, shelf: Shelf, hours: Mapping[str, int], today: date) -> None:
    """Write the whole week; the caller commits."""
    slots: dict[str, GridSlot] = {}
    grid = GridStore(session)
    for programme, places in programmes(shelf, hours):
        stored = ProgrammeStore(session).save(programme)
        if isinstance(stored.content, Serial):
            _store_episodes(session, shelf, stored.id, today)
        for place in places:
            slots[programme.name] = grid.save(_slot(stored.id, place, today))
    _make_exceptions(grid, slots, today)


def _store_episodes(session: Session, shelf: Shelf, programme_id: int, today: date) -> None:
    """Write the parts that are recorded, one for each day to come, and one that is not."""
    episodes = EpisodeStore(session)
    for number, script in enumerate(EPISODES, 1):
        (cart_id,) = shelf.titled(script.title)
        title = script.title.partition(": ")[2]
        first_air = today + timedelta(days=number - 1)
        episodes.save(Episode(programme_id, number, title, cart_id, first_air, repeats=3))
    episodes.save(Episode(programme_id, len(EPISODES) + 1, "Belum direkam"))


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
        first_day=today - timedelta(days=7),
        wall=time.fromisoformat(place.at),
        duration=timedelta(minutes=place.minutes),
        rule=place.rule,
        start=place.start,
        early=place.window,
        late=place.window,
    )


def music(name: str, category: Category, *tags: str, **about: Unpack[About]) -> Programme:
    """Return a programme of recordings with any of these tags."""
    rotation = Rotation(tags=tags, artist_separation_min=6, title_separation_min=25, jingle_every=4)
    return _programme(name, rotation, category, **about)


def _programme(
    name: str, content: AnyContent, category: Category, **about: Unpack[About]
) -> Programme:
    return replace(Programme(CHANNEL, name, content, category), **about)
