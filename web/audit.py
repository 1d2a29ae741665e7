"""Who did what, when: entries are added and never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.tables import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed."""

    at: datetime
    account: str
    action: str
    about: Mapping[str, Any]
    id: int = 0
    """Row number."""


class AuditLog:
    """One session's view of the audit trail. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, at: datetime, account: str, action: str, **about: object) -> None:
        """Add an entry; `action` is a code such as `air.skip`, its words are the catalogue's."""
        text = json.dumps(about, ensure_ascii=False, default=str)
        self._session.add(AuditRow(at=at, account=account, action=action, about=text))

    def newest(self, limit: int = 100, offset: int = 0) -> list[AuditEntry]:
        rows = self._session.scalars(
            select(AuditRow).order_by(AuditRow.id.desc()).limit(limit).offset(offset)
        )
        return [_entry(row) for row in rows]

    def of(self, action: str, *, naming: str = "", limit: int = 100) -> list[AuditEntry]:
        """Return the entries of one action, the newest first; `naming`: a word that is in them."""
        query = select(AuditRow).where(AuditRow.action == action)
        if naming:
            query = query.where(AuditRow.about.contains(naming, autoescape=True))
        return [
            _entry(row)
            for row in self._session.scalars(query.order_by(AuditRow.id.desc()).limit(limit))
        ]

    def get(self, number: int, action: str) -> AuditEntry | None:
        """Return one entry of an action."""
        row = self._session.get(AuditRow, number)
        return _entry(row) if row is not None and row.action == action else None


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.at, row.account, row.action, json.loads(row.about), row.id)
