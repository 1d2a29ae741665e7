"""Who may sign in, and with which roles."""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from station.errors import StationError
from web.tables import AccountRow, SessionRow

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("the password of nobody")


class Role(enum.StrEnum):
    """What someone does at the station. An admin may do everything."""

    ADMIN = "admin"
    OPERATOR = "operator"
    HUMAS = "humas"
    PRESENTER = "presenter"
    """Speaks live: opens the microphone page and nothing else of the desk."""


class Unacceptable(enum.StrEnum):
    """Why an account cannot be written as asked."""

    NAME_INVALID = "name_invalid"
    NAME_TAKEN = "name_taken"
    PASSWORD_SHORT = "password_short"
    PASSWORD_LONG = "password_long"
    PASSWORD_IS_NAME = "password_is_name"
    NO_ROLE = "no_role"
    LAST_ADMIN = "last_admin"


class AccountUnacceptable(StationError):
    """The account cannot be written as asked; `why` is a code from the message catalogue."""

    def __init__(self, why: Unacceptable) -> None:
        super().__init__(f"account refused: {why}")
        self.why = why


class AccountNotFound(StationError):
    """There is no such account."""

    def __init__(self, account: int | str) -> None:
        super().__init__(f"no account {account}")


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may sign in."""

    id: int
    name: str
    display_name: str
    roles: frozenset[Role]
    language: str | None
    disabled: bool
    must_change_password: bool
    created_at: datetime

    def has(self, *roles: Role) -> bool:
        """Whether the account holds one of the roles; an admin holds them all."""
        return Role.ADMIN in self.roles or not self.roles.isdisjoint(roles)


def account_of(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        roles=frozenset(Role(word) for word in row.roles.split()),
        language=row.language,
        disabled=row.disabled,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
    )


class AccountStore:
    """One session's view of the accounts. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(
        self,
        name: str,
        password: str,
        roles: Iterable[Role],
        *,
        now: datetime,
        display_name: str = "",
        must_change_password: bool = False,
    ) -> Account:
        """Add an account; raises AccountUnacceptable."""
        name = name.strip().lower()
        if not _NAME.fullmatch(name):
            raise AccountUnacceptable(Unacceptable.NAME_INVALID)
        if self._row_named(name) is not None:
            raise AccountUnacceptable(Unacceptable.NAME_TAKEN)
        _check_password(password, name)
        row = AccountRow(
            name=name,
            display_name=display_name.strip() or name,
            password=_HASHER.hash(password),
            roles=_written(roles),
            must_change_password=must_change_password,
            created_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return account_of(row)

    def get(self, account_id: int) -> Account:
        return account_of(self._row(account_id))

    def named(self, name: str) -> Account | None:
        row = self._row_named(name)
        return None if row is None else account_of(row)

    def list(self) -> list[Account]:
        rows = self._session.scalars(select(AccountRow).order_by(AccountRow.name))
        return [account_of(row) for row in rows]

    def verify(self, name: str, password: str) -> Account | None:
        """Return the account whose password this is; as slow for a name nobody has."""
        row = self._row_named(name)
        stored = _NOBODY if row is None else row.password
        if not _matches(stored, password) or row is None or row.disabled:
            return None
        if _HASHER.check_needs_rehash(row.password):
            row.password = _HASHER.hash(password)
        return account_of(row)

    def set_password(
        self, account_id: int, password: str, *, must_change_password: bool = False
    ) -> None:
        """Change a password and sign the account out everywhere; raises AccountUnacceptable."""
        row = self._row(account_id)
        _check_password(password, row.name)
        row.password = _HASHER.hash(password)
        row.must_change_password = must_change_password
        self._sign_out_everywhere(account_id)

    def set_roles(self, account_id: int, roles: Iterable[Role]) -> None:
        """Give other roles; raises AccountUnacceptable when no admin would be left."""
        row = self._row(account_id)
        written = _written(roles)
        if Role.ADMIN not in written.split():
            self._keep_an_admin(row)
        row.roles = written

    def set_display_name(self, account_id: int, display_name: str) -> None:
        row = self._row(account_id)
        row.display_name = display_name.strip() or row.name

    def set_language(self, account_id: int, language: str | None) -> None:
        self._row(account_id).language = language

    def disable(self, account_id: int) -> None:
        """Shut the account and end its sessions; raises AccountUnacceptable for the last admin."""
        row = self._row(account_id)
        self._keep_an_admin(row)
        row.disabled = True
        self._sign_out_everywhere(account_id)

    def enable(self, account_id: int) -> None:
        self._row(account_id).disabled = False

    def _keep_an_admin(self, leaving: AccountRow) -> None:
        others = (account for account in self.list() if account.id != leaving.id)
        if Role.ADMIN in leaving.roles.split() and not any(
            Role.ADMIN in other.roles and not other.disabled for other in others
        ):
            raise AccountUnacceptable(Unacceptable.LAST_ADMIN)

    def _sign_out_everywhere(self, account_id: int) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))

    def _row_named(self, name: str) -> AccountRow | None:
        wanted = name.strip().lower()
        return self._session.scalar(select(AccountRow).where(AccountRow.name == wanted))

    def _row(self, account_id: int) -> AccountRow:
        row = self._session.get(AccountRow, account_id)
        if row is None:
            raise AccountNotFound(account_id)
        return row


def _written(roles: Iterable[Role]) -> str:
    words = sorted({role.value for role in roles})
    if not words:
        raise AccountUnacceptable(Unacceptable.NO_ROLE)
    return " ".join(words)


def _check_password(password: str, name: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise AccountUnacceptable(Unacceptable.PASSWORD_SHORT)
    if len(password) > LONGEST_PASSWORD:
        raise AccountUnacceptable(Unacceptable.PASSWORD_LONG)
    if password.casefold().strip() == name:
        raise AccountUnacceptable(Unacceptable.PASSWORD_IS_NAME)


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
