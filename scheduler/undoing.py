"""Undoing: finds the version that was on when the wish that is now taken back was made.

The planner brings its places and choices back; what was wished or changed since stays on top.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from scheduler import publishing
from scheduler.override import Override
from scheduler.planner.inputs import PlanInputs
from scheduler.stores import PublishedStore
from station.rundown import Rundown


def with_restored(inputs: PlanInputs, library: str, session: Session, folder: Path) -> PlanInputs:
    """Return the inputs with the version to go back to, where wishes have just been undone."""
    if inputs.previous is None:
        return inputs
    wish = oldest_undone(inputs.overrides, inputs.previous.made_at)
    if wish is None:
        return inputs
    store = PublishedStore(session)
    restored = _without(wish, inputs.channel, store, folder)
    if restored is not None and store.library_of(inputs.channel, restored.version) != library:
        restored = _until(restored, inputs.begins + inputs.lock)
    return replace(inputs, restored=restored)


def oldest_undone(overrides: Sequence[Override], since: datetime) -> Override | None:
    """Return the first wish that must not count in the version to go back to.

    That is the oldest of those undone since, or one before it that was still in force when it
    was made and is undone too. `overrides` are in order of making.
    """
    undone = [override for override in overrides if override.undone_at is not None]
    oldest = next((override for override in undone if override.undone_since(since)), None)
    for override in reversed(undone):
        if oldest is None or oldest.made_at is None:
            return oldest
        if override.id < oldest.id and override.undone_since(oldest.made_at):
            oldest = override
    return oldest


def _without(wish: Override, channel: str, store: PublishedStore, folder: Path) -> Rundown | None:
    """Return the newest version that was made before a wish; None when it is not kept any more."""
    if wish.made_at is None:
        return None
    for entry in store.made_by(channel, wish.made_at):
        rundown = publishing.kept(folder, entry)
        if rundown is None or not _knows(rundown, wish):
            return rundown
    return None


def _knows(rundown: Rundown, wish: Override) -> bool:
    """Whether a version made at the very instant of a wish was planned with it."""
    item = next((item for item in rundown.items if item.key == wish.key), None)
    return wish.placed(item) if wish.places else item is None


def _until(rundown: Rundown, until: datetime) -> Rundown:
    """Return a version cut off: behind it, what other recordings there are now is heard."""
    return replace(rundown, items=tuple(item for item in rundown.items if item.begins < until))
