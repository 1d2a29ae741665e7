"""`mengudara up`: the whole station in one terminal. Adapter: starts processes.

Imports no room: the supervisor must be small, quick and hard to break.
"""

import os
import subprocess
import sys
from threading import Event, Thread
from zoneinfo import ZoneInfo

from mengudara import ports
from mengudara.announce import Terminal, announce_streams
from mengudara.lock import AlreadyRunning, PidFile
from mengudara.role import stop_on_signals
from mengudara.supervisor import Supervisor, roles
from station.clock import Clock, SystemClock
from station.config import Config, load
from station.paths import StatePaths

LEFTOVER_SECONDS = 10.0
HEAD_START_SECONDS = 4.0
"""How long the desk waits for the streams: sound first."""
DESK_ROLES = ("web", "plan")


def run_station(paths: StatePaths, *, demo: bool, soundcard: bool) -> int:
    """Run until told to stop; return the exit status."""
    config = load(paths)
    clock = SystemClock()
    terminal = Terminal(clock, ZoneInfo(config.timezone))
    lock = PidFile(paths.run, "up")
    lock.take()
    stop = stop_on_signals()
    try:
        if not _ready(config, paths, soundcard, terminal):
            return 1
        if not paths.config.exists() and not _make_station(paths, demo, terminal):
            return 1
        return _run(load(paths), paths, soundcard, terminal, clock, stop)
    finally:
        lock.release()


def _run(
    config: Config,
    paths: StatePaths,
    soundcard: bool,
    terminal: Terminal,
    clock: Clock,
    stop: Event,
) -> int:
    began = clock.now()
    supervisor = Supervisor(paths.home / "logs", clock, terminal.ended)
    wanted = roles(config, soundcard)
    supervisor.start(role for role in wanted if role.name not in DESK_ROLES)
    terminal.addresses(config, paths)
    served = Event()
    watch = (config, terminal, began, served, stop)
    Thread(target=announce_streams, args=watch, name="announce", daemon=True).start()
    served.wait(HEAD_START_SECONDS)
    if _once("mengudara", "schema", "upgrade") != 0:
        terminal.say("The database could not be prepared; the air plays on without it.")
    if not stop.is_set():
        supervisor.start(role for role in wanted if role.name in DESK_ROLES)
    if (paths.home / "first-login.txt").exists():
        _once("mengudara.first_login")
    stop.wait()
    terminal.say("Stopping …")
    killed = supervisor.stop()
    terminal.say(f"Stopped; had to kill {', '.join(killed)}." if killed else "Stopped.")
    return 0


def _ready(config: Config, paths: StatePaths, soundcard: bool, terminal: Terminal) -> bool:
    """Wait for what a killed supervisor left behind to end, then look at the ports."""
    for role in roles(config, soundcard):
        leftover = PidFile(paths.run, role.name)
        try:
            leftover.take(LEFTOVER_SECONDS)
        except AlreadyRunning as error:
            terminal.say(f"{error}: end it first (kill {error.pid}).")
            return False
        leftover.release()
    problems = ports.taken(config)
    for problem in problems:
        terminal.say(str(problem))
    return not problems


def _make_station(paths: StatePaths, demo: bool, terminal: Terminal) -> bool:
    if not demo:
        terminal.say(
            f"There is no station in {paths.home} yet.\n"
            "  A station to try things out:  mengudara up --demo\n"
            "  Your own:                     write station.toml there (docs/station-toml.md)"
        )
        return False
    return _once("mengudara.demo") == 0


def _once(*arguments: str) -> int:
    """Run one of our modules to its end, in this terminal."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, check=False, env={**os.environ}).returncode
