"""/api/v1/channels/…/rundown: changes to the coming items, kept as overrides and planned anew."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from scheduler.override import Override
from scheduler.planning import Planning
from scheduler.stores.overrides import OverrideStore
from station.rundown import Item, read_current
from web.audit import AuditLog
from web.deps import Now, Operator, TheDesk
from web.desk import Desk

router = APIRouter(prefix="/api/v1/channels/{slug}", tags=["rundown"])


class Changed(BaseModel):
    """The override that was made, so that it can be undone."""

    override_id: int


class MoveIn(BaseModel):
    """Air the item directly behind another."""

    after_key: str


class RundownChanges:
    """One person's changes to the rundown of one channel."""

    def __init__(self, desk: Desk, slug: str, by: str, now: datetime) -> None:
        if slug not in {channel.slug for channel in desk.config.channels}:
            raise HTTPException(404)
        self._desk = desk
        self._slug = slug
        self._by = by
        self._now = now

    def remove(self, item_key: str) -> Override:
        item = self._item(item_key)
        return self._change(
            "rundown.remove",
            lambda store: store.remove(self._slug, item, by=self._by, now=self._now),
            title=item.title,
        )

    def move(self, item_key: str, after_key: str) -> Override:
        item, after = self._item(item_key), self._item(after_key)
        return self._change(
            "rundown.move",
            lambda store: store.move_after(self._slug, item, after, by=self._by, now=self._now),
            title=item.title,
            after=after.title,
        )

    def undo(self, override_id: int) -> Override:
        def undo(store: OverrideStore) -> Override:
            if store.get(override_id).channel != self._slug:
                raise HTTPException(404)
            return store.undo(override_id, by=self._by, now=self._now)

        return self._change("rundown.undo", undo, override=override_id)

    def _change(
        self, action: str, change: Callable[[OverrideStore], Override], **about: object
    ) -> Override:
        """Store the override with its audit entry; when both are safe, plan anew."""
        with self._desk.sessions.begin() as session:
            override = change(OverrideStore(session))
            self._record(session, action, about)
        desk = self._desk
        Planning(desk.config, desk.paths, desk.sessions, desk.clock).replan(self._slug, action)
        return override

    def _record(self, session: Session, action: str, about: dict[str, object]) -> None:
        AuditLog(session).record(self._now, self._by, action, channel=self._slug, **about)

    def _item(self, key: str) -> Item:
        rundown = read_current(self._desk.paths.rundown(self._slug))
        for item in rundown.items:
            if item.key == key:
                return item
        raise HTTPException(404)


def _changes(slug: str, desk: TheDesk, account: Operator, now: Now) -> RundownChanges:
    return RundownChanges(desk, slug, account.name, now)


Changes = Annotated[RundownChanges, Depends(_changes)]


@router.post("/rundown/{item_key:path}/remove")
def remove(item_key: str, changes: Changes) -> Changed:
    """Take a coming item out of the rundown."""
    return Changed(override_id=changes.remove(item_key).id)


@router.post("/rundown/{item_key:path}/move")
def move(item_key: str, body: MoveIn, changes: Changes) -> Changed:
    """Air a coming item directly behind another."""
    return Changed(override_id=changes.move(item_key, body.after_key).id)


@router.post("/overrides/{override_id}/undo")
def undo(override_id: int, changes: Changes) -> Changed:
    """Take a change back."""
    return Changed(override_id=changes.undo(override_id).id)
