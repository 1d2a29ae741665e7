"""Reads and writes what became of the checks before the airings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from media_library.soundness import Flaw
from scheduler.check import Check, Mark
from scheduler.tables.schedule import PreflightRow

_SOUND = "ok"


class PreflightStore:
    """One session's view of the checks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> dict[int, Check]:
        """Return the last check of every recording that was ever coming."""
        return {row.cart_id: _check(row) for row in self._session.scalars(select(PreflightRow))}

    def failed(self) -> dict[int, Check]:
        """Return the checks of those that must not go on air."""
        rows = self._session.scalars(
            select(PreflightRow)
            .where(PreflightRow.state != _SOUND)
            .order_by(PreflightRow.checked_at.desc())
        )
        return {row.cart_id: _check(row) for row in rows}

    def save(self, check: Check) -> None:
        self._session.merge(
            PreflightRow(
                cart_id=check.cart_id,
                path=check.path,
                size=check.mark.size,
                changed_ns=check.mark.changed_ns,
                checked_at=check.checked_at,
                state=check.flaw or _SOUND,
                about=check.detail,
            )
        )
        self._session.flush()


def _check(row: PreflightRow) -> Check:
    return Check(
        cart_id=row.cart_id,
        path=row.path,
        mark=Mark(row.size, row.changed_ns),
        checked_at=row.checked_at,
        flaw=None if row.state == _SOUND else Flaw(row.state),
        detail=row.about,
    )
