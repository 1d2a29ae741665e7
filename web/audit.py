"""Who did what, when: entries are added and never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.tables import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed."""

    at: datetime
    account: str
    action: str
    about: Mapping[str, object]


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
        return [AuditEntry(row.at, row.account, row.action, json.loads(row.about)) for row in rows]
