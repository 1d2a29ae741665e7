"""Keys with which presenters connect live: one an account, its SHA-256 kept and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.presenters import Presenter, key_sha256, new_key
from web.accounts import Account, AccountStore, Role, account_of
from web.tables import AccountRow, PresenterKeyRow

PRESENTING = (Role.PRESENTER, Role.OPERATOR)
"""Roles that may speak live."""


@dataclass(frozen=True, slots=True)
class PresenterKey:
    """The key an account has now."""

    account_id: int
    channels: tuple[str, ...]
    """Where it opens the air."""
    always: bool
    """Whether it does so outside the presenter's slots too."""
    created_at: datetime
    interprets: bool = False
    """Whether it is a sign-language interpreter's: seen in a corner, never on the air."""


class PresenterKeys:
    """One session's view of the keys. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def presenters(self) -> list[tuple[Account, PresenterKey | None]]:
        """Return every account that may speak live, with its key."""
        keys = {row.account_id: _key(row) for row in self._rows()}
        accounts = AccountStore(self._session).list()
        return [(account, keys.get(account.id)) for account in accounts if account.has(*PRESENTING)]

    def of(self, account_id: int) -> PresenterKey | None:
        row = self._row(account_id)
        return None if row is None else _key(row)

    def make(
        self,
        account_id: int,
        channels: Iterable[str],
        *,
        always: bool,
        now: datetime,
        interprets: bool = False,
    ) -> str:
        """Return a new key, the only time it is known; the one before it ends."""
        self.revoke(account_id, now)
        key = new_key()
        self._session.add(
            PresenterKeyRow(
                account_id=account_id,
                key_sha256=key_sha256(key),
                channels=" ".join(sorted(channels)),
                always=always,
                interprets=interprets,
                created_at=now,
            )
        )
        self._session.flush()
        return key

    def change(
        self, account_id: int, channels: Iterable[str], *, always: bool, interprets: bool = False
    ) -> bool:
        """Let the key open other channels; return whether there is one."""
        row = self._row(account_id)
        if row is None:
            return False
        row.channels, row.always = " ".join(sorted(channels)), always
        row.interprets = interprets
        self._session.flush()
        return True

    def revoke(self, account_id: int, now: datetime) -> bool:
        """End the key; return whether there was one."""
        row = self._row(account_id)
        if row is None:
            return False
        row.revoked_at = now
        self._session.flush()
        return True

    def published(self) -> tuple[Presenter, ...]:
        """Return what the live process needs to know: no disabled account, no ended key."""
        found = self._session.execute(
            select(PresenterKeyRow, AccountRow)
            .join(AccountRow, PresenterKeyRow.account_id == AccountRow.id)
            .where(PresenterKeyRow.revoked_at.is_(None), AccountRow.disabled.is_(False))
            .order_by(AccountRow.name)
        )
        return tuple(
            Presenter(
                login=account.name,
                name=account.display_name,
                key_sha256=key.key_sha256,
                channels=tuple(key.channels.split()),
                always=key.always,
                interprets=key.interprets,
            )
            for key, account in found
            if account_of(account).has(*PRESENTING)
        )

    def _rows(self) -> Iterable[PresenterKeyRow]:
        return self._session.scalars(
            select(PresenterKeyRow).where(PresenterKeyRow.revoked_at.is_(None))
        )

    def _row(self, account_id: int) -> PresenterKeyRow | None:
        return self._session.scalar(
            select(PresenterKeyRow).where(
                PresenterKeyRow.account_id == account_id, PresenterKeyRow.revoked_at.is_(None)
            )
        )


def _key(row: PresenterKeyRow) -> PresenterKey:
    channels = tuple(row.channels.split())
    return PresenterKey(row.account_id, channels, row.always, row.created_at, row.interprets)
