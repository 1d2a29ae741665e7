"""Signed-in browsers: the cookie holds a random token, the database only its hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web.accounts import Account, account_of
from web.tables import AccountRow, SessionRow

COOKIE = "mengudara_session"
LIFETIME = timedelta(days=14)
"""A browser that was not used for this long must sign in again."""

_SEEN_EVERY = timedelta(minutes=5)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class BrowserSessions:
    """One session's view of the signed-in browsers. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, account_id: int, now: datetime) -> str:
        """Return the token for the cookie of a newly signed-in browser."""
        self._session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))
        token = secrets.token_urlsafe(32)
        self._session.add(
            SessionRow(
                token_hash=_hash(token),
                account_id=account_id,
                created_at=now,
                seen_at=now,
                expires_at=now + LIFETIME,
            )
        )
        return token

    def account(self, token: str, now: datetime) -> Account | None:
        """Return who is signed in, and keep a used session alive."""
        found = self._session.execute(
            select(SessionRow, AccountRow)
            .join(AccountRow, SessionRow.account_id == AccountRow.id)
            .where(SessionRow.token_hash == _hash(token))
        ).one_or_none()
        if found is None:
            return None
        row, account = found
        if row.expires_at <= now or account.disabled:
            return None
        if now - row.seen_at >= _SEEN_EVERY:
            row.seen_at, row.expires_at = now, now + LIFETIME
        return account_of(account)

    def close(self, token: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(token)))
