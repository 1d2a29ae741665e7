"""The hand of one person on announcements: each change stored, noted, undoable, planned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from media_library.store import CartStore
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.stores import CampaignStore
from scheduler.traffic.campaign import Campaign
from station.errors import StationError
from web.accounts import Account
from web.audit import AuditLog
from web.deps import Audit, Database, Humas, Now, TheDesk
from web.replanning import Replan, Replans
from web.rule_watch import RuleWatch, watch_of
from web.undo import Deed, TheUndoLog, UndoLog


class CampaignAired(StationError):
    """An announcement that was on the air cannot be deleted: its proof would go with it."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(f"campaign {campaign_id} has aired")


@dataclass(frozen=True, slots=True)
class CampaignEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    replan: Replan
    now: datetime
    watch: RuleWatch

    @property
    def campaigns(self) -> CampaignStore:
        return CampaignStore(self.session)

    def save(self, campaign: Campaign) -> Campaign:
        """Add or change; raises ScheduleInvalid for a recording that is not there, RuleBroken."""
        known = CartStore(self.session).get_many(campaign.cart_ids)
        if len(known) < len(set(campaign.cart_ids)):
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")
        self.watch.campaign(campaign)
        before = self.campaigns.get(campaign.id) if campaign.id else None
        stored = self.campaigns.save(campaign, self.now)
        if before is None:
            self._did(stored, "campaign.added", lambda session: _remove(session, stored, self.now))
        else:
            self._did(stored, "campaign.changed", lambda session: _save(session, before, self.now))
        return stored

    def stop(self, campaign_id: int) -> Campaign:
        """Take it off the air from now on; what has aired stays on record."""
        return self._switch(campaign_id, active=False)

    def go_on(self, campaign_id: int) -> Campaign:
        return self._switch(campaign_id, active=True)

    def remove(self, campaign_id: int) -> Campaign:
        """Delete what never aired; raises CampaignAired. Undone, it comes back renumbered."""
        before = self.campaigns.get(campaign_id)
        if self.campaigns.aired(campaign_id):
            raise CampaignAired(campaign_id)
        self.campaigns.remove(campaign_id)
        again = replace(before, id=0)
        self._did(before, "campaign.removed", lambda session: _save(session, again, self.now))
        return before

    def undo(self) -> Deed:
        """Take the last change back; raises NothingToUndo."""
        deed = self.undo_log.take(self.account.name, self.now)
        deed.back(self.session)
        self.audit.record(self.now, self.account.name, "undo", what=deed.what, name=deed.name)
        self.replan(deed.channel)
        return deed

    def _switch(self, campaign_id: int, active: bool) -> Campaign:
        before = self.campaigns.get(campaign_id)
        stored = self.campaigns.save(replace(before, active=active), self.now)
        what = "campaign.continued" if active else "campaign.stopped"
        self._did(stored, what, lambda session: _save(session, before, self.now))
        return stored

    def _did(self, campaign: Campaign, what: str, back: Callable[[Session], None]) -> None:
        name = self.account.name
        self.audit.record(self.now, name, what, campaign=campaign.id, title=campaign.title)
        self.undo_log.note(name, Deed(campaign.channel, what, campaign.title, self.now, back))
        self.replan(campaign.channel)


def _save(session: Session, campaign: Campaign, now: datetime) -> None:
    CampaignStore(session).save(campaign, now)


def _remove(session: Session, campaign: Campaign, now: datetime) -> None:
    """Undo an addition; what has aired meanwhile is stopped instead, for its proof."""
    store = CampaignStore(session)
    if store.aired(campaign.id):
        store.save(replace(campaign, active=False), now)
    else:
        store.remove(campaign.id)


def _editing(
    desk: TheDesk,
    session: Database,
    account: Humas,
    audit: Audit,
    undo: TheUndoLog,
    replan: Replans,
    now: Now,
) -> CampaignEditing:
    watch = watch_of(desk, session, now)
    return CampaignEditing(session, account, audit, undo, replan, now, watch)


Editing = Annotated[CampaignEditing, Depends(_editing, scope="function")]
