"""The hand of one person on the coming rundown: each wish an override, then planned again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from media_library.store import CartStore
from scheduler.override import Override
from scheduler.stores import OverrideStore
from station.errors import StationError
from station.paths import StatePaths
from station.rundown import Item, Start
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Operator, TheDesk
from web.replanning import Replan, Replans
from web.rule_watch import RuleWatch, watch_of
from web.rundown_view import published

CAUSE = "override"


class ItemGone(StationError):
    """The item is no longer in the published rundown, or its time has come."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no coming item {key}")


@dataclass(frozen=True, slots=True)
class RundownEditing:
    """Every method stores one override. The caller owns the transaction."""

    session: Session
    channel: str
    paths: StatePaths
    account: Account
    audit: AuditLog
    replan: Replan
    now: datetime
    watch: RuleWatch

    @property
    def overrides(self) -> OverrideStore:
        return OverrideStore(self.session)

    def insert_after(self, cart_id: int, after_key: str) -> Override:
        """Raises ItemGone, CartNotFound, RuleBroken."""
        cart = CartStore(self.session).get(cart_id)
        after = self._item(after_key)
        self.watch.recording(self.channel, cart, after.ends)
        made = self.overrides.insert_after(
            self.channel, cart.id, after, by=self.account.name, now=self.now
        )
        return self._did(made, cart.title)

    def insert_at(self, cart_id: int, at: datetime, start: Start) -> Override:
        """Raises CartNotFound, ScheduleInvalid, RuleBroken."""
        cart = CartStore(self.session).get(cart_id)
        self.watch.recording(self.channel, cart, at)
        made = self.overrides.insert_at(
            self.channel, cart.id, at, by=self.account.name, now=self.now, start=start
        )
        return self._did(made, cart.title)

    def move_after(self, key: str, after_key: str) -> Override:
        """Raises ItemGone."""
        item, after = self._coming(key), self._item(after_key)
        made = self.overrides.move_after(
            self.channel, item, after, by=self.account.name, now=self.now
        )
        return self._did(made, item.title)

    def remove(self, key: str) -> Override:
        """Raises ItemGone."""
        item = self._coming(key)
        made = self.overrides.remove(self.channel, item, by=self.account.name, now=self.now)
        return self._did(made, item.title)

    def undo(self, override_id: int) -> Override:
        """Raises NotInSchedule, ScheduleInvalid."""
        if self.overrides.get(override_id).channel != self.channel:
            raise ItemGone(str(override_id))
        undone = self.overrides.undo(override_id, by=self.account.name, now=self.now)
        self.audit.record(self.now, self.account.name, "rundown.undo", override=override_id)
        self.replan(self.channel, CAUSE)
        return undone

    def _did(self, made: Override, title: str) -> Override:
        self.audit.record(
            self.now,
            self.account.name,
            f"rundown.{made.wish}",
            channel=self.channel,
            override=made.id,
            title=title,
        )
        self.replan(self.channel, CAUSE)
        return made

    def _coming(self, key: str) -> Item:
        item = self._item(key)
        if item.begins <= self.now:
            raise ItemGone(key)
        return item

    def _item(self, key: str) -> Item:
        rundown = published(self.paths, self.channel)
        found = next((item for item in rundown.items if item.key == key), None) if rundown else None
        if found is None:
            raise ItemGone(key)
        return found


def _editing(
    session: Database,
    channel: TheChannel,
    desk: TheDesk,
    account: Operator,
    audit: Audit,
    replan: Replans,
    now: Now,
) -> RundownEditing:
    watch = watch_of(desk, session, now)
    return RundownEditing(session, channel.slug, desk.paths, account, audit, replan, now, watch)


EditingRundown = Annotated[RundownEditing, Depends(_editing, scope="function")]
