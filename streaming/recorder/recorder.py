"""The leaf that records what a channel airs, and gives up what is old. Its disk may fail."""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from station.clock import Clock
from station.config import Recording
from station.errors import StationError
from station.outputs import Output, OutputState
from station.recordings import INDEX, Copy, begins_of, hours
from streaming.recorder.copy_writer import CopyWriter
from streaming.recorder.retention import Kept, for_room, too_old
from streaming.ring import Ring
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
TIDY_EVERY = timedelta(minutes=1)

Free = Callable[[Path], int]
"""Bytes that are free where a folder is; raises OSError."""


class NoRoom(StationError):
    """The disk has less left than the recording may leave."""

    def __init__(self, free: int) -> None:
        super().__init__(f"only {free / 1e9:.1f} GB are free: nothing is recorded")


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Recorder:
    """Writes every copy of one channel; nothing else waits for it."""

    def __init__(
        self,
        folder: Path,
        settings: Recording,
        rings: Mapping[Copy, Sequence[Ring]],
        standing: Callable[[Copy], Standing],
        clock: Clock,
        free: Free = free_bytes,
    ) -> None:
        """`rings`: for each copy that is made, what it is made of."""
        self._folder = folder
        self._settings = settings
        self._clock = clock
        self._free = free
        self._writers = {copy: CopyWriter(folder / copy, each) for copy, each in rings.items()}
        self._standings = {copy: standing(copy) for copy in rings}
        self._tidied: datetime | None = None
        self._error = ""

    def run(self, stop: Event) -> None:
        for standing in self._standings.values():
            standing.enter(OutputState.CONNECTING)
        while not stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:
                logger.exception("recorder failed", extra={"action": "recorder_failed"})
                self._stop(error)
        self.close()

    def close(self) -> None:
        """Write what is left."""
        for copy, writer in self._writers.items():
            writer.close()
            self._standings[copy].enter(OutputState.IDLE)

    def look(self) -> None:
        """Write what has come, if there is room; give up what is old once a minute."""
        try:
            self._tidy()
            self._require_room()
        except (OSError, NoRoom) as error:
            self._stop(error)
            return
        failed = [self._write(copy, writer) for copy, writer in self._writers.items()]
        self._note(next(filter(None, failed), ""))

    def outputs(self) -> list[Output]:
        return [each.output() for each in self._standings.values()]

    def _write(self, copy: Copy, writer: CopyWriter) -> str:
        """Write what has come of a copy; return what went wrong."""
        standing = self._standings[copy]
        try:
            if written := writer.write():
                standing.sent(written)
                standing.enter(OutputState.UP)
        except OSError as error:
            standing.enter(OutputState.STALLED, str(error))
            return str(error)
        return ""

    def _stop(self, error: Exception) -> None:
        """Leave out what has come; the alarm stands until there is room again."""
        self._note(str(error))
        for copy, writer in self._writers.items():
            writer.give_up()
            self._standings[copy].enter(OutputState.STALLED, str(error))

    def _note(self, error: str) -> None:
        """Log once that nothing is recorded, and once that it goes on."""
        name = self._folder.name
        if error and not self._error:
            logger.error("recording of %s: %s", name, error, extra={"action": "recorder_stopped"})
        if self._error and not error:
            logger.warning("recording of %s goes on", name, extra={"action": "recorder_goes_on"})
        self._error = error

    def _require_room(self) -> None:
        free = self._free(self._folder)
        if free < self._settings.keep_free_bytes:
            raise NoRoom(free)

    def _tidy(self) -> None:
        now = self._clock.now()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = list(_kept(self._folder))
        old = set(too_old(kept, self._settings, now))
        rest = [each for each in kept if each not in old]
        needed = self._settings.keep_free_bytes - self._free(self._folder)
        needed -= sum(each.size for each in old)
        for each in (*old, *for_room(rest, self._settings, now, needed)):
            each.path.unlink(missing_ok=True)
            each.path.with_suffix(INDEX).unlink(missing_ok=True)


def _kept(folder: Path) -> Iterator[Kept]:
    for copy in Copy:
        for path in hours(folder / copy):
            if begins := begins_of(path):
                yield Kept(path, copy, begins, path.stat().st_size)
