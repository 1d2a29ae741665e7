"""What is wrong with the recording of a channel: for the desk, and once each for the journal."""

import logging
import uuid
from collections import deque
from pathlib import Path

from station.clock import Clock
from station.journal import Act, Fact, JournalWriter, read
from station.outputs import Trouble
from station.recordings import Alarm

logger = logging.getLogger(__name__)

_STANDING = frozenset(alarm for alarm in Alarm if alarm.stops or alarm is Alarm.SHORT)
MOST_WAITING = 1_000
"""Facts that wait for a disk which takes nothing; the oldest are forgotten."""


class Troubles:
    """One trouble at a time. The journal is the recorder's own: its disk may fail too."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """`folder`: of the journal."""
        self._folder = folder
        self._clock = clock
        self._journal: JournalWriter | None = None
        self._waiting: deque[Fact] = deque(maxlen=MOST_WAITING)
        self.now = _left_by_the_life_before(folder)
        """What is wrong."""

    def found(self, alarm: Alarm, about: str = "") -> None:
        """Say what is wrong; while it stays the same that is no news."""
        before = self._before
        if before is alarm:
            return
        if before and before.stops and not alarm.stops:
            self._tell(Alarm.GOES_ON)
        self.now = Trouble(alarm, self._clock.now(), about)
        self._tell(alarm, about)

    def over(self) -> None:
        """Say that nothing is wrong."""
        if before := self._before:
            self._tell(Alarm.GOES_ON if before.stops else Alarm.ROOM)
        self.now = None

    def gave_up(self, hours: int) -> None:
        self._tell(Alarm.GAVE_UP, str(hours))

    def write(self) -> None:
        """Give the journal what waits, if its disk takes it."""
        if not self._waiting:
            return
        try:
            if self._journal is None:
                self._journal = JournalWriter(self._folder)
            self._journal.append(list(self._waiting))
            self._waiting.clear()
        except OSError as error:
            logger.debug("journal of the recorder: %s", error)

    def close(self) -> None:
        self.write()
        if self._journal:
            self._journal.close()

    @property
    def _before(self) -> Alarm | None:
        return Alarm(self.now.code) if self.now else None

    def _tell(self, alarm: Alarm, about: str = "") -> None:
        fact = Fact(uuid.uuid4().hex, Act.ALARM, self._clock.now(), title=alarm, detail=about)
        self._waiting.append(fact)
        level = logging.ERROR if alarm.stops else logging.WARNING
        channel = self._folder.parent.name
        logger.log(level, "%s: %s %s", channel, alarm, about, extra={"action": str(alarm)})


def _left_by_the_life_before(folder: Path) -> Trouble | None:
    """Return the trouble of which a journal does not tell the end."""
    left: Trouble | None = None
    try:
        for fact, _ in read(folder):
            if fact.title in (Alarm.GOES_ON, Alarm.ROOM):
                left = None
            elif fact.title in _STANDING:
                left = Trouble(fact.title, fact.at, fact.detail)
    except OSError as error:
        logger.debug("journal of the recorder: %s", error)
    return left
