"""What a route may ask for. The app is built once; requests borrow from it.

Every route says who may come: one of the accounts below (`Operator`, `Humas`, …), or
`dependencies=[PUBLIC]` for everyone.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from station.errors import StationError
from web.accounts import Account, AccountStore, Role
from web.audit import AuditLog
from web.browser_sessions import COOKIE, BrowserSessions
from web.desk import Desk, desk_of

PASSWORD_PAGE = "/account/password"
_WITHOUT_OWN_PASSWORD = {PASSWORD_PAGE, "/sign-out"}


class NotSignedIn(StationError):
    """The route is for people who have signed in."""

    def __init__(self) -> None:
        super().__init__("not signed in")


class Forbidden(StationError):
    """The account lacks the role."""

    def __init__(self) -> None:
        super().__init__("forbidden")


class PasswordMustChange(StationError):
    """The account still has the password somebody else chose."""

    def __init__(self) -> None:
        super().__init__("the password must be changed first")


TheDesk = Annotated[Desk, Depends(desk_of)]


def _now(desk: TheDesk) -> datetime:
    return desk.clock.now()


Now = Annotated[datetime, Depends(_now)]


def _database(desk: TheDesk) -> Iterator[Session]:
    """One transaction per request: commit if the route returns, else roll back."""
    with desk.sessions.begin() as session:
        yield session


Database = Annotated[Session, Depends(_database, scope="function")]


def _accounts(session: Database) -> AccountStore:
    return AccountStore(session)


def _browser_sessions(session: Database) -> BrowserSessions:
    return BrowserSessions(session)


def _audit(session: Database) -> AuditLog:
    return AuditLog(session)


Accounts = Annotated[AccountStore, Depends(_accounts, scope="function")]
OpenSessions = Annotated[BrowserSessions, Depends(_browser_sessions, scope="function")]
Audit = Annotated[AuditLog, Depends(_audit, scope="function")]


def _signed_in(request: Request, desk: TheDesk, now: Now) -> Account | None:
    """Look in a transaction of its own, so that none stays open while the route does its work."""
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    with desk.sessions.begin() as session:
        account = BrowserSessions(session).account(token, now)
    request.state.account = account
    return account


SignedIn = Annotated[Account | None, Depends(_signed_in)]
"""Who is signed in, if anyone."""


class Allowed:
    """Lets in the accounts that hold one of the roles; with no role named, every account."""

    def __init__(self, *roles: Role) -> None:
        self.roles = roles

    def __call__(self, request: Request, account: SignedIn) -> Account:
        if account is None:
            raise NotSignedIn
        if account.must_change_password and request.url.path not in _WITHOUT_OWN_PASSWORD:
            raise PasswordMustChange
        if self.roles and not account.has(*self.roles):
            raise Forbidden
        return account


def anyone() -> None:
    """Mark a route as public."""


PUBLIC = Depends(anyone)
Member = Annotated[Account, Depends(Allowed())]
"""Anyone who has signed in."""
Admin = Annotated[Account, Depends(Allowed(Role.ADMIN))]
Operator = Annotated[Account, Depends(Allowed(Role.OPERATOR))]
Humas = Annotated[Account, Depends(Allowed(Role.HUMAS))]
Presenter = Annotated[Account, Depends(Allowed(Role.PRESENTER, Role.OPERATOR))]
"""Who may speak live."""
Staff = Annotated[Account, Depends(Allowed(Role.OPERATOR, Role.HUMAS))]
"""Operators and the public relations office."""
