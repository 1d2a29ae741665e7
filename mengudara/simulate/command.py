"""`mengudara simulate`: rehearses days of a channel and says what would be heard."""

import gc
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from mengudara.simulate import words
from mengudara.simulate.faults import EVERYDAY, SEEN, draw, parse
from mengudara.simulate.report import to_json
from mengudara.simulate.stage import Script, rehearse
from station.broadcast_day import local_date
from station.clock import SystemClock
from station.config import Config
from station.errors import StationError
from station.paths import StatePaths

IMPOSSIBLE = 2
"""Exit status of a rehearsal that could not be held."""


def simulate(
    config: Config,
    paths: StatePaths,
    channel: str,
    begins: datetime | None,
    days: int,
    *,
    sound: bool,
    seed: int,
    faults: str,
    json: bool,
    progress: bool = False,
) -> int:
    """Rehearse and print the report; return the exit status. `begins` is local, None: tomorrow.

    `progress`: tell on standard error, as a number from 0 to 1 a line, how much is done.
    """
    first, last = span(begins, days, config.zone, SystemClock().now())
    try:
        every = SEEN if config.channel(channel).shape else EVERYDAY
        incidents = draw(parse(faults, every), seed, first, last)
        script = Script(channel, first, last, incidents, sound, seed)
        with _unlogged(), _seldom_swept():
            on_look = _telling(first, last) if progress else _silent
            report = rehearse(script, config, paths, on_look=on_look)
    except (StationError, SQLAlchemyError, OSError) as error:
        print(
            f"The rehearsal could not be held: {str(error).partition(chr(10))[0]}", file=sys.stderr
        )
        return IMPOSSIBLE
    if json:
        print(to_json(report).decode())
    else:
        print("\n".join(words.lines(report, config.zone)))
    return report.status


def simulate_demo_year(
    begins: datetime | None, days: int, *, seed: int, faults: str, json: bool, progress: bool
) -> int:
    """Rehearse the year of a demo station that is made for it; return the exit status."""
    from mengudara.demo_year import days as calendar
    from mengudara.demo_year.create import CONFIG, create
    from mengudara.demo_year.week import CHANNEL

    begins = begins or datetime.combine(calendar.YEAR.first, time())
    with tempfile.TemporaryDirectory(prefix="mengudara-demo-year-") as folder:
        paths = StatePaths(Path(folder))
        create(paths)
        return simulate(
            CONFIG, paths, CHANNEL, begins, days,
            sound=False, seed=seed, faults=faults, json=json, progress=progress,
        )  # fmt: skip


def _telling(first: datetime, last: datetime) -> Callable[[datetime], None]:
    """Return what tells each further hundredth."""
    told = -1

    def tell(at: datetime) -> None:
        nonlocal told
        hundredth = int((at - first) / (last - first) * 100)
        if hundredth > told:
            told = hundredth
            print(f"{min(hundredth, 100) / 100:.2f}", file=sys.stderr, flush=True)

    return tell


def _silent(_at: datetime) -> None:
    pass


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep what the air would write into its log for every item out of the terminal."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Have the collector look less often: a rehearsal keeps nearly all it makes, to the report."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def span(
    begins: datetime | None, days: int, zone: ZoneInfo, now: datetime
) -> tuple[datetime, datetime]:
    """Return the first and the last instant of so many local days, UTC."""
    if begins is None:
        begins = datetime.combine(local_date(now, zone) + timedelta(days=1), time())
    first = begins.replace(tzinfo=zone)
    return first.astimezone(UTC), (first + timedelta(days=days)).astimezone(UTC)
