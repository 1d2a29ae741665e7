"""When each picture of a live interpreter is seen: steadily, as soon as its line allows. Pure."""

from dataclasses import dataclass

from station.audio import RATE

HELD_US = 480_000
"""How much an uneven line may be late before anything is seen of it."""
MORE_US = HELD_US * 3 // 2
"""What is held beyond that is worked off, unnoticed."""
MOST_US = 2_000_000
"""What is held beyond that is left out at once."""
EASE_US = 2_000
"""How much sooner each picture is seen meanwhile."""
_SECOND = 1_000_000


@dataclass(slots=True)
class Pace:
    """Belongs to one connection; asked for each picture in its order."""

    _begin: int | None = None
    """Station time, in µs, that stands for the first frame of the connection."""

    def due(self, frame: int, now: int) -> int:
        """Return when a picture is seen that has come at a station time, in µs."""
        place = frame * _SECOND // RATE
        held = -1 if self._begin is None else self._begin + place - now
        if self._begin is None or not 0 <= held <= MOST_US:
            self._begin = now + HELD_US - place
        elif held > MORE_US:
            self._begin -= EASE_US
        return self._begin + place
