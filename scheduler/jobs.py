"""The plan process: minute-scale housekeeping by APScheduler. Nothing here starts sound.

A job that fails says so once, is tried again at its next turn, and says once that it is back.
"""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from threading import Event, Lock

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from media_library.decoder import Interrupted
from media_library.inbox import Inbox
from media_library.ingest import Ingest
from media_library.ingest_queue import IngestQueue
from media_library.jobs import JobStore
from media_library.preview_maker import PreviewMaker
from media_library.soundness import examine
from media_library.uploads import Uploads
from scheduler import as_run, ruling
from scheduler.feeds import board as headlines
from scheduler.feeds.fetching import fetch
from scheduler.planning import Planning
from scheduler.preflight import Preflight
from scheduler.publishing import KEEP_VERSIONS, current
from scheduler.running_text import note_texts
from scheduler.stores import PinStore, PublishedStore, RuleStore
from station import ffmpeg, look, pressure, rundown, urgent, wall
from station.clock import Clock
from station.config import Config
from station.errors import StationError
from station.paths import StatePaths
from station.recordings import JOURNAL
from station.video import Shape
from station.wall import WallUnreadable

logger = logging.getLogger(__name__)
logging.getLogger("apscheduler").setLevel(logging.WARNING)

REPLAN_EVERY = 60
COLLECT_EVERY = 2
FEEDS_EVERY = 600
SCAN_EVERY = 5
CHECK_EVERY = 60
INGEST_EVERY = 2
PREVIEW_EVERY = 5
PRUNE_EVERY = 3600
JUDGE_EVERY = 3600
KEEP_JOBS = timedelta(days=30)
GRACE_SECONDS = 600
_THREADS = 6


class Steady:
    """A job that survives its failures; `__call__` is what the scheduler runs."""

    def __init__(self, name: str, act: Callable[[], object]) -> None:
        self._name = name
        self._act = act
        self._failing = False
        self._lock = Lock()

    def __call__(self) -> None:
        try:
            self._act()
        except (SQLAlchemyError, StationError, OSError) as error:
            self._fail(error)
        except Exception as error:  # the process must live: planning and as-run hang on it
            self._fail(error, unforeseen=True)
        else:
            self._recover()

    def _fail(self, error: Exception, *, unforeseen: bool = False) -> None:
        with self._lock:
            known, self._failing = self._failing, True
        if known:
            return
        about = {"action": "job_failing", "job": self._name}
        first_line = str(error).partition("\n")[0]
        logger.warning(
            "%s fails and is tried again: %s", self._name, first_line,
            extra=about, exc_info=error if unforeseen else None,
        )  # fmt: skip

    def _recover(self) -> None:
        with self._lock:
            recovered, self._failing = self._failing, False
        if recovered:
            about = {"action": "job_recovered", "job": self._name}
            logger.info("%s works again", self._name, extra=about)


