"""Secondary items: when they sound over what is on, and who of them is near.

Pure: places are frames of the air. A secondary item is tied to an item of the plan; it sounds
where that item truly is, not where it was planned.
"""

from collections.abc import Iterable, Sequence

from playout.cue import Cue
from playout.deck import Deck
from playout.forecast import Expected
from station.rundown import Anchor, Secondary
from station.snapshot import Fate


def due(secondary: Secondary, lead: Deck | None, at: int, coming: Sequence[Expected]) -> int | None:
    """Return the frame at which it should begin, None while that is not known."""
    if lead is not None and lead.item.key == secondary.parent:
        return at + _place(secondary, lead) - lead.position
    if secondary.anchor is Anchor.INTRO:
        return None
    for expected in coming:
        if expected.cue.item.key == secondary.parent and expected.fate is not Fate.DROPPED:
            anchor = expected.begins if secondary.anchor is Anchor.START else expected.ends
            return anchor + secondary.offset
    return None


def _place(secondary: Secondary, lead: Deck) -> int:
    """Return the frame of the parent's file at which it should begin."""
    match secondary.anchor:
        case Anchor.START:
            return lead.item.cue_in + secondary.offset
        case Anchor.END:
            return lead.hands_over + secondary.offset
        case _:
            return lead.item.intro + secondary.offset - _frames(secondary)


def _frames(secondary: Secondary) -> int:
    return secondary.item.cue_out - secondary.item.cue_in


class Overlays:
    """Which secondary items are still to come; only the tick thread calls it."""

    def __init__(self) -> None:
        self._waiting: list[Secondary] = []
        self._over: dict[str, None] = {}
        self.comes_near: int | None = None
        """Frame at which the next one comes near, as of the last look; None while unknown."""

    def adopt(self, secondary: Iterable[Secondary]) -> None:
        self._waiting = [one for one in secondary if one.item.key not in self._over]

    def near(
        self, lead: Deck | None, at: int, coming: Sequence[Expected], within: int
    ) -> list[tuple[int, Secondary]]:
        """Return those that begin within so many frames, with the frame; forget what is missed."""
        known = {expected.cue.item.key for expected in coming}
        if lead is not None:
            known.add(lead.item.key)
        found, far = [], []
        for one in [one for one in self._waiting if one.parent in known]:
            begins = due(one, lead, at, coming)
            if begins is None:
                continue
            if begins - at > within:
                far.append(begins - within)
            elif begins < at:
                self.done(one)
            else:
                found.append((begins, one))
        self.comes_near = min(far, default=None)
        return found

    def done(self, secondary: Secondary) -> None:
        """It has sounded, or its moment has passed."""
        self._over[secondary.item.key] = None
        while len(self._over) > 1000:
            del self._over[next(iter(self._over))]
        self._waiting = [one for one in self._waiting if one is not secondary]


def cue(secondary: Secondary, begins: int) -> Cue:
    """Return the cue by which it is opened ahead."""
    return Cue(secondary.item, begins)
