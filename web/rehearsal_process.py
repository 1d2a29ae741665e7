"""Runs `mengudara simulate` for the desk: one at a time, in a child process with an end."""

import enum
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import State

from station.atomic_file import write_atomically
from station.clock import Clock
from station.errors import StationError
from station.paths import HOME_VARIABLE, StatePaths
from web.desk import desk_of

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 900
"""A rehearsal that takes longer is ended."""
_LARGEST = 20_000_000
_NICENESS = 15
"""The air comes first."""
Command = Callable[[str, date], list[str]]


class Stage(enum.StrEnum):
    """Where a rehearsal stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RehearsalRunning(StationError):
    """Another one is not over yet."""

    def __init__(self) -> None:
        super().__init__("a rehearsal is running")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal of one day of a channel."""

    channel: str
    """Channel slug."""
    day: date
    """The local day."""
    by: str
    """Who asked for it."""
    began_at: datetime
    """UTC."""
    stage: Stage = Stage.RUNNING
    """Where it stands."""
    share: float = 0.0
    """How much of the day is over, from 0 to 1."""
    problem: str = ""
    """What the child said last, when it failed."""


def simulate(channel: str, day: date) -> list[str]:
    """Return the command line that rehearses a day."""
    return [
        sys.executable, "-m", "mengudara", "simulate", "--channel", channel,
        "--from", f"{day.isoformat()}T00:00:00", "--days", "1", "--json", "--progress",
    ]  # fmt: skip


class Rehearsals:
    """The rehearsal that runs, and the last one of each channel on disk."""

    def __init__(self, paths: StatePaths, clock: Clock, command: Command = simulate) -> None:
        self._paths = paths
        self._clock = clock
        self._command = command
        self._lock = Lock()
        self._child: subprocess.Popen[str] | None = None
        self._watcher: Thread | None = None
        self._now: Rehearsed | None = None

    def start(self, channel: str, day: date, by: str) -> Rehearsed:
        """Begin to rehearse a day; raises RehearsalRunning."""
        with self._lock:
            if self._now is not None and self._now.stage is Stage.RUNNING:
                raise RehearsalRunning
            self._now = Rehearsed(channel, day, by, self._clock.now())
            self._folder.mkdir(parents=True, exist_ok=True)
            child = self._spawn(channel, day)
            self._child = child
        name = f"rehearsal {channel}"
        self._watcher = Thread(target=self._watch, args=(child,), name=name, daemon=True)
        self._watcher.start()
        return self._now

    def cancel(self) -> None:
        """End what runs; nothing happens when nothing does."""
        with self._lock:
            child = self._child
            if child is None or self._now is None or self._now.stage is not Stage.RUNNING:
                return
            self._now = replace(self._now, stage=Stage.CANCELLED)
        child.kill()

    def close(self) -> None:
        """End what runs and wait until it is gone."""
        self.cancel()
        if self._watcher is not None:
            self._watcher.join()

    def of(self, channel: str) -> Rehearsed | None:
        """Return the rehearsal of a channel that runs, or the last one."""
        now = self._now
        if now is not None and now.channel == channel:
            return now
        return _read(self._folder / f"{channel}.state.json")

    def busy(self) -> bool:
        return self._now is not None and self._now.stage is Stage.RUNNING

    def report(self, channel: str) -> Mapping[str, object] | None:
        """Return what the last rehearsal that came to its end has found."""
        path = self._report(channel)
        try:
            if path.stat().st_size > _LARGEST:
                return None
            found = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    @property
    def _folder(self) -> Path:
        return self._paths.home / "rehearsals"

    def _report(self, channel: str) -> Path:
        return self._folder / f"{channel}.report.json"

    def _spawn(self, channel: str, day: date) -> subprocess.Popen[str]:
        with (self._folder / f"{channel}.part").open("wb") as out:
            child = subprocess.Popen(
                self._command(channel, day),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, HOME_VARIABLE: str(self._paths.home)},
            )
        os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
        return child

    def _watch(self, child: subprocess.Popen[str]) -> None:
        killer = Thread(target=self._end_in_time, args=(child,), name="rehearsal end", daemon=True)
        killer.start()
        last = self._listen(child)
        child.wait()
        killer.join()
        assert self._now is not None
        with self._lock:
            self._now = self._finished(self._now, child.returncode, last)
            self._child = None
        state = json.dumps(asdict(self._now), default=str).encode()
        write_atomically(self._folder / f"{self._now.channel}.state.json", state)

    def _listen(self, child: subprocess.Popen[str]) -> str:
        """Follow the progress; return the last line that is none."""
        last = ""
        assert child.stderr is not None
        with child.stderr as lines:
            for line in lines:
                share = _share(line)
                if share is None:
                    last = line.strip()[:300] or last
                elif self._now is not None:
                    with self._lock:
                        self._now = replace(self._now, share=share)
        return last

    def _end_in_time(self, child: subprocess.Popen[str]) -> None:
        try:
            child.wait(LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            logger.warning("a rehearsal took too long", extra={"action": "rehearsal_ended"})
            child.kill()

    def _finished(self, now: Rehearsed, status: int, last: str) -> Rehearsed:
        part = self._folder / f"{now.channel}.part"
        if now.stage is Stage.CANCELLED:
            part.unlink(missing_ok=True)
            return now
        if status not in (0, 1):
            part.unlink(missing_ok=True)
            return replace(now, stage=Stage.FAILED, problem=last)
        part.replace(self._report(now.channel))
        return replace(now, stage=Stage.DONE, share=1.0)


def _share(line: str) -> float | None:
    try:
        return min(1.0, max(0.0, float(line)))
    except ValueError:
        return None


def _read(path: Path) -> Rehearsed | None:
    try:
        found = json.loads(path.read_bytes())
        return Rehearsed(
            channel=str(found["channel"]),
            day=date.fromisoformat(found["day"]),
            by=str(found["by"]),
            began_at=datetime.fromisoformat(found["began_at"]),
            stage=Stage(found["stage"]),
            share=float(found["share"]),
            problem=str(found["problem"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def close(state: State) -> None:
    """End what runs when the desk ends."""
    found = getattr(state, "rehearsals", None)
    if isinstance(found, Rehearsals):
        found.close()


def _rehearsals(request: Request) -> Rehearsals:
    found = getattr(request.app.state, "rehearsals", None)
    if not isinstance(found, Rehearsals):
        desk = desk_of(request)
        found = request.app.state.rehearsals = Rehearsals(desk.paths, desk.clock)
    return found


TheRehearsals = Annotated[Rehearsals, Depends(_rehearsals)]
