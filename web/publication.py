"""What became of the last change: planned, published, on the air, told in one sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.pin import Pin, Purpose
from scheduler.planner.plan import Finding
from scheduler.publishing import Published
from scheduler.stores import ChannelPlanningStore, PinStore, PublishedStore, RuleStore
from web.channels import TheChannel
from web.deps import Database, TheDesk
from web.live import AirView
from web.replanning import Replanned, TheReplanning

LOST = timedelta(minutes=2)
"""A wish older than this was lost with its transaction."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A channel's rundown as the desk knows it."""

    channel: str
    version: int
    """The newest published version, 0 for none."""
    made_at: datetime | None
    checksum: str
    pending: bool
    """Whether a change is still being planned."""
    failed: bool
    """Whether planning the last change failed."""
    unchanged: bool
    """Whether the last change changed nothing that is still to air."""
    fresh: bool
    """Whether `version` came of a change made here within the last minutes."""
    added: int
    removed: int
    changed: int
    findings: tuple[Finding, ...]
    heard: int | None
    """Version the air plays; None when it does not answer."""
    held: Pin | None
    """What is held against planning: a roll-back, or what airs while changes gather."""
    locked_until: datetime
    """What begins before it changes only on the rundown, by hand."""
    rule_findings: int = 0
    """How often the published version breaks a rule, or something was left out for one."""

    @property
    def collecting(self) -> bool:
        return self.held is not None and self.held.purpose is Purpose.COLLECTING

    @property
    def on_air(self) -> bool:
        return self.heard is not None and self.heard >= self.version

    @property
    def waiting(self) -> bool:
        """Whether the page should ask again soon."""
        return self.pending or (self.fresh and not self.on_air and self.heard is not None)


def publication(
    session: Session, channel: str, state: Replanned, air: AirView, now: datetime
) -> Publication:
    newest = next(iter(PublishedStore(session).versions(channel, limit=1)), None)
    asked = state.asked_at is not None and now - state.asked_at < LOST
    result = state.result
    return Publication(
        channel=channel,
        version=newest.version if newest else 0,
        made_at=newest.made_at if newest else None,
        checksum=newest.checksum if newest else "",
        pending=state.pending and asked,
        failed=state.failed,
        unchanged=asked and result is not None and not isinstance(result, Published),
        fresh=asked and isinstance(result, Published),
        added=newest.added if newest else 0,
        removed=newest.removed if newest else 0,
        changed=newest.changed if newest else 0,
        findings=result.findings if result is not None else (),
        heard=air.snapshot.rundown_version if air.reachable and air.snapshot else None,
        held=PinStore(session).in_force(channel, now),
        locked_until=now + ChannelPlanningStore(session).lock(channel),
        rule_findings=RuleStore(session).rule_findings(channel, newest.version) if newest else 0,
    )


def _publication(
    desk: TheDesk, session: Database, channel: TheChannel, replanning: TheReplanning
) -> Publication:
    state, air = replanning.state(channel.slug), desk.hub.view(channel.slug)
    return publication(session, channel.slug, state, air, desk.clock.now())


ThePublication = Annotated[Publication, Depends(_publication, scope="function")]
