"""`mengudara up`: the whole station in one terminal. Adapter: starts processes.

Imports no room: the supervisor must be small, quick and hard to break.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from threading import Event, Thread

from mengudara.announce import Terminal, announce_streams
from mengudara.child import Role
from mengudara.lock import PidFile
from mengudara.preflight import obstacles
from mengudara.role import stop_on_signals
from mengudara.supervisor import Supervisor, is_demo, neighbours, roles
from mengudara.television import (
    LEFT_OUT_VARIABLE,
    cores,
    decide,
    has_television,
    without_television,
)
from station.clock import Clock, SystemClock
from station.config import Config, load
from station.paths import StatePaths

PREDECESSOR_SECONDS = 3.0
LOOK_SECONDS = 0.1
HEAD_START_SECONDS = 4.0
"""How long the desk waits for the streams: sound first."""
DESK_ROLES = ("web", "plan")


def run_station(
    paths: StatePaths, *, demo: bool, soundcard: bool, television: bool | None = None
) -> int:
    """Run until told to stop; return the exit status. `television`: None, as the machine can."""
    config = load(paths)
    clock = SystemClock()
    terminal = Terminal(clock, config.zone)
    lock = PidFile(paths.run, "up")
    lock.take(PREDECESSOR_SECONDS)
    stop = stop_on_signals()
    try:
        found = list(obstacles(config, paths, roles(config, soundcard)))
        for sentence in found:
            terminal.say(sentence)
        fresh = not paths.config.exists()
        if found or (fresh and not _make_station(paths, demo, terminal, stop)):
            return 1
        if stop.is_set() or not _settle_television(paths, television, fresh, terminal, stop):
            return 0 if stop.is_set() else 1
        _Running(load(paths), paths, terminal, clock, stop).until_told(soundcard)
        return 0
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class _Running:
    """One life of the whole station."""

    config: Config
    paths: StatePaths
    terminal: Terminal
    clock: Clock
    stop: Event

    def until_told(self, soundcard: bool) -> None:
        """Start the air and the streams, then the desk; end them in the other order."""
        wanted = [*roles(self.config, soundcard), *neighbours(self.paths.home)]
        supervisor = Supervisor(self.paths.home / "logs", self.clock, self.terminal.ended)
        try:
            served = self._announce()
            supervisor.start(role for role in wanted if role.name not in DESK_ROLES)
            self.terminal.addresses(self.config, self.paths)
            served.wait(HEAD_START_SECONDS)
            if not self.stop.is_set():
                self._open_desk(supervisor, [one for one in wanted if one.name in DESK_ROLES])
            self.stop.wait()
        finally:
            self.terminal.say("Stopping …")
            killed = supervisor.stop()
            self.terminal.say(f"Had to kill {', '.join(killed)}." if killed else "Stopped.")

    def _announce(self) -> Event:
        """Watch for the public streams in a thread of their own; return what tells they are up."""
        served = Event()
        about = (self.config, self.terminal, self.clock.now(), served, self.stop)
        Thread(target=announce_streams, args=about, name="announce", daemon=True).start()
        return served

    def _open_desk(self, supervisor: Supervisor, desk: list[Role]) -> None:
        """Start what needs the database, once its tables are as they should be."""
        if _once(self.stop, "mengudara", "schema", "upgrade") and not self.stop.is_set():
            self.terminal.say("The database could not be prepared; the air plays on without it.")
        if not self.stop.is_set():
            supervisor.start(desk)
        if (self.paths.home / "first-login.txt").exists() and not self.stop.is_set():
            _once(self.stop, "mengudara.first_login")


def _make_station(paths: StatePaths, demo: bool, terminal: Terminal, stop: Event) -> bool:
    if not demo:
        terminal.say(
            f"There is no station in {paths.home} yet.\n"
            "  A station to try things out:  mengudara up --demo\n"
            "  Your own:                     write station.toml there (docs/station-toml.md)"
        )
        return False
    return _once(stop, "mengudara.demo") == 0


def _settle_television(
    paths: StatePaths, wish: bool | None, fresh: bool, terminal: Terminal, stop: Event
) -> bool:
    """Make television, or leave it out; return whether the station is to go on."""
    config = load(paths)
    decision = decide(
        wish,
        cores=cores(),
        has_television=has_television(config),
        demo=is_demo(paths.home),
        fresh=fresh,
    )
    if decision.sentence:
        terminal.say(decision.sentence)
    if decision.leaves_out:
        television = without_television(config)
        if not television:
            terminal.say("There is no other channel: nothing is left to run.")
            return False
        os.environ[LEFT_OUT_VARIABLE] = television
    if decision.makes and _once(stop, "mengudara.demo.tv") and not stop.is_set():
        terminal.say("Television could not be made; the station starts without it.")
    return not stop.is_set()


def _once(stop: Event, *arguments: str) -> int:
    """Run one of our modules to its end, in this terminal; Ctrl-C reaches it once, through us."""
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, start_new_session=True) as child:
        asked = False
        while True:
            try:
                return child.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if stop.is_set() and not asked:
                    asked = True
                    child.send_signal(signal.SIGINT)
