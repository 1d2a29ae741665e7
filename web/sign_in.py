"""Signing in: one attempt, counted before the password is looked at."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from station.clock import Clock
from station.errors import StationError
from web.accounts import AccountStore
from web.audit import AuditLog
from web.browser_sessions import BrowserSessions
from web.throttle import Throttle


class SignInRefused(StationError):
    """Wrong name or password; which of the two is not told."""

    def __init__(self) -> None:
        super().__init__("wrong name or password")


class MustWait(StationError):
    """Too many failures of this name or address."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"try again in {wait.total_seconds():.0f} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class SignIn:
    """The door. Two transactions, so that attempts side by side are all counted."""

    sessions: sessionmaker[Session]
    clock: Clock

    def attempt(self, name: str, password: str, address: str) -> str:
        """Return the token of a new session; raises SignInRefused or MustWait."""
        self._count(name, address)
        with self.sessions.begin() as session:
            account = AccountStore(session).verify(name, password)
            if account is None:
                raise SignInRefused
            now = self.clock.now()
            Throttle(session).forgive(name, address, now)
            AuditLog(session).record(now, account.name, "sign_in", address=address)
            return BrowserSessions(session).open(account.id, now)

    def _count(self, name: str, address: str) -> None:
        now = self.clock.now()
        try:
            with self.sessions.begin() as session:
                throttle = Throttle(session)
                wait = throttle.wait(name, address, now)
                if wait > timedelta(0):
                    raise MustWait(wait)
                throttle.count(name, address, now)
        except IntegrityError as error:  # the same name's first failure, twice at once
            raise MustWait(timedelta(seconds=1)) from error
