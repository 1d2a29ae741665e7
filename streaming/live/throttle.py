"""Slows down whoever tries keys: so many wrong ones an address and a while. Pure."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WRONG_KEYS = 20
"""A program with an old key tries every few seconds, and others may share its address."""
WHILE = timedelta(minutes=1)
ADDRESSES = 1_000


class Throttle:
    """Remembers the newest failures of each address, and no more addresses than it must."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def failed(self, address: str, now: datetime) -> None:
        """Note a wrong key."""
        self._failures.setdefault(address, deque(maxlen=WRONG_KEYS)).append(now)
        self._failures.move_to_end(address)
        while len(self._failures) > ADDRESSES:
            self._failures.popitem(last=False)

    def blocks(self, address: str, now: datetime) -> bool:
        """Whether this address has to wait."""
        failures = self._failures.get(address, deque())
        return len(failures) == WRONG_KEYS and now - failures[0] < WHILE
