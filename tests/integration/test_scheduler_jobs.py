"""The plan process: starts fast, keeps house, and outlives its database."""

import contextlib
import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest

from media_library.jobs import JobState, JobStore, Origin
from scheduler.jobs import Housekeeping, Steady, run
from scheduler.stores import AiringStore
from station import pressure
from station.clock import SystemClock, VirtualClock
from station.config import Config
from station.database import sessions_for
from station.journal import Act, Fact, JournalWriter
from station.pressure import Level, Pressure
from station.rundown import CURRENT, read_current
from tests.integration.test_scheduler_planning import add_carts
from tests.unit.scheduler.station import library
from tests.waiting import LIMIT_SECONDS

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def sqlite_sessions(sqlite_engine):
    sessions = sessions_for(sqlite_engine)
    with sessions.begin() as session:
        add_carts(session, library(40))
    return sessions


@pytest.fixture
def database(sqlite_engine, tmp_path):
    return tmp_path / "mengudara.db"


class Waited(logging.Handler):
    """Tells a test that an action was logged."""

    def __init__(self, action):
        super().__init__()
        self.action = action
        self.seen = threading.Event()

    def emit(self, record):
        if getattr(record, "action", "") == self.action:
            self.seen.set()


def test_the_process_plans_at_once_and_ends_when_told(paths, sqlite_sessions):
    stop = threading.Event()
    waited = Waited("rundown_published")
    logger = logging.getLogger("scheduler.publishing")
    logger.addHandler(waited)
    logger.setLevel(logging.INFO)
    config = Config(plan_hours=2)
    thread = threading.Thread(
        target=run, args=(config, paths, sqlite_sessions, SystemClock(), stop)
    )
    thread.start()
    try:
        assert waited.seen.wait(LIMIT_SECONDS)
    finally:
        stop.set()
        thread.join(LIMIT_SECONDS)
        logger.removeHandler(waited)
    assert not thread.is_alive()
    assert (paths.rundown("radio") / CURRENT).exists()
    assert read_current(paths.rundown("radio")).items


def test_the_housekeeping_plans_collects_scans_and_prunes(paths, sqlite_sessions):
    house = Housekeeping(Config(plan_hours=2), paths, sqlite_sessions, VirtualClock(NOW))
    with contextlib.closing(JournalWriter(paths.journal("radio"))) as writer:
        writer.append([Fact("f", Act.FELL, NOW)])
    house.replan("radio")
    house.collect("radio")
    house.scan()
    house.ingest(threading.Event())
    house.prune()
    assert read_current(paths.rundown("radio")).version == 1


def test_no_file_is_taken_in_while_the_air_is_pressed(paths, sqlite_sessions, tmp_path):
    paths.create()
    house = Housekeeping(Config(plan_hours=2), paths, sqlite_sessions, VirtualClock(NOW))
    (tmp_path / "letter.txt").write_text("not sound")
    with sqlite_sessions.begin() as session:
        job = JobStore(session).submit(tmp_path / "letter.txt", Origin.UPLOAD, NOW)
    sign = paths.pressure("radio")
    pressure.publish(sign, Pressure(Level.INGEST, NOW, NOW))
    house.ingest(threading.Event())
    with sqlite_sessions() as session:
        assert JobStore(session).get(job.id).state is JobState.WAITING
    pressure.publish(sign, Pressure(Level.WAVEFORMS, NOW, NOW))
    house.ingest(threading.Event())
    with sqlite_sessions() as session:
        assert JobStore(session).get(job.id).state is JobState.QUARANTINED


def test_what_is_missing_before_its_airing_leaves_the_plan(paths, sqlite_sessions):
    pressure.publish(paths.pressure("radio"), Pressure(Level.INGEST, NOW, NOW))
    house = Housekeeping(Config(plan_hours=2), paths, sqlite_sessions, VirtualClock(NOW))
    house.replan("radio")
    before = read_current(paths.rundown("radio"))
    house.check_coming()
    assert read_current(paths.rundown("radio")) == before, "the whole folder was away"
    for item in before.items:
        (paths.media / item.path).touch()
    missing = before.items[3]
    (paths.media / missing.path).unlink()
    house.check_coming()
    after = read_current(paths.rundown("radio"))
    assert missing.cart_id not in [item.cart_id for item in after.items]
    assert missing.key in [item.key for item in after.items]


def test_a_job_that_fails_says_so_once_and_says_when_it_is_back(caplog):
    caplog.set_level(logging.INFO)
    broken = [True]

    def act():
        if broken:
            raise OSError("no disk")

    job = Steady("inbox", act)
    for _ in range(3):
        job()
    broken.clear()
    for _ in range(3):
        job()
    assert [record.action for record in caplog.records] == ["job_failing", "job_recovered"]


def test_an_unforeseen_failure_is_logged_with_its_traceback_and_ends_nothing(caplog):
    job = Steady("replan radio", lambda: 1 // 0)
    job()
    assert caplog.records[0].exc_info is not None


def test_as_run_is_complete_after_the_database_was_away(paths, sqlite_sessions, database):
    house = Housekeeping(Config(), paths, sqlite_sessions, VirtualClock(NOW))
    job = Steady("as-run", lambda: house.collect("radio"))
    writer = JournalWriter(paths.journal("radio"))
    writer.append([Fact("a", Act.STARTED, NOW, airing="1")])
    job()
    moved = database.rename(database.with_suffix(".away"))
    writer.append([Fact("b", Act.STARTED, NOW + timedelta(minutes=1), airing="2")])
    job()
    assert not database.exists()
    moved.rename(database)
    job()
    writer.close()
    with sqlite_sessions() as session:
        assert [airing.airing for airing in AiringStore(session).newest("radio")] == ["2", "1"]
