"""Who may read live on a channel, and say that he has: whoever may speak there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.stores import LiveReadingStore
from scheduler.traffic.live_reading import LiveReading
from web.accounts import Account, Role
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Database, Forbidden, Now, Presenter, TheDesk
from web.desk import Desk
from web.live_reads import tick
from web.microphone import channels_open_to
from web.presenter_keys import PresenterKeys


@dataclass(frozen=True, slots=True)
class LiveReader:
    """The hand of one person on what was read on one channel. The caller owns the transaction."""

    session: Session
    channel: str
    account: Account
    audit: AuditLog
    desk: Desk
    now: datetime

    def tick(self, key: str) -> LiveReading:
        """Count a reading; raises NotInSchedule for one that is not due."""
        zone = self.desk.config.zone
        reading = tick(self.session, self.channel, key, zone, now=self.now, by=self.account.name)
        self._did("live_read.ticked", reading)
        return reading

    def untick(self, key: str) -> None:
        """Take back a tick of one's own; an operator takes back anybody's. Raises Forbidden."""
        store = LiveReadingStore(self.session)
        reading = store.get(self.channel, key)
        if reading is None:
            return
        if not self.may_untick(reading):
            raise Forbidden
        store.untick(self.channel, key)
        self._did("live_read.unticked", reading)

    def may_untick(self, reading: LiveReading) -> bool:
        return reading.by == self.account.name or self.account.has(Role.OPERATOR)

    def _did(self, what: str, reading: LiveReading) -> None:
        self.audit.record(
            self.now, self.account.name, what, channel=self.channel, key=reading.item_key,
            title=reading.title, by=reading.by,
        )  # fmt: skip


def _reader(
    session: Database,
    channel: TheChannel,
    account: Presenter,
    audit: Audit,
    desk: TheDesk,
    now: Now,
) -> LiveReader:
    """Raises Forbidden for somebody who may not speak on the channel."""
    key = PresenterKeys(session).of(account.id)
    if channel.slug not in channels_open_to(account, key, desk.config):
        raise Forbidden
    return LiveReader(session, channel.slug, account, audit, desk, now)


Reader = Annotated[LiveReader, Depends(_reader, scope="function")]
