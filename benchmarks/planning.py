"""P11 and part of P15: one plan of 24 h, gathered and laid, and what it costs per added cart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks.bench_station import CLOCK
from benchmarks.library import CHANNEL, NOW, made
from benchmarks.row import Row
from media_library.store import CartStore
from scheduler.gathering import gathered
from scheduler.planner.plan import Plan
from scheduler.planner.planner import plan
from station.config import Config

CARTS = 200_000
SIZES = (1_000, 20_000)
SECONDS = 1.0
_REPEATS = 5


def run(scale: float) -> list[Row]:
    """Return the times of the first plan of a process, and of those behind it."""
    carts = round(CARTS * scale)
    config = Config(plan_hours=24)
    with TemporaryDirectory(prefix="mengudara-bench-") as folder:
        small = [_measured(Path(folder), size, config) for size in SIZES if size < carts]
        large = _measured(Path(folder), carts, config)
    rows = [
        Row("P11", f"24 h, {large.carts} carts, {large.items} items: gathered and planned",
            large.warm, "s", f"<= {SECONDS:g} s", met=large.warm <= SECONDS),
        Row("P11", "the same behind a change of one cart", large.changed, "s",
            f"<= {SECONDS:g} s", met=large.changed <= SECONDS),
        Row("P11", "the first of a process, which reads the whole library", large.cold, "s", ""),
        Row("P11", "queries of one plan", large.queries, "", "as many as for 1,000 carts",
            "1,000 carts", small[0].queries if small else None,
            met=small[0].queries == large.queries if small else None),
    ]  # fmt: skip
    rows += [
        Row("P15", f"one plan with {one.carts} carts", one.warm, "s", "at most linear")
        for one in (*small, large)
    ]
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


def _measured(folder: Path, carts: int, config: Config) -> _Measured:
    engine = made(folder, carts, config)
    try:
        return _Measured(carts, engine, config)
    finally:
        engine.dispose()


def _timed(engine: Engine, config: Config) -> tuple[float, Plan]:
    began = CLOCK.now()
    with Session(engine) as session:
        inputs, _ = gathered(session, config, CHANNEL, previous=None, heard=None, now=NOW)
    answer = plan(inputs)
    return (CLOCK.now() - began).total_seconds(), answer


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*seen: object) -> None:
        asked.append(str(seen[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
