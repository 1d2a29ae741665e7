"""The database taken away from a running station, and what the station shows meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from sqlalchemy import select

from scheduler.airing import Airing
from scheduler.stores.airings import AiringStore
from scheduler.tables.schedule import AsRunFactRow
from station.control import snapshots
from station.journal import Fact, read
from station.kinds import Kind
from station.snapshot import Health
from tests.on_air.bus_listener import BusListener
from tests.on_air.listeners import IcyListener
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation
from tests.on_air.tones import write_tone
from web.accounts import AccountStore, Role
from web.browser_sessions import COOKIE, BrowserSessions

PAGES = ("/", "/api/v1/now", "/healthz", "/studio", "/library", "/schedule", "/reports", "/humas")
WITHOUT_DATABASE = {"/", "/api/v1/now", "/healthz"}
"""What must answer as if nothing had happened."""
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk said to one request."""

    page: str
    status: int
    """0 for no answer in time."""
    text: str


@dataclass
class Absence:
    """What a time without the database left behind."""

    left: datetime
    returned: datetime
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    """By what stood where the database should: `nothing`, `rubbish`, and `database` again."""
    made_anew: bool = False
    """Whether anybody made a file where the database was missing."""
    health: tuple[Health, Health] = (Health(), Health())
    """Of the air, before and after."""
    bus: BusListener = field(default_factory=lambda: BusListener(Path()))
    listener: IcyListener = field(default_factory=lambda: IcyListener(0, ""))
    pids: tuple[list[int], list[int]] = ([], [])
    """Of every process, before and after."""
    journal: list[Fact] = field(default_factory=list)
    collected: list[str] = field(default_factory=list)
    """Identities of the facts in the database."""
    as_run: list[Airing] = field(default_factory=list)


def prepare(station: LiveStation, folder: Path) -> str:
    """Fill library and schedule with short items; return the cookie of a signed-in admin."""
    for number, pitch in enumerate(range(400, 1300, 100)):
        path = write_tone(folder / f"{pitch}.flac", pitch, 4 + number % 3, title=f"Nada {pitch}")
        station.take_in(path, Kind.MUSIC)
    station.always_on("Uji Nada")
    with station.sessions.begin() as session:
        admin = AccountStore(session).create(
            "penjaga", "kata sandi uji", [Role.ADMIN], now=CLOCK.now()
        )
        token = BrowserSessions(session).open(admin.id, CLOCK.now())
    station.plan()
    return f"{COOKIE}={token}"


def live_without_database(station: LiveStation, cookie: str, span: timedelta) -> Absence:
    """Take the database away for `span`, put rubbish in its place for a while, bring it back."""
    paths, port = station.paths, station.config.streams.port
    found = Absence(CLOCK.now(), CLOCK.now())
    found.bus = BusListener(paths.bus_socket(CHANNEL)).start()
    found.listener = IcyListener(port, "/radio.mp3").start()
    try:
        _sleep(5)
        found.answers["before"] = _ask(station, cookie)
        before, pids = _health(station), _pids(station)
        with _moved_away(paths.database) as (left, claim):
            found.left = left
            found.answers["nothing"] = _ask_until(station, cookie, left + span)
            found.made_anew = claim()
            paths.database.write_bytes(b"Ini bukan basis data.\n" * 400)
            found.answers["rubbish"] = _ask_until(station, cookie, CLOCK.now() + span / 5)
        found.returned = CLOCK.now()
        _collect(station, found)
        found.answers["database"] = _ask(station, cookie)
        found.health, found.pids = (before, _health(station)), (pids, _pids(station))
    finally:
        found.listener.finish()
        found.bus.finish()
    return found


@contextmanager
def _moved_away(database: Path) -> Iterator[tuple[datetime, Callable[[], bool]]]:
    """Yield when it left, and what tells whether something else has taken its place."""
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    away = database.parent / "away"
    away.mkdir()
    for path in files:
        path.rename(away / path.name)
    try:
        yield CLOCK.now(), database.exists
    finally:
        for path in database.parent.glob(f"{database.name}*"):
            path.unlink()
        for path in files:
            (away / path.name).rename(path)


def _collect(station: LiveStation, found: Absence) -> None:
    """Wait until something that began after the return has been collected, then read it all."""

    def collected() -> list[Airing]:
        with station.sessions.begin() as session:
            return AiringStore(session).newest(CHANNEL, limit=100_000)

    station.wait(lambda: collected()[0].started_at > found.returned, "the as-run")
    with station.sessions.begin() as session:
        found.as_run = AiringStore(session).newest(CHANNEL, limit=100_000)[::-1]
        found.collected = list(session.scalars(select(AsRunFactRow.id)))
        found.journal = [fact for fact, _ in read(station.paths.journal(CHANNEL))]


def _ask_until(station: LiveStation, cookie: str, until: datetime) -> list[Answer]:
    answers: list[Answer] = []
    while CLOCK.now() < until:
        answers += _ask(station, cookie)
        _sleep(2)
    return answers


def _ask(station: LiveStation, cookie: str) -> list[Answer]:
    return [_asked(station, page, cookie) for page in PAGES]


def _asked(station: LiveStation, page: str, cookie: str) -> Answer:
    request = Request(f"{station.web(page)}?lang=en", headers={"Cookie": cookie})
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            status, text = answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            status, text = error.code, error.read().decode()
    except OSError as error:
        status, text = 0, str(error)
    return Answer(page, status, text)


def _health(station: LiveStation) -> Health:
    return next(snapshots(station.paths.control_socket(CHANNEL))).health


def _pids(station: LiveStation) -> list[int]:
    return [station.pid(role) for role in (f"air-{CHANNEL}", "stream", "web", "plan")]


def _sleep(seconds: float) -> None:
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=seconds))
