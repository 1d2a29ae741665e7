"""The hand of one person on what stands over the pictures: published, recorded, undoable."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from station import look as looks
from station.config import Channel
from station.look import Look, LookUnreadable
from station.paths import StatePaths
from web import logo
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Now, Staff, TheDesk
from web.undo import Deed, TheUndoLog, UndoLog


@dataclass(frozen=True, slots=True)
class LookEditing:
    """What one person changes on one television channel."""

    paths: StatePaths
    channel: Channel
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    now: datetime

    @property
    def look(self) -> Look:
        """What is published; the defaults where that cannot be read."""
        try:
            return looks.read(self._path)
        except LookUnreadable:
            return Look()

    @property
    def logo(self) -> Path | None:
        path = self.paths.logo(self.channel.slug)
        return path if path.exists() else None

    @property
    def last(self) -> Deed | None:
        """The change that `undo` takes back, whoever made it."""
        return self.undo_log.last(self._everybody, self.now)

    def change(self, look: Look) -> None:
        """Publish a look; raises OSError."""
        path, before = self._path, self.look

        def back(_session: Session) -> None:
            looks.publish(path, before)

        looks.publish(path, look)
        slug, what = self.channel.slug, "look.changed"
        deed = Deed(slug, what, self.channel.name, self.now, back)
        self.undo_log.note(self._everybody, deed)
        self._record(what)

    def undo(self, session: Session) -> None:
        """Publish what was there before the last change; raises NothingToUndo, OSError."""
        self.undo_log.take(self._everybody, self.now).back(session)
        self._record("look.undo")

    def keep_logo(self, brought: bytes) -> None:
        """Publish a logo; raises LogoUnusable, OSError."""
        logo.keep(self.paths.logo(self.channel.slug), brought)
        self._record("look.logo")

    def remove_logo(self) -> None:
        self.paths.logo(self.channel.slug).unlink(missing_ok=True)
        self._record("look.logo_removed")

    @property
    def _path(self) -> Path:
        return self.paths.look(self.channel.slug)

    @property
    def _everybody(self) -> str:
        return f"look:{self.channel.slug}"

    def _record(self, what: str) -> None:
        self.audit.record(self.now, self.account.name, what, channel=self.channel.slug)


def _editing(
    desk: TheDesk,
    channel: TheChannel,
    account: Staff,
    audit: Audit,
    undo_log: TheUndoLog,
    now: Now,
) -> LookEditing:
    seen = next((each for each in (channel, *desk.config.channels) if each.shape), None)
    if seen is None:
        raise HTTPException(404)
    return LookEditing(desk.paths, seen, account, audit, undo_log, now)


EditingLook = Annotated[LookEditing, Depends(_editing, scope="function")]
