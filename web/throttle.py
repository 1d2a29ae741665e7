"""Slows down guessing of passwords, per account name and per address, across restarts."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web.tables import LoginAttemptRow

FORGET_AFTER = timedelta(days=1)


class Scope(enum.StrEnum):
    """What is counted."""

    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Policy:
    """How many failures are free, and how far the doubling wait grows."""

    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 20)
        return min(timedelta(seconds=2**doublings), self.longest)


POLICIES = {
    Scope.NAME: Policy(free=3, longest=timedelta(minutes=5)),
    Scope.ADDRESS: Policy(free=10, longest=timedelta(minutes=15)),
}
"""An office shares one address, so an address is given more tries than a name."""


class Throttle:
    """One session's view of the counters. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def wait(self, name: str, address: str, now: datetime) -> timedelta:
        """Return how long this name or address must still wait; zero when it may try."""
        rows = (self._row(scope, key) for scope, key in _keys(name, address))
        ends = [row.wait_until for row in rows if row is not None]
        return max([until - now for until in ends], default=timedelta(0))

    def count(self, name: str, address: str, now: datetime) -> None:
        """Count an attempt as failed; `forgive` takes it back when it was not."""
        for scope, key in _keys(name, address):
            row = self._row(scope, key)
            if row is None:
                row = LoginAttemptRow(scope=scope, key=key, failures=0)
                self._session.add(row)
            elif now - row.failed_at >= FORGET_AFTER:
                row.failures = 0
            row.failures += 1
            row.failed_at = now
            row.wait_until = now + POLICIES[scope].wait(row.failures)

    def forgive(self, name: str, address: str, now: datetime) -> None:
        """Forget the name's failures and the address's last one; drop what is long past."""
        by_name = LoginAttemptRow.scope == Scope.NAME, LoginAttemptRow.key == _folded(name)
        self._session.execute(delete(LoginAttemptRow).where(*by_name))
        row = self._row(Scope.ADDRESS, address)
        if row is not None:
            row.failures = max(0, row.failures - 1)
            row.wait_until = now
        past = LoginAttemptRow.failed_at < now - FORGET_AFTER
        self._session.execute(delete(LoginAttemptRow).where(past))

    def _row(self, scope: Scope, key: str) -> LoginAttemptRow | None:
        wanted = LoginAttemptRow.scope == scope, LoginAttemptRow.key == key
        return self._session.scalar(select(LoginAttemptRow).where(*wanted).with_for_update())


def _keys(name: str, address: str) -> tuple[tuple[Scope, str], ...]:
    return (Scope.NAME, _folded(name)), (Scope.ADDRESS, address)


def _folded(name: str) -> str:
    return name.strip().lower()[:64]
