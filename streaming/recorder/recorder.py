"""The leaf that records what a channel airs, and gives up what is old. Its disk may fail."""

import errno
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from station.clock import Clock
from station.config import Recording
from station.errors import StationError
from station.outputs import Output, OutputState
from station.recordings import INDEX, Alarm, Copy, begins_of, hours
from streaming.recorder.copies import Made
from streaming.recorder.copy_writer import CopyWriter
from streaming.recorder.retention import Kept, for_room, too_old
from streaming.recorder.troubles import Troubles
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
TIDY_EVERY = timedelta(minutes=1)
QUIET_AFTER = timedelta(seconds=30)
"""A television encoder takes ten seconds to begin."""
SHORT_BELOW, SHORT_UNTIL = 1.2, 1.5
"""Times the room that is kept free: from where a disk is nearly full, and from where it is not."""

Free = Callable[[Path], int]
"""Bytes that are free where a folder is; raises OSError."""


class NoRoom(StationError):
    """The disk has less left than the recording may leave."""

    def __init__(self, free: int) -> None:
        self.free = free
        super().__init__(f"only {free / 1e9:.1f} GB are free: nothing is recorded")


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Recorder:
    """Writes every copy of one channel; nothing else waits for it."""

    def __init__(
        self,
        folder: Path,
        settings: Recording,
        made: Mapping[Copy, Made],
        standing: Callable[[Copy], Standing],
        clock: Clock,
        troubles: Troubles,
        free: Free = free_bytes,
    ) -> None:
        """`made`: what each copy is made of."""
        self._folder = folder
        self._settings = settings
        self._clock = clock
        self._troubles = troubles
        self._free = free
        self._writers = {
            copy: CopyWriter(folder / copy, each.rings, stills=each.stills)
            for copy, each in made.items()
        }
        self._standings = {copy: standing(copy) for copy in made}
        self._tidied: datetime | None = None
        self._came = {copy: (0, clock.now()) for copy in made}
        """How far each copy has come in station time, and since when it has come no further: by our
        own clock, which the air's may differ from."""

    def run(self, stop: Event) -> None:
        for standing in self._standings.values():
            standing.enter(OutputState.CONNECTING)
        while not stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception as error:
                logger.exception("recorder failed", extra={"action": "recorder_failed"})
                self._stop(Alarm.UNWRITABLE, error)
                self._tell()
        self.close()

    def close(self) -> None:
        """Write what is left."""
        for copy, writer in self._writers.items():
            writer.close()
            self._standings[copy].enter(OutputState.IDLE)
        self._troubles.close()

    def look(self) -> None:
        """Write what has come, if there is room; give up what is old once a minute."""
        self._look()
        self._tell()

    def outputs(self) -> list[Output]:
        return [each.output() for each in self._standings.values()]

    def _look(self) -> None:
        try:
            tidied = self._tidy()
            if not self._writers:
                return
            free = self._required_room(tidied=tidied)
        except NoRoom as error:
            self._stop(Alarm.FULL, error, _gigabytes(error.free))
            return
        except OSError as error:
            self._stop(Alarm.UNWRITABLE, error)
            return
        failed = [self._write(copy, writer) for copy, writer in self._writers.items()]
        if failure := next(filter(None, failed), None):
            self._found(failure, free)
        elif quiet := max(map(self._quiet, self._writers)):
            self._troubles.found(Alarm.BEHIND, f"{quiet.total_seconds():.0f}")
        elif self._is_short(free):
            self._troubles.found(Alarm.SHORT, _gigabytes(free))
        elif any(covered for covered, _ in self._came.values()):
            self._troubles.over()

    def _write(self, copy: Copy, writer: CopyWriter) -> OSError | None:
        """Write what has come of a copy; return what went wrong."""
        standing = self._standings[copy]
        try:
            written = writer.write()
        except OSError as error:
            standing.enter(OutputState.STALLED, str(error))
            return error
        standing.sent(written)
        if self._quiet(copy):
            standing.enter(OutputState.STALLED, "the encoder gives nothing")
        elif written:
            standing.enter(OutputState.UP)
        return None

    def _quiet(self, copy: Copy) -> timedelta:
        """Return for how long nothing has come, no time while that is usual."""
        now, covered = self._clock.now(), self._writers[copy].covered
        if covered != self._came[copy][0]:
            self._came[copy] = covered, now
        quiet = now - self._came[copy][1]
        return quiet if quiet >= QUIET_AFTER else timedelta()

    def _found(self, error: OSError, free: int) -> None:
        """Note that a disk takes nothing."""
        if error.errno == errno.ENOSPC:
            self._troubles.found(Alarm.FULL, _gigabytes(free))
        else:
            self._troubles.found(Alarm.UNWRITABLE, error.strerror or str(error))

    def _stop(self, alarm: Alarm, error: Exception, about: str = "") -> None:
        """Leave out what has come; the alarm stands until there is room again."""
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        self._troubles.found(alarm, about or why)
        for copy, writer in self._writers.items():
            writer.give_up()
            self._standings[copy].enter(OutputState.STALLED, str(error))

    def _tell(self) -> None:
        """Tell the desk and the journal what is wrong."""
        for standing in self._standings.values():
            standing.trouble(self._troubles.now)
        self._troubles.write()

    def _required_room(self, *, tidied: bool) -> int:
        """Return how much is free; raises NoRoom. A disk that has just become short is tidied once,
        for some tell later what is free."""
        least, free = self._settings.keep_free_bytes, self._free(self._folder)
        if free < least and not tidied and not self._stands(Alarm.FULL):
            self._tidied = None
            self._tidy()
            free = self._free(self._folder)
        if free < least:
            raise NoRoom(free)
        return free

    def _stands(self, alarm: Alarm) -> bool:
        trouble = self._troubles.now
        return trouble is not None and trouble.code == alarm

    def _is_short(self, free: int) -> bool:
        times = SHORT_UNTIL if self._stands(Alarm.SHORT) else SHORT_BELOW
        return free < self._settings.keep_free_bytes * times

    def _tidy(self) -> bool:
        """Give up what is old, once a minute; return whether it was done."""
        now = self._clock.now()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return False
        self._tidied = now
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = list(_kept(self._folder))
        old = set(too_old(kept, self._settings, now))
        rest = [each for each in kept if each not in old]
        needed = self._settings.keep_free_bytes - self._free(self._folder)
        needed -= sum(each.size for each in old)
        given_up = list(for_room(rest, self._settings, now, needed))
        for each in (*old, *given_up):
            each.path.unlink(missing_ok=True)
            each.path.with_suffix(INDEX).unlink(missing_ok=True)
        if given_up:
            self._troubles.gave_up(len(given_up))
        return True


def _gigabytes(free: int) -> str:
    return f"{free / 1e9:.0f}"


def _kept(folder: Path) -> Iterator[Kept]:
    for copy in Copy:
        for path in hours(folder / copy):
            if begins := begins_of(path):
                yield Kept(path, copy, begins, path.stat().st_size)
