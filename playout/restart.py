"""What the journal of the last life says about the air now. Pure: facts in, a decision out."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from playout.cue import PLANNED_GAP
from playout.orders import Begun
from playout.pulse import Pulse
from station.audio import frames_in, span_of
from station.journal import Act, EndedBy, Fact
from station.ladder import Rung
from station.rundown import Item, Rundown, Start

_BEGINS = frozenset({Act.STARTED, Act.RESUMED})
_ENDS = frozenset({Act.ENDED, Act.FAILED})
BY_PLAN = (Rung.SCHEDULE, Rung.MUST_AIR)
"""Rungs on which what the plan holds stands."""
_CUT_SHORT = frozenset({EndedBy.LOST, EndedBy.STOPPED})


@dataclass(frozen=True, slots=True)
class Resume:
    """An airing that goes on as if the air had never been away."""

    item: Item
    due: datetime
    """When its cue-in would have been, had it been heard without a break."""
    airing: str
    """The airing of the last life, empty when that was ended in order."""
    heard: int
    """Frames of it that earlier lives have aired, as far as the facts tell."""
    rung: Rung = Rung.SCHEDULE
    """Where it stands on the ladder."""
    by: str = ""
    """Operator who ordered it."""


def open_airings(facts: Iterable[Fact]) -> list[Fact]:
    """Return the last fact of every airing that neither ended nor failed, oldest first."""
    last: dict[str, Fact] = {}
    for fact in facts:
        if fact.act in _ENDS:
            last.pop(fact.airing, None)
        elif fact.airing:
            last.pop(fact.airing, None)
            last[fact.airing] = fact
    return list(last.values())


def last_scheduled(facts: Iterable[Fact]) -> Fact | None:
    """Return what of the schedule had the air when the last life ended, if anything."""
    newest: Fact | None = None
    for fact in facts:
        if not fact.airing or fact.rung not in BY_PLAN:
            continue
        if fact.act not in _ENDS or fact.ended_by is EndedBy.STOPPED:
            newest = fact
        elif newest is not None and newest.airing == fact.airing:
            newest = None
    return newest


def resume(
    rundown: Rundown, facts: Iterable[Fact], pulse: Pulse | None, now: datetime
) -> Resume | None:
    """Return the airing that should be on by now, had the last life gone on; None for the plan's.

    That is the last one, or the soft item that would have followed it in the meantime.
    """
    fact = last_scheduled(facts)
    keys = [item.key for item in rundown.items]
    if fact is None or fact.item_key not in keys:
        return None
    index = keys.index(fact.item_key)
    item = rundown.items[index]
    due = _due(item, fact, pulse, now)
    ours = fact.act is not Act.ENDED
    while due + span_of(item.frames) <= now:
        index, due, ours = index + 1, due + span_of(item.frames), False
        if index == len(keys) or not _follows(rundown.items[index], item):
            return None
        item = rundown.items[index]
    rung = Rung.MUST_AIR if item.must_air else Rung.SCHEDULE
    if rung is Rung.SCHEDULE and any(
        later.start is Start.HARD and later.begins <= now for later in rundown.items[index + 1 :]
    ):
        return None
    if not ours:
        return Resume(item, due, airing="", heard=0, rung=rung)
    heard = pulse.heard if pulse is not None and pulse.airing == fact.airing else fact.frames
    return Resume(item, due, fact.airing, heard, rung)


def ordered(
    under_way: Iterable[Begun],
    rundown: Rundown | None,
    facts: Sequence[Fact],
    pulse: Pulse | None,
    now: datetime,
) -> list[Resume]:
    """Return what operators have put on the air and would still be on by now, the last one last."""
    last = {fact.item_key: fact for fact in facts}
    left = []
    for begun in under_way:
        item, fact = begun.item, last.get(begun.item.key)
        if fact is None or (fact.act in _ENDS and fact.ended_by is not EndedBy.STOPPED):
            continue
        due = _due(item, fact, pulse, now)
        if due + span_of(item.frames) > now and not _was_cut(fact, rundown, now):
            heard = (
                pulse.heard if pulse is not None and pulse.airing == fact.airing else fact.frames
            )
            airing = "" if fact.act is Act.ENDED else fact.airing
            left.append(Resume(item, due, airing, heard if airing else 0, fact.rung, begun.by))
    return left


def reached(rundown: Rundown, facts: Iterable[Fact]) -> str:
    """Return the key of the newest item of the rundown that has taken the air, empty for none."""
    keys = {item.key for item in rundown.items}
    aired = [fact.item_key for fact in facts if fact.act in _BEGINS and fact.item_key in keys]
    return aired[-1] if aired else ""


def _was_cut(fact: Fact, rundown: Rundown | None, now: datetime) -> bool:
    """Return whether a start on its own sample has come since, below which nothing goes on."""
    if rundown is None or fact.rung is not Rung.SCHEDULE:
        return False
    return any(i.start is Start.HARD and fact.at < i.begins <= now for i in rundown.items)


def _follows(item: Item, before: Item) -> bool:
    """Return whether an item starts at the segue of the one before it, whenever that is."""
    return item.start is Start.SOFT and item.begins - before.ends <= PLANNED_GAP


def finished(facts: Iterable[Fact]) -> set[str]:
    """Return the keys of airings that are over and must not be aired again.

    What a presenter took the air from ran on beneath him, so that may be joined where it would be.
    """
    over: set[str] = set()
    newest = ""
    for fact in facts:
        if fact.act in _ENDS and fact.rung >= Rung.SCHEDULE:
            newest = fact.item_key if fact.ended_by is EndedBy.REPLACED else ""
            if fact.ended_by not in _CUT_SHORT:
                over.add(fact.item_key)
        elif fact.act in _BEGINS and fact.rung is Rung.LIVE:
            over.discard(newest)
    return over


def heard(facts: Iterable[Fact], pulse: Pulse | None) -> dict[str, int]:
    """Return how far the items of the plan were heard, by key, in frames of their files.

    What must air is made good from its beginning when it was lost.
    """
    far: dict[str, int] = {}
    for fact in facts:
        if fact.airing and fact.rung is Rung.SCHEDULE:
            signed = pulse.position if pulse and pulse.airing == fact.airing else 0
            far[fact.item_key] = max(fact.position, signed, far.get(fact.item_key, 0))
    return far


def begun(facts: Iterable[Fact]) -> set[str]:
    """Return the keys of everything that has taken the air."""
    return {fact.item_key for fact in facts if fact.act in _BEGINS}


def losses(
    facts: Iterable[Fact], pulse: Pulse | None, now: datetime, kept: Collection[str]
) -> list[Fact]:
    """Return the ends of the airings that died with the last life, all but those that are kept."""
    return [_loss(fact, pulse, now) for fact in open_airings(facts) if fact.airing not in kept]


def _loss(fact: Fact, pulse: Pulse | None, now: datetime) -> Fact:
    ended = replace(
        fact, id=uuid.uuid4().hex, act=Act.ENDED, started_by=None, ended_by=EndedBy.LOST
    )
    if pulse is not None and pulse.airing == fact.airing:
        return replace(
            ended, at=pulse.at, frames=pulse.heard, position=pulse.position,
            detail="counted to the last sign of life",
        )  # fmt: skip
    frames = fact.frames
    if fact.act in _BEGINS:
        frames = min(frames + frames_in(now - fact.at), fact.planned_frames)
    return replace(ended, at=now, frames=frames, detail="estimated from the facts")


def _due(item: Item, fact: Fact, pulse: Pulse | None, now: datetime) -> datetime:
    """Return when the cue-in would have been; an interrupted airing has waited in between.

    The sign of life is newer than the fact, and told by the clock as it was set last.
    """
    if fact.act is Act.INTERRUPTED:
        return now - span_of(fact.position - item.cue_in)
    if pulse is not None and pulse.airing == fact.airing:
        return pulse.at - span_of(pulse.position - item.cue_in)
    return fact.at - span_of(fact.position - item.cue_in)
