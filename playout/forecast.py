"""What will air as things stand: the rules by which the next item is chosen, run ahead.

Pure: knows no clock, no decks and no files. What the engine decides at a join and what the desk is
shown beforehand come from the same functions here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from playout.cue import Cue, hand_over
from station.audio import RATE
from station.rundown import Overrun
from station.snapshot import Fate
from station.transition import Transition

IN_TIME = 2 * RATE
"""An item that begins this late at most owes nothing."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A cue at the frame where it will begin, or would."""

    cue: Cue
    begins: int
    ends: int
    """Frame at which the next one begins."""
    fate: Fate = Fate.WHOLE
    cut: int = 0
    """Frames of it that are lost."""


@dataclass(frozen=True, slots=True)
class Join:
    """Where the next item may begin."""

    at: int
    over_filler: bool = False
    """Whether no item of the plan ends there; what has a time of its own then waits for it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What follows at a join."""

    cue: Cue | None = None
    """None: nothing may begin yet."""
    left_out: tuple[Cue, ...] = ()
    """What is passed over for good."""


def choose(
    cues: Sequence[Cue], at: int, *, owes: bool = False, over_filler: bool = False
) -> Choice:
    """Return what may begin at `at`, at the end of an item or `over_filler`."""
    left_out: list[Cue] = []
    for index, cue in enumerate(cues):
        earliest = cue.start if over_filler else cue.earliest
        if cue.hard or cue.manual or (earliest is not None and earliest > at):
            break
        if _gives_way(cue, at, cues[index + 1 :]) or (owes and _makes_good(cue, at)):
            left_out.append(cue)
        else:
            return Choice(cue, tuple(left_out))
    return Choice(None, tuple(left_out))


def settles(cue: Cue, at: int) -> bool:
    """Return whether an item that begins at `at` is about in time, so that nothing is owed."""
    return at - cue.planned < IN_TIME


def _gives_way(cue: Cue, at: int, behind: Sequence[Cue]) -> bool:
    """Return whether a soft item is passed over for a start that does not move."""
    if cue.yields(at, next((later for later in behind if later.cuts is not None), None)):
        return True
    until = cut_at(cue, behind) if cue.item.overrun is Overrun.FADE else None
    return until is not None and (at >= until or not cue.fits(at, until))


def _makes_good(cue: Cue, at: int) -> bool:
    """Return whether leaving this item out brings what follows nearer to its time."""
    return cue.item.droppable and cue.cuts is None and at - cue.planned >= cue.item.frames // 2


def expect(
    cues: Sequence[Cue],
    at: int,
    rules: tuple[Transition, ...] = (),
    *,
    first: Sequence[Cue] = (),
    owes: bool = False,
    over_filler: bool = False,
) -> Iterator[Expected]:
    """Yield what will become of every cue when `at` is where the next item may begin.

    `first`: what begins as soon as it fits, before the plan. `over_filler`: whether no item of the
    plan ends at `at`, so that what has a time of its own waits for it.
    """
    ahead, soon = list(cues), list(first)
    while ahead or soon:
        choice = _next(soon, ahead, at, owes=owes, over_filler=over_filler)
        for cue in choice.left_out:
            ahead.remove(cue)
            if cue.is_owed:
                soon.append(cue.put_off)
            else:
                yield Expected(cue, at, at, Fate.DROPPED)
        chosen = choice.cue
        if chosen is None and ahead and ahead[0].manual:
            taken = Expected(ahead[0], at, at + ahead.pop(0).item.frames, Fate.TAKEN)
            yield taken
            at, over_filler = taken.ends, False
        elif chosen is None and ahead:
            at, over_filler = max(at, ahead[0].start or at), True
        elif chosen is not None:
            (soon if chosen in soon else ahead).remove(chosen)
            expected = _aired(chosen, at, soon, ahead, rules)
            yield expected
            owes = chosen.item.overrun is Overrun.DROP or (owes and not settles(chosen, at))
            at, over_filler = expected.ends, False


def fitting(cues: Iterable[Cue], at: int, fixed: Cue | None) -> list[Cue]:
    """Return those of what begins as soon as it can that fit before the next start that cuts."""
    return [cue for cue in cues if not cue.yields(at, fixed)]


def overdue(cues: Iterable[Cue], at: int) -> Cue | None:
    """Return the newest item whose time to cut has come; of two at one instant the later one."""
    begun = takewhile(lambda cue: cue.planned <= at, cues)
    due = [cue for cue in begun if cue.cuts is not None and cue.cuts <= at]
    return max(reversed(due), key=lambda cue: cue.cuts or 0, default=None)


def _next(
    soon: Sequence[Cue], ahead: Sequence[Cue], at: int, *, owes: bool, over_filler: bool
) -> Choice:
    """Return what begins at `at`: what cuts, what was asked for, or the next of the plan."""
    due = overdue(ahead, at)
    before = () if due is None else tuple(takewhile(lambda cue: cue is not due, ahead))
    if due is not None and due.hard:
        return Choice(due, before)
    fixed = next((cue for cue in ahead if cue.cuts is not None), None) if soon else None
    asked = fitting(soon, at, fixed)
    if asked:
        return Choice(asked[0])
    missed = tuple(cue for cue in before if cue.hard)
    left = [cue for cue in ahead if cue not in missed] if missed else ahead
    choice = choose(left, at, owes=owes, over_filler=over_filler)
    return Choice(choice.cue, (*missed, *choice.left_out))


def _aired(
    cue: Cue, begins: int, soon: Sequence[Cue], ahead: Sequence[Cue], rules: tuple[Transition, ...]
) -> Expected:
    """Return how a cue airs that begins now, with what stands behind it."""
    ends = begins + cue.left(begins)
    following = _next(soon, ahead, ends, owes=False, over_filler=False).cue
    if following is not None and not following.hard:
        ends += hand_over(cue.item, following.item.kind, rules) - cue.item.segue
    until = cut_at(cue, ahead)
    if until is not None and begins < until < ends:
        return Expected(cue, begins, until, Fate.FADED, ends - until)
    return Expected(cue, begins, ends)


def cut_at(cue: Cue, ahead: Sequence[Cue]) -> int | None:
    """Return the frame at which an item on the air is cut by what stands behind it.

    What must air is not: it outranks the plan, and a hard start waits for its end.
    """
    if cue.item.must_air:
        return None
    for later in ahead:
        if cue.item.overrun is Overrun.FADE and later.ends_programme is not None:
            return later.ends_programme
        if later.cuts is not None:
            return later.cuts
    return None


def fixed_points(
    expected: Iterable[Expected], free: int, limit: int
) -> list[tuple[Expected, int, list[Expected]]]:
    """Return the next items that begin at a time of their own, with what meets them.

    For each: the frames left over before it (negative: too much), and the items faded or dropped
    since the fixed point before.
    """
    found: list[tuple[Expected, int, list[Expected]]] = []
    lost: list[Expected] = []
    for each in expected:
        cue = each.cue
        if each.fate is Fate.DROPPED:
            lost.append(each)
            continue
        if cue.start is not None:
            short = sum(one.cut or one.cue.item.frames for one in lost)
            apart = each.begins - free if each.begins > free else -short
            found.append((each, apart, lost))
            lost = []
            if len(found) == limit:
                break
        if each.fate is Fate.FADED:
            lost.append(each)
        free = each.ends
    return found
