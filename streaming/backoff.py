"""How long to rest before trying again: 1, 2, 4 … 30 s, with jitter."""

from random import Random

FIRST = 1.0
LONGEST = 30.0


class Backoff:
    """Counts failures in a row."""

    def __init__(self, random: Random, longest: float = LONGEST) -> None:
        self._random = random
        self._longest = longest
        self._failures = 0

    def next(self) -> float:
        """Return the seconds to rest after one more failure, up to a quarter less at random."""
        rest = min(FIRST * 2.0**self._failures, self._longest)
        self._failures = min(self._failures + 1, 16)
        return rest * (1.0 - 0.25 * self._random.random())

    def reset(self) -> None:
        self._failures = 0
