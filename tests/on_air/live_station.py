"""A whole station for tests: real processes, real sound, a plan made by the real planner."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.ingest import Ingest, Wish
from mengudara import schema
from scheduler.planning import Planning
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation
from station.clock import SystemClock
from station.config import Config, load
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.paths import HOME_VARIABLE, StatePaths
from station.rundown import Rundown, read_current
from tests.ports import unused_port
from tests.waiting import LIMIT_SECONDS, until

CLOCK = SystemClock()
CHANNEL = "radio"
EVER = date(2020, 1, 1)
PLAN_HOURS = 3
"""Short, for items of a few seconds make long rundowns."""
FREELY = Rotation(artist_separation_min=0, title_separation_min=0)


@dataclass
class LiveStation:
    """One station in a folder of its own."""

    paths: StatePaths
    config: Config
    sessions: sessionmaker[Session]
    channel: str = CHANNEL
    supervisor: subprocess.Popen[bytes] | None = None

    def take_in(self, path: Path, kind: Kind, *tags: str) -> Cart:
        outcome = Ingest(self.config, self.paths, self.sessions, CLOCK).add(
            path, Wish(kind=kind, tags=tags)
        )
        return outcome.cart

    def always_on(self, name: str, rotation: Rotation = FREELY) -> None:
        """Have one programme all day, every day."""
        whole = timedelta(days=1)
        with self.sessions.begin() as session:
            programme = ProgrammeStore(session).save(Programme(self.channel, name, rotation))
            slot = GridSlot(self.channel, programme.id, EVER, time.min, whole, rule="FREQ=DAILY")
            GridStore(session).save(slot)

    def plan(self) -> Rundown:
        Planning(self.config, self.paths, self.sessions, CLOCK).replan(self.channel)
        return read_current(self.paths.rundown(self.channel))

    def start(self) -> None:
        """Run `mengudara up` and return when the public stream and the desk answer."""
        log = (self.paths.home / "up.log").open("ab")
        with log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "mengudara", "up"],
                env={**os.environ, HOME_VARIABLE: str(self.paths.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait(lambda: self.answers(self.stream("/healthz")), "the stream server")
        self.wait(lambda: self.answers(self.web("/healthz")), "the desk")

    def stop(self) -> int:
        """Ask the station to stop as Ctrl-C does; return its exit status."""
        if self.supervisor is None:
            return 0
        self.supervisor.send_signal(signal.SIGINT)
        try:
            return self.supervisor.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            return self.supervisor.wait()
        finally:
            self.supervisor = None

    def pid(self, role: str) -> int:
        return int((self.paths.run / f"{role}.pid").read_text())

    def kill(self, role: str) -> int:
        """Kill a process as a power cut would; return when its successor has another pid."""
        before = self.pid(role)
        os.kill(before, signal.SIGKILL)
        self.wait(lambda: self._follows(role, before), f"a new {role}")
        return before

    def stream(self, path: str) -> str:
        return f"http://127.0.0.1:{self.config.streams.port}{path}"

    def web(self, path: str) -> str:
        return f"http://127.0.0.1:{self.config.web.port}{path}"

    def answers(self, url: str) -> bool:
        try:
            with urlopen(url, timeout=30) as answer:
                return bool(answer.status < 300)
        except (URLError, OSError):
            return False

    def wait(self, claim: Callable[[], bool], what: str) -> None:
        """Wait for as long as it takes; in vain, the logs are told."""
        try:
            until(claim, what)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.logs()}") from None

    def logs(self) -> str:
        """Return the end of every log, for a failing test."""
        files = [self.paths.home / "up.log", *sorted((self.paths.home / "logs").glob("*"))]
        return "\n".join(
            f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}"
            for file in files
            if file.is_file()
        )

    def _follows(self, role: str, before: int) -> bool:
        try:
            return self.pid(role) != before
        except (OSError, ValueError):
            return False


@contextmanager
def live_station(home: Path, extra: str = "", channel: str = CHANNEL) -> Iterator[LiveStation]:
    """Yield a station with an empty library, on free ports, not yet started."""
    paths = StatePaths(home)
    paths.create()
    web_port, stream_port, live_port = unused_port(), unused_port(), unused_port()
    paths.config.write_text(
        f'name = "Radio Uji"\nplan_hours = {PLAN_HOURS}\ntimezone = "{_where_it_is_ten()}"\n'
        f"[web]\nport = {web_port}\n[streams]\nport = {stream_port}\n"
        f"[live]\nport = {live_port}\n"
        f"[live.rtmp]\nport = {unused_port()}\n[live.srt]\nport = {unused_port()}\n"
        f'[[channels]]\nslug = "{channel}"\nname = "Radio Uji"\n{extra}'
    )
    config = load(paths)
    engine = engine_for(config.database_at(paths))
    schema.upgrade(engine)
    station = LiveStation(paths, config, sessions_for(engine), channel)
    try:
        yield station
    finally:
        station.stop()
        engine.dispose()
        shutil.rmtree(home, ignore_errors=True)


def _where_it_is_ten() -> str:
    """Return a zone in which the day is far from its ends, whenever the tests run."""
    ahead = (10 - CLOCK.now().hour) % 24
    return f"Etc/GMT-{ahead}" if ahead <= 12 else f"Etc/GMT+{24 - ahead}"
