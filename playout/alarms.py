"""What an operator should see at once, each since when; pure but for what it remembers."""

from collections.abc import Iterable
from datetime import datetime

from station.snapshot import Alarm

Wrong = tuple[str, str, str]
"""Code, what it is about, and the key of the item concerned."""


class Alarms:
    """Gives every alarm the instant at which it was first seen."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, str], datetime] = {}

    def of(self, wrong: Iterable[Wrong], now: datetime) -> tuple[Alarm, ...]:
        """Return the alarms for what is wrong now; what is not wrong any more is forgotten."""
        found = list(wrong)
        known = {(code, key): self._since.get((code, key), now) for code, _, key in found}
        self._since = known
        return tuple(Alarm(code, known[code, key], about, key) for code, about, key in found)
