"""Publishes plans: checked, compared with what was there, versioned, written atomically."""

import fcntl
import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from scheduler.airing import PublishedVersion
from scheduler.pin import Pin
from scheduler.planner.airtime import frame_at
from scheduler.planner.items import ends_at
from scheduler.planner.plan import Finding, Plan
from station import rundown
from station.errors import StationError
from station.rundown import Rundown, RundownUnreadable

logger = logging.getLogger(__name__)

EXTENSION = timedelta(minutes=15)
"""A rundown that only grew is published when it has grown by so much."""
KEEP_VERSIONS = 200
"""So many of the newest versions are kept, besides one that is held: two days and more."""


class PlanBroken(StationError):
    """A plan that must not reach the air; what is published stays."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Published:
    """A new version is out."""

    rundown: Rundown
    """What the air now plays."""
    version: PublishedVersion
    """Its entry in the history."""
    findings: tuple[Finding, ...]
    """What the planner remarked."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Planning again gave what is already published."""

    rundown: Rundown
    """What the air plays."""
    findings: tuple[Finding, ...]
    """What the planner remarked."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is still to come, in two rundowns."""

    added: int
    """Items only the newer one has, within the span of the older."""
    removed: int
    """Items only the older one has."""
    changed: int
    """Items of the same key that are not the same."""
    extended: timedelta
    """How much further the newer one reaches."""

    @property
    def edited(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Rundown, after: Rundown, now: datetime) -> Difference:
    """Compare what two rundowns hold for the time after `now`."""
    old = {item.key: item for item in before.items if item.ends > now}
    new = {item.key: item for item in after.items if item.ends > now}
    within = {key for key, item in new.items() if item.begins < before.ends}
    return Difference(
        added=len(within - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=sum(old[key] != new[key] for key in old.keys() & new.keys()),
        extended=after.ends - before.ends,
    )


def worth_publishing(before: Rundown | None, after: Rundown, now: datetime) -> bool:
    """Whether the air should be given `after` instead of `before`."""
    if before is None:
        return True
    until = before.ends
    if _beside(before, now, until) != _beside(after, now, until):
        return True
    apart = difference(before, after, now)
    return apart.edited or apart.extended >= min(EXTENSION, (after.ends - now) / 8)


def _beside(rundown: Rundown, now: datetime, until: datetime) -> tuple[object, ...]:
    """Return what a rundown has besides its items, as far as it is still to come."""
    over = [one for one in rundown.secondary if now < one.item.ends and one.item.begins < until]
    live = [slot for slot in rundown.live_slots if now < slot.ends and slot.begins < until]
    texts = [text for text in rundown.texts if now < text.ends and text.begins < until]
    return rundown.fillers, rundown.transitions, over, live, texts


def rundown_of(plan: Plan, channel: str, version: int, now: datetime, ends: datetime) -> Rundown:
    """Return a plan as a rundown; raises PlanBroken for one that must not reach the air."""
    for before, after in pairwise(plan.items):
        if frame_at(after.begins) < ends_at(before):
            raise PlanBroken(after.key, "begins before the item before it ends")
    begins = min([now, *(item.begins for item in plan.items[:1])])
    try:
        return Rundown(
            channel,
            version,
            now,
            begins,
            ends,
            plan.items,
            plan.fillers,
            plan.secondary,
            plan.live_slots,
            plan.transitions,
            texts=plan.texts,
        )
    except ValueError as error:
        raise PlanBroken(channel, str(error)) from error


def write(folder: Path, after: Rundown) -> None:
    """Write a version to the state folder, where the air reads it."""
    rundown.publish(folder, after)
    about = {"action": "rundown_published", "channel": after.channel, "version": after.version}
    logger.info("rundown %s version %d is published", after.channel, after.version, extra=about)


def entry_of(
    after: Rundown,
    before: Rundown | None,
    cause: str,
    *,
    by: str = "",
    restored: int | None = None,
) -> PublishedVersion:
    """Return the history entry of a version that followed `before`."""
    apart = _apart(after, before)
    return PublishedVersion(
        channel=after.channel,
        version=after.version,
        made_at=after.made_at,
        begins=after.begins,
        ends=after.ends,
        items=len(after.items),
        checksum=hashlib.sha256(rundown.to_json(after)).hexdigest(),
        cause=cause,
        added=apart.added,
        removed=apart.removed,
        changed=apart.changed,
        by=by,
        restored=restored,
    )


def _apart(after: Rundown, before: Rundown | None) -> Difference:
    if before is None:
        return Difference(len(after.items), 0, 0, after.ends - after.begins)
    return difference(before, after, after.made_at)


def current(folder: Path) -> Rundown | None:
    """Return what is published, None when there is nothing that can be trusted."""
    try:
        return rundown.read_current(folder)
    except RundownUnreadable as error:
        if any(folder.glob("*.json")):
            logger.warning("%s", error, extra={"action": "rundown_unreadable"})
        return None


def kept(folder: Path, entry: PublishedVersion | Pin) -> Rundown | None:
    """Return an earlier version, None when it is not kept any more or was damaged."""
    try:
        return rundown.read_version(folder, entry.version, entry.checksum)
    except RundownUnreadable as error:
        logger.warning("%s", error, extra={"action": "rundown_unreadable"})
        return None


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Let one planning of a channel at a time pass, whatever process it runs in."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".planning").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