class Housekeeping:
    """What the plan process does, each thing as a job without arguments."""

    def __init__(
        self, config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock
    ) -> None:
        self._config = config
        self._paths = paths
        self._sessions = sessions
        self._clock = clock
        self._planning = Planning(config, paths, sessions, clock)
        self._inbox = Inbox(paths.inbox, sessions)
        self._queue = IngestQueue(
            sessions,
            Ingest(config, paths, sessions, clock),
            clock,
            rests=self._pressed,
        )
        self._previews = PreviewMaker(
            lambda: ffmpeg.binary(config.ffmpeg),
            paths.media,
            sessions,
            rests=self._pressed,
            house=_house(config),
            room=lambda: shutil.disk_usage(paths.media).free > 4 * config.media.keep_free_bytes,
        )
        self._preflight = Preflight(
            paths.media,
            sessions,
            clock,
            lambda path, cart: examine(ffmpeg.binary(config.ffmpeg), path, cart),
        )
        self._resumed = False

    def replan(self, channel: str) -> None:
        planned = self._planning.replan(channel, cause="horizon")
        with self._sessions.begin() as session:
            shown = urgent.read(self._paths.rundown(channel))
            note_texts(session, planned.rundown, self._clock.now(), shown)

    def gather(self, channel: str) -> None:
        """Fetch the headlines that the desk is offered."""
        feeds = look.read(self._paths.look(channel)).feeds
        headlines.collect(self._paths.rundown(channel), feeds, fetch, self._clock.now())

    def collect(self, channel: str) -> None:
        air = self._paths.journal(channel)
        as_run.collect_all(self._sessions, channel, air)
        as_run.collect_all(self._sessions, channel, air / JOURNAL, JOURNAL)

    def judge(self, channel: str) -> None:
        """Hold the days that are over against the rules."""
        with self._sessions.begin() as session:
            ruling.keep_days(session, self._config, self._paths, channel, self._clock.now())

    def scan(self) -> None:
        self._inbox.scan(self._clock.now())

    def ingest(self, stop: Event) -> None:
        """Work the queue off; what a former life left half done comes first."""
        if not self._resumed:
            self._queue.resume()
            self._resumed = True
        try:
            while not stop.is_set() and self._queue.run_one() is not None:
                pass
        except Interrupted:
            logger.info("a file was left for the next life", extra={"action": "ingest_stopped"})

    def preview(self, stop: Event) -> None:
        """Make thumbnails and small copies of the films that have none."""
        while self._previews.run_one(stop):
            pass

    def check_coming(self) -> None:
        """Check what airs within the hour and what can be pressed.

        Plan again when something failed, or is back.
        """
        folders = [self._paths.rundown(channel.slug) for channel in self._config.channels]
        published = [found for folder in folders if (found := current(folder)) is not None]
        if self._preflight.run(published, self._walls(), decode=not self._pressed()):
            for channel in self._config.channels:
                self._planning.replan(channel.slug, cause="preflight")

    def _walls(self) -> Iterator[wall.Wall]:
        for channel in self._config.channels:
            try:
                yield wall.read(self._paths.wall(channel.slug))
            except WallUnreadable as error:
                logger.error("wall not checked: %s", error, extra={"action": "wall_unreadable"})

    def _pressed(self) -> bool:
        """Whether the air needs the machine for itself."""
        level = pressure.highest(self._paths.run, self._clock.now())
        return level >= pressure.Level.INGEST

    def prune(self) -> None:
        for channel in self._config.channels:
            with self._sessions() as session:
                held = PinStore(session).versions_held(channel.slug, self._clock.now())
            rundown.prune(self._paths.rundown(channel.slug), KEEP_VERSIONS, held)
        Uploads(self._paths, self._config, self._clock).expire()
        with self._sessions.begin() as session:
            for channel in self._config.channels:
                PublishedStore(session).prune(channel.slug, KEEP_VERSIONS)
                RuleStore(session).prune_findings(channel.slug, KEEP_VERSIONS)
            JobStore(session).prune(self._clock.now() - KEEP_JOBS)
        self._previews.tidy()


def _house(config: Config) -> Shape | None:
    """Return the largest format that a channel of the station sends, None where none is wanted."""
    shapes = [channel.shape for channel in config.channels if channel.shape is not None]
    if not config.media.house_copies or not shapes:
        return None
    return max(shapes, key=lambda shape: shape.height)


def run(
    config: Config,
    paths: StatePaths,
    sessions: sessionmaker[Session],
    clock: Clock,
    stop: Event,
) -> None:
    """Do the housekeeping until told to stop."""
    house = Housekeeping(config, paths, sessions, clock)
    scheduler = BackgroundScheduler(
        timezone=config.zone,
        executors={
            "default": ThreadPoolExecutor(_THREADS),
            "preflight": ThreadPoolExecutor(1),
            "ingest": ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1)),
            "previews": ThreadPoolExecutor(1),
            "feeds": ThreadPoolExecutor(1),
        },
        job_defaults={"coalesce": True, "misfire_grace_time": GRACE_SECONDS, "max_instances": 1},
    )

    def every(seconds: int, name: str, act: Callable[[], object], executor: str) -> None:
        scheduler.add_job(
            Steady(name, act), "interval", seconds=seconds, id=name,
            executor=executor, next_run_time=clock.now(),
        )  # fmt: skip

    for channel in config.channels:
        slug = channel.slug
        every(REPLAN_EVERY, f"replan {slug}", partial(house.replan, slug), "default")
        every(COLLECT_EVERY, f"as-run {slug}", partial(house.collect, slug), "default")
        every(FEEDS_EVERY, f"feeds {slug}", partial(house.gather, slug), "feeds")
        every(JUDGE_EVERY, f"rules {slug}", partial(house.judge, slug), "default")
    every(SCAN_EVERY, "inbox", house.scan, "default")
    every(PRUNE_EVERY, "prune", house.prune, "default")
    every(CHECK_EVERY, "pre-flight", house.check_coming, "preflight")
    every(INGEST_EVERY, "ingest", partial(house.ingest, stop), "ingest")
    every(PREVIEW_EVERY, "previews", partial(house.preview, stop), "previews")
    scheduler.start()
    logger.info("planning is at work", extra={"action": "plan_started"})
    try:
        while not stop.wait(timeout=3600):
            pass
    finally:
        scheduler.shutdown(wait=False)
