"""Makes the demo station: settings, database, first login, an hour of sound, a week's schedule.

The settings file is written last: a station half made is made again at the next start.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.ingest import Ingest
from mengudara import first_login, schema
from mengudara.demo import neighbour, people, schedule, wall, workshop
from mengudara.demo.ingest import take_in
from mengudara.demo.progress import Progress
from mengudara.demo.settings import STATION_TOML
from mengudara.demo.studio import Workshop
from mengudara.demo.week import Shelf
from scheduler.planning import Planning
from station import ffmpeg
from station.clock import Clock
from station.config import Config
from station.database import engine_for, sessions_for
from station.errors import StationError
from station.paths import StatePaths
from web.published_files import PublishedFiles


class NotEmpty(StationError):
    """There is a database already: a demo would mix with it."""

    def __init__(self, paths: StatePaths) -> None:
        super().__init__(
            f"{paths.home} has a database but no station.toml: a demo station needs an empty "
            "folder of its own. Set MENGUDARA_HOME to another folder."
        )


def create(config: Config, paths: StatePaths, clock: Clock, progress: Progress) -> None:
    """Make the station and publish its first rundown; raises NotEmpty for a folder in use."""
    _clear(config, paths)
    paths.create()
    engine = engine_for(config.database_at(paths))
    schema.upgrade(engine)
    sessions = sessions_for(engine)
    _first_login(sessions, paths, clock)
    carts = _record(config, paths, sessions, clock, progress)
    progress.step("Planning the first two days")
    with sessions.begin() as session:
        now = clock.now()
        schedule.store(session, Shelf(carts), config, now)
        wall.store(session, Shelf(carts))
        people.store(session, now)
    PublishedFiles(config, paths, sessions).write_all()
    for channel in config.channels:
        Planning(config, paths, sessions, clock).replan(channel.slug)
    engine.dispose()
    _write_settings(paths)


def _clear(config: Config, paths: StatePaths) -> None:
    """Remove what an interrupted making left; a mark tells it from somebody's station."""
    mark = paths.home / "demo.unfinished"
    if mark.exists():
        for leftover in (paths.media, paths.quarantine, paths.home / "rundown"):
            shutil.rmtree(leftover, ignore_errors=True)
        for leftover in (paths.database, first_login.path_of(paths)):
            leftover.unlink(missing_ok=True)
    elif config.database_url or paths.database.exists():
        raise NotEmpty(paths)
    mark.touch()


def _write_settings(paths: StatePaths) -> None:
    temporary = paths.config.with_suffix(".part")
    temporary.write_text(STATION_TOML)
    temporary.replace(paths.config)
    (paths.home / "demo.unfinished").unlink(missing_ok=True)


def _first_login(sessions: sessionmaker[Session], paths: StatePaths, clock: Clock) -> None:
    with sessions.begin() as session:
        first_login.create(session, paths, clock.now())


def _record(
    config: Config,
    paths: StatePaths,
    sessions: sessionmaker[Session],
    clock: Clock,
    progress: Progress,
) -> list[Cart]:
    with scratch(paths) as (out, folder):
        shop = Workshop(out, folder, ffmpeg.binary(config.ffmpeg))
        made = workshop.make_all(shop, paths.slate, neighbour.recording(paths))
        taken = take_in(made, Ingest(config, paths, sessions, clock))
        return list(progress.counted("Making music and speech", taken, workshop.how_many()))


@contextmanager
def scratch(paths: StatePaths) -> Iterator[tuple[Path, Path]]:
    """Yield two folders, for what is finished and what is not, that are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=paths.home))
    try:
        for name in ("out", "scratch"):
            (folder / name).mkdir()
        yield folder / "out", folder / "scratch"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
