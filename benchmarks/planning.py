"""P11 and part of P15: one plan of 24 h, gathered and laid, and what it costs per added cart."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks import cpu_seconds, postgres
from benchmarks.bench_station import CLOCK
from benchmarks.library import CHANNEL, NOW, filled, made
from benchmarks.row import Row
from media_library.store import CartStore
from scheduler.gathering import gathered
from scheduler.planner.plan import Plan
from scheduler.planner.planner import plan
from station.config import Config
from station.database import engine_for

CARTS = 200_000
SIZES = (1_000, 20_000)
SECONDS = 1.0
CURVED = 1.25
"""How much more the last carts may cost than the first."""
STEADY_MS = 2.0
"""What the same plan takes more or less from time to time, by each thousand carts."""
_REPEATS = 5


def run(scale: float) -> list[Row]:
    """Return the times of the first plan of a process, and of those behind it, on each database."""
    carts = round(CARTS * scale)
    config = Config(plan_hours=24)
    with TemporaryDirectory(prefix="mengudara-bench-") as folder:
        small = [_on_sqlite(Path(folder), size, config) for size in SIZES if size < carts]
        large = _on_sqlite(Path(folder), carts, config)
    rows = [*_rows("SQLite", large, small[0] if small else None), *_growth([*small, large])]
    try:
        with postgres.running() as server:
            rows += _rows("PostgreSQL", _on_postgres(server.url, carts, config), large)
    except postgres.Absent as error:
        rows.append(Row.did_not_run("P11", str(error)))
    return rows


class _Measured:
    """What one library size costs."""

    def __init__(self, carts: int, engine: Engine, config: Config) -> None:
        self.carts = carts
        self.cold, answer = _timed(engine, config)
        self.items = len(answer.items)
        self.warm = min(_timed(engine, config)[0] for _ in range(_REPEATS))
        with _counted(engine) as asked:
            _timed(engine, config)
        self.queries = float(len(asked))
        with Session(engine) as session, session.begin():
            CartStore(session).update(1, title="Lagu baru")
        self.changed, _ = _timed(engine, config)


class _Took(NamedTuple):
    wall: float
    cpu: float
    """Of this process alone."""


def _rows(database: str, one: _Measured, peer: _Measured | None) -> Iterator[Row]:
    """Yield what a plan took; `peer`: what must have taken as many queries."""
    goal = f"<= {SECONDS:g} s"
    what = f"{database}, 24 h, {one.carts:,} carts, {one.items} items"
    plans = {"gathered and planned": one.warm, "behind a change of one cart": one.changed}
    for name, took in plans.items():
        about = f"{what}: {name} (CPU {took.cpu:.2f} s)"
        yield Row("P11", about, took.wall, "s", goal, met=took.wall <= SECONDS)
    cold = f"{what}: the first of a process, which reads the library (CPU {one.cold.cpu:.2f} s)"
    yield Row("P11", cold, one.cold.wall, "s", "")
    if peer is not None:
        same = one.queries == peer.queries
        yield Row("P11", f"{what}: queries", one.queries, "", "as many whatever the library holds",
                  f"{peer.carts:,} carts", peer.queries, same)  # fmt: skip


def _growth(measured: list[_Measured]) -> Iterator[Row]:
    """Yield what more carts add to a plan: CPU by each thousand, at the end and the beginning."""
    for one in measured:
        yield Row("P15", f"CPU of a plan with {one.carts:,} carts", one.warm.cpu, "s", "")
    steps = [
        ((more.warm.cpu - few.warm.cpu) / (more.carts - few.carts) * 1e6,
         (more.cold.cpu - few.cold.cpu) / (more.carts - few.carts) * 1e6)
        for few, more in pairwise(measured)
    ]  # fmt: skip
    if len(steps) > 1:
        for name, begins, ends in zip(("a plan", "a first plan"), steps[0], steps[-1], strict=True):
            what = f"CPU of {name} for a thousand more carts, up to {measured[-1].carts:,}"
            first = f"up to {measured[1].carts:,}"
            yield Row("P15", what, ends, "ms", "at most linear", first, begins,
                      ends <= max(begins, 0) * CURVED + STEADY_MS)  # fmt: skip


def _on_sqlite(folder: Path, carts: int, config: Config) -> _Measured:
    return _of(made(folder, carts, config), carts, config)


def _on_postgres(url: str, carts: int, config: Config) -> _Measured:
    return _of(filled(engine_for(url), carts, config), carts, config)


def _of(engine: Engine, carts: int, config: Config) -> _Measured:
    try:
        return _Measured(carts, engine, config)
    finally:
        engine.dispose()


def _timed(engine: Engine, config: Config) -> tuple[_Took, Plan]:
    spent, began = cpu_seconds.own(), CLOCK.now()
    with Session(engine) as session:
        inputs, _ = gathered(session, config, CHANNEL, previous=None, heard=None, now=NOW)
    answer = plan(inputs)
    return _Took((CLOCK.now() - began).total_seconds(), cpu_seconds.own() - spent), answer


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*seen: object) -> None:
        asked.append(str(seen[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
