"""What the machine and the processes of the station look like. Adapter: asks FFmpeg its version."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from station import ffmpeg
from station.config import Config
from station.ffmpeg import FfmpegMissing
from station.paths import StatePaths

_PATIENCE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Process:
    """One process of the station."""

    role: str
    """Name of its pid file."""
    pid: int | None
    """None when it does not run."""
    since: datetime | None = None
    """When its life began, where it tells."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Room in the state folder."""

    free: int
    total: int

    @property
    def share_free(self) -> float:
        return self.free / self.total


def processes(config: Config, paths: StatePaths) -> Iterator[Process]:
    """Yield the processes that a station runs; each keeps its pid in a file while it lives."""
    for role in [*(f"air-{channel.slug}" for channel in config.channels), "stream", "plan"]:
        yield Process(role, _alive(paths.run / f"{role}.pid"))
    # opening the pid file of this very process would drop the lock on it
    yield Process("web", os.getpid())


def disk(paths: StatePaths) -> Disk:
    usage = shutil.disk_usage(paths.home)
    return Disk(usage.free, usage.total)


def database_kind(session: Session) -> str:
    return session.get_bind().dialect.name


def ffmpeg_version(config: Config) -> str:
    """Return the first line FFmpeg says of itself; empty when it cannot be run."""
    try:
        return _version(ffmpeg.binary(config.ffmpeg))
    except (FfmpegMissing, OSError, subprocess.SubprocessError):
        return ""


@cache
def _version(exe: str) -> str:
    told = subprocess.run(
        [exe, "-version"], capture_output=True, check=True, timeout=_PATIENCE_SECONDS
    )
    return told.stdout.decode(errors="replace").partition("\n")[0].partition(" Copyright")[0]


def _alive(path: Path) -> int | None:
    try:
        pid = int(path.read_text())
    except (OSError, ValueError):
        return None
    return pid if Path(f"/proc/{pid}").exists() else None
