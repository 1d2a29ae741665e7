"""Runs FFmpeg once over a file, as a limited, disposable child; may start processes."""

import fcntl
import os
import resource
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import numpy as np

from media_library import report
from media_library.levels import HOP, LevelCounter, Levels
from media_library.report import Report
from station import ffmpeg, film_commands
from station.audio import BYTES_PER_FRAME, CHANNELS, Block
from station.errors import StationError

_BLOCK_BYTES = 128 * HOP * BYTES_PER_FRAME
_PIPE_BYTES = 1 << 20
_HEAD, _TAIL = 256 * 1024, 64 * 1024
"""Of what FFmpeg said: where the facts stand, and where the summary does."""
_TAGS = 4 * 1024 * 1024
_MEMORY = 4 << 30
_WRITTEN = 64 << 20
"""A line for each picture: room for fifteen hours of them."""
_POLITE = 255
"""FFmpeg's exit code after a polite signal, but also where a file asks for a key (EPERM)."""
_SIGNALLED = "received signal"
"""What it says only after a signal."""
_ASKED_TO_STOP = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)
"""Polite signals before it could answer."""
_NICENESS = 10
"""Ingest never takes processor time that the air wants."""


class Interrupted(StationError):
    """The decoder was asked to stop; nothing is known of the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: measuring was interrupted")


@dataclass(frozen=True, slots=True)
class Pass:
    """What one run over a file brought to light."""

    levels: Levels
    """The sound, counted."""
    report: Report
    """What FFmpeg said."""
    tags: bytes
    """The tags, as ffmetadata."""
    exit_code: int
    """Zero when FFmpeg was content; negative when a signal ended it."""
    pictures: str = ""
    """A line about each picture, as framecrc."""


def run(exe: str, path: Path) -> Pass:
    """Decode and measure the sound of a whole file; never raises for what is in it.

    Raises Interrupted when the child was asked to stop, FfmpegMissing when there is none.
    """
    with tempfile.TemporaryFile() as tags:
        line = ffmpeg.measure(exe, path, tags.fileno())
        return _finished(path, line, tags)


def run_film(exe: str, path: Path, moving: int, has_sound: bool) -> Pass:
    """Do as `run` does with sound and pictures; `moving` is the place of the pictures' track."""
    with tempfile.TemporaryFile() as tags, tempfile.TemporaryFile() as pictures:
        line = film_commands.measure_film(
            exe, path, tags.fileno(), pictures.fileno(), moving=moving, has_sound=has_sound
        )
        found = _finished(path, line, tags, pictures)
        pictures.seek(0)
        told = pictures.read(_WRITTEN).decode("ascii", "replace")
        return replace(found, pictures=told)


def look(exe: str, path: Path) -> Report:
    """Return what a file holds, without decoding it; raises as `run` does."""
    with tempfile.TemporaryFile() as unused:
        return _finished(path, film_commands.look(exe, path), unused).report


def _finished(path: Path, line: list[str], tags: IO[bytes], *others: IO[bytes]) -> Pass:
    with tempfile.TemporaryFile() as said:
        child = _start(line, said, (tags, *others))
        with child, _Limits(child, path.stat().st_size):
            assert child.stdout is not None
            fcntl.fcntl(child.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
            counter = LevelCounter()
            for block in _blocks(child.stdout):
                counter.feed(block)
        text = _ends_of(said).decode("utf-8", "replace")
        answered = child.returncode == _POLITE and _SIGNALLED in text
        if answered or child.returncode in _ASKED_TO_STOP:
            raise Interrupted(path)
        tags.seek(0)
        return Pass(counter.levels(), report.read(text), tags.read(_TAGS), child.returncode)


def _start(
    line: list[str], said: IO[bytes], written: Iterable[IO[bytes]]
) -> subprocess.Popen[bytes]:
    """Start the child in its own session, where a Ctrl-C meant for the parent does not reach it."""
    try:
        return subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            pass_fds=[file.fileno() for file in written],
            bufsize=0,
            start_new_session=True,
        )
    except OSError as error:
        raise ffmpeg.FfmpegMissing(f"{line[0]}: {error.strerror}") from error


class _Limits:
    """Keeps a child within its limits, and ends it when its reader leaves early."""

    def __init__(self, child: subprocess.Popen[bytes], size: int) -> None:
        self._child = child
        seconds = 120 + size // 50_000
        self._alarm = threading.Timer(4.0 * seconds, child.kill)
        self._alarm.daemon = True
        for limit, value in (
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _WRITTEN),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.prlimit(child.pid, limit, (value, value))
        os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)

    def __enter__(self) -> None:
        self._alarm.start()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._child.kill()
        self._child.wait()
        self._alarm.cancel()


def _blocks(pipe: IO[bytes]) -> Iterator[Block]:
    """Yield the sound in blocks that are reused: each is gone when the next is asked for."""
    buffer = bytearray(_BLOCK_BYTES)
    view = memoryview(buffer)
    while filled := _fill(pipe, view):
        whole = filled // BYTES_PER_FRAME * BYTES_PER_FRAME
        yield np.frombuffer(view[:whole], np.float32).reshape(-1, CHANNELS)


def _fill(pipe: IO[bytes], view: memoryview) -> int:
    filled = 0
    while filled < len(view):
        count = pipe.readinto(view[filled:])  # type: ignore[attr-defined]
        if not count:
            break
        filled += count
    return filled


def _ends_of(file: IO[bytes]) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size <= _HEAD + _TAIL:
        return file.read()
    head = file.read(_HEAD)
    file.seek(size - _TAIL)
    return head + b"\n" + file.read()
