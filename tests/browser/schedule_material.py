"""A small library, two programmes on the grid and a published rundown, for tests of the pages."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler.planning import Planning
from scheduler.stores import GridStore, ProgrammeStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Category, Fixed, Programme, Rotation
from station.clock import Clock
from station.config import Config
from station.kinds import Kind
from station.paths import StatePaths
from station.rundown import Rundown, read_current
from tests.recordings import recording

MONDAY = date(2026, 11, 16)
"""Of the week of NOON, which is a Saturday."""
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@dataclass(frozen=True)
class Material:
    """Numbers of what was stored."""

    songs: list[int]
    news_cart: int
    morning: int
    news: int
    morning_slot: int
    news_slot: int


def add_material(sessions: sessionmaker[Session]) -> Material:
    with sessions.begin() as session:
        songs = [_cart(session, Kind.MUSIC, f"Lagu {n}", 180 + n, n).id for n in range(1, 31)]
        news = _cart(session, Kind.PROGRAMME, "Warta <b>Siang</b>", 600, 31).id
        programmes, grid = ProgrammeStore(session), GridStore(session)
        rotation = Programme("radio", "Pagi Ceria", Rotation(title_separation_min=30))
        fixed = Programme("radio", "Warta & Kota", Fixed((news,)), Category.NEWS)
        first, second = programmes.save(rotation), programmes.save(fixed)
        hour = timedelta(hours=1)
        morning = grid.save(GridSlot("radio", first.id, MONDAY, time(8), 2 * hour, "FREQ=DAILY"))
        noon = grid.save(GridSlot("radio", second.id, MONDAY, time(11), hour / 2, WEEKDAYS))
        return Material(songs, news, first.id, second.id, morning.id, noon.id)


def publish(
    config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock
) -> Rundown:
    Planning(config, paths, sessions, clock).replan("radio", "horizon")
    return read_current(paths.rundown("radio"))


def _cart(session: Session, kind: Kind, title: str, seconds: int, number: int) -> Cart:
    about = {"artist": f"Penampil {number % 7}", "path": f"{number:064x}.mp3"}
    return CartStore(session).add(recording(title, kind, seconds, number=number, **about))
