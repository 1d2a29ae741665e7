"""The as-run journal: facts the air appends to disk and the scheduler collects exactly once.

One file per UTC day, one fact per line: CRC-32 in hex, a space, the fact as JSON. A line torn by
a power cut fails its CRC; it can only be the last of a life, and the next life writes on a new
line.
"""

import contextlib
import enum
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start


class Act(enum.StrEnum):
    """What happened to an airing."""

    STARTED = "started"
    """Its first sample went out."""
    RESUMED = "resumed"
    """It came back: after an interruption, or after the air process was started again."""
    INTERRUPTED = "interrupted"
    """Something of a higher rung took the air; it may come back."""
    ENDED = "ended"
    """Its last sample went out, or it will not come back."""
    FAILED = "failed"
    """It could not be played; nothing of it, or no more of it, was heard."""
    FELL = "fell"
    """No item had the air: the rung in `rung` was heard from here on."""
    COMMAND = "command"
    """An operator's command was applied."""
    ALARM = "alarm"
    """Something was wrong from here on; `title` is its code."""
    CLOCK = "clock"
    """Station time was corrected; `detail` says by how much."""
    TEXT = "text"
    """Words were to be seen instead of heard: `detail`, in place of `title`. Planning notes it."""


class StartedBy(enum.StrEnum):
    """Why an airing began."""

    SCHEDULE = "schedule"
    OPERATOR = "operator"
    FILLER = "filler"
    RESTART = "restart"
    LIVE = "live"
    """A presenter or relay took the air by the rules."""
    PARENT = "parent"
    """It is a secondary item of another."""
    EMERGENCY = "emergency"


class EndedBy(enum.StrEnum):
    """Why an airing ended."""

    FINISHED = "finished"
    """It reached its segue or its end."""
    TRIMMED = "trimmed"
    """It was faded at the cue-out the planner gave it."""
    HARD_START = "hard_start"
    """A hard start cut it."""
    SKIPPED = "skipped"
    """An operator skipped it."""
    REPLACED = "replaced"
    """A rung above it took the air for good."""
    FAULT = "fault"
    """Its file or decoder failed."""
    STOPPED = "stopped"
    """The air process was stopped."""
    SLOT_END = "slot_end"
    """The live slot was over."""
    DROPPED = "dropped"
    """Left out whole to make good a delay; nothing of it was heard."""
    SILENT = "silent"
    """It was given up because nothing was heard of it."""
    LOST = "lost"
    """The air process died; written by its next life."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened on the air."""

    id: str
    """Unique for ever."""
    act: Act
    """What happened."""
    at: datetime
    """UTC of the sample at which it happened."""
    airing: str = ""
    """Names one airing from its start to its end; unlike the item key it is never used twice."""
    item_key: str = ""
    """Key of the rundown item."""
    cart_id: int | None = None
    """The recording."""
    kind: Kind | None = None
    """Kind of the recording."""
    title: str = ""
    """Title at that time."""
    artist: str = ""
    """Performer at that time."""
    programme: str = ""
    """Programme name."""
    campaign_id: int | None = None
    """The campaign that ordered it."""
    rung: Rung = Rung.SCHEDULE
    """Who had the air."""
    planned: datetime | None = None
    """Planned start, UTC."""
    planned_frames: int = 0
    """Frames the plan gave it."""
    start: Start | None = None
    """Hard or soft."""
    started_by: StartedBy | None = None
    """With STARTED."""
    ended_by: EndedBy | None = None
    """With ENDED and FAILED."""
    frames: int = 0
    """Frames of it heard so far, counted on the bus."""
    position: int = 0
    """Frame of the file at this instant."""
    rundown_version: int = 0
    """Version of the rundown it came from."""
    by: str = ""
    """Operator, where one had a hand in it."""
    detail: str = ""
    """Anything else worth keeping."""
    over: bool = False
    """Whether it sounded over another airing: a secondary item or a button. Such facts are not
    part of the time line."""
    why: str = ""
    """The reason an operator gave."""


_ADAPTER: TypeAdapter[Fact] = TypeAdapter(Fact)


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the journal: file name and byte offset behind the last line read."""

    file: str = ""
    """`YYYYMMDD.journal`, empty for the very beginning."""
    offset: int = 0
    """Bytes read of that file."""


class JournalWriter:
    """Appends facts and syncs them. Blocks on the disk: never for the tick thread.

    It never goes back to an older file, not even after a restart with the clock set back: a
    reader's cursor may be past it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO | None = None
        self._name = max((path.name for path in folder.glob("*.journal")), default="")

    def append(self, facts: list[Fact]) -> None:
        """Write the facts in order and sync; raises OSError, and then none of them counts."""
        before: list[tuple[Path, int]] = []
        try:
            for name, lines in self._by_file(facts):
                file = self._open(name)
                before.append((self._folder / self._name, file.seek(0, os.SEEK_END)))
                _write_whole(file, lines)
                os.fsync(file.fileno())
        except OSError:
            self._take_back(before)
            raise

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _by_file(self, facts: list[Fact]) -> Iterator[tuple[str, bytes]]:
        for name, group in groupby(facts, lambda fact: f"{fact.at:%Y%m%d}.journal"):
            bodies = (_ADAPTER.dump_json(fact, exclude_defaults=True) for fact in group)
            yield name, b"".join(b"%08x %s\n" % (zlib.crc32(body), body) for body in bodies)

    def _open(self, name: str) -> BinaryIO:
        if self._file is None or name > self._name:
            self.close()
            self._name = max(name, self._name)
            path = self._folder / self._name
            is_new = not path.exists()
            self._file = path.open("ab", buffering=0)
            if is_new:
                _sync_folder(self._folder)
            elif path.stat().st_size and not _ends_with_newline(path):
                self._file.write(b"\n")
        return self._file

    def _take_back(self, before: list[tuple[Path, int]]) -> None:
        """Cut off what a failed append wrote; the next one opens the file anew."""
        self.close()
        for path, size in before:
            with contextlib.suppress(OSError):
                os.truncate(path, size)


def read(folder: Path, after: Cursor = Cursor()) -> Iterator[tuple[Fact, Cursor]]:
    """Yield every whole fact behind `after` with the cursor behind it; damaged lines are left out.

    A last line without its newline is not whole yet and is left for the next reading.
    """
    for path in sorted(folder.glob("*.journal")):
        if path.name < after.file:
            continue
        offset = after.offset if path.name == after.file else 0
        with path.open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                offset += len(line)
                fact = _parse(line)
                if fact is not None:
                    yield fact, Cursor(path.name, offset)


def _parse(line: bytes) -> Fact | None:
    checksum, _, body = line.rstrip(b"\n").partition(b" ")
    if checksum != b"%08x" % zlib.crc32(body):
        return None
    try:
        return _ADAPTER.validate_json(body)
    except ValueError:
        return None


def _write_whole(file: BinaryIO, lines: bytes) -> None:
    while lines:
        lines = lines[file.write(lines) :]


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
