"""P12: the pages of a large library and of a full week, asked for over HTTP as a browser does."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from statistics import median

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks import cpu_seconds, postgres
from benchmarks.bench_station import CLOCK, BenchStation, answers, bench_station, wait_for
from benchmarks.desk_client import Desk
from benchmarks.library import CHANNEL, NOW, filled
from benchmarks.row import Row, percentile
from media_library.store import CartStore
from scheduler.stores import GridStore, ProgrammeStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation
from station.config import Config
from station.database import engine_for
from station.rundown import Start
from web.accounts import AccountStore, Role
from web.library_list import PER_PAGE

CARTS = 200_000
ITEMS_A_WEEK = 3_000
TIMES = 20
LIBRARY_MS, WEEK_MS = 100.0, 200.0
MONDAY = date(2026, 11, 23)
_NAME, _PASSWORD = "bench", "the-bench-is-open"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

PAGES = {
    "the first page": "/library",
    "a deep page": "/library?page={deep}",
    "the last page, by title": "/library?order=title&page={last}",
    "a deep page, by performer": "/library?order=artist&page={deep}",
    "by length": "/library?order=length",
    "one kind, by title": "/library?kind=jingle&order=title",
    "music, a deep page": "/library?kind=music&order=title&page={deep}",
    "a tag": "/library?tag=pop",
    "a tag, by performer, deep": "/library?tag=pop&order=artist&page={tagged}",
    "a title": "/library?text=rindu+senja+1234",
    "a performer, by title": "/library?text=penyanyi+1234&order=title",
    "a common word": "/library?text=rindu",
    "a common word, deep": "/library?text=rindu&order=title&page={common}",
    "the middle of words": "/library?text=nangan+ayang&order=artist",
    "nothing to be found": "/library?text=xyzzy",
    "the API, 200 recordings": "/api/v1/carts?text=malam&limit=200&order=title",
}
COUNTED = ("the first page", "a tag", "a common word", "the middle of words")
"""Asked for behind a change of what is counted too."""
WEEK = {
    "the grid": f"/schedule?week={MONDAY}",
    "the grid as JSON": f"/api/v1/occurrences?first={MONDAY}&days=7",
}


def run(scale: float) -> list[Row]:
    """Return the times of every page on SQLite and on PostgreSQL."""
    rows: list[Row] = []
    for database, kept in (("SQLite", _on_sqlite), ("PostgreSQL", _on_postgres)):
        try:
            with kept() as (station, database_cpu):
                rows += _measured(station, database, database_cpu, scale)
        except postgres.Absent as error:
            rows.append(Row.did_not_run("P12", str(error)))
    return rows


@contextmanager
def _on_sqlite() -> Iterator[tuple[BenchStation, Callable[[], float]]]:
    with bench_station() as station:
        station.environment["MENGUDARA_DATABASE_URL"] = f"sqlite:///{station.paths.home}/bench.db"
        yield station, lambda: 0.0


@contextmanager
def _on_postgres() -> Iterator[tuple[BenchStation, Callable[[], float]]]:
    with ExitStack() as stack:
        server = stack.enter_context(postgres.running())
        station = stack.enter_context(bench_station())
        station.environment["MENGUDARA_DATABASE_URL"] = server.url
        yield station, server.cpu


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = engine_for(url)
    yield engine
    engine.dispose()


def _measured(
    station: BenchStation, database: str, database_cpu: Callable[[], float], scale: float
) -> Iterator[Row]:
    carts, times = round(CARTS * scale), max(5, round(TIMES * min(1, scale)))
    with _engine(station.environment["MENGUDARA_DATABASE_URL"]) as engine:
        items = _prepared(engine, carts)
        browser = _Browser(station, database_cpu, times)
        for name, path in PAGES.items():
            what = f"{database}, {carts:,} carts: {name}"
            asked = path.format(**_places(carts))
            yield browser.row(what, asked, LIBRARY_MS)
            if name in COUNTED:
                changed = f"{what}, each behind a change of the library"
                yield browser.row(changed, asked, LIBRARY_MS, partial(_change, engine))
        for name, path in WEEK.items():
            yield browser.row(f"{database}, week of {items:,} items: {name}", path, WEEK_MS)


class _Browser:
    """One that is signed in at the real web process."""

    def __init__(
        self, station: BenchStation, database_cpu: Callable[[], float], times: int
    ) -> None:
        self._process = station.start("web")
        self._database_cpu = database_cpu
        self._times = times
        address = f"http://127.0.0.1:{station.web_port}"
        wait_for(lambda: answers(f"{address}/healthz"), 300, "the web process")
        self._desk = Desk(address, _NAME, _PASSWORD)

    def row(
        self, what: str, path: str, goal_ms: float, before: Callable[[], object] = lambda: None
    ) -> Row:
        """Ask so many times; what the first took, which no page is kept for, is told apart."""
        first, _ = self._asked(path)
        took, spent = [], []
        for _ in range(self._times):
            before()
            wall, cpu = self._asked(path)
            took.append(wall)
            spent.append(cpu)
        p95 = _p95(took)
        about = (
            f"{what}: p95 (first {first:.0f}, p50 {median(took):.0f}, max {max(took):.0f}; "
            f"CPU p50 {median(spent):.0f}, p95 {_p95(spent):.0f})"
        )
        return Row("P12", about, p95, "ms", f"<= {goal_ms:g} ms", met=p95 <= goal_ms)

    def _asked(self, path: str) -> tuple[float, float]:
        """Return milliseconds of waiting, and of work of the web process and the database."""
        cpu, began = self._cpu(), CLOCK.now()
        self._desk.get(path)
        took = (CLOCK.now() - began).total_seconds()
        return took * 1e3, (self._cpu() - cpu) * 1e3

    def _cpu(self) -> float:
        return cpu_seconds.running_of_tree(self._process.pid) + self._database_cpu()


def _p95(values: list[float]) -> float:
    return percentile(values, 95) if len(values) >= 20 else max(values)


def _places(carts: int) -> dict[str, int]:
    """Return the numbers that stand in the addresses of pages."""
    pages = carts // PER_PAGE
    return {"last": pages, "deep": pages // 2, "tagged": pages // 8, "common": pages // 20}


def _prepared(engine: Engine, carts: int) -> int:
    """Fill the database; return how many items a week of the grid has."""
    filled(engine, carts, Config(plan_hours=24))
    with Session(engine) as session, session.begin():
        AccountStore(session).create(_NAME, _PASSWORD, [Role.OPERATOR], now=NOW)
        grid, programmes = GridStore(session), ProgrammeStore(session)
        for slot in grid.slots(CHANNEL):
            grid.remove(slot.id)
        names = [f"Acara {number}" for number in range(40)]
        ids = [programmes.save(Programme(CHANNEL, name, Rotation())).id for name in names]
        slots = list(_slots(ids))
        for slot in slots:
            grid.save(slot)
    return sum(7 if slot.rule == "FREQ=DAILY" else 1 for slot in slots)


def _slots(programmes: Sequence[int]) -> Iterator[GridSlot]:
    """Yield the slots of a full week: two thirds of each day every day, the rest once a week."""
    places = -(-ITEMS_A_WEEK // 7)
    length = timedelta(days=1) // places // timedelta(seconds=1) * timedelta(seconds=1)
    for place in range(places):
        wall = (datetime.combine(MONDAY, time()) + place * length).time()
        daily = place % 3 < 2
        for day in range(1 if daily else 7):
            rule = "FREQ=DAILY" if daily else f"FREQ=WEEKLY;BYDAY={_DAYS[day]}"
            first = MONDAY + timedelta(days=day)
            programme = programmes[(place + day) % len(programmes)]
            yield GridSlot(CHANNEL, programme, first, wall, length, rule, Start.SOFT)


def _change(engine: Engine) -> None:
    """Put a recording away or bring it back: what is found and its kind count anew."""
    with Session(engine) as session, session.begin():
        carts = CartStore(session)
        away = carts.get(1).archived_at is not None
        _ = carts.restore(1) if away else carts.archive(1, NOW)
