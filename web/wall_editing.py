"""The hand of one operator on the cart wall: each change stored, in the audit trail, undoable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from media_library.store import CartStore
from station.wall import Level
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Operator
from web.undo import Deed, TheUndoLog, UndoLog
from web.wall import Layout, WallButton, WallPage, WallStore
from web.wall_form import LONGEST_LABEL, ButtonForm


@dataclass(frozen=True, slots=True)
class WallEditing:
    """What one person changes on one channel's wall. The caller owns the transaction."""

    session: Session
    channel: str
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    now: datetime

    @property
    def store(self) -> WallStore:
        return WallStore(self.session, self.channel)

    @property
    def last(self) -> Deed | None:
        """The change that `undo` takes back, whoever made it."""
        return self.undo_log.last(self._everybody, self.now)

    def undo(self) -> Deed:
        """Make the wall what it was before the last change; raises NothingToUndo."""
        deed = self.undo_log.take(self._everybody, self.now)
        deed.back(self.session)
        self._record("wall.undo", deed.name)
        return deed

    def add_page(self, name: str) -> WallPage:
        before = self.store.layout()
        page = self.store.add_page(name)
        self._did("wall.page_added", name, before)
        return page

    def rename_page(self, page_id: int, name: str) -> None:
        before = self.store.layout()
        self.store.rename_page(page_id, name)
        self._did("wall.page_renamed", name, before)

    def remove_page(self, page_id: int) -> str:
        """Remove a page with its buttons; return its name."""
        before = self.store.layout()
        name = self.store.page(page_id).name
        self.store.remove_page(page_id)
        self._did("wall.page_removed", name, before)
        return name

    def order_pages(self, page_ids: Sequence[int]) -> None:
        before = self.store.layout()
        self.store.order_pages(page_ids)
        if page_ids:
            self._did("wall.pages_ordered", self.store.page(page_ids[0]).name, before)

    def add(self, page_id: int | None, cart_id: int) -> WallButton:
        """Put a recording on a page, or among the messages; raises CartNotFound, WallFull."""
        before = self.store.layout()
        cart = CartStore(self.session).get(cart_id)
        button = self.store.add_button(page_id, cart.id, cart.title[:LONGEST_LABEL].strip())
        self._did("wall.button_added", button.label, before)
        return button

    def change(self, button_id: str, form: ButtonForm) -> WallButton:
        """Change a button as a form without mistakes says; raises WallFull."""
        before = self.store.layout()
        page_id = self.store.button(button_id).page_id
        if page_id is not None and form.page.isdecimal():
            self.store.move_button(button_id, int(form.page))
        button = self.store.change_button(
            button_id,
            label=form.label.strip(),
            instead=form.how == "instead",
            duck_db=float(form.duck),
            colour=form.colour,
            level=Level(form.level),
            words=" ".join(form.words.split()),
        )
        self._did("wall.button_changed", button.label, before)
        return button

    def order(self, page_id: int | None, button_ids: Sequence[str]) -> None:
        before = self.store.layout()
        self.store.order_buttons(page_id, button_ids)
        name = "" if page_id is None else self.store.page(page_id).name
        self._did("wall.buttons_ordered", name, before)

    def remove(self, button_id: str) -> WallButton:
        before = self.store.layout()
        removed = self.store.remove_button(button_id)
        self._did("wall.button_removed", removed.label, before)
        return removed

    @property
    def _everybody(self) -> str:
        return f"wall:{self.channel}"

    def _did(self, what: str, name: str, before: Layout) -> None:
        def back(session: Session) -> None:
            WallStore(session, self.channel).restore(before)

        self.undo_log.note(self._everybody, Deed(self.channel, what, name, self.now, back))
        self._record(what, name)

    def _record(self, what: str, name: str) -> None:
        self.audit.record(self.now, self.account.name, what, channel=self.channel, name=name)


def _editing(
    session: Database,
    channel: TheChannel,
    account: Operator,
    audit: Audit,
    undo_log: TheUndoLog,
    now: Now,
) -> WallEditing:
    return WallEditing(session, channel.slug, account, audit, undo_log, now)


EditingWall = Annotated[WallEditing, Depends(_editing, scope="function")]
