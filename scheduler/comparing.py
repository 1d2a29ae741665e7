"""Compares two versions of a rundown as a listener would: what moves, comes, goes or gives way."""

import enum
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from station.rundown import Item, Rundown

MOVES_WITHIN = timedelta(hours=2)
"""A recording that goes and comes again within so much has moved, whatever its key."""
_SAME_STEP = timedelta(seconds=1)


class Change(enum.StrEnum):
    """What became of an item from one version to the other."""

    MOVED = "moved"
    """The same recording at another time."""
    ADDED = "added"
    """Only the later version has it."""
    REMOVED = "removed"
    """Only the earlier version has it."""
    REPLACED = "replaced"
    """Another recording has its place."""
    ALTERED = "altered"
    """The same recording at the same time, with other cues, fades or another kind of start."""


@dataclass(frozen=True, slots=True)
class Step:
    """One difference."""

    change: Change
    """Which."""
    before: Item | None = None
    """As it was; None for what is added."""
    after: Item | None = None
    """As it becomes; None for what is removed."""

    @property
    def at(self) -> datetime:
        """Return where it stands in the later version, or stood in the earlier one."""
        found = self.after or self.before
        assert found is not None
        return found.begins

    @property
    def by(self) -> timedelta:
        """Return how much later it begins; negative: earlier."""
        if self.before is None or self.after is None:
            return timedelta(0)
        return self.after.begins - self.before.begins


@dataclass(frozen=True, slots=True)
class Group:
    """Differences that are one sentence: side by side, of one sort, moved by the same time."""

    change: Change
    """Their sort."""
    steps: tuple[Step, ...]
    """In order of time."""

    @property
    def by(self) -> timedelta:
        """Return the time by which they move, to the second."""
        return timedelta(seconds=round(self.steps[0].by / _SAME_STEP))


def compare(before: Rundown, after: Rundown, since: datetime | None = None) -> tuple[Step, ...]:
    """Return what differs where both versions reach, in order of time.

    `since`: only what begins, in either version, at that instant or later.
    """
    steps = _steps(before.items, after.items)
    ends = min(before.ends, after.ends)
    begins = max(before.begins, after.begins, *(() if since is None else (since,)))
    return tuple(step for step in steps if _within(step, begins, ends))


def differences(before: Sequence[Item], after: Sequence[Item]) -> tuple[Step, ...]:
    """Return what makes the items of one list into those of another, in order of time."""
    return tuple(_steps(before, after))


def applied(items: Iterable[Item], steps: Iterable[Step]) -> tuple[Item, ...]:
    """Return the items with the differences carried out."""
    found = {item.key: item for item in items}
    made = tuple(steps)
    for step in made:
        if step.before is not None:
            del found[step.before.key]
    found |= {step.after.key: step.after for step in made if step.after is not None}
    return tuple(sorted(found.values(), key=lambda item: item.begins))


def grouped(steps: Iterable[Step]) -> tuple[Group, ...]:
    """Return neighbours of one sort together."""
    groups: list[Group] = []
    for step in steps:
        alone = Group(step.change, (step,))
        last = groups[-1] if groups else None
        if last is not None and last.change is step.change and last.by == alone.by:
            groups[-1] = replace(last, steps=(*last.steps, step))
        else:
            groups.append(alone)
    return tuple(groups)


def _steps(before: Sequence[Item], after: Sequence[Item]) -> list[Step]:
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    steps: list[Step] = []
    for key in [key for key in old if key in new and _heard(old[key]) == _heard(new[key])]:
        steps += _of_same(old.pop(key), new.pop(key))
    steps += _moved_under_another_key(old, new)
    steps += _replaced(old, new)
    steps += [Step(Change.REMOVED, before=item) for item in old.values()]
    steps += [Step(Change.ADDED, after=item) for item in new.values()]
    return sorted(steps, key=lambda step: (step.at, step.change))


def _heard(item: Item) -> tuple[int, int]:
    """Return what makes two items the same recording, or the same part of it."""
    return item.cart_id, item.cue_in


def _of_same(before: Item, after: Item) -> list[Step]:
    if before == after:
        return []
    change = Change.ALTERED if before.begins == after.begins else Change.MOVED
    return [Step(change, before, after)]


def _moved_under_another_key(old: dict[str, Item], new: dict[str, Item]) -> list[Step]:
    """Pair what goes and comes again near by; both are taken out of the two maps."""
    waiting: dict[tuple[int, int], deque[Item]] = defaultdict(deque)
    for item in old.values():
        waiting[_heard(item)].append(item)
    steps = []
    for item in list(new.values()):
        near = waiting[_heard(item)]
        while near and item.begins - near[0].begins > MOVES_WITHIN:
            near.popleft()
        if near and near[0].begins - item.begins <= MOVES_WITHIN:
            before = near.popleft()
            del old[before.key], new[item.key]
            steps += _of_same(before, item)
    return steps


def _replaced(old: dict[str, Item], new: dict[str, Item]) -> list[Step]:
    """Pair what has the same key, or begins at the same instant."""
    steps = []
    by_time = {item.begins: item for item in old.values() if item.key not in new}
    for item in list(new.values()):
        before = old.get(item.key) or by_time.get(item.begins)
        if before is not None:
            by_time.pop(before.begins, None)
            del old[before.key], new[item.key]
            steps.append(Step(Change.REPLACED, before, item))
    return steps


def _within(step: Step, begins: datetime, ends: datetime) -> bool:
    """Whether a step says anything: what lies outside one of the spans was not planned there."""
    sides = [item.begins for item in (step.before, step.after) if item is not None]
    return any(begins <= at < ends for at in sides)
